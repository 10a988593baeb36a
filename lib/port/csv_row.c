/* csv_row - a row of cells written as RFC 4180 has it */
#include <ipp/port/csv.h>

#include <errno.h>
#include <string.h>

#include <csv.h>

/* Spaces at an end are quoted too: many readers, ours among them, trim. */
static bool needs_quotes(const char *cell, size_t n, char delimiter)
{
	const char special[] = { delimiter, '"', '\r', '\n', '\0' };

	return n == 0 || cell[strcspn(cell, special)] != '\0' ||
	       strchr(" \t", cell[0]) || strchr(" \t", cell[n - 1]);
}

static bool cell_write(FILE *out, const struct csv_style *style,
		       const char *cell, char delimiter)
{
	size_t n = strlen(cell);
	bool guard = style->for_sheets && n > 0 && strchr("=+-@\t\r", cell[0]);

	if (!needs_quotes(cell, n, delimiter))
		return (!guard || fputc('\'', out) != EOF) &&
		       fwrite(cell, 1, n, out) == n;
	if (!guard)
		return csv_fwrite(out, cell, n) == 0;
	if (fputs("\"'", out) == EOF)
		return false;
	for (; *cell; cell++)
		if ((*cell == '"' && fputc('"', out) == EOF) ||
		    fputc(*cell, out) == EOF)
			return false;
	return fputc('"', out) != EOF;
}

static bool row_write(FILE *out, const struct csv_style *style, bool first,
		      const char *const *cells, size_t count)
{
	char delimiter = style->delimiter ? style->delimiter : ',';

	if (first && style->bom && fputs("\xef\xbb\xbf", out) == EOF)
		return false;
	for (size_t i = 0; i < count; i++)
		if ((i > 0 && fputc(delimiter, out) == EOF) ||
		    (cells[i] && !cell_write(out, style, cells[i], delimiter)))
			return false;
	return fputs(style->crlf ? "\r\n" : "\n", out) != EOF;
}

enum status csv_row_write(FILE *out, const struct csv_style *style, bool first,
			  const char *const *cells, size_t count,
			  struct error *err)
{
	if (!row_write(out, style, first, cells, count))
		return error_system(err, IOERR, "csv_write", errno,
				    "cannot write a row of the table");
	return OK;
}
