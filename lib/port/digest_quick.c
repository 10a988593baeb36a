/* digest_quick - SHA-256 of a few bytes by libsodium */
#include <ipp/port/digest.h>

#include <sodium.h>

_Static_assert(DIGEST_SIZE == crypto_hash_sha256_BYTES, "SHA-256");

void digest_sha256_quick(const void *bytes, size_t n,
			 unsigned char ret[DIGEST_SIZE])
{
	(void)crypto_hash_sha256(ret, bytes, n); /* always 0 */
}
