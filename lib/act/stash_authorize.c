/* stash_authorize - the holder says yes to signatures, by PIN and by code */
#include "stash_signing.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>
#include <ipp/peer/oauth.h>

/* What was given so far. */
struct given {
	struct csc_factor_value values[CSC_FACTORS_MAX];
	const char *ids[CSC_FACTORS_MAX];
	size_t count;
};

static const char *question_of(const struct stash_signing *it,
			       struct arena *arena,
			       const struct csc_factor *factor,
			       const char *challenge)
{
	const char *more = text_is_empty(challenge) ? factor->label : challenge;
	const char *of = it->certificate.alias;

	if (!text_is_empty(more))
		of = arena_printf(arena, "%s (%s)", of, more);
	return factor->kind == CSC_FACTOR_PASSWORD
		   ? arena_printf(arena, _("PIN of %s: "), of)
		   : arena_printf(arena, _("One-time code of %s: "), of);
}

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
	if (it->holder.otp_file && it->code_used)
		return error_set(err, REFUSED, "otp_used", "otp_file",
				 "the one-time code was used for the files "
				 "before; sign the others with the next one");
	it->code_used = true;
	return OK;
}

static enum status factor_ask(struct stash_signing *it, struct arena *arena,
			      size_t i, const char **ret, struct error *err)
{
	const struct csc_factor *factor = &it->credential.factors[i];
	bool is_pin = factor->kind == CSC_FACTOR_PASSWORD;
	const char *challenge = NULL;
	char *value = NULL;
	enum status rc;

	*ret = it->pins[i];
	if (factor->kind == CSC_FACTOR_APART)
		it->holder.says(it->holder.terminal,
				_("Confirm on your device: %s"),
				text_is_empty(factor->label)
				    ? it->certificate.alias
				    : factor->label);
	if (factor->kind == CSC_FACTOR_APART || *ret)
		return OK;
	if ((!is_pin && (rc = code_check(it, err)) != OK) ||
	    (factor->is_called &&
	     (rc = csc_challenge(it->csc, arena, it->credential.id, factor,
				 &challenge, err)) != OK) ||
	    (rc = it->holder.asks_secret(
		 it->holder.terminal,
		 is_pin ? it->holder.pin_file : it->holder.otp_file,
		 question_of(it, arena, factor, challenge), arena, &value,
		 err)) != OK)
		return rc;
	*ret = value ? value : "";
	if (is_pin)
		pin_keep(it, i, *ret);
	return OK;
}

static enum status factors_ask(struct stash_signing *it, struct arena *arena,
			       struct given *given, struct error *err)
{
	const struct csc_credential *from = &it->credential;

	for (size_t i = 0;
	     i < from->factor_count &&
	     !csc_expression_holds(from->expression, given->ids, given->count);
	     i++) {
		const char *value;
		enum status rc = factor_ask(it, arena, i, &value, err);

		if (rc != OK)
			return rc;
		given->ids[given->count] = from->factors[i].id;
		given->values[given->count++] = (struct csc_factor_value){
			from->factors[i].id, value
		};
	}
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
	struct given given = { .count = 0 };
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
	rc = factors_ask(it, arena, &given, err);
	wanted.value_count = given.count;
	if (rc == OK)
		rc = csc_authorize(it->csc, arena, &wanted, &answer, err);
	*sad = answer.text;
	return rc;
}
