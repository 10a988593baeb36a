/* source - documents in: arguments, a stream of JSON, a CSV file */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/csv.h>
#include <ipp/port/json.h>

#include "internal.h"

#define READ_SIZE ((size_t)64 * 1024)

/* What the framing of the stream has seen; the values themselves are parsed
 * by the JSON library, one document at a time. */
struct source {
	struct run *run;
	enum {
		FROM_NOTHING,
		FROM_MEMBERS,
		FROM_ARGUMENTS,
		FROM_JSON,
		FROM_CSV
	} kind;
	size_t argument;
	int fd;
	char *buffer;
	size_t start, end, room;
	bool eof, is_array, done;
	size_t line;
	uint64_t read_bytes, whole;
	struct csv *csv;
};

enum frame { FRAME_WHOLE, FRAME_MORE, FRAME_TOO_LARGE };

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

enum status source_open(struct run *run, struct source **ret, struct error *err)
{
	OWN(source) struct source *source = memory_new(sizeof *source);
	const struct verb *verb = run->verb;
	bool dash = run->arguments[0] && !strcmp(run->arguments[0], "-");
	struct stat st;
	enum status rc;

	source->run = run;
	source->line = 1;
	if (run->common.csv) {
		if ((rc = csv_start(source, run->common.csv, err)) != OK)
			return rc;
	} else if (verb->reads == READS_NOTHING || !verb->in) {
		source->kind = FROM_NOTHING;
	} else if (run->arguments[0] && !dash) {
		source->kind = FROM_ARGUMENTS;
	} else if (!dash && (isatty(STDIN_FILENO) ||
			     (verb->reads == READS_ONE && run->has_members))) {
		source->kind = FROM_MEMBERS;
	} else {
		source->kind = FROM_JSON;
		if (!fstat(STDIN_FILENO, &st) && S_ISREG(st.st_mode))
			source->whole = (uint64_t)st.st_size;
	}
	*ret = TAKE(source);
	return OK;
}

void source_position(const struct source *source, uint64_t *part,
		     uint64_t *whole)
{
	*part = source->read_bytes;
	*whole = source->whole;
}

/* Makes room for more, dropping what was handed out. */
static void buffer_make_room(struct source *source)
{
	size_t n = source->end - source->start;

	if (source->start > 0 && n > 0)
		memmove(source->buffer, source->buffer + source->start, n);
	source->start = 0;
	source->end = n;
	if (source->room - source->end < READ_SIZE) {
		source->room = source->room * 2 + READ_SIZE;
		source->buffer = memory_grow(source->buffer, source->room);
	}
}

static enum source_event buffer_fill(struct source *source, int milliseconds,
				     struct error *err)
{
	struct pollfd poller = { .fd = source->fd, .events = POLLIN };
	ssize_t n;

	if (milliseconds >= 0 && poll(&poller, 1, milliseconds) == 0)
		return SOURCE_WAIT;
	buffer_make_room(source);
	do
		n = read(source->fd, source->buffer + source->end,
			 source->room - source->end);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		(void)error_system(err, IOERR, "input_unreadable", errno,
				   "cannot read standard input");
		return SOURCE_BROKEN;
	}
	source->eof = n == 0;
	source->end += (size_t)n;
	source->read_bytes += (uint64_t)n;
	return SOURCE_DOCUMENT;
}

/* Finds the end of the value that begins at start; nothing but brackets and
 * quotes is looked at. */
static enum frame frame_find(const struct source *source, size_t *size)
{
	const char *p = source->buffer + source->start;
	size_t n = source->end - source->start, depth = 0;
	bool text = false;

	for (size_t i = 0; i < n; i++) {
		if (i >= LIMIT_DOCUMENT_BYTES) {
			*size = i;
			return FRAME_TOO_LARGE;
		}
		if (text) {
			if (p[i] == '\\')
				i++;
			else if (p[i] == '"')
				text = false;
		} else if (p[i] == '"') {
			text = true;
		} else if (p[i] == '{' || p[i] == '[') {
			depth++;
		} else if ((p[i] == '}' || p[i] == ']') && depth > 0) {
			if (--depth == 0) {
				*size = i + 1;
				return FRAME_WHOLE;
			}
		}
		if (depth == 0 && !text && p[i] == '\n') {
			*size = i;
			return FRAME_WHOLE;
		}
	}
	*size = n;
	return FRAME_MORE;
}

static void lines_count(struct source *source, size_t n)
{
	const char *p = source->buffer + source->start;
	const char *end = p + n;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		source->line++;
		p++;
	}
	source->start += n;
}

/* Passes blanks, and the commas and brackets of one outer array. */
static void blanks_pass(struct source *source)
{
	for (; source->start < source->end; source->start++) {
		char c = source->buffer[source->start];

		if (c == '\n')
			source->line++;
		else if (c == '[' && source->line == 1 && !source->is_array)
			source->is_array = true;
		else if (!(source->is_array && (c == ',' || c == ']')) &&
			 !strchr(" \t\r\n\036", c))
			return;
		else if (c == '\0')
			return;
	}
}

/* Passes over the rest of a document that is too large, up to the next line;
 * its bytes are not kept. */
static enum source_event line_skip(struct source *source, struct error *err)
{
	for (;;) {
		char *p = source->buffer + source->start;
		size_t n = source->end - source->start;
		char *newline = memchr(p, '\n', n);

		if (newline) {
			lines_count(source, (size_t)(newline - p));
			return SOURCE_REFUSED;
		}
		lines_count(source, n);
		if (source->eof)
			return SOURCE_REFUSED;
		if (buffer_fill(source, -1, err) == SOURCE_BROKEN)
			return SOURCE_BROKEN;
	}
}

static enum source_event frame_too_large(struct source *source,
					 struct error *err)
{
	struct error read_error;

	error_reset(&read_error);
	if (line_skip(source, &read_error) == SOURCE_BROKEN) {
		(void)error_merge(err, &read_error);
		return SOURCE_BROKEN;
	}
	(void)error_set(err, DATA, "document_too_large", NULL,
			"a document has more than %zu bytes; split it",
			LIMIT_DOCUMENT_BYTES);
	return SOURCE_REFUSED;
}

static enum source_event json_next_document(struct source *source,
					    int milliseconds, struct json **ret,
					    size_t *line, struct error *err)
{
	enum source_event event;
	size_t size = 0;

	for (;;) {
		enum frame frame = FRAME_MORE;

		blanks_pass(source);
		*line = source->line;
		if (source->start < source->end)
			frame = frame_find(source, &size);
		if (frame == FRAME_TOO_LARGE)
			return frame_too_large(source, err);
		if (frame == FRAME_WHOLE)
			break;
		if (source->eof && source->start == source->end)
			return SOURCE_END;
		if (source->eof) {
			source->start = source->end;
			(void)error_set(err, DATA, "json_truncated", NULL,
					"the last document is cut off; send it "
					"again");
			return SOURCE_REFUSED;
		}
		event = buffer_fill(source, milliseconds, err);
		if (event != SOURCE_DOCUMENT)
			return event;
	}
	if (json_parse(source->buffer + source->start, size, ret, err) != OK) {
		lines_count(source, size);
		return SOURCE_REFUSED;
	}
	lines_count(source, size);
	return SOURCE_DOCUMENT;
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

enum source_event source_next(struct source *source, int milliseconds,
			      struct json **ret, size_t *line,
			      struct error *err)
{
	const struct run *run = source->run;

	*line = 0;
	switch (source->kind) {
	case FROM_JSON:
		return json_next_document(source, milliseconds, ret, line, err);
	case FROM_CSV:
		return csv_next_document(source, ret, line, err);
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
