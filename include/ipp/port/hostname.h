/* hostname - international domain names as the network wants them */
#ifndef IPP_PORT_HOSTNAME_H
#define IPP_PORT_HOSTNAME_H

#include <ipp/base/error.h>

struct arena;

/* The domain as lower-case A-labels (IDNA 2008, RFC 5891, with the mapping
 * of UTS 46: case, width), at most 253 bytes, labels of letters, digits and
 * inner hyphens, without a dot at the end. Errors: DATA `domain_invalid` on
 * `field`, with the reason. */
enum status hostname_to_ascii(struct arena *arena, const char *domain,
			      const char *field, char **ret, struct error *err);

#endif
