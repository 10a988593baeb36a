/* ocsp_der - parts of DER (X.690) that are put around each other */
#ifndef IPP_LIB_PORT_OCSP_DER_H
#define IPP_LIB_PORT_OCSP_DER_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/asn1.h>

#include <ipp/base/certificate.h>
#include <ipp/base/limits.h>

struct arena;

#define DER_HEADER_MAX 8 /* tag and length of an element */
#define DER_PARTS_MAX  LIMIT_OCSP_QUESTIONS

/* Tag and length of an element with so many bytes inside, in `room`. */
struct octets der_header(unsigned char room[DER_HEADER_MAX], int tag, int class,
			 size_t inside);

/* The parts, one behind the other. */
struct octets der_join(struct arena *arena, const struct octets *parts,
		       size_t count);

/* An element around its parts, of which there are at most DER_PARTS_MAX. */
struct octets der_around(struct arena *arena, int tag, int class,
			 const struct octets *inside, size_t count);

#define AROUND(arena, tag, class, ...)                                        \
	der_around(arena, tag, class, (const struct octets[]){ __VA_ARGS__ }, \
		   sizeof((const struct octets[]){ __VA_ARGS__ }) /           \
		       sizeof(struct octets))
#define SEQUENCE(arena, ...) \
	AROUND(arena, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, __VA_ARGS__)
#define EXPLICIT(arena, n, ...) \
	AROUND(arena, n, V_ASN1_CONTEXT_SPECIFIC, __VA_ARGS__)

/* What OpenSSL makes of one value; false if it cannot. */
bool der_encode(struct arena *arena, const void *value, const ASN1_ITEM *item,
		struct octets *ret);

#endif
