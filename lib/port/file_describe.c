/* file_describe - names the kind of an unwelcome file, by libmagic */
#include <ipp/port/file_kind.h>

#include <string.h>

#include <magic.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sandbox.h>

/* What libmagic needs to see, and how much of its answer a line bears. */
#define DESCRIBE_BYTES ((size_t)256 * 1024)
#define ANSWER_BYTES   120

static inline void own_magic(magic_t *m)
{
	if (*m)
		magic_close(*m);
}

struct question {
	magic_t magic;
	const void *bytes;
	size_t n;
};

static void answer_give(const void *in, size_t n, struct sandbox_answer *answer)
{
	const struct question *q = in;
	const char *text = magic_buffer(q->magic, q->bytes, q->n);
	size_t length = text ? strlen(text) : 0;

	(void)n;
	if (length > answer->size)
		length = answer->size;
	(void)sandbox_say(answer, text, length);
}

/* The answer comes from a child that read hostile bytes: letters only. */
static char *printable(struct arena *arena, const char *text, size_t n)
{
	char *ret = arena_text_n(arena, text, n);

	for (char *p = ret; *p; p++)
		if (*p < ' ' || *p > '~' || *p == '"' || *p == '\\')
			*p = '?';
	return ret;
}

const char *file_describe(struct arena *arena, const void *bytes, size_t n)
{
	static const struct sandbox_limits limits = { 2, 3000, 64 << 20 };
	OWN(magic)
	magic_t magic =
	    magic_open(MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TOKENS);
	struct question q = { magic, bytes,
			      n > DESCRIBE_BYTES ? DESCRIBE_BYTES : n };
	char room[ANSWER_BYTES];
	struct sandbox_answer answer = { room, sizeof room, 0 };
	struct error ignored;

	/* The database is read here: the child can open nothing. */
	error_reset(&ignored);
	if (!magic || magic_load(magic, NULL) != 0 ||
	    sandbox_run(answer_give, &q, sizeof q, &limits, &answer,
			&ignored) != OK ||
	    answer.used == 0)
		return _("an unknown kind of file");
	return printable(arena, room, answer.used);
}
