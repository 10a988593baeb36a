/* csv_fault - why a row of a table cannot be read, in words */
#ifndef PORT_CSV_FAULT_H
#define PORT_CSV_FAULT_H

#include <stdint.h>

#include <ipp/base/error.h>

/* Why a row is refused; the texts stand in csv_fault.c. */
enum csv_fault {
	NO_FAULT,
	FAULT_QUOTE,
	FAULT_OPEN_QUOTE,
	FAULT_FIELD,
	FAULT_ROW,
	FAULT_NUL,
	FAULT_ENCODING,
};

/* The error for a row of the table `name` that begins on `row_line`. */
enum status csv_complain(enum csv_fault fault, const char *name,
			 uint64_t row_line, struct error *err);

#endif
