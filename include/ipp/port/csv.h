/* csv - tables of comma or semicolon separated values, in and out (RFC 4180) */
#ifndef IPP_PORT_CSV_H
#define IPP_PORT_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

/* A reader of one stream: rows come one by one, memory stays bounded. */
struct csv;

struct csv_options {
	char delimiter;	      /* 0: the header line tells (; , or tab) */
	const char *encoding; /* NULL: the text tells; else an iconv(3) name */
};

/* A row, valid until the next call of csv_next. */
struct csv_row {
	uint64_t line;	     /* where it begins, from 1; the header counts */
	size_t count;	     /* columns of the header, and so of each row */
	const char **names;  /* trimmed, ASCII letters lower-cased */
	const char **values; /* UTF-8; NULL where the field is empty */
};

/*
 * Begins to read the descriptor, which stays the caller's and must outlive
 * the reader; `name` is for messages, `options` may be NULL. A byte order mark
 * decides the encoding (UTF-8, UTF-16); without one and without an option the
 * first row beyond ASCII does: valid UTF-8 is UTF-8, anything else
 * Windows-1252, the superset of ISO-8859-1. The first row that is not blank
 * is the header. DATA `csv_header_missing`, `csv_header_empty`,
 * `csv_header_duplicate`, `csv_too_many_columns`, or what csv_next says of a
 * row that cannot be read; USAGE `csv_delimiter`, `csv_encoding` for the
 * options; IOERR.
 */
enum status csv_open(int fd, const char *name,
		     const struct csv_options *options, struct csv **ret,
		     struct error *err);

/*
 * The next row, or NULL at the end. Blank lines and rows without any value
 * are passed over. DATA refuses this row, names its line, and the next call
 * goes on with the line after it (after its first line, if the row has
 * several, so that a quote left open loses nothing unsaid): `csv_quote`,
 * `csv_columns` (too few or too many), `csv_field_too_long`,
 * `csv_row_too_long`, `csv_nul`, `csv_encoding`. After IOERR nothing more
 * comes.
 */
enum status csv_next(struct csv *csv, const struct csv_row **ret,
		     struct error *err);

/* The line on which the row last given or refused begins. */
uint64_t csv_line(const struct csv *csv);
char csv_delimiter(const struct csv *csv);
/* The names of the header, `*count` of them; they live with the reader. */
const char *const *csv_names(const struct csv *csv, size_t *count);

void csv_close(struct csv *csv); /* NULL is fine */
DEFINE_OWN(csv, struct csv, csv_close)

struct csv_style {
	char delimiter;	 /* 0 is a comma */
	bool crlf;	 /* end lines as RFC 4180 has it; else by LF alone */
	bool bom;	 /* begin with U+FEFF, as spreadsheets like it */
	bool for_sheets; /* put ' before what a spreadsheet would calculate:
			    text that begins with = + - @ tab or CR */
};

/*
 * Writes one row of `count` UTF-8 cells. A cell is quoted only if it must be;
 * NULL is an empty field, "" a quoted empty one. The first row of a file is
 * written with `first`, for the mark. IOERR `csv_write`.
 */
enum status csv_row_write(FILE *out, const struct csv_style *style, bool first,
			  const char *const *cells, size_t count,
			  struct error *err);

#endif
