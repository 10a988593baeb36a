/* cms_der - DER (X.690) that is written from its end to its beginning */
#include "cms_der.h"

#include <string.h>

#include <ipp/base/memory.h>

struct der der_new(struct arena *arena, size_t size)
{
	unsigned char *start = arena_room(arena, size);

	return (struct der){ start + size, start + size, start };
}

void der_put(struct der *der, const void *bytes, size_t n)
{
	if (n > (size_t)(der->at - der->start))
		memory_exhausted(); /* the room was reckoned too small */
	der->at -= n;
	if (n > 0)
		memcpy(der->at, bytes, n);
}

void der_octets(struct der *der, struct octets octets)
{
	der_put(der, octets.bytes, octets.size);
}

void der_head(struct der *der, unsigned char tag, size_t n)
{
	unsigned char bytes[DER_HEAD_MAX];
	size_t i = sizeof bytes;

	if (n < 0x80) {
		bytes[--i] = (unsigned char)n;
	} else {
		for (size_t rest = n; rest > 0; rest >>= 8)
			bytes[--i] = (unsigned char)(rest & 0xff);
		n = sizeof bytes - i;
		bytes[--i] = (unsigned char)(0x80 | n);
	}
	bytes[--i] = tag;
	der_put(der, bytes + i, sizeof bytes - i);
}

size_t der_mark(const struct der *der)
{
	return (size_t)(der->end - der->at);
}

void der_wrap(struct der *der, unsigned char tag, size_t mark)
{
	der_head(der, tag, der_mark(der) - mark);
}

struct octets der_done(const struct der *der)
{
	return (struct octets){ der->at, der_mark(der) };
}
