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

/* What a document of a stream calls itself, behind its line: people look for
 * the name. */
static const char *name_of(const struct json *doc, struct arena *arena)
{
	static const char *const names[] = { "user_id", "external_code",
					     "order_id" };

	for (size_t i = 0; doc && i < sizeof names / sizeof *names; i++) {
		const struct json *value = json_member(doc, names[i]);

		if (value && json_kind(value) == JSON_IS_TEXT)
			return arena_printf(
			    arena, "%.40s: ",
			    harmless(arena, json_as_text(value)));
	}
	return "";
}

static void report_text(const struct run *run, const struct mistake *m,
			size_t document, size_t line, const struct json *doc)
{
	OWN(arena) struct arena *arena = arena_new();

	(void)fprintf(stderr, "%s: ", run->name);
	if (line && text_starts(m->code, "csv_"))
		; /* the text names file and line */
	else if (line)
		(void)fprintf(stderr, _("line %zu: "), line);
	else if (document)
		(void)fprintf(stderr, _("document %zu: "), document);
	if (line || document)
		(void)fputs(name_of(doc, arena), stderr);
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
			report_text(run, &m, document, line, doc);
		else
			report_json(run, err, &m, document, line, doc);
	}
}
