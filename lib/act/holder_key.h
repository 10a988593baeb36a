/* holder_key - the holder's key and the codes that open it */
#ifndef IPP_LIB_ACT_HOLDER_KEY_H
#define IPP_LIB_ACT_HOLDER_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/rule/activation.h>

struct arena;
struct holder_key;
struct store;

struct codes {
	char pin[ACTIVATION_PIN_SIZE];
	char puk[ACTIVATION_PUK_SIZE];
	char erc[ACTIVATION_ERC_SIZE];
};

/* What is needed of the master key; borrowed from the store, fetched where it
 * may be touched, so that the work itself can be done on all processors. */
struct vault {
	const unsigned char *pepper; /* of keys derived from codes */
	const unsigned char *holder; /* of keys that wait for their codes */
	const unsigned char *codes;  /* of activation codes */
	const unsigned char *erc;    /* of what is kept to recognise an ERC */
	bool demo;		     /* cheap derivations, for trying out */
};

enum status vault_open(struct store *store, struct vault *ret,
		       struct error *err);

/* Fresh codes. SYSTEM `random_unavailable`. */
enum status codes_draw(struct codes *ret, struct error *err);

/* Codes as they are kept, and as an ERC is recognised. DATA `seal_broken`. */
enum status codes_close(const struct vault *vault, int64_t user_id,
			const struct codes *codes, struct arena *arena,
			struct octets *ret, struct error *err);
enum status codes_open(const struct vault *vault, int64_t user_id,
		       struct octets sealed, struct codes *ret,
		       struct error *err);
enum status erc_hash(const struct vault *vault, int64_t user_id,
		     const char *erc, unsigned char ret[32], struct error *err);

/* Puts the private key (PKCS #8) aside under the master key; takes it out
 * again. */
enum status holder_key_close(const struct vault *vault, struct octets private,
			     struct arena *arena, struct holder_key *it,
			     struct error *err);
enum status holder_key_open(const struct vault *vault,
			    const struct holder_key *it, struct arena *arena,
			    struct octets *ret, struct error *err);

/* Wraps the private key twice, under keys derived from PIN and PUK (Argon2id,
 * then HMAC with the pepper): nobody opens it without one of them. Slow by
 * intent. `it` is no longer pending then. */
enum status holder_key_guard(const struct vault *vault, struct octets private,
			     const struct codes *codes, struct arena *arena,
			     struct holder_key *it, struct error *err);

/* Both at once, with fresh codes, and these as they are kept. */
struct kept_codes {
	struct octets sealed;
	unsigned char erc_hash[32];
};
enum status codes_make(const struct vault *vault, struct octets private,
		       struct arena *arena, struct codes *codes,
		       struct holder_key *it, struct kept_codes *kept,
		       struct error *err);

/* The inverse, by the PIN, or by the PUK if `pin` is NULL. REFUSED
 * `pin_wrong`, `puk_wrong`. */
enum status holder_key_unlock(const struct vault *vault,
			      const struct holder_key *it, const char *pin,
			      const char *puk, struct arena *arena,
			      struct octets *ret, struct error *err);

#endif
