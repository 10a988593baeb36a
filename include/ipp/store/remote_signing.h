/* remote_signing - signatures counted before an authority is asked for them */
#ifndef IPP_STORE_REMOTE_SIGNING_H
#define IPP_STORE_REMOTE_SIGNING_H

#include <stdint.h>

#include <ipp/base/error.h>

struct desk;

#define REMOTE_SIGNING_HASH_SIZE 32

struct remote_claim {
	int64_t certificate_id, grant_id;
	int64_t signatures;
	const char *algorithm; /* OID of the signature */
	/* SHA-256 of the hashes asked for, one behind the other */
	unsigned char sha256[REMOTE_SIGNING_HASH_SIZE];
};

/* Counts the signatures against the grant, in the open transaction, so that
 * no two signers ever take more than it has. What was reserved stays counted
 * until remote_signing_settle, which a killed signer never calls. REFUSED what
 * the store itself sees to: `certificate_not_active`, `authority_not_active`,
 * `access_withdrawn`, `grant_replaced`, `access_ended`, `signatures_used_up`;
 * see rule/remote_signing.h for what to look at before. */
enum status remote_signing_reserve(struct desk *desk,
				   const struct remote_claim *claim,
				   int64_t *ret, struct error *err);

/* Says what became of them, once: `state` is REMOTE_SIGNED, REMOTE_UNKNOWN,
 * which stay counted, or REMOTE_REFUSED for what is given back, since nothing
 * was signed for certain. `refusal`: the authority's words, or NULL. */
enum status remote_signing_settle(struct desk *desk, int64_t signing_id,
				  int64_t state, const char *refusal,
				  struct error *err);

#endif
