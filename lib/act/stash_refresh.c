/* stash_refresh - what an authority says of a certificate, read again; and
 * certificates given up */
#include "stash_work.h"

#include <ipp/act/stash_access.h>
#include <ipp/act/stash_certificate.h>
#include <ipp/base/memory.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>

#include "stash_part.h"

#define REMOVED "removed here"

/* ---- read again */

/* With a token that the authority has taken back meanwhile, another one is got,
 * once. */
static enum status read_again(struct desk *desk, struct stash_work *work,
			      struct error *err)
{
	const char *id = work->certificate.credential_id;
	struct error why;
	enum status rc;

	if ((rc = stash_access_bear(desk, &work->authority, &work->certificate,
				    work->csc, err)) != OK)
		return rc;
	error_reset(&why);
	rc = stash_candidate_read(desk, work->csc, id, &work->candidate, &why);
	if (rc == OK || !error_has(&why, "access_refused"))
		return rc == OK ? OK : error_merge(err, &why);
	if ((rc = stash_access_again(desk, &work->authority, &work->certificate,
				     work->csc, err)) != OK)
		return rc;
	return stash_candidate_read(desk, work->csc, id, &work->candidate, err);
}

/* That nobody was reached is no trouble of the certificate. */
static enum status trouble_keep(struct desk *desk, struct stash_work *work,
				struct error *why, struct error *err)
{
	struct error failed;

	error_reset(&failed);
	if ((why->status == REFUSED || why->status == DATA) &&
	    stash_trouble(desk, &work->certificate, work->csc, why, &failed) !=
		OK)
		(void)error_merge(why, &failed);
	return error_merge(err, why);
}

enum status stash_refresh_talk(struct desk *desk, const char *alias,
			       struct stash_work **ret, struct error *err)
{
	struct stash_work *work = arena_alloc(desk->arena, sizeof *work);
	struct error why;
	enum status rc;

	work->alias = alias;
	work->is_rehearsed = desk->dry_run;
	*ret = work;
	if ((rc = stash_work_load(desk, work, err)) != OK || work->is_rehearsed)
		return rc;
	if ((rc = stash_talk_open(desk, desk->arena, &work->authority,
				  &work->csc, err)) != OK)
		return rc;
	error_reset(&why);
	if (read_again(desk, work, &why) != OK)
		rc = trouble_keep(desk, work, &why, err);
	csc_close(TAKE(work->csc));
	return rc;
}

static enum status candidate_keep(struct desk *desk, struct stash_work *work,
				  struct remote_certificate *row,
				  struct error *err)
{
	const struct csc_credential *it = &work->candidate.credential;
	int64_t status = row->certificate_status, key = row->key_status;
	struct json *detail;
	enum status rc;

	stash_candidate_fill(desk, &work->candidate, row);
	if ((rc = remote_certificate_save(desk->store, row, err)) != OK ||
	    (rc = remote_chain_save(desk->store, row->certificate_id,
				    it->chain[0], it->chain + 1,
				    it->chain_count - 1, err)) != OK ||
	    (status == row->certificate_status && key == row->key_status))
		return rc;
	detail = json_object_new();
	json_set_text(
	    detail, "certificate_status",
	    remote_certificate_status_words[row->certificate_status].name);
	json_set_text(detail, "key_status",
		      remote_key_status_words[row->key_status].name);
	return stash_journal(desk, "remote_certificate_refreshed", row, detail,
			     err);
}

enum status stash_refresh(struct desk *desk, struct stash_work *work,
			  struct remote_certificate *ret, struct error *err)
{
	struct remote_certificate row;
	enum status rc;

	if ((rc = remote_certificate_load(
		 desk->store, work->certificate.client_id,
		 work->certificate.certificate_id, desk->now, desk->arena, &row,
		 err)) != OK ||
	    (!work->is_rehearsed &&
	     (rc = candidate_keep(desk, work, &row, err)) != OK))
		return rc;
	return stash_certificate_show(desk, row.alias, ret, err);
}

/* ---- given up */

static enum status token_revoke(struct desk *desk, struct csc *csc,
				const struct oauth_place *place,
				const char *token, bool is_refresh,
				struct error *err)
{
	return token ? oauth_revoke(csc, desk->arena, place, token, is_refresh,
				    err)
		     : OK;
}

/* By a token of its own, which is given up, too: the one of the access may be
 * over, and then nobody listens to it. */
static enum status revoke_by_password(struct desk *desk, struct csc *csc,
				      const struct remote_tokens *tokens,
				      struct error *err)
{
	const struct oauth_place none = { .revoke_url = "" };
	struct oauth_tokens own;
	enum status rc;

	if ((rc = csc_login(csc, desk->arena, &own, err)) != OK)
		return rc;
	csc_bear(csc, own.access_token);
	if ((rc = token_revoke(desk, csc, &none, tokens->refresh_token, true,
			       err)) != OK ||
	    (rc = token_revoke(desk, csc, &none, tokens->access_token, false,
			       err)) != OK ||
	    (rc = token_revoke(desk, csc, &none, own.refresh_token, true,
			       err)) != OK)
		return rc;
	/* a refresh token takes its access tokens along */
	return own.refresh_token ? OK
				 : token_revoke(desk, csc, &none,
						own.access_token, false, err);
}

enum status stash_revoke(struct desk *desk, struct csc *csc,
			 const struct remote_authority *authority,
			 const struct remote_tokens *tokens, struct error *err)
{
	struct oauth_place place;
	enum status rc;

	if (authority->authentication == REMOTE_BASIC)
		return revoke_by_password(desk, csc, tokens, err);
	csc_bear(csc, tokens->access_token);
	if ((rc = oauth_find(csc, desk->arena, NULL, &place, err)) != OK ||
	    (rc = token_revoke(desk, csc, &place, tokens->refresh_token, true,
			       err)) != OK)
		return rc;
	return token_revoke(desk, csc, &place, tokens->access_token, false,
			    err);
}

static enum status revoke(struct desk *desk, struct stash_work *work,
			  struct error *err)
{
	enum status rc;

	if (work->certificate.grant_id == ABSENT)
		return OK;
	if ((rc = remote_tokens_load(desk->store, work->certificate.grant_id,
				     desk->arena, &work->before, err)) != OK ||
	    (!work->before.access_token && !work->before.refresh_token))
		return rc;
	if ((rc = stash_talk_open(desk, desk->arena, &work->authority,
				  &work->csc, err)) != OK)
		return rc;
	rc =
	    stash_revoke(desk, work->csc, &work->authority, &work->before, err);
	csc_close(TAKE(work->csc));
	return rc;
}

enum status stash_remove_talk(struct desk *desk, const char *alias, bool force,
			      struct stash_work **ret, struct error *err)
{
	struct stash_work *work = arena_alloc(desk->arena, sizeof *work);
	struct error why;
	enum status rc;

	work->alias = alias;
	work->is_rehearsed = desk->dry_run;
	*ret = work;
	if ((rc = stash_work_load(desk, work, err)) != OK || work->is_rehearsed)
		return rc;
	error_reset(&why);
	if (revoke(desk, work, &why) == OK || force)
		return OK;
	(void)error_add(&why, why.status, "access_not_revoked", "alias",
			"the authority still has the access to \"%.64s\"; try "
			"again later, or give it up with --force",
			work->certificate.alias);
	return error_merge(err, &why);
}

enum status stash_remove(struct desk *desk, struct stash_work *work,
			 struct remote_certificate *ret, struct error *err)
{
	struct remote_certificate row;
	enum status rc;
	bool changed;

	if ((rc = remote_certificate_load(
		 desk->store, work->certificate.client_id,
		 work->certificate.certificate_id, desk->now, desk->arena, &row,
		 err)) != OK ||
	    (row.grant_id != ABSENT &&
	     (rc = remote_grant_withdraw(desk->store, row.grant_id, desk->now,
					 REMOVED, &changed, err)) != OK))
		return rc;
	row.removed_at = desk->now;
	if ((rc = remote_certificate_save(desk->store, &row, err)) != OK ||
	    (rc = stash_journal(desk, "remote_certificate_removed", &row, NULL,
				err)) != OK)
		return rc;
	*ret = row;
	return OK;
}
