/* stash_prove - the holder proves himself to a credential */
#include <ipp/act/stash_consent.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/peer/csc.h>
#include <ipp/port/digest.h>

/* What was given so far. */
struct given {
	struct csc_factor_value values[CSC_FACTORS_MAX];
	const char *ids[CSC_FACTORS_MAX];
	size_t count;
};

static bool is_pin(const struct csc_factor *factor)
{
	return factor->kind == CSC_FACTOR_PASSWORD;
}

static const char *question_of(struct arena *arena,
			       const struct csc_credential *credential,
			       const struct csc_factor *factor,
			       const char *challenge)
{
	const char *more = text_is_empty(challenge) ? factor->label : challenge;
	const char *of = credential->id;

	if (!text_is_empty(more))
		of = arena_printf(arena, "%s (%s)", of, more);
	return is_pin(factor)
		   ? arena_printf(arena, _("PIN of %s: "), of)
		   : arena_printf(arena, _("One-time code of %s: "), of);
}

/* NULL where he says yes elsewhere, or leaves out what is optional. */
static enum status factor_ask(struct arena *arena, struct csc *csc,
			      const struct csc_credential *credential,
			      const struct csc_factor *factor,
			      const struct stash_holder *holder, char **ret,
			      struct error *err)
{
	const char *file = is_pin(factor) ? holder->pin_file : holder->otp_file;
	const char *challenge = "";
	enum status rc;

	*ret = NULL;
	if (factor->kind == CSC_FACTOR_APART) {
		holder->says(holder->terminal, _("Confirm on your device: %s"),
			     text_is_empty(factor->label) ? credential->id
							  : factor->label);
		return OK;
	}
	if (factor->is_called &&
	    (rc = csc_challenge(csc, arena, credential->id, factor, &challenge,
				err)) != OK)
		return rc;
	return holder->asks_secret(
	    holder->terminal, file,
	    question_of(arena, credential, factor, challenge), arena, ret, err);
}

static enum status factors_ask(struct arena *arena, struct csc *csc,
			       const struct csc_credential *credential,
			       const struct stash_holder *holder,
			       struct given *ret, struct error *err)
{
	for (size_t i = 0; i < credential->factor_count; i++) {
		const struct csc_factor *factor = &credential->factors[i];
		enum status rc;
		char *value;

		if (csc_expression_holds(credential->expression, ret->ids,
					 ret->count))
			break;
		if ((rc = factor_ask(arena, csc, credential, factor, holder,
				     &value, err)) != OK)
			return rc;
		if (!value && factor->kind != CSC_FACTOR_APART)
			continue;
		ret->ids[ret->count] = factor->id;
		ret->values[ret->count++] =
		    (struct csc_factor_value){ factor->id, value };
	}
	return OK;
}

enum status stash_prove(struct arena *arena, struct csc *csc,
			const struct csc_credential *credential,
			const struct stash_holder *holder, struct error *err)
{
	/* for a hash of nothing that anybody could want signed */
	static const char nothing[] = "access to this certificate was granted";
	unsigned char digest[DIGEST_SIZE];
	const struct octets hash = { digest, DIGEST_SIZE };
	struct given given = { .count = 0 };
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
	if ((rc = factors_ask(arena, csc, credential, holder, &given, err)) !=
		OK ||
	    (rc = digest_sha256(nothing, sizeof nothing, digest, err)) != OK)
		return rc;
	wanted.value_count = given.count;
	return csc_authorize(csc, arena, &wanted, &sad, err);
}
