/* stash_access - talks with authorities, in the name of an access */
#ifndef IPP_ACT_STASH_ACCESS_H
#define IPP_ACT_STASH_ACCESS_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct arena;
struct csc;
struct desk;
struct remote_authority;
struct remote_certificate;

/* None of this is called in a transaction, and all of it outside threads. */

/* A conversation without an access token. What it needs lies in the arena,
 * which must outlive it. REFUSED `authority_not_active`; and as csc_open. */
enum status stash_talk_open(struct desk *desk, struct arena *arena,
			    const struct remote_authority *authority,
			    struct csc **ret, struct error *err);

/*
 * Gives the conversation an access token of the certificate's current grant
 * (certificate->grant_id) that is good for a minute at least: the one that is
 * kept, or another, by refresh token, client credentials, or password. What the
 * authority gives out is kept before it is used. Two that need another one at
 * the same time wait for each other, and get the same. That a refresh token
 * goes out is kept before it does; where its answer did not get here it goes
 * out once more, at once or by whoever needs it next.
 *   REFUSED  `access_none`, `access_ended`, `access_withdrawn` (the grant is
 *            marked so, where the authority says so), `access_lost`: the same
 *            after an answer that did not get here; `access_token_over`:
 *            the authority gave nothing to get another one with;
 *            `grant_replaced`: it was renewed meanwhile
 *   BUSY     `refresh_under_way`: another one takes too long
 * and errors of oauth.h.
 */
enum status stash_access_bear(struct desk *desk,
			      const struct remote_authority *authority,
			      const struct remote_certificate *certificate,
			      struct csc *csc, struct error *err);

/* The same after a call was answered with `access_refused`, though the token
 * should have been good: another one is got in any case. What the caller was
 * about may be tried once more then. */
enum status stash_access_again(struct desk *desk,
			       const struct remote_authority *authority,
			       const struct remote_certificate *certificate,
			       struct csc *csc, struct error *err);

/* Keeps what an authority refused, or that it did, in its own words, for
 * those who look at the certificate; in a transaction of its own. */
enum status stash_trouble(struct desk *desk,
			  const struct remote_certificate *certificate,
			  const struct csc *csc, const struct error *why,
			  struct error *err);

#endif
