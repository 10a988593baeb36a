/* holder_key - the holder's key and the codes that open it */
#include "holder_key.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>
#include <ipp/port/password.h>
#include <ipp/port/random.h>
#include <ipp/port/seal.h>
#include <ipp/store/issuance.h>
#include <ipp/store/store.h>

_Static_assert(HOLDER_SALT_SIZE == 2 * PASSWORD_SALT_SIZE, "PIN and PUK");
_Static_assert(DIGEST_SIZE == SEAL_KEY_SIZE, "an HMAC is a key");

#define LABEL_SIZE 64

/* How a key is derived stands beside it: costs grow over the years. */
static const struct derivation {
	const char *name;
	enum password_cost cost;
} derivations[] = {
	{ "argon2id-64m-2", PASSWORD_COST_INTERACTIVE },
	{ "argon2id-8m-1", PASSWORD_COST_DEMO },
};

enum status vault_open(struct store *store, struct vault *ret,
		       struct error *err)
{
	struct vault vault = { .demo = store_is_demo(store) };
	enum status rc;

	if ((rc = store_key(store, "pepper", &vault.pepper, err)) != OK ||
	    (rc = store_key(store, "holder", &vault.holder, err)) != OK ||
	    (rc = store_key(store, "codes", &vault.codes, err)) != OK ||
	    (rc = store_key(store, "erc", &vault.erc, err)) != OK)
		return rc;
	*ret = vault;
	return OK;
}

enum status codes_draw(struct codes *ret, struct error *err)
{
	unsigned char bytes[3 * ACTIVATION_BYTES];
	struct activation_bytes from;
	enum status rc;

	do {
		rc = random_bytes(bytes, sizeof bytes, err);
		from = (struct activation_bytes){ bytes, sizeof bytes };
	} while (rc == OK && !(activation_pin(&from, ret->pin) &&
			       activation_puk(&from, ret->puk) &&
			       activation_erc(&from, ret->erc)));
	memory_wipe(bytes, sizeof bytes);
	return rc;
}

/* A blob says nothing of whose it is, so its label does. */
static size_t label_make(char ret[LABEL_SIZE], const char *what,
			 int64_t user_id)
{
	return (size_t)snprintf(ret, LABEL_SIZE, "%s/%" PRId64, what, user_id);
}

static enum status blob_close(const unsigned char *key, const char *what,
			      int64_t user_id, struct octets plain,
			      struct arena *arena, struct octets *ret,
			      struct error *err)
{
	unsigned char *blob = arena_alloc(arena, seal_size(plain.size));
	char label[LABEL_SIZE];
	size_t n = label_make(label, what, user_id);
	enum status rc = seal_close(key, label, n, plain.bytes, plain.size,
				    blob, err);

	if (rc == OK)
		*ret = (struct octets){ blob, seal_size(plain.size) };
	return rc;
}

static enum status blob_open(const unsigned char *key, const char *what,
			     int64_t user_id, struct octets blob,
			     struct arena *arena, struct octets *ret,
			     struct error *err)
{
	unsigned char *plain = arena_alloc(arena, blob.size + 1);
	char label[LABEL_SIZE];
	size_t n = label_make(label, what, user_id);
	enum status rc = seal_open(key, label, n, blob.bytes, blob.size, plain,
				   err);

	if (rc == OK)
		*ret = (struct octets){ plain, blob.size - SEAL_OVERHEAD };
	return rc;
}

enum status codes_close(const struct vault *vault, int64_t user_id,
			const struct codes *codes, struct arena *arena,
			struct octets *ret, struct error *err)
{
	struct octets plain = { (const unsigned char *)codes, sizeof *codes };

	return blob_close(vault->codes, "activation_codes", user_id, plain,
			  arena, ret, err);
}

enum status codes_open(const struct vault *vault, int64_t user_id,
		       struct octets sealed, struct codes *ret,
		       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct octets plain;
	enum status rc;

	if ((rc = blob_open(vault->codes, "activation_codes", user_id, sealed,
			    arena, &plain, err)) != OK)
		return rc;
	if (plain.size != sizeof *ret)
		return error_set(err, DATA, "seal_broken", NULL,
				 "the activation codes are not whole; restore "
				 "a backup");
	memcpy(ret, plain.bytes, sizeof *ret);
	return OK;
}

enum status erc_hash(const struct vault *vault, int64_t user_id,
		     const char *erc, unsigned char ret[32], struct error *err)
{
	char text[LABEL_SIZE + ACTIVATION_ERC_SIZE];
	int n = snprintf(text, sizeof text, "%" PRId64 "/%s", user_id, erc);
	enum status rc = digest_hmac(vault->erc, STORE_KEY_SIZE, text,
				     (size_t)n, ret, err);

	memory_wipe(text, sizeof text);
	return rc;
}

enum status holder_key_close(const struct vault *vault, struct octets private,
			     struct arena *arena, struct holder_key *it,
			     struct error *err)
{
	return blob_close(vault->holder, "holder_keys/pending", it->user_id,
			  private, arena, &it->pending, err);
}

enum status holder_key_open(const struct vault *vault,
			    const struct holder_key *it, struct arena *arena,
			    struct octets *ret, struct error *err)
{
	return blob_open(vault->holder, "holder_keys/pending", it->user_id,
			 it->pending, arena, ret, err);
}

/* One of the two codes that open a key. */
struct lock {
	const char *code;
	const char *label;
	const unsigned char *salt;
};

static struct lock lock_of(const struct holder_key *it, bool is_puk,
			   const char *code)
{
	return (struct lock){
		.code = code,
		.label = is_puk ? "holder_keys/puk" : "holder_keys/pin",
		.salt = it->salt + (is_puk ? PASSWORD_SALT_SIZE : 0),
	};
}

/* The pepper goes in last: whoever has the database alone cannot even begin
 * to try PINs. */
static enum status lock_key(const struct vault *vault, const struct lock *lock,
			    const struct derivation *how,
			    unsigned char ret[SEAL_KEY_SIZE],
			    struct error *err)
{
	unsigned char derived[PASSWORD_KEY_SIZE];
	enum status rc = password_derive(lock->code, lock->salt, how->cost,
					 derived, err);

	if (rc == OK)
		rc = digest_hmac(vault->pepper, STORE_KEY_SIZE, derived,
				 sizeof derived, ret, err);
	memory_wipe(derived, sizeof derived);
	return rc;
}

static enum status lock_close(const struct vault *vault,
			      const struct lock *lock, struct octets private,
			      const struct holder_key *it, struct arena *arena,
			      struct octets *ret, struct error *err)
{
	const struct derivation *how = &derivations[vault->demo];
	unsigned char key[SEAL_KEY_SIZE];
	enum status rc = lock_key(vault, lock, how, key, err);

	if (rc == OK)
		rc = blob_close(key, lock->label, it->user_id, private, arena,
				ret, err);
	memory_wipe(key, sizeof key);
	return rc;
}

enum status holder_key_guard(const struct vault *vault, struct octets private,
			     const struct codes *codes, struct arena *arena,
			     struct holder_key *it, struct error *err)
{
	struct holder_key made = *it;
	struct lock pin = lock_of(&made, false, codes->pin);
	struct lock puk = lock_of(&made, true, codes->puk);
	enum status rc;

	if ((rc = random_bytes(made.salt, sizeof made.salt, err)) != OK ||
	    (rc = lock_close(vault, &pin, private, &made, arena,
			     &made.pin_wrapped, err)) != OK ||
	    (rc = lock_close(vault, &puk, private, &made, arena,
			     &made.puk_wrapped, err)) != OK)
		return rc;
	made.derivation = derivations[vault->demo].name;
	made.pending = (struct octets){ NULL, 0 };
	*it = made;
	return OK;
}

enum status codes_make(const struct vault *vault, struct octets private,
		       struct arena *arena, struct codes *codes,
		       struct holder_key *it, struct kept_codes *kept,
		       struct error *err)
{
	enum status rc;

	if ((rc = codes_draw(codes, err)) != OK ||
	    (rc = holder_key_guard(vault, private, codes, arena, it, err)) !=
		    OK ||
	    (rc = codes_close(vault, it->user_id, codes, arena, &kept->sealed,
			      err)) != OK)
		return rc;
	return erc_hash(vault, it->user_id, codes->erc, kept->erc_hash, err);
}

static const struct derivation *derivation_find(const char *name)
{
	size_t n = sizeof derivations / sizeof *derivations;

	for (size_t i = 0; i < n; i++)
		if (text_equal(name, derivations[i].name))
			return &derivations[i];
	return NULL;
}

enum status holder_key_unlock(const struct vault *vault,
			      const struct holder_key *it, const char *pin,
			      const char *puk, struct arena *arena,
			      struct octets *ret, struct error *err)
{
	const struct derivation *how = derivation_find(it->derivation);
	unsigned char key[SEAL_KEY_SIZE];
	struct lock lock;
	struct error why;
	enum status rc;

	if (!how)
		return error_set(err, REFUSED, "codes_not_sealed", NULL,
				 "this key has no PIN yet; run: ipp-envelope "
				 "seal");
	error_reset(&why);
	lock = lock_of(it, !pin, pin ? pin : puk);
	rc = lock_key(vault, &lock, how, key, err);
	if (rc == OK && blob_open(key, lock.label, it->user_id,
				  pin ? it->pin_wrapped : it->puk_wrapped,
				  arena, ret, &why) != OK)
		rc = error_set(err, REFUSED, pin ? "pin_wrong" : "puk_wrong",
			       NULL, "the %s is wrong; try again",
			       pin ? "PIN" : "PUK");
	memory_wipe(key, sizeof key);
	return rc;
}
