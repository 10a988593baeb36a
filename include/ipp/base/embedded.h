/* embedded - files of share/ that live inside the programs */
#ifndef IPP_BASE_EMBEDDED_H
#define IPP_BASE_EMBEDDED_H

#include <stddef.h>

/* `name` is the path below share/, e.g. "migrations/0001-desk.sql". The text
 * is followed by a NUL that `size` does not count. Sorted by name; the last
 * row of `embedded_files` has name NULL. Made by the Makefile. */
struct embedded {
	const char *name;
	const char *text;
	size_t size;
};

extern const struct embedded embedded_files[];

/* NULL if there is no such file. */
const struct embedded *embedded_find(const char *name);

#endif
