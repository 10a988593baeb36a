/* csc_authorize - a credential is authorized to sign (11.6 to 11.8) */
#include "csc_part.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/port/base64.h>
#include <ipp/port/json_text.h>

#define POLL_MILLISECONDS 2000

struct answer {
	const char *sad, *handle, *challenge;
	int64_t expires_in;
};
static const struct csc_member members[] = {
	{ "SAD", CSC_MEMBER(struct answer, sad), CSC_TEXT, CSC_TOKEN_MAX },
	{ "handle", CSC_MEMBER(struct answer, handle), CSC_TEXT,
	  CSC_TOKEN_MAX },
	{ "expiresIn", CSC_MEMBER(struct answer, expires_in), CSC_INTEGER },
	{ 0 }
};
static const struct csc_member challenge_members[] = {
	{ "challenge", CSC_MEMBER(struct answer, challenge), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ 0 }
};

void csc_hashes_put(const struct csc *csc, struct json_text *body,
		    const struct octets *hashes, size_t count,
		    const char *algorithm)
{
	bool is_v2 = csc->service.version == CSC_V2;
	const char **texts =
	    arena_alloc(body->arena, (count + 1) * sizeof *texts);

	if (!count)
		return;
	for (size_t i = 0; i < count; i++)
		texts[i] = base64_write(body->arena, hashes[i]);
	json_text_texts(body, is_v2 ? "hashes" : "hash", texts, count);
	if (is_v2)
		json_text_text(body, "hashAlgorithmOID", algorithm);
}

/* ---- what goes to the holder first */

enum status csc_challenge(struct csc *csc, struct arena *arena,
			  const char *credential_id,
			  const struct csc_factor *factor, const char **ret,
			  struct error *err)
{
	bool is_v2 = csc->service.version == CSC_V2;
	OWN(json) struct json *json = NULL;
	struct csc_call call = {
		.name = is_v2 ? "credentials/getChallenge"
			      : "credentials/sendOTP",
		.is_bearing = true,
		.may_be_empty = true,
	};
	struct answer answer = { .challenge = "" };
	struct json_text body;
	enum status rc;
	int code;

	json_text_begin(&body, arena);
	json_text_text(&body, "credentialID", credential_id);
	if (is_v2)
		json_text_text(&body, "authObjectID", factor->id);
	call.body = json_text_end(&body);
	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK ||
	    (json && (rc = csc_decode(csc, call.name, challenge_members, json,
				      &answer, arena, err)) != OK))
		return rc;
	*ret = answer.challenge;
	return OK;
}

/* ---- the authorization */

/* [{"id": "PIN", "value": "1234"}]; a value is absent where the holder says
 * yes elsewhere. */
static void values_put_v2(struct json_text *body,
			  const struct csc_authorization *it)
{
	OWN(json) struct json *list = json_array_new();

	for (size_t i = 0; i < it->value_count; i++) {
		struct json *item = json_object_new();

		json_set_text(item, "id", it->values[i].id);
		if (it->values[i].value)
			json_set_text(item, "value", it->values[i].value);
		json_append(list, item);
	}
	if (it->value_count)
		json_text_json(body, "authData", list);
}

static void values_put_v1(struct json_text *body,
			  const struct csc_authorization *it)
{
	for (size_t i = 0; i < it->value_count; i++)
		if (it->values[i].value)
			json_text_text(body, it->values[i].id,
				       it->values[i].value);
}

/* Whoever was waited for may have said no meanwhile: that is an error of the
 * poll. */
static enum status poll_sad(struct csc *csc, struct arena *arena,
			    struct answer *answer, struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct csc_call call = { .name = "credentials/authorizeCheck",
				 .is_idempotent = true,
				 .is_bearing = true,
				 .secrets = { answer->handle } };
	struct json_text body;
	int64_t waited = 0;
	enum status rc;
	int code = 202;

	json_text_begin(&body, arena);
	json_text_text(&body, "handle", answer->handle);
	call.body = json_text_end(&body);
	while (code == 202) {
		csc->waited = waited;
		if (!csc_wait(csc, POLL_MILLISECONDS))
			return error_set(err, UNAVAILABLE, "authority_slow",
					 NULL,
					 "the holder said neither yes nor no "
					 "in %d seconds; run this again",
					 csc->service.patience_seconds);
		waited = csc->waited;
		json_free(json);
		json = NULL;
		if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK)
			return rc;
	}
	return csc_decode(csc, call.name, members, json, answer, arena, err);
}

static enum status sad_get(struct csc *csc, struct arena *arena,
			   const struct csc_call *call, struct csc_sad *ret,
			   struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct answer answer;
	int64_t now = csc_now(csc);
	enum status rc;
	int code;

	if ((rc = csc_call(csc, arena, call, &json, &code, err)) != OK ||
	    (rc = csc_decode(csc, call->name, members, json, &answer, arena,
			     err)) != OK)
		return rc;
	if (code == 202 && *answer.handle) {
		if ((rc = poll_sad(csc, arena, &answer, err)) != OK)
			return rc;
		now = csc_now(csc);
	}
	if (!*answer.sad)
		return csc_garbled(csc, call->name, "SAD", N_("is not there"),
				   err);
	ret->text = answer.sad;
	ret->ends_at = csc_ends(now, answer.expires_in);
	return OK;
}

enum status csc_authorize(struct csc *csc, struct arena *arena,
			  const struct csc_authorization *it,
			  struct csc_sad *ret, struct error *err)
{
	struct csc_call call = { .name = "credentials/authorize",
				 .is_bearing = true };
	struct json_text body;
	size_t n = 0;

	json_text_begin(&body, arena);
	json_text_text(&body, "credentialID", it->credential_id);
	json_text_integer(&body, "numSignatures", it->signatures);
	csc_hashes_put(csc, &body, it->hashes, it->hash_count,
		       it->hash_algorithm);
	if (csc->service.version == CSC_V2)
		values_put_v2(&body, it);
	else
		values_put_v1(&body, it);
	if (it->description)
		json_text_text(&body, "description", it->description);
	call.body = json_text_end(&body);
	for (size_t i = 0; i < it->value_count && n < CSC_CALL_SECRETS; i++)
		if (it->values[i].value)
			call.secrets[n++] = it->values[i].value;
	return sad_get(csc, arena, &call, ret, err);
}

enum status csc_extend(struct csc *csc, struct arena *arena,
		       const struct csc_authorization *it, const char *sad,
		       struct csc_sad *ret, struct error *err)
{
	struct csc_call call = { .name = "credentials/extendTransaction",
				 .is_bearing = true,
				 .secrets = { sad } };
	struct json_text body;

	json_text_begin(&body, arena);
	json_text_text(&body, "credentialID", it->credential_id);
	json_text_text(&body, "SAD", sad);
	csc_hashes_put(csc, &body, it->hashes, it->hash_count,
		       it->hash_algorithm);
	call.body = json_text_end(&body);
	return sad_get(csc, arena, &call, ret, err);
}
