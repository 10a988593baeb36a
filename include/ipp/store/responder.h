/* responder - certificates and keys that answers are signed with */
#ifndef IPP_STORE_RESPONDER_H
#define IPP_STORE_RESPONDER_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct desk;
struct key;
struct store;

struct responder {
	const char *serial; /* upper-case hexadecimal */
	int64_t authority_id;
	int64_t not_before, not_after;
	struct octets certificate; /* DER */
};

/* The responder of an authority that lasts longest, one that has begun and not
 * ended at `now`; *found is false if there is none. In the arena. */
enum status responder_newest(struct store *store, int64_t authority_id,
			     int64_t now, struct arena *arena,
			     struct responder *ret, bool *found,
			     struct error *err);

/* Calls `each` for every responder there was, by serial number. What it gets
 * lives until it returns. */
enum status responder_each(struct store *store,
			   enum status (*each)(void *context,
					       const struct responder *it,
					       struct error *err),
			   void *context, struct error *err);

/* Its private key; the caller frees it. DATA `responder_keyless`, `seal_broken`,
 * and those of key_import. */
enum status responder_key(struct store *store, const struct responder *it,
			  struct key **ret, struct error *err);

/* Keeps a new one with its key, sealed under the master key, and forgets the
 * keys of those that have ended, in the open transaction. */
enum status responder_insert(struct desk *desk, const struct responder *it,
			     const struct key *key, struct error *err);

#endif
