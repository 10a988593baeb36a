/* base64 - bytes as letters (RFC 4648) */
#include <ipp/port/base64.h>

#include <limits.h>
#include <string.h>

#include <openssl/evp.h>

#include <ipp/base/memory.h>

/* Into the alphabet of RFC 4648, 4, and padded. */
static bool letters_read(const char *text, size_t n, char *ret)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/-_";

	for (size_t i = 0; i < 2 && n > 0 && text[n - 1] == '='; i++)
		n--;
	for (size_t i = 0; i < n; i++) {
		if (!text[i] || !strchr(alphabet, text[i]))
			return false;
		ret[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
	}
	memset(ret + n, '=', (4 - n % 4) % 4);
	return n > 0 && n % 4 != 1;
}

bool base64_read(struct arena *arena, const char *text, size_t n,
		 struct octets *ret)
{
	size_t whole;
	unsigned char *bytes;
	char *letters;
	int got;

	if (n > INT_MAX - 4)
		return false;
	letters = arena_alloc(arena, n + 5);
	if (!letters_read(text, n, letters))
		return false;
	whole = strlen(letters);
	bytes = arena_alloc(arena, whole);
	got = EVP_DecodeBlock(bytes, (unsigned char *)letters, (int)whole);
	if (got < 0)
		return false;
	while (whole > 0 && letters[--whole] == '=')
		got--;
	*ret = (struct octets){ bytes, (size_t)got };
	return true;
}

char *base64_write(struct arena *arena, struct octets bytes)
{
	unsigned char *ret = arena_alloc(arena, (bytes.size + 2) / 3 * 4 + 1);

	(void)EVP_EncodeBlock(ret, bytes.bytes, (int)bytes.size);
	return (char *)ret;
}

char *base64_url_write(struct arena *arena, struct octets bytes)
{
	char *ret = base64_write(arena, bytes);
	char *p = ret;

	for (; *p && *p != '='; p++)
		*p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
	*p = '\0';
	return ret;
}
