/* ocsp_text - requests as they stand in an address (RFC 6960, A.1) */
#include <ipp/port/ocsp.h>

#include <string.h>

#include <openssl/evp.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

/* base64 as in RFC 4648, 4, or as in 5, with or without its end. */
static bool letters_read(const char *text, size_t n, char *ret)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/-_";

	while (n > 0 && text[n - 1] == '=')
		n--;
	for (size_t i = 0; i < n; i++) {
		if (!text[i] || !strchr(alphabet, text[i]))
			return false;
		ret[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
	}
	memset(ret + n, '=', (4 - n % 4) % 4);
	return n > 0 && n % 4 != 1;
}

bool ocsp_text_read(struct arena *arena, const char *text, struct octets *ret)
{
	size_t n = strlen(text), whole;
	unsigned char *bytes;
	char *letters;
	int got;

	if (n > LIMIT_OCSP_BYTES / 3 * 4 + 4)
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

char *ocsp_text_write(struct arena *arena, struct octets der)
{
	unsigned char *ret = arena_alloc(arena, (der.size + 2) / 3 * 4 + 1);

	(void)EVP_EncodeBlock(ret, der.bytes, (int)der.size);
	return (char *)ret;
}
