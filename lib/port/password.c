/* password - Argon2id by libsodium */
#include <ipp/port/password.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <sodium.h>

#include <ipp/base/memory.h>

_Static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_argon2id_STRBYTES,
	       "room for a hash");
_Static_assert(PASSWORD_SALT_SIZE == crypto_pwhash_argon2id_SALTBYTES,
	       "the salt");

static const struct cost {
	unsigned long long passes;
	size_t bytes;
} costs[] = {
	[PASSWORD_COST_DEMO] = { 1, (size_t)8 << 20 },
	[PASSWORD_COST_INTERACTIVE] = { 2, (size_t)64 << 20 },
	[PASSWORD_COST_SENSITIVE] = { 3, (size_t)256 << 20 },
};

static enum status sodium_ready(struct error *err)
{
	if (sodium_init() >= 0)
		return OK;
	return error_set(err, INTERNAL, "crypto_failed", NULL,
			 "libsodium cannot start; check its installation");
}

static enum status memory_short(size_t bytes, struct error *err)
{
	return error_set(err, SYSTEM, "password_memory", NULL,
			 "a password cannot be worked on: %zu MiB of memory "
			 "are needed; free some or raise the limit, run again",
			 bytes >> 20);
}

enum status password_hash(const char *password, enum password_cost cost,
			  char ret[PASSWORD_HASH_SIZE], struct error *err)
{
	const struct cost *pay = &costs[cost];
	char hash[crypto_pwhash_argon2id_STRBYTES];
	enum status rc;

	if ((rc = sodium_ready(err)) != OK)
		return rc;
	if (crypto_pwhash_argon2id_str(hash, password, strlen(password),
				       pay->passes, pay->bytes) != 0)
		return memory_short(pay->bytes, err);
	memset(ret, 0, PASSWORD_HASH_SIZE);
	memcpy(ret, hash, sizeof hash);
	return OK;
}

/* What a hash in PHC form needs to be computed again: `m` counts KiB. */
static size_t hash_memory(const char *hash)
{
	const char *m = strstr(hash, "$m=");

	return m ? (size_t)strtoul(m + 3, NULL, 10) << 10 : 0;
}

/* libsodium tells a lack of memory and a wrong password by the same value. */
static bool memory_is_there(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p != MAP_FAILED && munmap(p, bytes) == 0;
}

enum status password_verify(const char *hash, const char *password,
			    struct error *err)
{
	const struct cost *any = &costs[PASSWORD_COST_INTERACTIVE];
	enum status rc;

	if ((rc = sodium_ready(err)) != OK)
		return rc;
	/* Below 0: not to be read; the cost itself does not matter here. */
	if (crypto_pwhash_argon2id_str_needs_rehash(hash, any->passes,
						    any->bytes) < 0)
		return error_set(err, CONFIG, "password_hash_unusable", NULL,
				 "the stored password cannot be read; set a "
				 "new one");
	if (crypto_pwhash_argon2id_str_verify(hash, password,
					      strlen(password)) == 0)
		return OK;
	if (!memory_is_there(hash_memory(hash)))
		return memory_short(hash_memory(hash), err);
	return error_set(err, REFUSED, "password_wrong", "password",
			 "the password is wrong; try again");
}

enum status password_derive(const char *password,
			    const unsigned char salt[PASSWORD_SALT_SIZE],
			    enum password_cost cost,
			    unsigned char ret[PASSWORD_KEY_SIZE],
			    struct error *err)
{
	const struct cost *pay = &costs[cost];
	unsigned char key[PASSWORD_KEY_SIZE];
	enum status rc;

	if ((rc = sodium_ready(err)) != OK)
		return rc;
	if (crypto_pwhash_argon2id(key, sizeof key, password, strlen(password),
				   salt, pay->passes, pay->bytes,
				   crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
		return memory_short(pay->bytes, err);
	memcpy(ret, key, sizeof key);
	memory_wipe(key, sizeof key);
	return OK;
}
