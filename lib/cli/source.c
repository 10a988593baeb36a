/* source - documents in: arguments, a stream of JSON, a CSV file */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/csv.h>
#include <ipp/port/json.h>

#include "source.h"

void source_close(struct source *source)
{
	if (!source)
		return;
	csv_close(source->csv);
	descriptor_close(&source->fd);
	memory_wipe_free(source->buffer, source->room);
	memory_free(source);
}

static enum status csv_start(struct source *source, const char *path,
			     struct error *err)
{
	struct stat st;

	source->kind = FROM_CSV;
	if (strcmp(path, "-") != 0) {
		source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (source->fd < 0)
			return error_system(err, IOERR, "file_unreadable",
					    errno, "cannot open \"%s\"", path);
	}
	if (!fstat(source->fd, &st) && S_ISREG(st.st_mode))
		source->whole = (uint64_t)st.st_size;
	return csv_open(source->fd, path, NULL, &source->csv, err);
}

/* Options make up the document when nobody sends one: stdin is a terminal,
 * or /dev/null as cron has it, or the verb wants one only and has its
 * members. */
static bool is_told_by_options(const struct run *run)
{
	bool one = run->verb->reads == READS_ONE;
	struct stat st;

	if (isatty(STDIN_FILENO) || (one && run->has_members))
		return true;
	return (one || run->has_members) && !fstat(STDIN_FILENO, &st) &&
	       S_ISCHR(st.st_mode);
}

/* To a verb of files `-` is a file like another, as it is to cat. */
static bool takes_files(const struct verb *verb)
{
	const struct field *field = verb->in && verb->argument
					? record_field(verb->in, verb->argument)
					: NULL;

	return field && field->flags & FIELD_FILE;
}

/* Somebody at a terminal may have taken the tool for one that lists. */
static enum status argument_needed(const struct run *run, struct error *err)
{
	const struct verb *verb = run->verb;
	const struct field *field =
	    verb->argument ? record_field(verb->in, verb->argument) : NULL;

	if (!field || !(field->flags & FIELD_REQUIRED) || run->has_members ||
	    !isatty(STDIN_FILENO))
		return OK;
	return error_set(err, USAGE, "nothing_named", field->name,
			 "nothing to work on; give %s as an argument%s, see: "
			 "%s --help",
			 field->name,
			 verb->reads == READS_STREAM
			     ? _(" or pipe documents in")
			     : "",
			 run->name);
}

/* What the store asks for leaves no room for what people name. */
static enum status feed_look(struct run *run, struct feed *ret,
			     struct error *err)
{
	struct job job = { .desk = &run->desk, .options = run->options };
	enum status rc = run->verb->feed ? run->verb->feed(&job, ret, err)
					 : OK;

	if (rc == OK && ret->is_fed &&
	    (run->arguments[0] || run->has_members || run->common.csv))
		return error_set(err, USAGE, "too_much_named", NULL,
				 "the store says what is to be done; name "
				 "nothing else");
	return rc;
}

enum status source_open(struct run *run, struct source **ret, struct error *err)
{
	OWN(source) struct source *source = memory_new(sizeof *source);
	const struct verb *verb = run->verb;
	bool dash = run->arguments[0] && !strcmp(run->arguments[0], "-") &&
		    !takes_files(verb);
	struct stat st;
	enum status rc;

	source->run = run;
	source->line = 1;
	if ((rc = feed_look(run, &source->feed, err)) != OK)
		return rc;
	if (source->feed.is_fed) {
		source->kind = FROM_STORE;
		source->whole = source->feed.count;
	} else if (run->common.csv) {
		if ((rc = csv_start(source, run->common.csv, err)) != OK)
			return rc;
	} else if (verb->reads == READS_NOTHING || !verb->in) {
		source->kind = FROM_NOTHING;
	} else if (run->arguments[0] && !dash) {
		source->kind = FROM_ARGUMENTS;
	} else if (!dash && is_told_by_options(run)) {
		source->kind = FROM_MEMBERS;
		if ((rc = argument_needed(run, err)) != OK)
			return rc;
	} else {
		source->kind = FROM_JSON;
		if (!fstat(STDIN_FILENO, &st) && S_ISREG(st.st_mode))
			source->whole = (uint64_t)st.st_size;
	}
	*ret = TAKE(source);
	return OK;
}

const char *source_text(const struct source *source, size_t *size)
{
	*size = source->text_size;
	return source->text;
}

bool source_is_stream(const struct source *source)
{
	return source->run->verb->reads == READS_STREAM &&
	       (source->kind == FROM_JSON || source->kind == FROM_CSV ||
		(source->kind == FROM_ARGUMENTS && source->run->arguments[1]));
}

bool source_is_prompt(const struct source *source)
{
	return source->kind == FROM_JSON || source->whole > 0;
}

void source_position(const struct source *source, uint64_t *part,
		     uint64_t *whole)
{
	*part = source->read_bytes;
	*whole = source->whole;
}

/* A cell becomes the JSON that the member has, so that a refused row can be
 * mended and fed again as JSON; what does not fit stays a text and is
 * refused with its name. */
static void cell_set(struct json *json, const struct record *record,
		     const char *name, const char *cell)
{
	const struct field *field = record_field_alias(record, name);
	int64_t number;

	if (!field) {
		json_set_text(json, name, cell);
		return;
	}
	if (field->type == FIELD_BOOLEAN) {
		static const char *const yes[] = { "true", "yes", "si", "s",
						   "y",	   "1",	  "x" };
		static const char *const no[] = { "false", "no", "n", "0" };

		for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
			if (!strcasecmp(cell, yes[i])) {
				json_set_boolean(json, field->name, true);
				return;
			}
		for (size_t i = 0; i < sizeof no / sizeof *no; i++)
			if (!strcasecmp(cell, no[i])) {
				json_set_boolean(json, field->name, false);
				return;
			}
	}
	if (field->type == FIELD_INTEGER &&
	    integer_parse(cell, INT64_MIN + 1, INT64_MAX, &number))
		json_set_integer(json, field->name, number);
	else
		json_set_text(json, field->name, cell);
}

static enum source_event csv_next_document(struct source *source,
					   struct json **ret, size_t *line,
					   struct error *err)
{
	const struct record *record = source->run->verb->in;
	const struct csv_row *row;
	enum status rc;

	rc = csv_next(source->csv, &row, err);
	*line = (size_t)csv_line(source->csv);
	if (source->whole > 0) {
		off_t at = lseek(source->fd, 0, SEEK_CUR);

		source->read_bytes = at > 0 ? (uint64_t)at : 0;
	}
	if (rc != OK)
		return rc == DATA ? SOURCE_REFUSED : SOURCE_BROKEN;
	if (!row)
		return SOURCE_END;
	*ret = json_object_new();
	for (size_t i = 0; i < row->count; i++)
		if (row->values[i])
			cell_set(*ret, record, row->names[i], row->values[i]);
	return SOURCE_DOCUMENT;
}

static enum source_event feed_next(struct source *source, struct json **ret)
{
	const struct verb *verb = source->run->verb;
	const struct field *field = record_field(verb->in, verb->argument);
	OWN(arena) struct arena *arena = NULL;

	if (source->read_bytes == source->whole)
		return SOURCE_END;
	arena = arena_new();
	*ret = json_object_new();
	json_set_text(*ret, field->name,
		      id_text(arena, field->prefix,
			      source->feed.ids[source->read_bytes++]));
	return SOURCE_DOCUMENT;
}

enum source_event source_next(struct source *source, int milliseconds,
			      struct json **ret, size_t *line,
			      struct error *err)
{
	const struct run *run = source->run;

	*line = 0;
	source->text = NULL;
	switch (source->kind) {
	case FROM_JSON:
		return documents_next(source, milliseconds, ret, line, err);
	case FROM_CSV:
		return csv_next_document(source, ret, line, err);
	case FROM_STORE:
		return feed_next(source, ret);
	case FROM_ARGUMENTS:
		if (!run->arguments[source->argument])
			return SOURCE_END;
		*ret = json_object_new();
		json_set_text(*ret, run->verb->argument,
			      run->arguments[source->argument++]);
		return SOURCE_DOCUMENT;
	default:
		if (source->done)
			return SOURCE_END;
		source->done = true;
		*ret = json_object_new();
		return SOURCE_DOCUMENT;
	}
}
