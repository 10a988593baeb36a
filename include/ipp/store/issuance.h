/* issuance - certificates, holders' keys and activation codes in the store */
#ifndef IPP_STORE_ISSUANCE_H
#define IPP_STORE_ISSUANCE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct desk;
struct store;

#define PROFILE_HASH_SIZE 32

/* The two certificates that a product may have. */
#define PURPOSE_OF_SIGNATURE	  "signature"
#define PURPOSE_OF_AUTHENTICATION "authentication"

/* A certificate: reserved with its to-be-signed bytes, later signed. */
struct issuance {
	int64_t user_id, authority_id;
	const char *purpose; /* one of the two above; NULL: signature */
	int64_t partition;   /* whose list it names; 0: the one list */
	const char *serial;  /* upper-case hexadecimal */
	const char *profile; /* of rule/certificate_profile.h */
	unsigned char profile_hash[PROFILE_HASH_SIZE];
	unsigned char tbs_hash[32]; /* SHA-256 */
	struct octets tbs;	    /* empty once it is signed */
	struct octets certificate; /* empty until it is signed */
	int64_t not_before, not_after, reserved_at, issued_at;
};

/* Stores what will be signed. REFUSED `duplicate` on `serial`, or on
 * `purpose` if the product has a certificate already. */
enum status issuance_reserve(struct desk *desk, const struct issuance *it,
			     struct error *err);
/* Adds the signed certificate. BUSY `product_changed` if somebody else was
 * faster. */
enum status issuance_settle(struct desk *desk, const struct issuance *it,
			    struct error *err);
/* The certificate of a product for a purpose; *found is false if it has
 * none. */
enum status issuance_load(struct store *store, int64_t user_id,
			  const char *purpose, struct arena *arena,
			  struct issuance *ret, bool *found, struct error *err);
/* Calls `each` for every certificate, by serial number, also reserved ones.
 * What it gets lives until it returns. */
enum status issuance_each(struct store *store,
			  enum status (*each)(void *context,
					      const struct issuance *it,
					      struct error *err),
			  void *context, struct error *err);

#define HOLDER_SALT_SIZE 32

/* The private key of a holder. While `pending` is not empty it waits there,
 * sealed under the master key; afterwards it is wrapped twice. */
struct holder_key {
	int64_t user_id;
	const char *key_kind;
	struct octets pending;
	const char *derivation; /* "argon2id-64m-2" */
	unsigned char salt[HOLDER_SALT_SIZE];
	struct octets pin_wrapped, puk_wrapped;
};

enum status holder_key_insert(struct desk *desk, const struct holder_key *it,
			      struct error *err);
/* Takes a pending key to a wrapped one. BUSY `product_changed` if somebody
 * else was faster. */
enum status holder_key_wrap(struct desk *desk, const struct holder_key *it,
			    struct error *err);
enum status holder_key_load(struct store *store, int64_t user_id,
			    struct arena *arena, struct holder_key *ret,
			    bool *found, struct error *err);
/* Calls `each` for the active products of an organization (and of a unit,
 * unless that is ABSENT) whose key is pending, oldest first. */
struct envelope;
enum status holder_key_pending(struct store *store, int64_t client_id,
			       int64_t unit_id,
			       enum status (*each)(void *context,
						   const struct envelope *it,
						   struct error *err),
			       void *context, struct error *err);

/* Activation codes, sealed, until the holder first uses them. */
enum status codes_insert(struct desk *desk, int64_t user_id,
			 struct octets sealed, const unsigned char erc_hash[32],
			 struct error *err);
/* *ret is empty if they were forgotten or never made. */
enum status codes_load(struct store *store, int64_t user_id,
		       struct arena *arena, struct octets *ret,
		       struct error *err);
enum status codes_forget(struct desk *desk, int64_t user_id,
			 struct error *err);

/* An envelope that went out. */
struct sealed_envelope {
	int64_t envelope_id, user_id;
	const char *format;	     /* "pdf", "cms" */
	const char *passphrase_kind; /* "generated", "chosen", "tax_code" */
	unsigned char sha256[32];
	int64_t sealed_by, sealed_at;
};

/* Keeps a new envelope; the one before is void from now on, and so are
 * messages about it that did not leave yet. Sets envelope_id; *former is that
 * of the one before, or ABSENT. */
enum status envelope_insert(struct desk *desk, struct sealed_envelope *it,
			    int64_t *former, struct error *err);
/* The envelope that counts; *found is false if there is none. */
enum status envelope_load(struct store *store, int64_t user_id,
			  struct arena *arena, struct sealed_envelope *ret,
			  bool *found, struct error *err);

#endif
