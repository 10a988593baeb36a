/* operator - who may work at the desk, and as what */
#include <ipp/act/operator.h>

#include <ipp/base/text.h>
#include <ipp/model/operator.h>
#include <ipp/model/organization.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/store/credential.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator.h>
#include <ipp/store/organization.h>
#include <ipp/store/session.h>

#include "operator.h"

static enum status found(struct desk *desk, const char *login,
			 struct operator_person *ret, struct error *err)
{
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK)
		return rc;
	if (!login)
		return error_set(err, USAGE, "missing", "login",
				 "no operator is named; give a login");
	return operator_find(desk->store, desk->session->client_id, login,
			     desk->now, desk->arena, ret, err);
}

enum status operator_show(struct desk *desk, const char *login,
			  struct operator_person *ret, struct error *err)
{
	return found(desk, login, ret, err);
}

enum status operator_list(struct desk *desk,
			  enum status (*each)(void *context,
					      const void *operator_person,
					      struct error *err),
			  void *context, struct error *err)
{
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK)
		return rc;
	return operator_each(desk->store, desk->session->client_id, desk->now,
			     desk->arena, each, context, err);
}

enum status operator_edit(struct desk *desk, const struct operator_person *it,
			  struct operator_person *ret, struct error *err)
{
	struct json *detail, *changes;
	struct operator_person row;
	enum status rc;

	if ((rc = found(desk, it->login, &row, err)) != OK)
		return rc;
	changes = json_array_new();
	for (const struct field *f = operator_record.fields; f->name; f++)
		if (f->flags & FIELD_IN && f->flags & FIELD_STORED &&
		    !field_is_absent(f, it) && !text_equal(f->name, "login")) {
			field_copy(f, &row, f, it);
			json_append_text(changes, f->name);
		}
	detail = json_object_new();
	json_set(detail, "changed", changes);
	if ((rc = operator_check(desk, &row, err)) != OK ||
	    (rc = operator_save(desk->store, &row, err)) != OK) {
		json_free(detail);
		return rc;
	}
	if ((rc = operator_journal(desk, "operator_changed", row.login, detail,
				   err)) == OK)
		*ret = row;
	return rc;
}

/* Somebody must be left who can let others in. */
static enum status masters_check(struct desk *desk, struct error *err)
{
	int64_t count;
	enum status rc;

	if ((rc = profile_count_masters(desk->store, desk->session->client_id,
					&count, err)) != OK)
		return rc;
	if (count > 0)
		return OK;
	return error_set(err, REFUSED, "last_master", NULL,
			 "this is the last master_rao; make another one first");
}

enum status operator_enable(struct desk *desk, const char *login, bool enable,
			    struct operator_person *ret, struct error *err)
{
	struct operator_person row;
	enum status rc;

	if ((rc = found(desk, login, &row, err)) != OK)
		return rc;
	row.enabled = enable;
	if ((rc = operator_save(desk->store, &row, err)) != OK ||
	    (enable &&
	     (rc = credential_forgive(desk->store, row.operator_id, err)) !=
		     OK))
		return rc;
	if (!enable &&
	    ((rc = masters_check(desk, err)) != OK ||
	     (rc = session_end_all(desk->store, row.operator_id, ABSENT, true,
				   desk->now, err)) != OK))
		return rc;
	if ((rc = operator_journal(
		 desk, enable ? "operator_enabled" : "operator_disabled", login,
		 NULL, err)) != OK)
		return rc;
	return found(desk, login, ret, err);
}

/* Who, where and what a profile is given or taken. */
static enum status place_find(struct desk *desk,
			      const struct operator_person *it,
			      struct operator_person *ret, struct unit *unit,
			      struct error *err)
{
	enum status rc;

	if ((rc = found(desk, it->login, ret, err)) != OK)
		return rc;
	if (it->profile == ABSENT || !it->unit)
		return error_set(err, USAGE, "missing",
				 it->unit ? "profile" : "unit",
				 "name both a profile and a unit");
	return unit_find(desk->store, desk->session->client_id, it->unit,
			 desk->arena, unit, err);
}

static enum status profile_change(struct desk *desk,
				  const struct operator_person *it, bool grant,
				  struct operator_person *ret,
				  struct error *err)
{
	struct operator_person row;
	struct json *detail;
	struct unit unit;
	enum status rc;
	bool changed;

	if ((rc = place_find(desk, it, &row, &unit, err)) != OK ||
	    (rc = grant
		      ? profile_grant(desk->store, row.operator_id,
				      unit.unit_id, it->profile, &changed, err)
		      : profile_withdraw(desk->store, row.operator_id,
					 unit.unit_id, it->profile, desk->now,
					 &changed, err)) != OK)
		return rc;
	if (!changed)
		return error_set(err, REFUSED,
				 grant ? "has_profile" : "has_no_profile",
				 "profile", "%s %s %s@%s", row.login,
				 grant ? _("already is") : _("is no"),
				 profile_words[it->profile].name, unit.unit);
	if (!grant && (rc = masters_check(desk, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "profile", profile_words[it->profile].name);
	json_set_text(detail, "unit", unit.unit);
	if ((rc = operator_journal(
		 desk, grant ? "profile_granted" : "profile_withdrawn",
		 row.login, detail, err)) != OK)
		return rc;
	return found(desk, row.login, ret, err);
}

enum status operator_grant(struct desk *desk, const struct operator_person *it,
			   struct operator_person *ret, struct error *err)
{
	return profile_change(desk, it, true, ret, err);
}

enum status operator_withdraw(struct desk *desk,
			      const struct operator_person *it,
			      struct operator_person *ret, struct error *err)
{
	return profile_change(desk, it, false, ret, err);
}
