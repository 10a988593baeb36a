/* seal - bytes that only the holder of a key reads, and nobody changes */
#ifndef IPP_PORT_SEAL_H
#define IPP_PORT_SEAL_H

#include <stddef.h>

#include <ipp/base/error.h>

/*
 * A sealed blob is
 *
 *	version (1 byte, 0x01) | nonce (12) | ciphertext (n) | tag (16)
 *
 * made with AES-256-GCM (SP 800-38D). `label` is not in the blob but bound to
 * it: the same label must be given to open it, so that blobs cannot be
 * swapped (say which table, row and column it belongs to). It may be NULL
 * where `label_n` is 0. Nonces are random, so one key must not seal more than
 * 2^32 blobs (SP 800-38D, 8.3).
 */
#define SEAL_KEY_SIZE  32
#define SEAL_OVERHEAD  ((size_t)29)
#define SEAL_BYTES_MAX ((size_t)1 << 30)

/* The size of the blob that seals `n` bytes. */
static inline size_t seal_size(size_t n)
{
	return n + SEAL_OVERHEAD;
}

/* Writes seal_size(n) bytes to `ret`. More than SEAL_BYTES_MAX are refused
 * (INTERNAL `seal_too_large`). SYSTEM `random_unavailable`. */
enum status seal_close(const unsigned char key[SEAL_KEY_SIZE],
		       const void *label, size_t label_n, const void *plain,
		       size_t n, unsigned char *ret, struct error *err);

/* Opens a blob of `n` bytes and writes n - SEAL_OVERHEAD bytes to `ret`. DATA
 * `seal_broken` for a wrong key, a wrong label, a changed or short blob or an
 * unknown version; what `ret` holds is then zeroes. */
enum status seal_open(const unsigned char key[SEAL_KEY_SIZE], const void *label,
		      size_t label_n, const void *blob, size_t n,
		      unsigned char *ret, struct error *err);

#endif
