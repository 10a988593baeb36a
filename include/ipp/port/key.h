/* key - key pairs: made, stored, and used to sign */
#ifndef IPP_PORT_KEY_H
#define IPP_PORT_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

/* Everything here is INTERNAL `crypto_failed` if the library fails. A key may
 * be used by several threads at once, a maker may not. */
struct key;

void key_free(struct key *key); /* wipes; NULL is fine */
DEFINE_OWN(key, struct key, key_free)

/* "p256", "p384", "rsa3072", "rsa4096"; "other". Parsing knows the first four
 * and gives KEY_NONE for anything else. */
const char *key_kind_name(enum key_kind kind);
enum key_kind key_kind_parse(const char *name);
enum key_kind key_kind(const struct key *key);

/* Makes a pair; the caller frees it. One of the four kinds of above. */
enum status key_generate(enum key_kind kind, struct key **ret,
			 struct error *err);

/* The same for many keys of one kind, three times as fast. */
struct key_maker;

enum status key_maker_new(enum key_kind kind, struct key_maker **ret,
			  struct error *err);
enum status key_maker_make(struct key_maker *maker, struct key **ret,
			   struct error *err);
void key_maker_free(struct key_maker *maker); /* NULL is fine */
DEFINE_OWN(key_maker, struct key_maker, key_maker_free)

/* The same for several threads at once. */
struct key_pool;

struct key_pool *key_pool_new(enum key_kind kind); /* never NULL */
enum status key_pool_make(struct key_pool *pool, struct key **ret,
			  struct error *err);
void key_pool_free(struct key_pool *pool); /* NULL is fine */
DEFINE_OWN(key_pool, struct key_pool, key_pool_free)

/* The private key as PKCS #8 PrivateKeyInfo (RFC 5208), DER, not encrypted:
 * the caller seals it. In the arena, which wipes it. */
enum status key_export(struct arena *arena, const struct key *key,
		       struct octets *ret, struct error *err);
/* The inverse. DATA `key_unreadable`, `key_unsupported`. A key on a token
 * (port/key_token.h) is looked for there: UNAVAILABLE `key_token_missing`,
 * CONFIG `module_unusable`, `key_pin_wrong`, `key_changed`; and errors of
 * key_token_pair. */
enum status key_import(const void *der, size_t n, struct key **ret,
		       struct error *err);

/* The public half. */
enum status key_public(struct arena *arena, const struct key *key,
		       struct public_key *ret, struct error *err);
/* Facts of a SubjectPublicKeyInfo of a stranger: well formed, no trailing
 * bytes, the point on its curve, the RSA modulus and exponent sane (SP
 * 800-56B, 6.4.2.1). DATA `key_unreadable`, `key_weak`. */
enum status public_key_read(struct arena *arena, const void *spki, size_t n,
			    struct public_key *ret, struct error *err);
/* A key that can only verify. DATA as above, and `key_unsupported`. */
enum status key_import_public(const void *spki, size_t n, struct key **ret,
			      struct error *err);

/* Signs `n` bytes: ECDSA with SHA-256 (p256) or SHA-384 (p384), RSA PKCS #1
 * v1.5 with SHA-256 (rsa3072) or SHA-512 (rsa4096). The same bytes get
 * another ECDSA signature every time. */
enum status key_sign(struct arena *arena, const struct key *key,
		     const void *bytes, size_t n, struct octets *ret,
		     struct error *err);
/* The same for what comes in pieces: `next` sets *ret to one after the other,
 * borrowed until it is called again, and to an empty one at the end. */
typedef enum status key_sign_next(void *context, struct octets *ret,
				  struct error *err);
enum status key_sign_pieces(struct arena *arena, const struct key *key,
			    key_sign_next *next, void *context,
			    struct octets *ret, struct error *err);
/* key_sign for many messages, of one thread: without looking for what the
 * message before has left. Not for a key on a token; the key must outlive it. */
struct key_signer;

enum status key_signer_new(const struct key *key, struct key_signer **ret,
			   struct error *err);
enum status key_signer_sign(struct key_signer *signer, struct arena *arena,
			    const void *bytes, size_t n, struct octets *ret,
			    struct error *err);
void key_signer_free(struct key_signer *signer); /* NULL is fine */
DEFINE_OWN(key_signer, struct key_signer, key_signer_free)

/* REFUSED `signature_wrong` if it is not the signature of key_sign; the first of
 * these is for what key_sign_pieces signed. */
enum status key_verify_pieces(const struct key *key, key_sign_next *next,
			      void *context, struct octets signature,
			      struct error *err);
enum status key_verify(const struct key *key, const void *bytes, size_t n,
		       struct octets signature, struct error *err);

/* True if `spki` is the public half of the key, byte for byte. */
bool key_matches(const struct key *key, struct octets spki);

#endif
