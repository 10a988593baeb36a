/* stash_authorize - the holder says yes to signatures, by PIN and by code */
#include "stash_signing.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/peer/oauth.h>

#include "stash_factor.h"

/* A PIN that was typed serves the whole run. */
static void pin_keep(struct stash_signing *it, size_t i, const char *value)
{
	size_t n = strlen(value) + 1;

	it->pins[i] = secret_alloc(n);
	memcpy(it->pins[i], value, n);
}

/* A code is good for once, and one from a file cannot be asked for again. */
static enum status code_check(struct stash_signing *it, struct error *err)
{
	if (it->holder.consent.otp_file && it->code_used)
		return error_set(err, REFUSED, "otp_used", "otp_file",
				 "the one-time code was used for the files "
				 "before; sign the others with the next one");
	it->code_used = true;
	return OK;
}

/* What is left empty is sent so: the authority says what it thinks of it. */
static enum status answer(const struct stash_asking *asking, size_t number,
			  char **ret, struct error *err)
{
	struct stash_signing *it = asking->context;
	enum csc_factor_kind kind = it->credential.factors[number].kind;
	bool is_pin = kind == CSC_FACTOR_PASSWORD;
	bool is_code = !is_pin && kind != CSC_FACTOR_APART;
	enum status rc;

	if ((*ret = it->pins[number]))
		return OK;
	if ((is_code && (rc = code_check(it, err)) != OK) ||
	    (rc = stash_factor_ask(asking, number, ret, err)) != OK)
		return rc;
	if (!*ret && kind != CSC_FACTOR_APART)
		*ret = arena_text(asking->arena, "");
	if (is_pin)
		pin_keep(it, number, *ret);
	return OK;
}

/* In the browser, for these hashes. In v1 the token is the SAD (8.3.3), in v2
 * it goes where that of the service was. */
static enum status consent_get(struct stash_signing *it, struct arena *arena,
			       const struct octets *hashes, size_t count,
			       const char **sad, struct error *err)
{
	struct oauth_request wanted = {
		.credential_id = it->credential.id,
		.signatures = (int64_t)count,
		.hashes = hashes,
		.hash_count = count,
		.hash_algorithm = it->hash_algorithm,
	};
	struct oauth_tokens tokens = { .access_token = NULL };
	enum status rc = stash_consent(arena, it->csc, &it->authority,
				       &it->holder, &wanted, &tokens, err);

	*sad = tokens.access_token;
	if (rc == OK && it->authority.type == REMOTE_CSC_V2) {
		csc_bear(it->csc, tokens.access_token);
		it->is_lent = true;
		*sad = NULL;
	}
	return rc;
}

enum status stash_authorize(struct stash_signing *it, struct arena *arena,
			    const struct octets *hashes, size_t count,
			    const char **sad, struct error *err)
{
	const struct stash_asking asking = {
		.arena = arena,
		.csc = it->csc,
		.credential = &it->credential,
		.holder = &it->holder,
		.name = it->certificate.alias,
		.answers = answer,
		.context = it,
	};
	struct stash_given given = { .count = 0 };
	struct csc_authorization wanted = {
		.credential_id = it->credential.id,
		.signatures = (int64_t)count,
		.hashes = hashes,
		.hash_count = count,
		.hash_algorithm = it->hash_algorithm,
		.values = given.values,
	};
	struct csc_sad answer = { 0 };
	enum status rc;

	if (it->credential.auth_mode == CSC_OAUTH2CODE)
		return consent_get(it, arena, hashes, count, sad, err);
	rc = stash_factors_ask(&asking, &given, err);
	wanted.value_count = given.count;
	if (rc == OK)
		rc = csc_authorize(it->csc, arena, &wanted, &answer, err);
	*sad = answer.text;
	return rc;
}
