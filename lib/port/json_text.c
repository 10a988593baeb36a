/* json_text - a JSON object written straight, member by member */
#include <ipp/port/json_text.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>

#define ROOM 512

static void put(struct json_text *to, const char *bytes, size_t n)
{
	if (to->room - to->n <= n) {
		size_t room = 2 * to->room + n;
		char *more = arena_alloc(to->arena, room);

		memcpy(more, to->bytes, to->n);
		to->bytes = more;
		to->room = room;
	}
	memcpy(to->bytes + to->n, bytes, n);
	to->n += n;
}

/* How much of the text stands in quotes as it is. */
static size_t plain_size(const char *text)
{
	const char *p = text;

	while (*p >= ' ' && *p <= '~' && *p != '"' && *p != '\\')
		p++;
	return (size_t)(p - text);
}

/* True of text whose only trouble is quotes and backslashes. */
static bool is_printable(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return !*text;
}

/* Whatever is not plain is left to the library. */
static void put_quoted(struct json_text *to, const char *text)
{
	if (is_printable(text)) {
		put(to, "\"", 1);
		for (;;) {
			size_t n = plain_size(text);

			put(to, text, n);
			if (!text[n])
				break;
			put(to, "\\", 1);
			put(to, text + n, 1);
			text += n + 1;
		}
		put(to, "\"", 1);
	} else {
		OWN(json) struct json *json = json_text_new(text);
		const char *written = json_write(to->arena, json);

		put(to, written, strlen(written));
	}
}

static void put_name(struct json_text *to, const char *name)
{
	put(to, to->n ? ",\"" : "{\"", 2);
	put(to, name, strlen(name));
	put(to, "\":", 2);
}

void json_text_begin(struct json_text *ret, struct arena *arena)
{
	*ret = (struct json_text){ .arena = arena,
				   .bytes = arena_alloc(arena, ROOM),
				   .room = ROOM };
}

void json_text_text(struct json_text *to, const char *name, const char *text)
{
	put_name(to, name);
	put_quoted(to, text);
}

void json_text_texts(struct json_text *to, const char *name,
		     const char *const *texts, size_t count)
{
	put_name(to, name);
	put(to, "[", 1);
	for (size_t i = 0; i < count; i++) {
		put(to, ",", i > 0);
		put_quoted(to, texts[i]);
	}
	put(to, "]", 1);
}

void json_text_integer(struct json_text *to, const char *name, int64_t value)
{
	char digits[DIGITS_MAX];
	size_t n = digits_put(
		digits, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);

	put_name(to, name);
	put(to, "-", value < 0);
	put(to, digits, n);
}

void json_text_boolean(struct json_text *to, const char *name, bool value)
{
	put_name(to, name);
	put(to, value ? "true" : "false", value ? 4 : 5);
}

void json_text_json(struct json_text *to, const char *name,
		    const struct json *value)
{
	const char *written = json_write(to->arena, value);

	put_name(to, name);
	put(to, written, strlen(written));
}

char *json_text_end(struct json_text *to)
{
	put(to, to->n ? "}" : "{}", to->n ? 2 : 3);
	return to->bytes;
}
