/* oauth - a holder's consent, by his browser (RFC 6749, 4.1; RFC 7636) */
#include "oauth_part.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/base64.h>
#include <ipp/port/digest.h>
#include <ipp/port/form.h>
#include <ipp/port/random.h>

#define RANDOM_SIZE 32
#define URL_MAX	    ((size_t)8000)

enum status oauth_proof_make(struct oauth_proof *ret, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	unsigned char *bytes = arena_alloc(arena, 2 * RANDOM_SIZE);
	struct octets state = { bytes, RANDOM_SIZE };
	struct octets verifier = { bytes + RANDOM_SIZE, RANDOM_SIZE };
	enum status rc;

	if ((rc = random_bytes(bytes, 2 * RANDOM_SIZE, err)) != OK)
		return rc;
	memcpy(ret->state, base64_url_write(arena, state), OAUTH_STATE_SIZE);
	memcpy(ret->verifier, base64_url_write(arena, verifier),
	       OAUTH_VERIFIER_SIZE);
	return OK;
}

enum status oauth_challenge(const char *verifier, char ret[OAUTH_VERIFIER_SIZE],
			    struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	unsigned char digest[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(verifier, strlen(verifier), digest, err)) != OK)
		return rc;
	memcpy(ret,
	       base64_url_write(arena, (struct octets){ digest, DIGEST_SIZE }),
	       OAUTH_VERIFIER_SIZE);
	return OK;
}

/* base64url, and commas between: plain base64 would be taken apart there. */
static const char *hashes_text(struct arena *arena,
			       const struct oauth_request *request)
{
	size_t room = 1;
	char *ret, *to;

	for (size_t i = 0; i < request->hash_count; i++)
		room += (request->hashes[i].size + 2) / 3 * 4 + 1;
	ret = to = arena_alloc(arena, room);
	for (size_t i = 0; i < request->hash_count; i++) {
		const char *one = base64_url_write(arena, request->hashes[i]);

		if (i)
			*to++ = ',';
		to = stpcpy(to, one);
	}
	return request->hash_count ? ret : NULL;
}

static void credential_add(const struct csc *csc, struct form *form,
			   const struct oauth_request *request)
{
	bool is_v2 = csc->service.version == CSC_V2;
	struct arena *arena = form->arena;

	form_add(form, "credentialID", request->credential_id);
	form_add(form, "numSignatures",
		 arena_printf(arena, "%lld", (long long)request->signatures));
	form_add(form, is_v2 ? "hashes" : "hash", hashes_text(arena, request));
	if (is_v2 && request->hash_count)
		form_add(form, "hashAlgorithmOID", request->hash_algorithm);
	form_add(form, "description", request->description);
}

enum status oauth_authorization_url(const struct csc *csc, struct arena *arena,
				    const struct oauth_place *place,
				    const struct oauth_request *request,
				    const struct oauth_proof *proof, char **ret,
				    struct error *err)
{
	char challenge[OAUTH_VERIFIER_SIZE];
	struct form form;
	enum status rc;
	char *url;

	if (!*place->authorize_url)
		return error_set(err, CONFIG, "authority_oauth_missing",
				 "oauth_url",
				 "authority does not say where holders give "
				 "access; give its OAuth URL with: stash-ca "
				 "edit");
	if ((rc = oauth_challenge(proof->verifier, challenge, err)) != OK)
		return rc;
	form_begin(&form, arena);
	form_add(&form, "response_type", "code");
	form_add(&form, "client_id", csc->service.client);
	form_add(&form, "redirect_uri", request->redirect_uri);
	form_add(&form, "scope",
		 request->credential_id ? "credential" : "service");
	form_add(&form, "state", proof->state);
	form_add(&form, "code_challenge", challenge);
	form_add(&form, "code_challenge_method", "S256");
	form_add(&form, "lang", request->lang);
	if (request->credential_id)
		credential_add(csc, &form, request);
	url = arena_printf(arena, "%s%c%s", place->authorize_url,
			   strchr(place->authorize_url, '?') ? '&' : '?',
			   form_text(&form));
	if (strlen(url) > URL_MAX)
		return error_set(err, USAGE, "authorization_too_long", NULL,
				 "what is to be authorized does not fit into "
				 "an address of %zu bytes; take fewer files at "
				 "once",
				 URL_MAX);
	*ret = url;
	return OK;
}

/* ---- the way back */

static enum status unreadable(const char *why, struct error *err)
{
	return error_set(err, DATA, "redirect_unreadable", NULL,
			 "this is not where the authority sends back to (%s); "
			 "paste the whole address that the browser shows, or "
			 "run this again",
			 _(why));
}

/* Constant in time where both are as long as ours. */
static bool is_ours(const char *state, const struct oauth_proof *proof)
{
	return strlen(state) == OAUTH_STATE_SIZE - 1 &&
	       digest_equal(state, proof->state, OAUTH_STATE_SIZE - 1);
}

static enum status said_no(struct arena *arena, const char *query,
			   const char *error, struct error *err)
{
	const char *text = "";
	char clean[CSC_SAID_MAX + 1], name[CSC_SAID_MAX + 1];

	(void)form_find(arena, query, "error_description", LIMIT_TEXT_BYTES,
			&text); /* what cannot be read is not shown */
	csc_text_clean(text, NULL, 0, CSC_SAID_MAX, clean);
	csc_text_clean(error, NULL, 0, CSC_SAID_MAX, name);
	return error_set(err, REFUSED, "access_denied", NULL,
			 "holder or authority said no; ask them, and run this "
			 "again (%.60s)%s%s",
			 name, *clean ? ": " : "", clean);
}

/* A code that stands alone has no state to check: PKCE holds it to us. */
static bool is_code(const char *text)
{
	return *text && !strpbrk(text, " ?&#=%:/");
}

enum status oauth_redirect_read(struct arena *arena, const char *text,
				const struct oauth_proof *proof,
				bool may_be_code, const char **ret_code,
				struct error *err)
{
	const char *query, *value;
	enum form_found found;

	text += strspn(text, " \t\r\n");
	text = arena_text_n(arena, text, strcspn(text, " \t\r\n"));
	if (strlen(text) > CSC_TOKEN_MAX)
		return unreadable(N_("it is too long"), err);
	if (may_be_code && is_code(text)) {
		*ret_code = text;
		return OK;
	}
	query = strchr(text, '?');
	query = query ? query + 1 : text;
	found = form_find(arena, query, "state", LIMIT_TEXT_BYTES, &value);
	if (found != FORM_FOUND || !is_ours(value, proof))
		return error_set(err, DATA, "state_wrong", NULL,
				 "this answer of the authority is not to what "
				 "was asked now (state); run this again, and "
				 "open the address that it shows");
	found = form_find(arena, query, "error", LIMIT_TEXT_BYTES, &value);
	if (found == FORM_FOUND)
		return said_no(arena, query, value, err);
	found = form_find(arena, query, "code", CSC_TOKEN_MAX, &value);
	if (found != FORM_FOUND || !*value)
		return unreadable(N_("there is no code in it"), err);
	*ret_code = value;
	return OK;
}
