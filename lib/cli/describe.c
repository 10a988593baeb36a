/* describe - a tool's own account of itself, for manual and completions */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/records.h>
#include <ipp/model/settings.h>
#include <ipp/port/json.h>

#include "internal.h"

static const char *const type_names[] = {
	[FIELD_TEXT] = "text",	     [FIELD_DATE] = "date",
	[FIELD_INTEGER] = "integer", [FIELD_BOOLEAN] = "boolean",
	[FIELD_INSTANT] = "instant", [FIELD_WORD] = "word",
	[FIELD_ID] = "id",	     [FIELD_TEXTS] = "texts",
	[FIELD_RECORDS] = "records", [FIELD_JSON] = "json",
};

static void set_optional(struct json *json, const char *name, const char *text)
{
	if (text)
		json_set_text(json, name, text);
	else
		json_set_null(json, name);
}

static struct json *words_json(const struct word *words)
{
	struct json *ret = json_array_new();

	for (; words && words->name; words++)
		json_append_text(ret, words->name);
	return ret;
}

struct listing {
	struct json *options;
	struct arena *arena;
};

/* What stands after the = of an option. A member's title is a heading. */
static const char *argument_name(const char *group, const struct field *field)
{
	if (field->title && strcmp(group, "members") != 0)
		return field->title;
	return field->flags & FIELD_FILE ? "FILE" : type_names[field->type];
}

static void option_describe(void *context, const char *group,
			    const struct field *field)
{
	struct listing *listing = context;
	struct json *json = json_object_new();
	char letter[2] = { (char)field->letter, '\0' };
	bool is_flag = field->type == FIELD_BOOLEAN &&
		       strcmp(group, "members") != 0;
	char *name = arena_text(listing->arena, field->name);

	if (field->flags & FIELD_HIDDEN) {
		json_free(json);
		return;
	}
	for (char *p = name; *p; p++)
		if (*p == '_')
			*p = '-';
	json_set_text(json, "name", name);
	set_optional(json, "letter", field->letter ? letter : NULL);
	json_set_text(json, "type", type_names[field->type]);
	if (is_flag)
		json_set_null(json, "argument");
	else
		json_set_text(json, "argument", argument_name(group, field));
	json_set_boolean(json, "file", field->flags & FIELD_FILE);
	json_set_text(json, "help", field->help ? field->help : "");
	json_set_text(json, "group", group);
	json_set(json, "values", words_json(field->words));
	json_append(listing->options, json);
}

static struct json *verb_describe(const struct verb *verb, struct arena *arena)
{
	static const char *const reads[] = { "none", "one", "stream" };
	struct json *ret = json_object_new();
	struct listing listing = { json_array_new(), arena };

	set_optional(ret, "name", verb->name);
	json_set_text(ret, "summary", verb->summary);
	set_optional(ret, "argument", verb->argument);
	json_set_text(ret, "reads", reads[verb->reads]);
	set_optional(ret, "in", verb->in ? verb->in->name : NULL);
	set_optional(ret, "out", verb->out ? verb->out->name : NULL);
	json_set_boolean(ret, "list", verb->list != NULL);
	options_each(verb, option_describe, &listing);
	json_set(ret, "options", listing.options);
	return ret;
}

static struct json *field_describe(const struct field *field)
{
	struct json *ret = json_object_new();

	json_set_text(ret, "name", field->name);
	json_set_text(ret, "type", type_names[field->type]);
	json_set_text(ret, "help", field->help ? field->help : "");
	json_set_boolean(ret, "in", field->flags & FIELD_IN);
	json_set_boolean(ret, "out",
			 field->flags & FIELD_OUT &&
			     !(field->flags & FIELD_SECRET));
	json_set_boolean(ret, "secret", field->flags & FIELD_SECRET);
	json_set_boolean(ret, "required", field->flags & FIELD_REQUIRED);
	json_set_boolean(ret, "file", field->flags & FIELD_FILE);
	if (field->max)
		json_set_integer(ret, "max", (int64_t)field->max);
	if (field->words)
		json_set(ret, "values", words_json(field->words));
	set_optional(ret, "prefix", field->prefix);
	set_optional(ret, "alias", field->alias);
	if (field->record)
		json_set_text(ret, "record", field->record->name);
	return ret;
}

static struct json *record_describe(const struct record *record)
{
	struct json *ret = json_object_new();
	struct json *fields = json_array_new();

	json_set_text(ret, "name", record->name);
	json_set_text(ret, "title", record->title);
	for (const struct field *f = record->fields; f->name; f++)
		if (f->flags & FIELD_BOTH)
			json_append(fields, field_describe(f));
	json_set(ret, "fields", fields);
	return ret;
}

void describe(const struct tool *tool, struct arena *arena, FILE *out)
{
	OWN(json) struct json *json = json_object_new();
	struct json *verbs = json_array_new(), *all = json_array_new();

	json_set_text(json, "name", tool->name);
	json_set_text(json, "summary", tool->summary);
	json_set_text(json, "version", IPP_VERSION);
	for (const struct verb *verb = tool->verbs; verb->summary; verb++)
		json_append(verbs, verb_describe(verb, arena));
	json_set(json, "verbs", verbs);
	for (size_t i = 0; records[i]; i++)
		json_append(all, record_describe(records[i]));
	json_set(json, "records", all);
	json_set(json, "settings", record_describe(&settings_record));
	(void)fprintf(out, "%s\n", json_write(arena, json)); /* flush tells */
}
