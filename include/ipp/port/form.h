/* form - names and values as addresses and forms have them
 * (application/x-www-form-urlencoded) */
#ifndef IPP_PORT_FORM_H
#define IPP_PORT_FORM_H

#include <stddef.h>

struct arena;

/* Grows in the arena, which wipes it. To be begun before anything else. */
struct form {
	struct arena *arena;
	char *text;
	size_t n, room;
};

void form_begin(struct form *ret, struct arena *arena);
/* Everything but A-Z a-z 0-9 - . _ ~ becomes %XX (RFC 3986, 2.3), so that it
 * may stand in an address, too. A value of NULL: no such pair. */
void form_add(struct form *to, const char *name, const char *value);
/* The pairs so far; in the arena. */
char *form_text(struct form *to);

enum form_found { FORM_ABSENT, FORM_FOUND, FORM_BROKEN };

/* The value of a name, decoded; BROKEN if it stands there twice, or holds a
 * bad escape, a control character, or more than `max` bytes. In the arena. */
enum form_found form_find(struct arena *arena, const char *text,
			  const char *name, size_t max, const char **ret);

#endif
