/* ocsp_der - parts of DER (X.690) that are put around each other */
#include "ocsp_der.h"

#include <string.h>

#include <ipp/base/memory.h>

#include "certificate_part.h"

struct octets der_header(unsigned char room[DER_HEADER_MAX], int tag, int class,
			 size_t inside)
{
	int constructed = class != V_ASN1_UNIVERSAL || tag == V_ASN1_SEQUENCE;
	unsigned char *at = room;

	ASN1_put_object(&at, constructed, (int)inside, tag, class);
	return (struct octets){ room, (size_t)(at - room) };
}

struct octets der_join(struct arena *arena, const struct octets *parts,
		       size_t count)
{
	unsigned char *whole, *at;
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += parts[i].size;
	at = whole = arena_alloc(arena, size);
	for (size_t i = 0; i < count; i++) {
		if (parts[i].size)
			memcpy(at, parts[i].bytes, parts[i].size);
		at += parts[i].size;
	}
	return (struct octets){ whole, size };
}

struct octets der_around(struct arena *arena, int tag, int class,
			 const struct octets *inside, size_t count)
{
	unsigned char room[DER_HEADER_MAX];
	struct octets parts[1 + DER_PARTS_MAX];
	size_t size = 0;

	for (size_t i = 0; i < count; i++) {
		parts[i + 1] = inside[i];
		size += inside[i].size;
	}
	parts[0] = der_header(room, tag, class, size);
	return der_join(arena, parts, count + 1);
}

bool der_encode(struct arena *arena, const void *value, const ASN1_ITEM *item,
		struct octets *ret)
{
	unsigned char *der = NULL;
	int n = value ? ASN1_item_i2d(value, &der, item) : 0;

	if (n > 0)
		*ret = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	return n > 0;
}
