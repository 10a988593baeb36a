/* options - the command line, made from the field tables (argp) */
#include <argp.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "internal.h"

#define KEY_FIRST   0x100
#define OPTIONS_MAX 160

static const struct word format_words[] = {
	{ "table", NULL }, { "jsonl", NULL }, { "json", NULL },
	{ "csv", NULL },   { "tsv", NULL },   { 0 }
};
static const struct word error_words[] = { { "text", NULL },
					   { "json", NULL },
					   { 0 } };

static const struct field common_fields[] = {
	{ FIELD(struct common, store), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FOLDER", .help = N_("use the store in this folder") },
	{ FIELD(struct common, config), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE", .help = N_("read this configuration file") },
	{ FIELD(struct common, format), FIELD_WORD, .words = format_words,
	  .help = N_("write records in this form; a table on a terminal and "
		     "jsonl elsewhere if not given") },
	{ FIELD(struct common, columns), FIELD_TEXT, .title = "NAMES",
	  .help = N_("write these members only, apart by commas") },
	{ FIELD(struct common, errors), FIELD_WORD, .words = error_words,
	  .help = N_("write errors in this form; text on a terminal and json "
		     "elsewhere if not given") },
	{ FIELD(struct common, rejects), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("write refused documents to this file, to be mended and "
		     "fed again") },
	{ FIELD(struct common, csv), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("read documents from this CSV file (- is stdin)") },
	{ FIELD(struct common, fail_fast), FIELD_BOOLEAN,
	  .help = N_("stop at the first refused document") },
	{ FIELD(struct common, atomic), FIELD_BOOLEAN,
	  .help = N_("keep all documents of the stream or none") },
	{ FIELD(struct common, dry_run), FIELD_BOOLEAN,
	  .help = N_("do everything, then keep nothing") },
	{ FIELD(struct common, describe), FIELD_BOOLEAN, .flags = FIELD_HIDDEN,
	  .help = N_("describe the tool as JSON") },
	{ 0 }
};

const struct record common_record = {
	.name = "common",
	.title = N_("Common options"),
	.size = sizeof(struct common),
	.fields = common_fields,
};

const char *argp_program_version = "ipp-tools " IPP_VERSION;
error_t argp_err_exit_status = USAGE;

/* Which common options a verb has. */
static bool is_offered(const struct verb *verb, const struct field *field)
{
	static const struct {
		const char *name;
		int reads_stream, writes, prints, csv;
	} rows[] = {
		{ "rejects", 1, 0, 0, 0 }, { "fail_fast", 1, 0, 0, 0 },
		{ "atomic", 1, 1, 0, 0 },  { "dry_run", 0, 1, 0, 0 },
		{ "csv", 0, 0, 0, 1 },	   { "format", 0, 0, 1, 0 },
		{ "columns", 0, 0, 1, 0 },
	};
	bool writes = verb->needs & NEED_WRITE && !(verb->needs & NEED_ALONE);
	bool rehearses = writes || verb->needs & CAN_REHEARSE;
	bool wholes = writes && (!verb->stages || verb->needs & CAN_BE_WHOLE);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!strcmp(rows[i].name, field->name))
			return (!rows[i].reads_stream ||
				verb->reads == READS_STREAM) &&
			       (!rows[i].writes || wholes ||
				(rehearses && !strcmp(field->name, "dry_run"))) &&
			       (!rows[i].prints || verb->out) &&
			       (!rows[i].csv || verb->needs & NEED_CSV);
	return true;
}

void options_each(const struct verb *verb,
		  void (*each)(void *context, const char *group,
			       const struct field *field),
		  void *context)
{
	const struct field *field;

	for (field = verb->options ? verb->options->fields : NULL;
	     field && field->name; field++)
		if (!(field->flags & FIELD_INNER))
			each(context, "options", field);
	for (field = verb->in && verb->reads != READS_NOTHING ? verb->in->fields
							      : NULL;
	     field && field->name; field++)
		if (field->flags & FIELD_IN && !(field->flags & FIELD_SECRET) &&
		    !(verb->options &&
		      record_field(verb->options, field->name)))
			each(context, "members", field);
	for (field = common_fields; field->name; field++)
		if (is_offered(verb, field) &&
		    !(verb->options &&
		      record_field(verb->options, field->name)))
			each(context, "common", field);
}

struct table {
	struct run *run;
	struct arena *arena;
	struct argp_option rows[OPTIONS_MAX];
	const struct field *fields[OPTIONS_MAX];
	void *bases[OPTIONS_MAX];
	size_t count;
	const char *group;
	int group_number;
	struct error *err;
	enum status status;
	size_t argument_count;
};

static const char *option_name(struct arena *arena, const char *name)
{
	char *ret = arena_text(arena, name);

	for (char *p = ret; *p; p++)
		if (*p == '_')
			*p = '-';
	return ret;
}

static const char *argument_name(struct arena *arena, const struct field *field)
{
	static const char *const names[] = {
		[FIELD_TEXT] = "TEXT",	    [FIELD_DATE] = "DATE",
		[FIELD_INTEGER] = "NUMBER", [FIELD_BOOLEAN] = "yes|no",
		[FIELD_INSTANT] = "TIME",   [FIELD_ID] = "ID",
		[FIELD_TEXTS] = "WORDS",
	};
	const char *ret = "";

	if (field->flags & FIELD_FILE)
		return "FILE";
	if (field->type != FIELD_WORD)
		return names[field->type];
	for (const struct word *word = field->words; word->name; word++)
		ret = arena_printf(arena, "%s%s%s", ret, *ret ? "|" : "",
				   word->name);
	return ret;
}

static void *group_base(struct run *run, const char *group)
{
	if (!strcmp(group, "options"))
		return run->options;
	return !strcmp(group, "members") ? run->members : &run->common;
}

static void table_add(void *context, const char *group,
		      const struct field *field)
{
	static const char *const titles[] = { N_("Members of every document:"),
					      N_("Common options:") };
	struct table *table = context;
	struct argp_option *row;
	bool is_flag = field->type == FIELD_BOOLEAN &&
		       strcmp(group, "members") != 0;

	if (table->count + 3 >= OPTIONS_MAX)
		return;
	if (table->group && strcmp(table->group, group) != 0)
		table->group_number++;
	if (strcmp(group, "options") != 0 &&
	    (!table->group || strcmp(table->group, group) != 0)) {
		row = &table->rows[table->count++];
		row->doc = _(titles[!strcmp(group, "common")]);
		row->group = table->group_number;
	}
	table->group = group;
	row = &table->rows[table->count];
	row->name = option_name(table->arena, field->name);
	row->key = field->letter ? field->letter
				 : KEY_FIRST + (int)table->count;
	row->arg = is_flag ? NULL : argument_name(table->arena, field);
	if (!strcmp(group, "options") || !strcmp(group, "common"))
		row->arg = is_flag	  ? NULL
			   : field->title ? field->title
					  : row->arg;
	row->doc = field->help ? _(field->help) : NULL;
	row->flags = field->flags & FIELD_HIDDEN ? OPTION_HIDDEN : 0;
	row->group = table->group_number;
	table->fields[table->count] = field;
	table->bases[table->count] = group_base(table->run, group);
	table->count++;
}

/* A list that is given again grows. */
static void list_join(struct texts *list, struct texts before,
		      struct arena *arena)
{
	size_t count = before.count + list->count;
	const char **items = arena_alloc(arena, (count + 1) * sizeof *items);

	for (size_t i = 0; i < count; i++)
		items[i] = i < before.count ? before.items[i]
					    : list->items[i - before.count];
	*list = (struct texts){ items, count };
}

static error_t take(struct table *table, size_t i, const char *arg)
{
	const struct field *field = table->fields[i];
	char *value = (char *)table->bases[i] + field->offset;
	struct texts before = { NULL, 0 };
	struct error err;

	error_reset(&err);
	if (field->type == FIELD_TEXTS)
		memcpy(&before, value, sizeof before);
	if (field_parse(field, table->bases[i], arg ? arg : "true",
			table->run->arena, &err) != OK) {
		(void)error_merge(table->err, &err);
		table->status = USAGE;
	} else if (before.count > 0) {
		list_join((void *)value, before, table->run->arena);
	}
	if (table->bases[i] == table->run->members)
		table->run->has_members = true;
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct table *table = state->input;

	if (key == ARGP_KEY_ARG) {
		if (!table->run->verb->argument && strcmp(arg, "-") != 0)
			argp_error(state,
				   _("\"%.200s\" is no option; this takes "
				     "options only"),
				   arg);
		table->run->arguments[table->argument_count++] = arg;
		return 0;
	}
	for (size_t i = 0; i < table->count; i++)
		if (table->fields[i] && table->rows[i].key == key)
			return take(table, i, arg);
	return ARGP_ERR_UNKNOWN;
}

static const char *argument_doc(const struct verb *verb, struct arena *arena)
{
	char *ret;

	if (!verb->argument)
		return NULL; /* "" would be the header of the catalogue */
	ret = arena_printf(arena, "[%s...]", verb->argument);
	for (char *p = ret; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return ret;
}

enum status options_parse(struct run *run, int argc, char *argv[],
			  struct error *err)
{
	struct table *table = arena_alloc(run->arena, sizeof *table);
	const struct verb *verb = run->verb;
	struct argp argp = { table->rows,
			     parse,
			     argument_doc(verb, run->arena),
			     _(verb->summary),
			     NULL,
			     NULL,
			     NULL };

	record_clear(&common_record, &run->common);
	if (verb->options) {
		run->options = arena_alloc(run->arena, verb->options->size);
		record_clear(verb->options, run->options);
	}
	if (verb->in) {
		run->members = arena_alloc(run->arena, verb->in->size);
		record_clear(verb->in, run->members);
	}
	run->arguments = arena_alloc(run->arena, ((size_t)argc + 1) *
						     sizeof *run->arguments);
	table->run = run;
	table->arena = run->arena;
	table->err = err;
	options_each(verb, table_add, table);
	argv[0] = arena_text(run->arena, run->name);
	if (argp_parse(&argp, argc, argv, 0, NULL, table))
		return error_set(err, USAGE, "usage", NULL,
				 "the command line is not understood; see: %s "
				 "--help",
				 run->name);
	if (table->status != OK)
		err->status = USAGE;
	return table->status;
}
