/* csv_header - what the first line of a table says: delimiter and names */
#ifndef PORT_CSV_HEADER_H
#define PORT_CSV_HEADER_H

#include <stddef.h>

#include <ipp/base/error.h>

/* What stands most often in a line, outside quotes. */
char csv_header_delimiter(const unsigned char *line, size_t n);

/* Points `names` to the `count` names in `text`, which follow each other, each
 * with a NUL; they are trimmed and made lower case there. DATA
 * `csv_header_empty`, `csv_header_duplicate`, about the table `file`. */
enum status csv_header_names(char *text, size_t count, const char *file,
			     const char **names, struct error *err);

#endif
