/* report - errors for people and for programs */
#include <stdio.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>

#include "internal.h"

/* A name from the input may hold what would move the cursor. */
static const char *harmless(struct arena *arena, const char *text)
{
	char *ret = arena_text(arena, text);

	for (unsigned char *p = (unsigned char *)ret; *p; p++)
		if (*p < ' ' || *p == 0x7F ||
		    (*p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0))
			*p = '?';
	return ret;
}

static void report_text(const struct run *run, const struct mistake *m,
			size_t document, size_t line)
{
	OWN(arena) struct arena *arena = arena_new();

	(void)fprintf(stderr, "%s: ", run->name);
	if (line)
		(void)fprintf(stderr, _("line %zu: "), line);
	else if (document)
		(void)fprintf(stderr, _("document %zu: "), document);
	(void)fprintf(stderr, "%s [%s]\n", harmless(arena, m->text), m->code);
}

static void report_json(const struct run *run, const struct error *err,
			const struct mistake *m, size_t document, size_t line,
			const struct json *doc)
{
	static const char *const keys[] = { "external_code", "order_id",
					    "user_id" };
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *outer = json_object_new();
	struct json *json = json_object_new();

	json_set_text(json, "tool", run->name);
	json_set_integer(json, "status", err->status);
	json_set_text(json, "code", m->code);
	if (*m->field)
		json_set_text(json, "field", m->field);
	json_set_text(json, "message", m->text);
	if (document)
		json_set_integer(json, "document", (int64_t)document);
	if (line)
		json_set_integer(json, "line", (int64_t)line);
	for (size_t i = 0; doc && i < sizeof keys / sizeof *keys; i++) {
		const struct json *value = json_member(doc, keys[i]);

		if (value)
			json_set_shared(json, keys[i], value);
	}
	json_set(outer, "error", json);
	(void)fprintf(stderr, "%s\n", json_write(arena, outer));
}

/* So many mistakes that there was no room for all of them. */
static struct mistake more_mistakes(size_t count)
{
	struct mistake ret = { .code = "more_mistakes" };

	(void)snprintf(ret.text, sizeof ret.text,
		       _("%zu more mistakes are not listed; mend these first"),
		       count);
	return ret;
}

void report(const struct run *run, const struct error *err, size_t document,
	    size_t line, const struct json *doc)
{
	bool text = run->common.errors == ABSENT
			? isatty(STDERR_FILENO)
			: run->common.errors == ERRORS_TEXT;

	if (doc && json_kind(doc) != JSON_IS_OBJECT)
		doc = NULL;
	(void)fflush(stdout); /* whole lines, also with 2>&1; the sink tells */
	for (size_t i = 0; i < err->count + (err->dropped > 0); i++) {
		struct mistake m = i < err->count ? err->mistakes[i]
						  : more_mistakes(err->dropped);

		if (text)
			report_text(run, &m, document, line);
		else
			report_json(run, err, &m, document, line, doc);
	}
}
