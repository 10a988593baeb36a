/* sink - records out: JSON lines, an array, a table, CSV */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/records.h>
#include <ipp/port/csv.h>
#include <ipp/port/json.h>

#include "sink.h"

void sink_close(struct sink *sink)
{
	if (!sink)
		return;
	if (sink->out && sink->out != stdout)
		(void)fclose(sink->out); /* only read back */
	arena_free(sink->cells_arena);
	memory_free(sink->cells);
	memory_free(sink);
}

static enum status columns_choose(struct sink *sink, const char *names,
				  struct error *err)
{
	const struct field *field;
	size_t n;

	for (; *names; names += n + (names[n] == ',')) {
		OWN(text) char *name = NULL;

		n = strcspn(names, ",");
		name = memory_text(names);
		name[n] = '\0';
		field = record_field(sink->record, name);
		if (!field || !(field->flags & FIELD_OUT))
			return error_set(err, USAGE, "unknown_column",
					 "columns",
					 "column \"%.40s\" is not known; see "
					 "%s --help",
					 name, sink->run->name);
		if (sink->column_count < COLUMNS_MAX)
			sink->columns[sink->column_count++] = field;
	}
	return OK;
}

static void columns_default(struct sink *sink)
{
	for (const struct field *f = sink->record->fields; f->name; f++)
		if (f->flags & FIELD_OUT && !(f->flags & FIELD_SECRET) &&
		    (sink->format != FORMAT_TABLE || sink->is_single ||
		     f->flags & FIELD_COLUMN) &&
		    f->type != FIELD_RECORDS && f->type != FIELD_JSON &&
		    sink->column_count < COLUMNS_MAX)
			sink->columns[sink->column_count++] = f;
}

enum status sink_open(const struct run *run, struct sink **ret,
		      struct error *err)
{
	OWN(sink) struct sink *sink = memory_new(sizeof *sink);
	const struct verb *verb = run->verb;
	enum status rc;

	sink->run = run;
	sink->record = verb->out;
	sink->is_terminal = isatty(STDOUT_FILENO);
	sink->is_single = verb->needs & NEED_SHEET ||
			  (!verb->list && verb->reads != READS_STREAM);
	sink->format = run->common.format != ABSENT
			   ? (enum format)run->common.format
		       : sink->is_terminal ? FORMAT_TABLE
					   : FORMAT_JSONL;
	if (sink->record && run->common.columns &&
	    (rc = columns_choose(sink, run->common.columns, err)) != OK)
		return rc;
	if (sink->record && !run->common.columns)
		columns_default(sink);
	sink->cells_arena = arena_new();
	sink->out = run->common.atomic == 1 ? tmpfile() : stdout;
	if (!sink->out)
		return error_system(err, CANTCREAT, "output_unspoolable", errno,
				    "cannot make a temporary file");
	*ret = TAKE(sink);
	return OK;
}

enum status sink_put_text(struct sink *sink, const char *text,
			    struct error *err)
{
	if (fputs(text, sink->out) == EOF)
		return error_system(err, IOERR, "output_unwritable", errno,
				    "cannot write standard output");
	return OK;
}

struct json *sink_json(const struct sink *sink, const void *record,
		       const struct json *pass, struct arena *arena)
{
	struct json *ret = json_object_new();

	record_encode(sink->record, record, ret, arena);
	if (pass && json_kind(pass) == JSON_IS_OBJECT &&
	    !sink->run->common.columns)
		for (void *it = json_first(pass); it;
		     it = json_next(pass, it)) {
			const char *name = json_it_name(it);

			if (!record_field(sink->run->verb->in, name) &&
			    !record_field(sink->record, name) &&
			    !records_hide(name) && strcmp(name, "reject") != 0)
				json_set_shared(ret, name, json_it_value(it));
		}
	if (sink->run->common.columns)
		for (const struct field *f = sink->record->fields; f->name;
		     f++) {
			bool wanted = false;

			for (size_t i = 0; i < sink->column_count; i++)
				wanted |= sink->columns[i] == f;
			if (!wanted)
				json_remove(ret, f->name);
		}
	return ret;
}

static const char *json_line(const struct sink *sink, const void *record,
			     const struct json *pass, struct arena *arena)
{
	OWN(json) struct json *json = NULL;

	if (!pass && !sink->run->common.columns)
		return record_write(sink->record, record, arena);
	json = sink_json(sink, record, pass, arena);
	return json_write(arena, json);
}

static enum status put_json(struct sink *sink, const void *record,
			    const struct json *pass, struct arena *arena,
			    struct error *err)
{
	const char *line = json_line(sink, record, pass, arena);
	enum status rc;

	if (sink->format == FORMAT_JSON &&
	    (rc = sink_put_text(sink, sink->rows ? ",\n" : "[", err)) != OK)
		return rc;
	if ((rc = sink_put_text(sink, line, err)) != OK)
		return rc;
	return sink->format == FORMAT_JSON ? OK : sink_put_text(sink, "\n", err);
}

static struct csv_style separated_style(const struct sink *sink)
{
	return (struct csv_style){
		.delimiter = sink->format == FORMAT_TSV ? '\t' : ',',
	};
}

static enum status put_header(struct sink *sink, struct error *err)
{
	struct csv_style style = separated_style(sink);
	const char *cells[COLUMNS_MAX];

	for (size_t i = 0; i < sink->column_count; i++)
		cells[i] = sink->columns[i]->name;
	return csv_row_write(sink->out, &style, true, cells, sink->column_count,
			     err);
}

static enum status put_separated(struct sink *sink, const void *record,
				 struct arena *arena, struct error *err)
{
	struct csv_style style = separated_style(sink);
	const char *cells[COLUMNS_MAX];
	enum status rc;

	if (sink->rows == 0 && (rc = put_header(sink, err)) != OK)
		return rc;
	for (size_t i = 0; i < sink->column_count; i++) {
		cells[i] = field_format(sink->columns[i], record, arena);
		if (!*cells[i])
			cells[i] = NULL;
	}
	return csv_row_write(sink->out, &style, false, cells,
			     sink->column_count, err);
}

enum status sink_put(struct sink *sink, const void *record,
		     const struct json *pass, struct arena *arena,
		     struct error *err)
{
	enum status rc;

	switch (sink->format) {
	case FORMAT_TABLE:
		rc = sink->is_single
			 ? sink_put_members(sink, record, pass, arena, err)
			 : sink_put_cells(sink, record, err);
		break;
	case FORMAT_CSV:
	case FORMAT_TSV:
		rc = put_separated(sink, record, arena, err);
		break;
	default:
		rc = put_json(sink, record, pass, arena, err);
	}
	sink->rows++;
	return rc;
}

enum status sink_say(struct sink *sink, const char *line, struct error *err)
{
	enum status rc;

	sink->format = FORMAT_JSONL; /* there is no table to end */
	if ((rc = sink_put_text(sink, line, err)) != OK)
		return rc;
	return sink_put_text(sink, "\n", err);
}

enum status sink_flush(struct sink *sink, struct error *err)
{
	if (fflush(sink->out) || ferror(sink->out))
		return error_system(err, IOERR, "output_unwritable", errno,
				    "cannot write standard output");
	return OK;
}

/* What was held back until everything was committed. */
static enum status spool_copy(struct sink *sink, struct error *err)
{
	FILE *spool = sink->out;
	char bytes[8192];
	size_t n;
	enum status rc = OK;

	if (spool == stdout)
		return OK;
	rewind(spool);
	sink->out = stdout;
	while ((n = fread(bytes, 1, sizeof bytes, spool)) > 0)
		(void)fwrite(bytes, 1, n, stdout); /* flushing tells */
	rc = sink_flush(sink, err);
	(void)fclose(spool); /* only read */
	return rc;
}

enum status sink_finish(struct sink *sink, struct error *err)
{
	enum status rc = OK;

	if (sink->record && sink->format == FORMAT_JSON)
		rc = sink_put_text(sink, sink->rows ? "]\n" : "[]\n", err);
	else if (sink->format == FORMAT_TABLE)
		rc = sink_table_flush(sink, err);
	else if (sink->record && sink->rows == 0 && !sink->is_single &&
		 sink->format != FORMAT_JSONL)
		rc = put_header(sink, err); /* no rows are a table too */
	if (rc == OK)
		rc = sink_flush(sink, err);
	return rc == OK ? spool_copy(sink, err) : rc;
}
