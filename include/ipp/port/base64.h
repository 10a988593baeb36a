/* base64 - bytes as letters (RFC 4648) */
#ifndef IPP_PORT_BASE64_H
#define IPP_PORT_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>

struct arena;

/* RFC 4648, 4, padded. In the arena. */
char *base64_write(struct arena *arena, struct octets bytes);
/* RFC 4648, 5, not padded: for addresses. In the arena. */
char *base64_url_write(struct arena *arena, struct octets bytes);

/* Reads `n` letters of either alphabet, with or without the padding at their
 * end; false for anything else, for nothing, and for lines. In the arena. */
bool base64_read(struct arena *arena, const char *text, size_t n,
		 struct octets *ret);

#endif
