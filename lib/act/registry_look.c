/* registry_look - the holder of a request, and what the registry says */
#include <ipp/act/registry.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/model/name.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/rule/request.h>
#include <ipp/store/desk.h>
#include <ipp/store/holder.h>
#include <ipp/store/journal.h>

#include "overlay.h"
#include "registry_part.h"

#define ALIAS_TRIES 20

enum status registry_fill(struct desk *desk, struct request *request,
			  struct error *err)
{
	struct holder holder;
	enum status rc;

	if (request->holder_id == ABSENT)
		return OK;
	rc = holder_load(desk->store, desk->session->client_id,
			 request->holder_id, desk->arena, &holder, err);
	if (rc == OK)
		overlay_missing(&request_record, request, &holder_record,
				&holder);
	return rc;
}

/* mario.rossi, mario.rossi2, ...: the first that nobody has. */
static enum status alias_propose(struct desk *desk, const struct person *person,
				 const char **ret, struct error *err)
{
	const char *given = person->given_name ? person->given_name : "";
	const char *surname = person->surname ? person->surname : "";
	char *stem = arena_printf(desk->arena, "%.24s%s%.24s",
				  name_plain(desk->arena, given),
				  *given ? "." : "",
				  name_plain(desk->arena, surname));

	for (char *p = stem; *p; p++)
		*p = *p == ' ' ? '-' : (char)(*p | (*p >= 'A' && *p <= 'Z' ?
							    0x20 :
							    0));
	if (strlen(stem) < 3)
		stem = arena_text(desk->arena, "holder");
	for (int i = 1; i <= ALIAS_TRIES; i++) {
		const char *alias = i == 1 ? stem :
					     arena_printf(desk->arena, "%s%d",
							  stem, i);
		int64_t owner;
		enum status rc;

		rc = holder_with_email(desk, person->email, alias, &owner, err);
		if (rc != OK || owner == ABSENT) {
			*ret = alias;
			return rc;
		}
	}
	*ret = "";
	return OK;
}

static enum status email_check(struct desk *desk, const struct person *person,
			       int64_t holder_id, struct error *err)
{
	const char *alias;
	int64_t owner;
	enum status rc;

	if (!person->email)
		return OK;
	if ((rc = holder_with_email(desk, person->email, person->email_alias,
				    &owner, err)) != OK)
		return rc;
	if (owner == ABSENT || owner == holder_id)
		return OK;
	if ((rc = alias_propose(desk, person, &alias, err)) != OK)
		return rc;
	return error_add(err, DATA, "email_taken",
			 person->email_alias ? "email_alias" : "email",
			 "e-mail \"%s\" belongs to HLD%09" PRId64 " already; "
			 "give another address, or if both use it tell them "
			 "apart by an email_alias, as \"%s\"",
			 person->email, owner, alias);
}

static enum status mobile_check(struct desk *desk, const struct person *person,
				int64_t holder_id, struct error *err)
{
	int64_t owner;
	enum status rc;

	if (!person->mobile)
		return OK;
	if ((rc = holder_with_mobile(desk, person->mobile, &owner, err)) != OK)
		return rc;
	if (owner == ABSENT || owner == holder_id)
		return OK;
	return error_add(err, DATA, "mobile_taken", "mobile",
			 "mobile %s belongs to HLD%09" PRId64 " already; give a "
			 "number that this holder alone uses, or correct the "
			 "other with: ipp-registry edit",
			 person->mobile, owner);
}

enum status registry_look(struct desk *desk, struct request *request,
			  struct holder *ret, struct error *err)
{
	struct person *person = &request->person;
	const char *identity = identity_key(desk->arena, person);
	const char *differences;
	enum status rc = OK;

	record_clear(&holder_record, ret);
	if (!identity && desk->flaws)
		return OK; /* who it is, and so what is his, is not known */
	if (identity &&
	    (rc = holder_find_identity(desk->store, desk->session->client_id,
				       identity, desk->arena, ret, err)) != OK)
		return rc;
	if (request->holder_id != ABSENT && identity &&
	    ret->holder_id != request->holder_id)
		rc = error_add(err, DATA, "holder_mismatch", "holder_id",
			       "HLD%09" PRId64 " is not the person with %s; "
			       "leave holder_id out, or mend the identifier",
			       request->holder_id, strchr(identity, ':') + 1);
	if (ret->holder_id != ABSENT && !person->email_alias &&
	    person->email && ret->person.email &&
	    !strcasecmp(person->email, ret->person.email))
		person->email_alias = ret->person.email_alias;
	rc = status_worse(rc, registry_contacts(desk, person, ret->holder_id,
						err));
	if (ret->holder_id == ABSENT || ret->verified_at == ABSENT)
		return rc;
	differences = overlay_differences(&request_record, request,
					  &holder_record, ret, desk->arena);
	if (differences)
		request_warn(request, desk->arena, "registry_differs",
			     arena_printf(desk->arena,
					  "HLD%09" PRId64 " is verified with "
					  "another %s; look which is right",
					  ret->holder_id, differences));
	return rc;
}

enum status registry_contacts(struct desk *desk, const struct person *person,
			      int64_t holder_id, struct error *err)
{
	enum status rc = email_check(desk, person, holder_id, err);

	return status_worse(rc, mobile_check(desk, person, holder_id, err));
}

enum status holder_journal(struct desk *desk, const char *event,
			   const struct holder *holder, int64_t order_id,
			   struct json *detail, struct error *err)
{
	if (!detail)
		detail = json_object_new();
	json_set_text(detail, "holder_id",
		      field_format(record_field(&holder_record, "holder_id"),
				   holder, desk->arena));
	return journal_append(desk, event, order_id, ABSENT, detail, err);
}

enum status registry_enter(struct desk *desk, struct request *request,
			   struct holder *holder, struct error *err)
{
	enum status rc = OK;

	if (holder->holder_id == ABSENT) {
		overlay_person(&holder_record, holder, &request_record,
			       request);
		rc = holder_insert(desk, holder, err);
	} else if (holder->verified_at == ABSENT) {
		struct holder before = *holder;

		overlay_person(&holder_record, holder, &request_record,
			       request);
		registry_names(&holder->person, &request->person);
		if (overlay_differences(&holder_record, &before,
					&holder_record, holder, desk->arena) ||
		    memcmp(&before, holder, sizeof before) != 0)
			rc = holder_update(desk, holder, err);
	}
	if (rc == OK)
		request->holder_id = holder->holder_id;
	return rc;
}
