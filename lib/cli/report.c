/* report - errors for people and for programs */
#include <stdio.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>

#include "internal.h"

static void report_text(const struct run *run, const struct mistake *m,
			size_t document, size_t line)
{
	(void)fprintf(stderr, "%s: ", run->name);
	if (line)
		(void)fprintf(stderr, _("line %zu: "), line);
	else if (document)
		(void)fprintf(stderr, _("document %zu: "), document);
	(void)fprintf(stderr, "%s [%s]\n", m->text, m->code);
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

void report(const struct run *run, const struct error *err, size_t document,
	    size_t line, const struct json *doc)
{
	bool text = run->common.errors == ABSENT
			? isatty(STDERR_FILENO)
			: run->common.errors == ERRORS_TEXT;

	if (doc && json_kind(doc) != JSON_IS_OBJECT)
		doc = NULL;
	for (size_t i = 0; i < err->count; i++) {
		if (text)
			report_text(run, &err->mistakes[i], document, line);
		else
			report_json(run, err, &err->mistakes[i], document, line,
				    doc);
	}
}
