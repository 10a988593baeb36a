/* stash_algorithm - which algorithm of an authority's suits a certificate */
#include "stash_signing.h"

#include <ipp/base/text.h>
#include <ipp/port/cms_sign.h>

/* What an authority that names no algorithm can do. */
static bool is_offered(const struct texts *offered, const char *oid)
{
	if (offered->count == 0)
		return true;
	for (size_t i = 0; i < offered->count; i++)
		if (text_equal(offered->items[i], oid))
			return true;
	return false;
}

/* One for hash and key, or for the key alone, with the hash beside it. */
static enum status algorithm_try(struct stash_signing *it,
				 const struct cms_identity *identity,
				 struct error *err)
{
	const struct texts *offered = &it->credential.key_algorithms;
	OWN(cms_signatory) struct cms_signatory *made = NULL;
	struct cms_algorithm algorithm;
	enum status rc;

	if ((rc = cms_signatory_open(identity, &made, err)) != OK ||
	    (rc = cms_signatory_algorithm(made, it->arena, &algorithm, err)) !=
		OK)
		return rc;
	if (is_offered(offered, algorithm.signature))
		it->sign_algorithm = algorithm.signature;
	else if (is_offered(offered, algorithm.key))
		it->sign_algorithm = algorithm.key;
	else
		return OK;
	it->hash_algorithm = algorithm.digest;
	it->parameters = algorithm.parameters;
	it->signatory = TAKE(made);
	return OK;
}

enum status stash_algorithm_choose(struct stash_signing *it,
				   const struct cms_identity *identity,
				   struct error *err)
{
	static const enum signer_digest digests[] = {
		SIGNER_SHA256, SIGNER_SHA384, SIGNER_SHA512
	};
	static const bool paddings[] = { false, true };
	struct cms_identity wanted = *identity;
	enum status rc = OK;

	for (size_t i = 0; i < 2 && !it->signatory && rc == OK; i++) {
		if (it->options.padding != ABSENT &&
		    paddings[i] != (it->options.padding == PADDING_PSS))
			continue;
		wanted.pss = paddings[i];
		wanted.digest = NULL;
		rc = algorithm_try(it, &wanted, err);
		for (size_t k = 0; k < 3 && !it->signatory && rc == OK; k++) {
			wanted.digest = &digests[k];
			rc = algorithm_try(it, &wanted, err);
		}
	}
	if (rc != OK || it->signatory)
		return rc;
	return error_set(err, DATA, "algorithm_missing", "padding",
			 "the authority offers no algorithm of ours for the "
			 "key of \"%s\"; ask it for RSA or ECDSA with SHA-256",
			 it->certificate.alias);
}
