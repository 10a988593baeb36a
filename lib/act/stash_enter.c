/* stash_enter - access to an authority is asked for, and kept as a grant */
#include "stash_work.h"

#include <ipp/act/stash_consent.h>
#include <ipp/base/memory.h>
#include <ipp/model/remote_grant.h>
#include <ipp/model/remote_options.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_certificate.h>

#include "stash_part.h"

static enum status enter_by_code(struct desk *desk, struct stash_work *work,
				 struct error *err)
{
	struct oauth_request request = { .redirect_uri = NULL };

	return stash_consent(desk->arena, work->csc, &work->authority,
			     work->holder, &request, &work->tokens, err);
}

static enum status enter_by_client(struct desk *desk, struct stash_work *work,
				   struct error *err)
{
	struct oauth_place place;
	enum status rc;

	if ((rc = oauth_find(work->csc, desk->arena, NULL, &place, err)) != OK)
		return rc;
	return oauth_client_credentials(work->csc, desk->arena, &place,
					&work->tokens, err);
}

static enum status enter_by_password(struct desk *desk, struct stash_work *work,
				     struct error *err)
{
	return csc_login(work->csc, desk->arena, &work->tokens, err);
}

enum status stash_enter(struct desk *desk, struct stash_work *work,
			struct error *err)
{
	static enum status (*const ways[])(struct desk *, struct stash_work *,
					   struct error *) = {
		[REMOTE_AUTHORIZATION_CODE] = enter_by_code,
		[REMOTE_CLIENT_CREDENTIALS] = enter_by_client,
		[REMOTE_BASIC] = enter_by_password,
	};
	enum status rc = ways[work->authority.authentication](desk, work, err);

	if (rc == OK)
		csc_bear(work->csc, work->tokens.access_token);
	return rc;
}

/* The smaller of two limits that may be absent. */
static int64_t least(int64_t a, int64_t b)
{
	return a == ABSENT ? b : b == ABSENT ? a : a < b ? a : b;
}

static enum status granted_tell(struct desk *desk,
				const struct remote_certificate *row,
				const struct remote_grant *grant,
				struct error *err)
{
	struct json *detail = json_object_new();

	json_set_integer(detail, "grant_id", grant->grant_id);
	json_set_integer(detail, "access_ends_at", grant->access_ends_at);
	json_set_text(detail, "access_end_reason",
		      remote_end_reason_words[grant->access_end_reason].name);
	if (grant->signature_limit != ABSENT)
		json_set_integer(detail, "signature_limit",
				 grant->signature_limit);
	return stash_journal(desk, "remote_access_granted", row, detail, err);
}

enum status stash_grant_keep(struct desk *desk, struct stash_work *work,
			     struct remote_certificate *row, struct error *err)
{
	const struct csc_credential *credential = &work->candidate.credential;
	const struct remote_tokens tokens = {
		.access_token = work->tokens.access_token,
		.access_token_ends_at = work->tokens.access_ends_at,
		.refresh_token = work->tokens.refresh_token,
	};
	struct remote_grant grant;
	enum status rc;

	record_clear(&remote_grant_record, &grant);
	grant.certificate_id = row->certificate_id;
	grant.client_id = row->client_id;
	grant.granted_at = desk->now;
	grant.granted_by = desk->session->operator_id;
	grant.access_days = work->authority.access_days;
	grant.holder_ends_at = work->options->until;
	grant.certificate_ends_at = row->not_after;
	grant.signature_limit =
	    least(work->authority.access_signatures, work->options->signatures);
	if ((rc = remote_chain_save(desk->store, row->certificate_id,
				    credential->chain[0], credential->chain + 1,
				    credential->chain_count - 1, err)) != OK ||
	    (rc = remote_grant_insert(desk->store, &grant, &tokens, err)) != OK)
		return rc;
	return granted_tell(desk, row, &grant, err);
}
