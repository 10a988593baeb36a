/* file_plain - whether a file may hold other files */
#include <ipp/port/file_kind.h>

#include <ctype.h>
#include <string.h>

/* A local header (APPNOTE 4.3.7): signature, version needed, flags, method.
 * Four bytes alone are found by chance in a large picture. */
#define HEADER	    30
#define VERSION_MAX 63
#define METHOD_MAX  99

static bool is_local_header(const unsigned char *p)
{
	return p[4] <= VERSION_MAX && p[5] <= 20 && p[8] <= METHOD_MAX &&
	       p[9] == 0;
}

bool file_holds_zip(const void *bytes, size_t n)
{
	const unsigned char *p = bytes, *end = p + n;

	while (p && end - p >= HEADER) {
		p = memmem(p, (size_t)(end - p), "PK\3\4", 4);
		if (p && end - p >= HEADER && is_local_header(p))
			return true;
		p = p ? p + 4 : NULL;
	}
	return false;
}

/* Begins as a JSON object, and is text. */
static bool is_json(const unsigned char *p, size_t n)
{
	size_t first = 0;

	while (first < n && isspace(p[first]))
		first++;
	for (size_t i = first; i < n; i++)
		if (p[i] == 0x7F || (p[i] < ' ' && !isspace(p[i])))
			return false;
	return first < n && p[first] == '{';
}

bool file_is_plain(const void *bytes, size_t n)
{
	enum file_kind kind = file_sniff(bytes, n);

	return ((kind == FILE_UNKNOWN && is_json(bytes, n)) ||
		kind == FILE_JPEG || kind == FILE_PNG) &&
	       !file_holds_zip(bytes, n);
}
