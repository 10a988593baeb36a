/* key_format - the encodings of keys that key.c hands out */
#ifndef IPP_LIB_PORT_KEY_FORMAT_H
#define IPP_LIB_PORT_KEY_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>

struct arena;
struct evp_pkey_st;

enum key_kind pair_kind(const struct evp_pkey_st *pair);

/* The facts of a public key; `pair` may be NULL if OpenSSL does not know its
 * algorithm. False if `spki` is no SubjectPublicKeyInfo. */
bool pair_facts(struct arena *arena, const struct evp_pkey_st *pair,
		const unsigned char *spki, size_t n, struct public_key *ret);

#define EC_POINT_MAX 97 /* P-384, uncompressed */

/* The public half of a key on a curve, uncompressed; its size, or 0. */
size_t ec_point(struct evp_pkey_st *pair, unsigned char ret[EC_POINT_MAX]);

/* Each gives the size and DER that OPENSSL_free releases (the private ones
 * by OPENSSL_clear_free), or 0. For curves our own templates do in a few
 * microseconds what takes OpenSSL's general encoders a hundred; `curve` is
 * OpenSSL's number of it. */
int ec_public_encode(int curve, const unsigned char *point, size_t n,
		     unsigned char **ret);
int ec_private_encode(struct evp_pkey_st *pair, int curve,
		      const unsigned char *point, size_t point_n,
		      unsigned char **ret);
int rsa_private_encode(struct evp_pkey_st *pair, unsigned char **ret);

#endif
