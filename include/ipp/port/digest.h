/* digest - SHA-256, and what is made of it */
#ifndef IPP_PORT_DIGEST_H
#define IPP_PORT_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

#define DIGEST_SIZE 32

/* Everything here is INTERNAL `crypto_failed` if the library fails. `bytes`
 * may be NULL where `n` is 0. Safe from several threads. */

/* SHA-256 (FIPS 180-4) of `n` bytes. */
enum status digest_sha256(const void *bytes, size_t n,
			  unsigned char ret[DIGEST_SIZE], struct error *err);

/* The same for a few bytes, where they are all that a process may have to do:
 * getting OpenSSL ready costs a millisecond, a third of a whole search. */
void digest_sha256_quick(const void *bytes, size_t n,
			 unsigned char ret[DIGEST_SIZE]);

/* HMAC-SHA-256 (RFC 2104) under a key of any length. */
enum status digest_hmac(const void *key, size_t key_n, const void *bytes,
			size_t n, unsigned char ret[DIGEST_SIZE],
			struct error *err);

/* SHA-256 piece by piece; the caller frees it. After digest_finish it is
 * used up: only digest_free may follow. */
struct digest;

enum status digest_new(struct digest **ret, struct error *err);
enum status digest_update(struct digest *digest, const void *bytes, size_t n,
			  struct error *err);
enum status digest_finish(struct digest *digest, unsigned char ret[DIGEST_SIZE],
			  struct error *err);
void digest_free(struct digest *digest); /* wipes; NULL is fine */
DEFINE_OWN(digest, struct digest, digest_free)

/* True if both hold the same `n` bytes; takes the same time whether or not. */
bool digest_equal(const void *a, const void *b, size_t n);

#endif
