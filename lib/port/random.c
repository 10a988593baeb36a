/* random - the generator of OpenSSL */
#include <ipp/port/random.h>

#include <string.h>

#include <openssl/err.h>
#include <openssl/rand.h>

#include <ipp/base/memory.h>

#define BATCH ((size_t)64)

enum status random_bytes(void *ret, size_t n, struct error *err)
{
	if (RAND_priv_bytes_ex(NULL, ret, n, 256) == 1)
		return OK;
	ERR_clear_error();
	memory_wipe(ret, n);
	return error_set(err, SYSTEM, "random_unavailable", NULL,
			 "random numbers cannot be had from the system; "
			 "see that /dev/urandom or getrandom(2) works");
}

enum status random_word(char *ret, size_t n, const char *alphabet,
			struct error *err)
{
	unsigned char batch[BATCH];
	size_t letters = strlen(alphabet), done = 0;
	size_t fair = letters ? 256 - 256 % letters : 0;
	enum status rc;

	if (letters == 0 || letters > 256)
		return error_set(err, INTERNAL, "alphabet_unusable", NULL,
				 "an alphabet of %zu characters cannot be "
				 "drawn from; report this as a bug",
				 letters);
	while (done < n) {
		if ((rc = random_bytes(batch, sizeof batch, err)) != OK) {
			memory_wipe(ret, done);
			return rc;
		}
		/* Bytes past the last whole round would favour the first
		 * letters. */
		for (size_t i = 0; i < sizeof batch && done < n; i++)
			if (batch[i] < fair)
				ret[done++] = alphabet[batch[i] % letters];
	}
	ret[n] = '\0';
	memory_wipe(batch, sizeof batch);
	return OK;
}

enum status random_digits(char *ret, size_t n, struct error *err)
{
	return random_word(ret, n, "0123456789", err);
}
