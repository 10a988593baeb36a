/* csv - rows of a comma or semicolon separated table, one by one (RFC 4180) */
#include <ipp/port/csv.h>

#include <string.h>

#include <csv.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "csv_fault.h"
#include "csv_header.h"
#include "csv_input.h"

struct csv {
	struct csv_input input;
	struct csv_parser parser;
	char delimiter;
	char *name;
	uint64_t next_line; /* of the first byte of the window */
	struct csv_row row;
	char *header; /* holds the names */

	char *text; /* the fields of the row, each with a NUL */
	size_t text_end;
	size_t fields; /* of this row, also those beyond the header's */
	bool is_complete;
	bool is_blank; /* no field has a value */
	enum csv_fault fault;
	char *converted;
};

static void on_field(void *field, size_t n, void *data)
{
	struct csv *csv = data;

	if (n > LIMIT_CSV_FIELD_BYTES)
		csv->fault = FAULT_FIELD;
	if (csv->fault)
		return;
	if (csv->text_end + n + 1 > LIMIT_CSV_ROW_BYTES) {
		csv->fault = FAULT_ROW;
		return;
	}
	if (n > 0) {
		memcpy(csv->text + csv->text_end, field, n);
		csv->is_blank = false;
	}
	csv->text_end += n;
	csv->text[csv->text_end++] = '\0';
	csv->fields++;
}

static void on_row(int end, void *data)
{
	struct csv *csv = data;

	(void)end;
	csv->is_complete = true;
}

static void start_row(struct csv *csv)
{
	csv->text_end = csv->fields = 0;
	csv->is_complete = false;
	csv->is_blank = true;
	csv->fault = NO_FAULT;
}

static void parser_reset(struct csv *csv)
{
	csv_free(&csv->parser);
	(void)csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
}

/* The window is made to hold the line at `begin + at` whole. `*n` is 0 at the
 * end of the file; a line that finds no room is a fault. */
static enum status line_at(struct csv *csv, size_t at, size_t *n,
			   struct error *err)
{
	struct csv_input *in = &csv->input;
	enum status rc;
	bool room = true;

	while ((*n = csv_input_line(in, in->begin + at)) == 0 &&
	       !(in->ended && in->begin + at == in->end)) {
		if ((rc = csv_input_more(in, &room, err)) != OK)
			return rc;
		if (!room) {
			csv->fault = FAULT_ROW;
			return OK;
		}
	}
	return OK;
}

/* The parser is fed line by line, so that a row's end is a line's end. */
static void feed(struct csv *csv, const unsigned char *line, size_t n)
{
	if (memchr(line, 0, n)) {
		csv->fault = FAULT_NUL;
		return;
	}
	if (csv_parse(&csv->parser, line, n, on_field, on_row, csv) != n)
		csv->fault = csv->fault ? csv->fault : FAULT_QUOTE;
	else if (!csv->is_complete && !csv->fault &&
		 csv->parser.entry_pos > LIMIT_CSV_FIELD_BYTES)
		csv->fault = FAULT_OPEN_QUOTE;
}

/* Drops the first line of the window, and what of it is still to be read. */
static enum status skip_line(struct csv *csv, struct error *err)
{
	struct csv_input *in = &csv->input;
	enum status rc;
	size_t n;
	bool room;

	while ((n = csv_input_line(in, in->begin)) == 0 &&
	       !(in->ended && in->begin == in->end)) {
		if (in->end > in->begin + 1) /* a CR may wait for its LF */
			in->begin = in->end - 1;
		if ((rc = csv_input_more(in, &room, err)) != OK)
			return rc;
	}
	in->begin += n;
	csv->next_line++;
	return OK;
}

/* Feeds lines until a row is complete, is faulty, or the file ends. */
static enum status read_row(struct csv *csv, bool *ended, struct error *err)
{
	struct csv_input *in = &csv->input;
	uint64_t lines = 0;
	enum status rc;
	size_t at = 0, n;

	start_row(csv);
	csv->row.line = csv->next_line;
	do {
		if ((rc = line_at(csv, at, &n, err)) != OK)
			return rc;
		if (n == 0 && !csv->fault) {
			*ended = at == 0;
			if (csv_fini(&csv->parser, on_field, on_row, csv) != 0)
				csv->fault = FAULT_OPEN_QUOTE;
			break;
		}
		if (!csv->fault)
			feed(csv, in->bytes + in->begin + at, n);
		at += n;
		lines++;
		if (at > LIMIT_CSV_ROW_BYTES && !csv->fault)
			csv->fault = FAULT_ROW;
	} while (!csv->is_complete && !csv->fault && csv->parser.pstate != 0);
	if (csv->fault) {
		parser_reset(csv);
		return skip_line(csv, err);
	}
	in->begin += at;
	csv->next_line += lines;
	return OK;
}

/* The next row that says something, its fields as UTF-8 in `*text`. */
static enum status next_row(struct csv *csv, char **text, bool *ended,
			    struct error *err)
{
	enum status rc;
	size_t size;

	*ended = false;
	do {
		if ((rc = read_row(csv, ended, err)) != OK)
			return rc;
		if (csv->fault)
			return csv_complain(csv->fault, csv->name,
					    csv->row.line, err);
		if (*ended)
			return OK;
	} while (csv->is_blank);
	if (!csv_input_text(&csv->input, csv->text, csv->text_end,
			    &csv->converted, text, &size)) {
		csv->fault = FAULT_ENCODING;
		return csv_complain(csv->fault, csv->name, csv->row.line, err);
	}
	return OK;
}

enum status csv_next(struct csv *csv, const struct csv_row **ret,
		     struct error *err)
{
	enum status rc;
	bool ended;
	char *text;

	if ((rc = next_row(csv, &text, &ended, err)) != OK)
		return rc;
	if (ended) {
		*ret = NULL;
		return OK;
	}
	if (csv->fields != csv->row.count)
		return error_set(err, DATA, "csv_columns", NULL,
				 "\"%s\" line %llu: the row has %zu fields and "
				 "the header %zu; look for a \"%c\" too %s",
				 csv->name, (unsigned long long)csv->row.line,
				 csv->fields, csv->row.count, csv->delimiter,
				 csv->fields < csv->row.count ? _("few")
							      : _("many"));
	for (size_t i = 0; i < csv->row.count; i++) {
		csv->row.values[i] = *text ? text : NULL;
		text += strlen(text) + 1;
	}
	*ret = &csv->row;
	return OK;
}

static enum status take_names(struct csv *csv, const char *text,
			      struct error *err)
{
	enum status rc;
	size_t size = 0;

	for (size_t i = 0; i < csv->fields; i++)
		size += strlen(text + size) + 1;
	csv->header = memory_new(size);
	memcpy(csv->header, text, size);
	rc = csv_header_names(csv->header, csv->fields, csv->name,
			      csv->row.names, err);
	if (rc == OK)
		csv->row.count = csv->fields;
	return rc;
}

static enum status read_header(struct csv *csv, struct error *err)
{
	enum status rc;
	bool ended;
	char *text;

	if ((rc = next_row(csv, &text, &ended, err)) != OK)
		return rc;
	if (ended)
		return error_set(err, DATA, "csv_header_missing", NULL,
				 "\"%s\" is empty; its first line must name "
				 "the columns",
				 csv->name);
	if (csv->fields > LIMIT_CSV_COLUMNS)
		return error_set(err, DATA, "csv_too_many_columns", NULL,
				 "\"%s\" has %zu columns; %zu at most are "
				 "taken",
				 csv->name, csv->fields, LIMIT_CSV_COLUMNS);
	return take_names(csv, text, err);
}

/* The delimiter is told by the first line with something on it. */
static enum status find_delimiter(struct csv *csv, char wanted,
				  struct error *err)
{
	struct csv_input *in = &csv->input;
	enum status rc;
	size_t at = 0, n;

	if (wanted && (strchr("\"\r\n ", wanted) || (signed char)wanted < 0))
		return error_set(err, USAGE, "csv_delimiter", "delimiter",
				 "\"%c\" cannot separate fields; choose ; or , "
				 "or a tab",
				 wanted);
	csv->delimiter = wanted;
	while (!csv->delimiter) {
		if ((rc = line_at(csv, at, &n, err)) != OK)
			return rc;
		if (csv->fault)
			return csv_complain(csv->fault, csv->name,
					    csv->row.line, err);
		if (n == 0 ||
		    n > strspn((char *)in->bytes + in->begin + at, " \t\r\n"))
			csv->delimiter =
			    csv_header_delimiter(in->bytes + in->begin + at, n);
		at += n;
	}
	return OK;
}

enum status csv_open(int fd, const char *name,
		     const struct csv_options *options, struct csv **ret,
		     struct error *err)
{
	static const struct csv_options defaults;
	OWN(csv) struct csv *csv = memory_new(sizeof *csv);
	enum status rc;

	if (!options)
		options = &defaults;
	csv->name = memory_text(name);
	csv->text = memory_new(LIMIT_CSV_ROW_BYTES);
	csv->row.names = memory_new(LIMIT_CSV_COLUMNS * sizeof(char *));
	csv->row.values = memory_new(LIMIT_CSV_COLUMNS * sizeof(char *));
	csv->next_line = csv->row.line = 1;
	if ((rc = csv_input_open(&csv->input, fd, csv->name, options->encoding,
				 err)) != OK ||
	    (rc = find_delimiter(csv, options->delimiter, err)) != OK)
		return rc;
	parser_reset(csv);
	if ((rc = read_header(csv, err)) != OK)
		return rc;
	*ret = TAKE(csv);
	return OK;
}

uint64_t csv_line(const struct csv *csv)
{
	return csv->row.line;
}

char csv_delimiter(const struct csv *csv)
{
	return csv->delimiter;
}

const char *const *csv_names(const struct csv *csv, size_t *count)
{
	*count = csv->row.count;
	return csv->row.names;
}

void csv_close(struct csv *csv)
{
	if (!csv)
		return;
	csv_input_close(&csv->input);
	csv_free(&csv->parser);
	free(csv->name);
	free(csv->header);
	free(csv->text);
	free(csv->converted);
	free(csv->row.names);
	free(csv->row.values);
	free(csv);
}
