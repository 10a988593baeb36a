/* oauth_token - tokens: got, renewed, given up (RFC 6749, RFC 7009) */
#include "oauth_part.h"

#include <string.h>
#include <strings.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/port/form.h>
#include <ipp/port/json_text.h>

struct answer {
	const char *access_token, *refresh_token, *type, *credential_id;
	int64_t expires_in, refresh_expires_in;
};
static const struct csc_member members[] = {
	{ "access_token", CSC_MEMBER(struct answer, access_token), CSC_TEXT,
	  CSC_TOKEN_MAX, true },
	{ "refresh_token", CSC_MEMBER(struct answer, refresh_token), CSC_TEXT,
	  CSC_TOKEN_MAX },
	{ "token_type", CSC_MEMBER(struct answer, type), CSC_SHOWN, 32 },
	{ "credentialID", CSC_MEMBER(struct answer, credential_id), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ "expires_in", CSC_MEMBER(struct answer, expires_in), CSC_INTEGER },
	{ "refresh_expires_in", CSC_MEMBER(struct answer, refresh_expires_in),
	  CSC_INTEGER },
	{ 0 }
};

/* What is told nothing of is Bearer; anything else is not for us. */
static bool is_usable(const char *type)
{
	return !*type || !strcasecmp(type, "Bearer") ||
	       !strcasecmp(type, "SAD");
}

enum status oauth_tokens_get(struct csc *csc, struct arena *arena,
			     const struct csc_call *call,
			     struct oauth_tokens *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	int64_t now = csc_now(csc);
	struct answer it;
	enum status rc;
	int code;

	if ((rc = csc_call(csc, arena, call, &json, &code, err)) != OK ||
	    (rc = csc_decode(csc, call->name, members, json, &it, arena,
			     err)) != OK)
		return rc;
	if (!*it.access_token)
		return csc_garbled(csc, call->name, "access_token",
				   N_("is not there"), err);
	if (!is_usable(it.type))
		return csc_garbled(csc, call->name, "token_type",
				   N_("is not what it should be"), err);
	*ret = (struct oauth_tokens){
		.access_token = it.access_token,
		.access_ends_at = csc_ends(now, it.expires_in),
		.refresh_token = *it.refresh_token ? it.refresh_token : NULL,
		.refresh_ends_at = it.refresh_expires_in == ABSENT ||
					   it.refresh_expires_in <= 0
				       ? INT64_MAX
				       : csc_ends(now, it.refresh_expires_in),
		.credential_id = *it.credential_id ? it.credential_id : NULL,
	};
	return OK;
}

/* The secret goes where the specification has it, in the body, unless the
 * server wants it in the header only. */
static void client_add(const struct csc *csc, const struct oauth_place *place,
		       struct form *form, struct csc_call *call)
{
	const struct csc_service *it = &csc->service;

	form_add(form, "client_id", it->client);
	if (!it->secret)
		return;
	if (place->secret_in_header) {
		call->user = it->client;
		call->password = it->secret;
	} else {
		form_add(form, "client_secret", it->secret);
	}
}

static const char token_name[] = "oauth2/token";

static enum status grant(struct csc *csc, struct arena *arena,
			 const struct oauth_place *place, struct form *form,
			 const char *secret, const char *other,
			 struct oauth_tokens *ret, struct error *err)
{
	struct csc_call call = { .name = token_name,
				 .url = place->token_url,
				 .is_form = true,
				 .is_grant = true,
				 .secrets = { secret, other } };

	client_add(csc, place, form, &call);
	call.body = form_text(form);
	return oauth_tokens_get(csc, arena, &call, ret, err);
}

enum status oauth_exchange(struct csc *csc, struct arena *arena,
			   const struct oauth_place *place, const char *code,
			   const struct oauth_request *request,
			   const struct oauth_proof *proof,
			   struct oauth_tokens *ret, struct error *err)
{
	struct form form;

	form_begin(&form, arena);
	form_add(&form, "grant_type", "authorization_code");
	form_add(&form, "code", code);
	form_add(&form, "redirect_uri", request->redirect_uri);
	form_add(&form, "code_verifier", proof->verifier);
	return grant(csc, arena, place, &form, code, proof->verifier, ret, err);
}

enum status oauth_client_credentials(struct csc *csc, struct arena *arena,
				     const struct oauth_place *place,
				     struct oauth_tokens *ret,
				     struct error *err)
{
	struct form form;

	form_begin(&form, arena);
	form_add(&form, "grant_type", "client_credentials");
	form_add(&form, "scope", "service");
	return grant(csc, arena, place, &form, NULL, NULL, ret, err);
}

enum status oauth_refresh(struct csc *csc, struct arena *arena,
			  const struct oauth_place *place,
			  const char *refresh_token, struct oauth_tokens *ret,
			  struct error *err)
{
	struct form form;

	form_begin(&form, arena);
	form_add(&form, "grant_type", "refresh_token");
	form_add(&form, "refresh_token", refresh_token);
	return grant(csc, arena, place, &form, refresh_token, NULL, ret, err);
}

static const char *hint_of(bool is_refresh)
{
	return is_refresh ? "refresh_token" : "access_token";
}

/* A token that is dead already is what was wanted. */
static enum status revoked(struct csc *csc, struct arena *arena,
			   const struct csc_call *call, struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct error why;
	enum status rc;
	int code;

	error_reset(&why);
	rc = csc_call(csc, arena, call, &json, &code, &why);
	/* that our own token is dead says nothing of the one to be revoked */
	if (rc == OK || (call->is_grant && error_has(&why, "access_refused")) ||
	    error_has(&why, "grant_refused") ||
	    (rc == REFUSED && strcasestr(csc->said, "parameter token")))
		return OK;
	return error_merge(err, &why);
}

enum status oauth_revoke(struct csc *csc, struct arena *arena,
			 const struct oauth_place *place, const char *token,
			 bool is_refresh, struct error *err)
{
	bool is_oauth = place && *place->revoke_url;
	struct csc_call call = {
		.name = is_oauth ? "oauth2/revoke" : "auth/revoke",
		.url = is_oauth ? place->revoke_url : NULL,
		.is_form = is_oauth,
		.is_grant = is_oauth,
		.is_idempotent = true,
		.is_bearing = !is_oauth,
		.may_be_empty = true,
		.secrets = { token },
	};
	struct json_text body;
	struct form form;

	if (is_oauth) {
		form_begin(&form, arena);
		form_add(&form, "token", token);
		form_add(&form, "token_type_hint", hint_of(is_refresh));
		client_add(csc, place, &form, &call);
		call.body = form_text(&form);
	} else {
		json_text_begin(&body, arena);
		json_text_text(&body, "token", token);
		json_text_text(&body, "token_type_hint", hint_of(is_refresh));
		call.body = json_text_end(&body);
	}
	return revoked(csc, arena, &call, err);
}

/* ---- user and password */

static const char login_name[] = "auth/login";

enum status csc_login(struct csc *csc, struct arena *arena,
		      struct oauth_tokens *ret, struct error *err)
{
	const struct csc_service *it = &csc->service;
	const struct csc_call call = { .name = login_name,
				       .body = "{\"rememberMe\":true}",
				       .user = it->client,
				       .password = it->secret };
	struct error why;
	enum status rc;

	if (text_is_empty(it->client) || !it->secret)
		return error_set(err, CONFIG, "login_missing", NULL,
				 "no user and password for this authority; "
				 "give them with: stash-ca edit");
	error_reset(&why);
	rc = oauth_tokens_get(csc, arena, &call, ret, &why);
	if (error_has(&why, "access_refused"))
		return error_set(err, REFUSED, "login_refused", NULL,
				 "user or password is wrong; mend them with: "
				 "stash-ca edit%s%s",
				 *csc->said ? ": " : "", csc->said);
	return rc == OK ? OK : error_merge(err, &why);
}

enum status csc_login_again(struct csc *csc, struct arena *arena,
			    const char *refresh_token, struct oauth_tokens *ret,
			    struct error *err)
{
	struct csc_call call = { .name = login_name,
				 .secrets = { refresh_token } };
	struct json_text body;

	json_text_begin(&body, arena);
	json_text_text(&body, "refresh_token", refresh_token);
	json_text_boolean(&body, "rememberMe", true);
	call.body = json_text_end(&body);
	return oauth_tokens_get(csc, arena, &call, ret, err);
}
