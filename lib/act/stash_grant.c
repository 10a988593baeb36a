/* stash_grant - remote certificates registered, and their access renewed */
#include "stash_work.h"

#include <ipp/act/stash_access.h>
#include <ipp/act/stash_certificate.h>
#include <ipp/act/stash_consent.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_grant.h>
#include <ipp/model/remote_options.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>

#include "stash_part.h"

static enum status options_check(const struct desk *desk,
				 const struct remote_options *options,
				 struct error *err)
{
	enum status rc = OK;

	if (options->until != ABSENT && options->until <= desk->now)
		rc = error_add(err, REFUSED, "access_over_before", "until",
			       "that time is over already; give a later one");

	if (options->signatures != ABSENT && options->signatures < 1)
		rc = error_add(err, USAGE, "limit", "signatures",
			       "a limit of signatures is 1 or more; give "
			       "another");
	if (options->consent.wait != ABSENT &&
	    (options->consent.wait < 1 || options->consent.wait > 86400))
		rc = error_add(err, USAGE, "limit", "wait",
			       "the time for a consent is 1 to 86400 seconds; "
			       "give another");
	return rc;
}

static struct stash_work *work_new(struct desk *desk, const char *alias,
				   const struct remote_options *options,
				   const struct stash_holder *holder)
{
	struct stash_work *work = arena_alloc(desk->arena, sizeof *work);

	work->alias = alias;
	work->options = options;
	work->holder = holder;
	work->is_rehearsed = desk->dry_run;
	return work;
}

/* ---- the first time */

struct search {
	struct desk *desk;
	struct remote_authority *ret;
	size_t count;
};

static enum status authority_count(void *context,
				   const struct remote_authority *it,
				   struct error *err)
{
	struct search *search = context;

	search->count++;
	return remote_authority_load(search->desk->store, it->client_id,
				     it->authority_id, search->desk->arena,
				     search->ret, err);
}

/* The one that is named, or the only one that is active. */
static enum status authority_find(struct desk *desk, const char *name,
				  struct remote_authority *ret,
				  struct error *err)
{
	struct search search = { desk, ret, 0 };
	struct remote_authority_search active;
	int64_t client_id = desk->session->client_id;
	enum status rc;

	if (name)
		return remote_authority_find(desk->store, client_id, name,
					     desk->arena, ret, err);
	record_clear(&remote_authority_search_record, &active);
	active.status = REMOTE_ACTIVE;
	if ((rc = remote_authority_each(desk->store, client_id, &active,
					authority_count, &search, err)) != OK)
		return rc;
	if (search.count == 1)
		return OK;
	if (search.count > 1)
		return error_set(err, DATA, "authority_ambiguous", "authority",
				 "there are several authorities; name one with "
				 "--authority");
	return error_set(err, DATA, "authority_ambiguous", "authority",
			 "there is no authority; add one with: stash-ca add");
}

static enum status new_alias_check(const struct remote_certificate *in,
				   struct error *err)
{
	if (!in->new_alias)
		return OK;
	return error_set(err, USAGE, "new_alias_misplaced", "new_alias",
			 "what is registered gets its alias at once; leave out "
			 "--new-alias");
}

static enum status alias_free(struct desk *desk, const char *alias,
			      struct error *err)
{
	struct remote_certificate found;
	struct error why;

	if (!alias)
		return error_set(err, DATA, "missing", "alias",
				 "no alias is given; give one");
	error_reset(&why);
	if (stash_find(desk, alias, &found, &why) == OK)
		return error_set(err, REFUSED, "duplicate", "alias",
				 "there is a certificate \"%.64s\"; give "
				 "another alias, or renew it with: stash-cert "
				 "renew",
				 found.alias);
	return error_has(&why, "remote_certificate_unknown")
		   ? OK
		   : error_merge(err, &why);
}

/* Before the holder is asked for a PIN. */
static enum status credential_free(struct desk *desk,
				   const struct stash_work *work,
				   struct error *err)
{
	const char *id = work->candidate.credential.id, *alias = NULL;
	enum status rc = remote_credential_find(desk->store,
						work->authority.authority_id,
						id, desk->arena, &alias, err);

	if (rc != OK || !alias)
		return rc;
	return error_set(err, REFUSED, "credential_registered", "credential",
			 "certificate \"%.64s\" is registered as \"%.64s\"; "
			 "renew it with: stash-cert renew",
			 id, alias);
}

static enum status add_run(struct desk *desk, struct stash_work *work,
			   struct error *err)
{
	enum status rc;

	if ((rc = stash_enter(desk, work, err)) != OK ||
	    (rc = stash_candidate_choose(desk, work, err)) != OK ||
	    (rc = credential_free(desk, work, err)) != OK)
		return rc;
	return stash_prove(desk->arena, work->csc, &work->candidate.credential,
			   work->holder, err);
}

enum status stash_add_talk(struct desk *desk,
			   const struct remote_certificate *in,
			   const struct remote_options *options,
			   const struct stash_holder *holder,
			   struct stash_work **ret, struct error *err)
{
	struct stash_work *work = work_new(desk, in->alias, options, holder);
	enum status rc;

	work->in = in;
	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK ||
	    (rc = options_check(desk, options, err)) != OK ||
	    (rc = new_alias_check(in, err)) != OK ||
	    (rc = alias_free(desk, in->alias, err)) != OK ||
	    (rc = authority_find(desk, options->authority, &work->authority,
				 err)) != OK ||
	    (rc = stash_talk_open(desk, desk->arena, &work->authority,
				  &work->csc, err)) != OK)
		return rc;
	if (!work->is_rehearsed)
		rc = add_run(desk, work, err);
	*ret = work;
	csc_close(TAKE(work->csc));
	return rc;
}

/* What the operator says of it beside its names goes the way of an edit. */
static enum status shown(struct desk *desk, const struct remote_certificate *in,
			 struct remote_certificate *ret, struct error *err)
{
	struct remote_certificate more;

	record_clear(&remote_certificate_record, &more);
	more.alias = in->alias;
	more.status = in->status;
	more.muted_until = in->muted_until;
	more.notify = in->notify;
	if (more.status == ABSENT && more.muted_until == ABSENT &&
	    !more.notify.count)
		return stash_certificate_show(desk, in->alias, ret, err);
	return stash_certificate_edit(desk, &more, ret, err);
}

enum status stash_add(struct desk *desk, struct stash_work *work,
		      struct remote_certificate *ret, struct error *err)
{
	const struct remote_certificate *in = work->in;
	struct remote_certificate row;
	enum status rc;

	record_clear(&remote_certificate_record, &row);
	row.client_id = desk->session->client_id;
	row.alias = in->alias;
	row.wallet = in->wallet;
	row.description = in->description;
	row.authority = work->authority.authority;
	row.authority_id = work->authority.authority_id;
	row.status = REMOTE_ACTIVE;
	if (work->is_rehearsed) {
		row.client_id = ABSENT;
		row.authority_id = ABSENT;
		*ret = row;
		return OK;
	}
	row.registered_at = desk->now;
	stash_candidate_fill(desk, &work->candidate, &row);
	if ((rc = remote_certificate_insert(desk->store, &row, err)) != OK ||
	    (rc = stash_journal(desk, "remote_certificate_registered", &row,
				NULL, err)) != OK ||
	    (rc = stash_grant_keep(desk, work, &row, err)) != OK)
		return rc;
	return shown(desk, in, ret, err);
}

/* ---- again */

static enum status renew_run(struct desk *desk, struct stash_work *work,
			     struct error *err)
{
	enum status rc;

	if ((rc = stash_enter(desk, work, err)) != OK ||
	    (rc = stash_candidate_read(desk, work->csc,
				       work->certificate.credential_id,
				       &work->candidate, err)) != OK ||
	    (rc = stash_candidate_check(desk, &work->candidate, err)) != OK)
		return rc;
	return stash_prove(desk->arena, work->csc, &work->candidate.credential,
			   work->holder, err);
}

enum status stash_renew_talk(struct desk *desk, const char *alias,
			     const struct remote_options *options,
			     const struct stash_holder *holder,
			     struct stash_work **ret, struct error *err)
{
	struct stash_work *work = work_new(desk, alias, options, holder);
	enum status rc;

	if ((rc = options_check(desk, options, err)) != OK ||
	    (rc = stash_work_load(desk, work, err)) != OK ||
	    (rc = stash_talk_open(desk, desk->arena, &work->authority,
				  &work->csc, err)) != OK)
		return rc;
	if (!work->is_rehearsed)
		rc = renew_run(desk, work, err);
	*ret = work;
	csc_close(TAKE(work->csc));
	return rc;
}

enum status stash_renew(struct desk *desk, struct stash_work *work,
			struct remote_certificate *ret, struct error *err)
{
	struct remote_certificate row;
	enum status rc;

	if ((rc = remote_certificate_load(
		 desk->store, work->certificate.client_id,
		 work->certificate.certificate_id, desk->now, desk->arena, &row,
		 err)) != OK)
		return rc;
	if (!work->is_rehearsed) {
		if (row.grant_id != ABSENT &&
		    (rc = remote_tokens_load(desk->store, row.grant_id,
					     desk->arena, &work->before,
					     err)) != OK)
			return rc;
		stash_candidate_fill(desk, &work->candidate, &row);
		if ((rc = remote_certificate_save(desk->store, &row, err)) !=
			OK ||
		    (rc = stash_grant_keep(desk, work, &row, err)) != OK)
			return rc;
	}
	return stash_certificate_show(desk, row.alias, ret, err);
}

enum status stash_renew_end(struct desk *desk, struct stash_work *work,
			    struct error *err)
{
	OWN(csc) struct csc *csc = NULL;
	struct error ignored;

	(void)err;
	error_reset(&ignored);
	if (!work->before.access_token && !work->before.refresh_token)
		return OK;
	/* the grant is replaced whatever becomes of its tokens: they end */
	if (stash_talk_open(desk, desk->arena, &work->authority, &csc,
			    &ignored) == OK)
		(void)stash_revoke(desk, csc, &work->authority, &work->before,
				   &ignored);
	return OK;
}

/* ---- in vain */

enum status stash_give_up(struct desk *desk, struct stash_work *work,
			  struct error *err)
{
	const struct remote_tokens tokens = {
		.access_token = work->tokens.access_token,
		.refresh_token = work->tokens.refresh_token,
	};
	OWN(csc) struct csc *csc = NULL;
	enum status rc;

	if (!tokens.access_token)
		return OK;
	if ((rc = stash_talk_open(desk, desk->arena, &work->authority, &csc,
				  err)) == OK)
		rc = stash_revoke(desk, csc, &work->authority, &tokens, err);
	if (rc == OK)
		return OK;
	(void)error_add(err, rc, "access_not_revoked", "alias",
			"the access that was given just now is kept nowhere, "
			"and the authority could not be told so; it ends by "
			"itself, or take it back there");
	return rc;
}
