/* error - collects the mistakes of one document */
#include <ipp/base/error.h>

#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

void error_reset(struct error *err)
{
	err->status = OK;
	err->count = 0;
	err->dropped = 0;
}

static struct mistake *mistake_new(struct error *err, const char *code,
				   const char *field)
{
	struct mistake *ret;

	if (err->count == ERROR_MISTAKES_MAX) {
		err->dropped++;
		return NULL;
	}
	ret = &err->mistakes[err->count++];
	(void)snprintf(ret->code, sizeof ret->code, "%s", code);
	(void)snprintf(ret->field, sizeof ret->field, "%s", field ? field : "");
	return ret;
}

/* A cut must not leave half a UTF-8 sequence at the end. */
static void text_trim(char *text, size_t size)
{
	size_t n = strlen(text), start = n;

	if (n + 1 < size)
		return;
	while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
		start--;
	if (start > 0 && (unsigned char)text[start - 1] >= 0xC0)
		text[start - 1] = '\0';
}

static void mistake_print(struct mistake *m, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));
static void mistake_print(struct mistake *m, const char *format, va_list ap)
{
	if (!m)
		return;
	(void)vsnprintf(m->text, sizeof m->text, _(format), ap);
	text_trim(m->text, sizeof m->text);
}

enum status error_set(struct error *err, enum status status, const char *code,
		      const char *field, const char *format, ...)
{
	va_list ap;

	error_reset(err);
	err->status = status;
	va_start(ap, format);
	mistake_print(mistake_new(err, code, field), format, ap);
	va_end(ap);
	return status;
}

enum status error_add(struct error *err, enum status status, const char *code,
		      const char *field, const char *format, ...)
{
	va_list ap;

	err->status = status_worse(err->status, status);
	va_start(ap, format);
	mistake_print(mistake_new(err, code, field), format, ap);
	va_end(ap);
	return err->status;
}

enum status error_system(struct error *err, enum status status,
			 const char *code, int number, const char *format, ...)
{
	va_list ap;
	char text[320];

	va_start(ap, format);
	(void)vsnprintf(text, sizeof text, _(format), ap);
	va_end(ap);
	return error_set(err, status, code, NULL, "%s: %s", text,
			 strerror(number));
}

/* Whether one of the first `count` mistakes is on the member. */
static int is_among(const struct error *err, size_t count, const char *field)
{
	for (size_t i = 0; i < count; i++)
		if (*field && !strcmp(err->mistakes[i].field, field))
			return 1;
	return 0;
}

enum status error_merge(struct error *err, const struct error *more)
{
	err->status = status_worse(err->status, more->status);
	for (size_t i = 0; i < more->count; i++) {
		struct mistake *m = mistake_new(err, "", NULL);

		if (m)
			*m = more->mistakes[i];
	}
	err->dropped += more->dropped;
	return err->status;
}

enum status error_merge_new(struct error *err, const struct error *more)
{
	size_t before = err->count;

	for (size_t i = 0; i < more->count; i++) {
		const struct mistake *it = &more->mistakes[i];
		struct mistake *m;

		if (is_among(err, before, it->field))
			continue;
		err->status = status_worse(err->status, more->status);
		if ((m = mistake_new(err, "", NULL)))
			*m = *it;
	}
	err->dropped += more->dropped;
	return err->status;
}

struct mistakes *error_keep(const struct error *err, struct arena *arena)
{
	size_t size = err->count * sizeof *err->mistakes;
	struct mistakes *ret;

	if (err->status == OK && err->count == 0)
		return NULL;
	ret = arena_alloc(arena, sizeof *ret + size);
	ret->status = err->status;
	ret->count = err->count;
	ret->dropped = err->dropped;
	memcpy(ret->items, err->mistakes, size);
	return ret;
}

void error_recall(const struct mistakes *kept, struct error *ret)
{
	error_reset(ret);
	if (!kept)
		return;
	ret->status = kept->status;
	ret->count = kept->count;
	ret->dropped = kept->dropped;
	memcpy(ret->mistakes, kept->items, kept->count * sizeof *kept->items);
}

int error_has(const struct error *err, const char *code)
{
	for (size_t i = 0; i < err->count; i++)
		if (!strcmp(err->mistakes[i].code, code))
			return 1;
	return 0;
}

int error_is_on(const struct error *err, const char *field)
{
	return err && is_among(err, err->count, field);
}
