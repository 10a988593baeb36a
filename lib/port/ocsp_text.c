/* ocsp_text - requests as they stand in an address (RFC 6960, A.1) */
#include <ipp/port/ocsp.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/port/base64.h>

bool ocsp_text_read(struct arena *arena, const char *text, struct octets *ret)
{
	size_t n = strlen(text);

	return n <= LIMIT_OCSP_BYTES / 3 * 4 + 4 &&
	       base64_read(arena, text, n, ret);
}

char *ocsp_text_write(struct arena *arena, struct octets der)
{
	return base64_write(arena, der);
}
