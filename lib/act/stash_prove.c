/* stash_prove - the holder proves himself to a credential */
#include <ipp/act/stash_consent.h>

#include <ipp/port/digest.h>

#include "stash_factor.h"

enum status stash_prove(struct arena *arena, struct csc *csc,
			const struct csc_credential *credential,
			const struct stash_holder *holder, struct error *err)
{
	/* for a hash of nothing that anybody could want signed */
	static const char nothing[] = "access to this certificate was granted";
	unsigned char digest[DIGEST_SIZE];
	const struct octets hash = { digest, DIGEST_SIZE };
	const struct stash_asking asking = {
		.arena = arena,
		.csc = csc,
		.credential = credential,
		.holder = holder,
		.name = credential->id,
		.answers = stash_factor_ask,
	};
	struct stash_given given = { .count = 0 };
	struct csc_authorization wanted = {
		.credential_id = credential->id,
		.signatures = 1,
		.hashes = &hash,
		.hash_count = 1,
		.hash_algorithm = CSC_OID_SHA256,
		.values = given.values,
	};
	struct csc_sad sad;
	enum status rc;

	if (credential->auth_mode != CSC_EXPLICIT)
		return OK;
	if ((rc = stash_factors_ask(&asking, &given, err)) != OK ||
	    (rc = digest_sha256(nothing, sizeof nothing, digest, err)) != OK)
		return rc;
	wanted.value_count = given.count;
	return csc_authorize(csc, arena, &wanted, &sad, err);
}
