/* key_part - what the files about key pairs share */
#ifndef IPP_LIB_PORT_KEY_PART_H
#define IPP_LIB_PORT_KEY_PART_H

#include <openssl/evp.h>

#include <ipp/port/key.h>

#include "key_format.h"

struct token_key; /* the private half, where it is on a token */

struct key {
	EVP_PKEY *pair; /* of a key on a token the public half alone */
	enum key_kind kind;
	struct token_key *on_token; /* or NULL */
	struct key_signer *idle; /* see key_signer.c */
	unsigned char point[EC_POINT_MAX]; /* as ec_point gives it, if it */
	size_t point_size;		   /* was wanted before, or 0 */
};

void key_signers_free(struct key_signer *list); /* NULL is fine */

/* REFUSED, with nothing left in OpenSSL's queue. */
enum status signature_wrong(struct error *err);

/* What keys of a kind sign is hashed so. */
const EVP_MD *key_digest(enum key_kind kind);

void token_key_free(struct token_key *it); /* NULL is fine */

/* Signs a digest as the kind of the key wants it. */
enum status token_key_sign(struct token_key *it, enum key_kind kind,
			   const unsigned char *hash, struct arena *arena,
			   struct octets *ret, struct error *err);

/* Where it is, as key_export tells. */
enum status token_key_export(const struct token_key *it, const struct key *key,
			     struct arena *arena, struct octets *ret,
			     struct error *err);

/* True if these bytes are what token_key_export made; then opens it. */
bool token_key_is(const void *bytes, size_t n);
enum status token_key_import(const void *bytes, size_t n, struct key **ret,
			     struct error *err);

#endif
