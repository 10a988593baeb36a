/* oauth_place - where the authorization server of a signing service listens */
#include "oauth_part.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

#define WELL_KNOWN "/.well-known/"
#define METADATA   "oauth-authorization-server"

/* RFC 8414, 2. */
struct metadata {
	const char *issuer, *authorize, *token, *revoke;
	struct texts methods;
};
static const struct csc_member members[] = {
	{ "issuer", CSC_MEMBER(struct metadata, issuer), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ "authorization_endpoint", CSC_MEMBER(struct metadata, authorize),
	  CSC_TEXT, LIMIT_TEXT_BYTES },
	{ "token_endpoint", CSC_MEMBER(struct metadata, token), CSC_TEXT,
	  LIMIT_TEXT_BYTES, true },
	{ "revocation_endpoint", CSC_MEMBER(struct metadata, revoke), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ "token_endpoint_auth_methods_supported",
	  CSC_MEMBER(struct metadata, methods), CSC_TEXTS, LIMIT_LIST_ITEMS },
	{ 0 }
};

static bool has_text(const struct texts *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i], text))
			return true;
	return false;
}

/* Endpoints that secrets are sent to in clear are none. */
static enum status endpoint_check(struct arena *arena, const char *url,
				  struct error *err)
{
	char *ignored;

	return *url ? csc_url_read(arena, url, &ignored, err) : OK;
}

static enum status metadata_get(struct csc *csc, struct arena *arena,
				const char *url, struct oauth_place *ret,
				struct error *err)
{
	const struct csc_call call = { .name = "the metadata of RFC 8414",
				       .url = url,
				       .is_idempotent = true };
	OWN(json) struct json *json = NULL;
	struct metadata it;
	enum status rc;
	int code;

	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK ||
	    (rc = csc_decode(csc, call.name, members, json, &it, arena, err)) !=
		OK ||
	    (rc = endpoint_check(arena, it.authorize, err)) != OK ||
	    (rc = endpoint_check(arena, it.token, err)) != OK ||
	    (rc = endpoint_check(arena, it.revoke, err)) != OK)
		return rc;
	*ret = (struct oauth_place){
		.authorize_url = it.authorize,
		.token_url = it.token,
		.revoke_url = it.revoke,
		.secret_in_header =
		    it.methods.count &&
		    !has_text(&it.methods, "client_secret_post"),
	};
	return OK;
}

/* https://host/a becomes https://host/.well-known/NAME/a (RFC 8414, 3.1);
 * what OpenID servers have is at the end. */
static const char *issuer_url(struct arena *arena, const char *issuer,
			      bool is_openid)
{
	const char *host = strstr(issuer, "//") + 2;
	const char *path = strchr(host, '/');
	size_t n = path ? (size_t)(path - issuer) : strlen(issuer);

	if (is_openid)
		return arena_printf(
		    arena, "%s" WELL_KNOWN "openid-configuration", issuer);
	return arena_printf(arena, "%.*s" WELL_KNOWN METADATA "%s", (int)n,
			    issuer, path ? path : "");
}

static enum status issuer_find(struct csc *csc, struct arena *arena,
			       const char *issuer, struct oauth_place *ret,
			       struct error *err)
{
	struct error why;
	char *url;
	enum status rc;

	if ((rc = csc_url_read(arena, issuer, &url, err)) != OK)
		return rc;
	error_reset(&why);
	rc = metadata_get(csc, arena, issuer_url(arena, url, false), ret, &why);
	if (rc == OK)
		return OK;
	/* who has nothing there may have it at OpenID's place */
	if (rc == REFUSED || error_has(&why, "authority_method"))
		return metadata_get(csc, arena, issuer_url(arena, url, true),
				    ret, err);
	return error_merge(err, &why);
}

/* The specification hangs fixed names from a base. */
static enum status base_find(struct arena *arena, const char *base,
			     struct oauth_place *ret, struct error *err)
{
	char *url;
	size_t n;
	enum status rc;

	if ((rc = csc_url_read(arena, base, &url, err)) != OK)
		return rc;
	/* some give the folder, some the folder in it */
	n = strlen(url);
	if (n > 7 && !strcmp(url + n - 7, "/oauth2"))
		url[n - 7] = '\0';
	*ret = (struct oauth_place){
		.authorize_url =
		    arena_printf(arena, "%s/oauth2/authorize", url),
		.token_url = arena_printf(arena, "%s/oauth2/token", url),
		.revoke_url = arena_printf(arena, "%s/oauth2/revoke", url),
	};
	return OK;
}

enum status oauth_find(struct csc *csc, struct arena *arena,
		       const struct csc_info *info, struct oauth_place *ret,
		       struct error *err)
{
	const char *url = csc->service.oauth_url;
	struct csc_info asked;
	enum status rc;

	if (url && strstr(url, WELL_KNOWN)) {
		rc = endpoint_check(arena, url, err);
		return rc == OK ? metadata_get(csc, arena, url, ret, err) : rc;
	}
	if (url && *url)
		return base_find(arena, url, ret, err);
	if (!info && (rc = csc_info(csc, arena, &asked, err)) != OK)
		return rc;
	info = info ? info : &asked;
	if (*info->oauth2)
		return base_find(arena, info->oauth2, ret, err);
	if (*info->oauth2_issuer)
		return issuer_find(csc, arena, info->oauth2_issuer, ret, err);
	for (size_t i = 0; i < info->oauth_server_count; i++) {
		const struct csc_oauth_server *it = &info->oauth_servers[i];

		if (*it->base_url)
			return base_find(arena, it->base_url, ret, err);
		if (*it->issuer)
			return issuer_find(csc, arena, it->issuer, ret, err);
	}
	return error_set(err, CONFIG, "authority_oauth_missing", "oauth_url",
			 "authority does not say where it authorizes; give "
			 "its OAuth URL with: stash-ca edit");
}
