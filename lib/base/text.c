/* text - small things with strings */
#include <ipp/base/text.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool text_equal(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool text_is_empty(const char *text)
{
	return !text || !*text;
}

bool text_starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

void hex_encode(const void *bytes, size_t n, char *ret)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) {
		*ret++ = digits[p[i] >> 4];
		*ret++ = digits[p[i] & 15];
	}
	*ret = '\0';
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool hex_decode(const char *text, size_t n, void *ret)
{
	unsigned char *p = ret;

	if (strlen(text) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = digit_value(text[2 * i]);
		int low = digit_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		p[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

size_t digits_put(char *ret, uint64_t value, size_t width)
{
	char digits[DIGITS_MAX], *p = digits + sizeof digits;
	size_t n = 0;

	for (; value > 0 || n < width; value /= 10, n++)
		*--p = (char)('0' + value % 10);
	memcpy(ret, p, n);
	return n;
}

bool integer_parse(const char *text, int64_t min, int64_t max, int64_t *ret)
{
	char *end;
	intmax_t value;

	if (!*text || !strchr("-0123456789", *text))
		return false;
	errno = 0;
	value = strtoimax(text, &end, 10);
	if (errno || *end || value < min || value > max)
		return false;
	*ret = value;
	return true;
}
