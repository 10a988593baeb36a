/* csv_fault - why a row of a table cannot be read, in words */
#include "csv_fault.h"

#include <ipp/base/limits.h>

enum status csv_complain(enum csv_fault fault, const char *name,
			 uint64_t row_line, struct error *err)
{
	unsigned long long line = row_line;

	switch (fault) {
	case FAULT_QUOTE:
		return error_set(err, DATA, "csv_quote", NULL,
				 "\"%s\" line %llu: a quote stands inside a "
				 "field; quote the whole field and double the "
				 "quotes within",
				 name, line);
	case FAULT_OPEN_QUOTE:
		return error_set(
		    err, DATA, "csv_quote", NULL,
		    "\"%s\" line %llu: a quote is opened and never "
		    "closed, or more than %zu bytes later; close "
		    "it",
		    name, line, LIMIT_CSV_FIELD_BYTES);
	case FAULT_FIELD:
		return error_set(err, DATA, "csv_field_too_long", NULL,
				 "\"%s\" line %llu: a field is longer than "
				 "%zu bytes; shorten it",
				 name, line, LIMIT_CSV_FIELD_BYTES);
	case FAULT_ROW:
		return error_set(err, DATA, "csv_row_too_long", NULL,
				 "\"%s\" line %llu: the row is longer than "
				 "%zu bytes; shorten it",
				 name, line, LIMIT_CSV_ROW_BYTES);
	case FAULT_NUL:
		return error_set(err, DATA, "csv_nul", NULL,
				 "\"%s\" line %llu: the row holds a NUL "
				 "character; export the table as text again",
				 name, line);
	default:
		return error_set(err, DATA, "csv_encoding", NULL,
				 "\"%s\" line %llu: the row is not in the "
				 "encoding of the rows before; save the whole "
				 "table as UTF-8",
				 name, line);
	}
}
