/* stash_access - access tokens: kept, got again, given up */
#include <ipp/act/stash_access.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/peer/oauth.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/remote_grant.h>
#include <ipp/store/remote_lock.h>
#include <ipp/store/store.h>

#include "stash_part.h"

#define LOCK_SECONDS   60
#define MARGIN_SECONDS 60

/* An access that needs a token. */
struct access {
	struct desk *desk;
	const struct remote_authority *authority;
	const struct remote_certificate *certificate;
	struct csc *csc;
	struct arena *arena;
	struct remote_grant grant;
	struct remote_tokens tokens;
	struct oauth_tokens fresh;
	bool is_unsure; /* whether the refresh token is still the one */
};

enum status stash_talk_open(struct desk *desk, struct arena *arena,
			    const struct remote_authority *authority,
			    struct csc **ret, struct error *err)
{
	struct csc_service service = {
		.version = (enum csc_version)authority->type,
		.base_url = arena_text(arena, authority->base_url),
		.oauth_url = arena_text(arena, authority->oauth_url),
		.client = arena_text(arena, authority->oauth_client),
		.tls_ca = arena_text(arena, authority->tls_ca),
		.now = desk->now,
		.clock_stands = desk->clock_stands,
	};
	enum status rc;

	if (authority->status != REMOTE_ACTIVE)
		return error_set(err, REFUSED, "authority_not_active",
				 "authority",
				 "authority \"%.64s\" is suspended; make it "
				 "active with: stash-ca edit",
				 authority->authority);
	if ((rc = remote_authority_secret(desk->store, authority, arena,
					  &service.secret, err)) != OK)
		return rc;
	return csc_open(&service, ret, err);
}

/* ---- what is in the store */

static enum status refused(const struct access *it, const char *code,
			   const char *what, struct error *err)
{
	return error_set(err, REFUSED, code, "alias",
			 "access to \"%.64s\": %s; renew it with: stash-cert "
			 "renew",
			 it->certificate->alias, _(what));
}

/* The grant as it is now, others may have renewed it. */
static enum status grant_load(struct access *it, struct error *err)
{
	const struct remote_certificate *certificate = it->certificate;
	struct store *store = it->desk->store;
	enum status rc;
	bool found;

	if ((rc = remote_grant_current(store, certificate->certificate_id,
				       it->arena, &it->grant, &found, err)) !=
	    OK)
		return rc;
	if (!found)
		return refused(it, "access_none", N_("it was never granted"),
			       err);
	if (it->grant.grant_id != certificate->grant_id)
		return error_set(err, REFUSED, "grant_replaced", "alias",
				 "access to \"%.64s\" was renewed meanwhile; "
				 "do it again",
				 certificate->alias);
	if (it->grant.withdrawn_at != ABSENT)
		return it->grant.refresh_asked_at != ABSENT
			   ? refused(it, "access_lost",
				     N_("it is lost, an answer of the "
					"authority did not get here"),
				     err)
			   : refused(it, "access_withdrawn",
				     N_("it was withdrawn"), err);
	if (it->grant.access_ends_at <= it->desk->now)
		return refused(it, "access_ended", N_("it has ended"), err);
	return remote_tokens_load(store, it->grant.grant_id, it->arena,
				  &it->tokens, err);
}

/* What came is kept at once: the refresh token before it may be the only one
 * that is known, and dead. */
static enum status fresh_keep(struct access *it, struct error *err)
{
	const struct remote_tokens tokens = {
		.access_token = it->fresh.access_token,
		.access_token_ends_at = it->fresh.access_ends_at,
		.refresh_token = it->fresh.refresh_token,
	};
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(it->desk->store, &tx, err)) != OK ||
	    (rc = remote_tokens_save(it->desk->store, it->grant.grant_id,
				     &tokens, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

/* Before the refresh token goes out: whoever is killed, or finds the store full,
 * leaves behind that nobody knows what became of it. */
static enum status asked_keep(struct access *it, int64_t asked_at,
			      struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(it->desk->store, &tx, err)) != OK ||
	    (rc = remote_refresh_mark(it->desk->store, it->grant.grant_id,
				      asked_at, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static const char *words_of(const struct csc *csc, const struct error *why)
{
	const struct csc_outcome *outcome = csc_outcome(csc);

	return *outcome->description ? outcome->description
	       : *outcome->error     ? outcome->error
				     : why->mistakes[0].text;
}

/* The authority takes back what it gave; or does not know what it gave last,
 * where that did not get here. */
static enum status withdraw(struct access *it, const struct error *why,
			    struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct desk *desk = it->desk;
	const char *words = words_of(it->csc, why);
	struct json *detail;
	enum status rc;
	bool changed;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (!it->is_unsure &&
	     (rc = remote_refresh_mark(desk->store, it->grant.grant_id, ABSENT,
				       err)) != OK) ||
	    (rc = remote_grant_withdraw(desk->store, it->grant.grant_id,
					desk->now, words, &changed, err)) != OK)
		return rc;
	if (changed) {
		detail = json_object_new();
		json_set_text(detail, "reason", words);
		if ((rc = stash_journal(desk,
					it->is_unsure
					    ? "remote_access_lost"
					    : "remote_access_withdrawn",
					it->certificate, detail, err)) != OK)
			return rc;
	}
	return tx_commit(&tx, err);
}

/* ---- from the authority */

/* It takes no token of this access any more. */
static bool is_over(const struct error *why)
{
	return error_has(why, "grant_refused") ||
	       error_has(why, "access_refused");
}

static enum status refresh(struct access *it, const struct oauth_place *place,
			   struct error *err)
{
	enum status rc =
	    oauth_refresh(it->csc, it->arena, place, it->tokens.refresh_token,
			  &it->fresh, err);

	if (rc != OK && csc_outcome(it->csc)->certainty == CSC_UNKNOWN)
		it->is_unsure = true;
	return rc;
}

/* An answer that was cut off, now or before, costs the refresh token where each
 * is good for one. Many authorities take it once more for a while, so it is
 * tried again, once; where another use of it ends the access (RFC 9700, 4.14.2)
 * nothing is lost by that: what nobody has is of use to nobody. */
static enum status refresh_carefully(struct access *it,
				     const struct oauth_place *place,
				     struct error *err)
{
	bool was_unsure = it->grant.refresh_asked_at != ABSENT;
	struct error why, ignored;
	enum status rc;

	it->is_unsure = was_unsure;
	if ((rc = asked_keep(it,
			     was_unsure ? it->grant.refresh_asked_at
					: csc_now(it->csc),
			     err)) != OK)
		return rc;
	error_reset(&why);
	if ((rc = refresh(it, place, &why)) == OK)
		return OK;
	if (!was_unsure && it->is_unsure && rc != BUSY) {
		error_reset(&why);
		rc = refresh(it, place, &why);
	}
	if (rc == OK)
		return OK;
	error_reset(&ignored); /* it is unsure without need then */
	if (!it->is_unsure && !is_over(&why))
		(void)asked_keep(it, ABSENT, &ignored);
	return error_merge(err, &why);
}

static enum status fresh_by_code(struct access *it, struct error *err)
{
	struct oauth_place place;
	enum status rc;

	if (!it->tokens.refresh_token)
		return refused(it, "access_token_over",
			       N_("the authority gave nothing to go on with"),
			       err);
	if ((rc = oauth_find(it->csc, it->arena, NULL, &place, err)) != OK)
		return rc;
	return refresh_carefully(it, &place, err);
}

static enum status fresh_by_client(struct access *it, struct error *err)
{
	struct oauth_place place;
	enum status rc = oauth_find(it->csc, it->arena, NULL, &place, err);

	return rc == OK ? oauth_client_credentials(it->csc, it->arena, &place,
						   &it->fresh, err)
			: rc;
}

/* A refresh token that is over is no matter where the password is at hand. */
static enum status fresh_by_password(struct access *it, struct error *err)
{
	struct error why;

	error_reset(&why);
	if (it->tokens.refresh_token &&
	    csc_login_again(it->csc, it->arena, it->tokens.refresh_token,
			    &it->fresh, &why) == OK)
		return OK;
	return csc_login(it->csc, it->arena, &it->fresh, err);
}

static enum status fresh_get(struct access *it, struct error *err)
{
	static enum status (*const ways[])(struct access *, struct error *) = {
		[REMOTE_AUTHORIZATION_CODE] = fresh_by_code,
		[REMOTE_CLIENT_CREDENTIALS] = fresh_by_client,
		[REMOTE_BASIC] = fresh_by_password,
	};
	struct error why;
	enum status rc;

	error_reset(&why);
	csc_bear(it->csc, NULL);
	rc = ways[it->authority->authentication](it, &why);
	if (rc == OK)
		return fresh_keep(it, err);
	if (!is_over(&why))
		return error_merge(err, &why);
	if ((rc = withdraw(it, &why, err)) != OK)
		return rc;
	if (it->is_unsure)
		return error_set(
		    err, REFUSED, "access_lost", "alias",
		    "access to \"%.64s\" is lost: an answer with new tokens "
		    "did not get here, and the authority does not take the old "
		    "ones any more; renew it with: stash-cert renew (%s)",
		    it->certificate->alias, words_of(it->csc, &why));
	return error_set(err, REFUSED, "access_withdrawn", "alias",
			 "authority does not take the access to \"%.64s\" any "
			 "more; renew it with: stash-cert renew (%s)",
			 it->certificate->alias, words_of(it->csc, &why));
}

/* Whether the kept token will do; that was refused is none. */
static bool kept_bear(struct access *it, bool was_refused)
{
	if (!it->tokens.access_token ||
	    it->tokens.access_token_ends_at <=
		csc_now(it->csc) + MARGIN_SECONDS ||
	    (was_refused && csc_bears(it->csc, it->tokens.access_token)))
		return false;
	csc_bear(it->csc, it->tokens.access_token);
	return true;
}

static enum status bear(struct access *it, bool was_refused, struct error *err)
{
	OWN(descriptor) int lock = -1;
	enum status rc;

	if ((rc = grant_load(it, err)) != OK || kept_bear(it, was_refused))
		return rc;
	/* whoever had the lock before may have got one meanwhile */
	if ((rc = remote_lock(it->desk->store, it->grant.grant_id, LOCK_SECONDS,
			      &lock, err)) != OK ||
	    (rc = grant_load(it, err)) != OK)
		return rc;
	if (kept_bear(it, was_refused))
		return OK;
	if ((rc = fresh_get(it, err)) == OK)
		csc_bear(it->csc, it->fresh.access_token);
	return rc;
}

enum status stash_access_bear(struct desk *desk,
			      const struct remote_authority *authority,
			      const struct remote_certificate *certificate,
			      struct csc *csc, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct access it = { desk, authority, certificate, csc, arena };

	return bear(&it, false, err);
}

enum status stash_access_again(struct desk *desk,
			       const struct remote_authority *authority,
			       const struct remote_certificate *certificate,
			       struct csc *csc, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct access it = { desk, authority, certificate, csc, arena };

	return bear(&it, true, err);
}

enum status stash_trouble(struct desk *desk,
			  const struct remote_certificate *certificate,
			  const struct csc *csc, const struct error *why,
			  struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(tx) struct tx *tx = NULL;
	struct remote_certificate it;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = remote_certificate_load(desk->store, certificate->client_id,
					  certificate->certificate_id,
					  desk->now, arena, &it, err)) != OK)
		return rc;
	it.trouble = words_of(csc, why);
	it.trouble_at = desk->now;
	if ((rc = remote_certificate_save(desk->store, &it, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}
