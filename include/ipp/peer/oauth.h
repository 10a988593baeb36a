/* oauth - access to a remote signing service (RFC 6749, RFC 7636, RFC 8252) */
#ifndef IPP_PEER_OAUTH_H
#define IPP_PEER_OAUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/peer/csc.h>

/* The client, its secret and the time-outs are those of the conversation
 * (struct csc_service); errors are those of csc.h, and
 *   REFUSED  `grant_refused`: invalid_grant: the code or refresh token is used
 *            up, over, or withdrawn; `client_refused`: invalid_client,
 *            unauthorized_client; `access_denied`: the holder said no
 *   DATA     `state_wrong`: the answer is not to this request
 */

/* Where the authorization server listens. Texts are in the arena. */
struct oauth_place {
	const char *authorize_url, *token_url;
	const char *revoke_url; /* "": it has none */
	bool secret_in_header;	/* it wants the secret by Basic only */
};

/* By the configured URL, else by what info says (NULL: it is asked):
 * `oauth2`, the metadata of
 * `oauth2Issuer` (RFC 8414), or the first of `oauth2Servers`. A configured URL
 * that ends with `/.well-known/...` is that of metadata. CONFIG
 * `authority_oauth_missing`. */
enum status oauth_find(struct csc *csc, struct arena *arena,
		       const struct csc_info *info, struct oauth_place *ret,
		       struct error *err);

/* ---- authorization code with PKCE */

#define OAUTH_STATE_SIZE    44 /* with the NUL; 256 bits, base64url */
#define OAUTH_VERIFIER_SIZE 44

/* What must be kept between the request and its answer; a secret. */
struct oauth_proof {
	char state[OAUTH_STATE_SIZE];
	char verifier[OAUTH_VERIFIER_SIZE];
};
enum status oauth_proof_make(struct oauth_proof *ret, struct error *err);

/* BASE64URL(SHA256(verifier)) (RFC 7636, 4.2). */
enum status oauth_challenge(const char *verifier, char ret[OAUTH_VERIFIER_SIZE],
			    struct error *err);

struct oauth_request {
	const char *redirect_uri;
	/* NULL: scope service; else scope credential, and for it: */
	const char *credential_id;
	int64_t signatures;
	const struct octets *hashes; /* raw; needed for SCAL 2 */
	size_t hash_count;
	const char *hash_algorithm; /* OID; for v2 */
	const char *description;    /* for the holder, or NULL */
	const char *lang;	    /* RFC 5646, or NULL */
};

/* The URL that the holder opens (8.3.2; hashes in base64url). USAGE
 * `authorization_too_long` above 8000 bytes: fewer hashes. */
enum status oauth_authorization_url(const struct csc *csc, struct arena *arena,
				    const struct oauth_place *place,
				    const struct oauth_request *request,
				    const struct oauth_proof *proof, char **ret,
				    struct error *err);

/* Reads where the holder was sent back to: a whole URL, what stands in it
 * behind the question mark, or (typed by hand, where `may_be_code`) the code
 * alone. The state is compared in constant time. DATA `state_wrong`,
 * `redirect_unreadable`; REFUSED `access_denied` and what the server says. */
enum status oauth_redirect_read(struct arena *arena, const char *text,
				const struct oauth_proof *proof,
				bool may_be_code, const char **ret_code,
				struct error *err);

/* ---- tokens */

/* Secrets. */
struct oauth_tokens {
	const char *access_token;
	int64_t access_ends_at;	   /* as told, else in 3600 seconds */
	const char *refresh_token; /* NULL: none came */
	int64_t refresh_ends_at;   /* INT64_MAX: not told */
	const char *credential_id; /* that the holder chose, or NULL */
};

/* Makes a code a token. For scope credential the token is what csc_sign_hash
 * takes as SAD in v1; in v2 it goes into csc_bear. */
enum status oauth_exchange(struct csc *csc, struct arena *arena,
			   const struct oauth_place *place, const char *code,
			   const struct oauth_request *request,
			   const struct oauth_proof *proof,
			   struct oauth_tokens *ret, struct error *err);

/* Client credentials (RFC 6749, 4.4), scope service. */
enum status oauth_client_credentials(struct csc *csc, struct arena *arena,
				     const struct oauth_place *place,
				     struct oauth_tokens *ret,
				     struct error *err);

/* Another access token (RFC 6749, 6). If `ret` has a refresh token, the old
 * one may be dead already: it must be kept at once. What is told of a call that
 * was cut off is csc_outcome: after CSC_UNKNOWN the old one may be dead, too.
 */
enum status oauth_refresh(struct csc *csc, struct arena *arena,
			  const struct oauth_place *place,
			  const char *refresh_token, struct oauth_tokens *ret,
			  struct error *err);

/* RFC 7009; a token that is not known there is fine. With a revoke_url of "",
 * the service's own auth/revoke (11.3), for which csc_bear must have been
 * called. */
enum status oauth_revoke(struct csc *csc, struct arena *arena,
			 const struct oauth_place *place, const char *token,
			 bool is_refresh, struct error *err);

/* ---- user and password (11.2) */

/* auth/login with `client` and `secret`. */
enum status csc_login(struct csc *csc, struct arena *arena,
		      struct oauth_tokens *ret, struct error *err);
/* auth/login with the refresh token of the one before. */
enum status csc_login_again(struct csc *csc, struct arena *arena,
			    const char *refresh_token, struct oauth_tokens *ret,
			    struct error *err);

#endif
