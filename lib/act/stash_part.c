/* stash_part - what the acts about remote certificates share */
#include "stash_part.h"

#include <ipp/model/remote_certificate.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>

#include "stash_work.h"

enum status stash_check(const struct desk *desk, enum permission may,
			struct error *err)
{
	return permission_check(desk->session->profile, desk->session->unit_id,
				may, ABSENT, err);
}

enum status stash_find(struct desk *desk, const char *alias,
		       struct remote_certificate *ret, struct error *err)
{
	if (!alias)
		return error_set(err, USAGE, "missing", "alias",
				 "no certificate is named; see: stash-cert "
				 "list");
	return remote_certificate_find(desk->store, desk->session->client_id,
				       alias, desk->now, desk->arena, ret, err);
}

enum status stash_journal(struct desk *desk, const char *event,
			  const struct remote_certificate *it,
			  struct json *detail, struct error *err)
{
	if (!detail)
		detail = json_object_new();
	json_set_text(detail, "certificate_id",
		      id_text(desk->arena, "RCT", it->certificate_id));
	json_set_text(detail, "alias", it->alias);
	json_set_text(detail, "authority", it->authority);
	json_set_text(detail, "status", remote_status_words[it->status].name);
	return journal_append(desk, event, ABSENT, ABSENT, detail, err);
}

enum status stash_work_load(struct desk *desk, struct stash_work *work,
			    struct error *err)
{
	enum status rc;

	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK ||
	    (rc = stash_find(desk, work->alias, &work->certificate, err)) != OK)
		return rc;
	return remote_authority_load(desk->store, work->certificate.client_id,
				     work->certificate.authority_id,
				     desk->arena, &work->authority, err);
}
