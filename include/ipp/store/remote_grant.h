/* remote_grant - access to remote certificates, in the store */
#ifndef IPP_STORE_REMOTE_GRANT_H
#define IPP_STORE_REMOTE_GRANT_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct remote_grant;
struct remote_signing;
struct store;

/* What the authority gave out; NULL and ABSENT where it gave none. Never
 * printed, and kept sealed. */
struct remote_tokens {
	const char *access_token;
	int64_t access_token_ends_at;
	const char *refresh_token;
};

/* A new grant, which takes the place of the current one; the tokens of that
 * are forgotten. Counting begins anew. From certificate_id, client_id,
 * granted_at, granted_by, access_days, holder_ends_at, certificate_ends_at and
 * signature_limit it sets all that follows, and grant_id. Errors of
 * remote_grant_limit. */
enum status remote_grant_insert(struct store *store, struct remote_grant *it,
				const struct remote_tokens *tokens,
				struct error *err);

/* The current grant of a certificate; *found is false if there is none. Texts
 * in the arena. */
enum status remote_grant_current(struct store *store, int64_t certificate_id,
				 struct arena *arena, struct remote_grant *ret,
				 bool *found, struct error *err);

/* Calls `each` for all grants of a certificate, the newest first; what it gets
 * lives as long as the arena. */
enum status remote_grant_each(struct store *store, int64_t certificate_id,
			      struct arena *arena,
			      enum status (*each)(void *context,
						  const struct remote_grant *it,
						  struct error *err),
			      void *context, struct error *err);

/* Keeps tokens in place of those before: a new access token, and a new refresh
 * token if there came one (NULL: the one before stays). Nothing is asked for
 * any more then. Of a grant that is over or replaced nothing is kept. */
enum status remote_tokens_save(struct store *store, int64_t grant_id,
			       const struct remote_tokens *tokens,
			       struct error *err);
/* In the arena, which wipes them. CONFIG `store_damaged`. */
enum status remote_tokens_load(struct store *store, int64_t grant_id,
			       struct arena *arena, struct remote_tokens *ret,
			       struct error *err);

/* That others are asked for in exchange for the refresh token, before it goes
 * out: from then on until tokens are kept nobody knows whether it is still good
 * (RFC 9700, 4.14.2). ABSENT: it is known to be. */
enum status remote_refresh_mark(struct store *store, int64_t grant_id,
				int64_t asked_at, struct error *err);

/* It is over: refused by the authority, or given up. Its tokens are forgotten.
 * `reason` is kept as it is, up to 1000 characters. Where the mark is set it is
 * lost rather than withdrawn. *changed is false if it was over already. */
enum status remote_grant_withdraw(struct store *store, int64_t grant_id,
				  int64_t now, const char *reason,
				  bool *changed, struct error *err);

/* Calls `each` for the last `limit` calls for signatures with a certificate,
 * the newest first; what it gets lives as long as the arena. */
enum status remote_signing_each(
    struct store *store, int64_t certificate_id, int64_t limit,
    struct arena *arena,
    enum status (*each)(void *context, const struct remote_signing *it,
			struct error *err),
    void *context, struct error *err);

#endif
