/* organization - the session's organization and its units */
#include <ipp/act/organization.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/organization.h>
#include <ipp/port/json.h>
#include <ipp/rule/access.h>
#include <ipp/rule/contact.h>
#include <ipp/rule/identifier.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/organization.h>

#include "operator.h"

enum status act_organization_show(struct desk *desk, struct organization *ret,
				  struct error *err)
{
	return organization_load(desk->store, desk->session->client_id,
				 desk->arena, ret, err);
}

static enum status organization_check(struct desk *desk,
				      struct organization *row,
				      struct error *err)
{
	struct error one;
	enum status rc = OK;
	char *email;

	error_reset(&one);
	if (text_is_empty(row->name))
		rc = error_add(err, DATA, "missing", "name",
			       "name is missing; give it");
	if (row->identifier && !identifier_is_valid(
				       row->identifier))
		rc = error_add(err, DATA, "identifier_form", "identifier",
			       "\"%.64s\" is no identifier of an organization; "
			       "write it as VATIT-01234567897 or NTRIT-...",
			       row->identifier);
	if (row->email) {
		if (contact_email(desk->arena, row->email, "email", &email,
				  &one) != OK)
			rc = error_merge(err, &one);
		else
			row->email = email;
	}
	return rc;
}

/* Takes what is present over, and tells what it was. */
static struct json *changes_take(const struct organization *it,
				 struct organization *row)
{
	struct json *changed = json_array_new(), *ret = json_object_new();

	for (const struct field *f = organization_record.fields; f->name; f++)
		if (f->flags & FIELD_IN && !field_is_absent(f, it)) {
			field_copy(f, row, f, it);
			json_append_text(changed, f->name);
		}
	json_set(ret, "changed", changed);
	json_set_boolean(ret, "four_eyes", row->four_eyes == 1);
	return ret;
}

enum status act_organization_edit(struct desk *desk,
				  const struct organization *it,
				  struct organization *ret, struct error *err)
{
	OWN(json) struct json *detail = NULL;
	struct organization row;
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK ||
	    (rc = act_organization_show(desk, &row, err)) != OK)
		return rc;
	detail = changes_take(it, &row);
	if ((rc = organization_check(desk, &row, err)) != OK ||
	    (rc = organization_save(desk->store, &row, err)) != OK ||
	    (rc = journal_append(desk, "organization_changed", ABSENT, ABSENT,
				 TAKE(detail), err)) != OK)
		return rc;
	*ret = row;
	return OK;
}

static enum status unit_journal(struct desk *desk, const char *event,
				const struct unit *it, struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "unit", it->unit);
	json_set_text(detail, "name", it->name);
	if (it->parent)
		json_set_text(detail, "parent", it->parent);
	return journal_append(desk, event, ABSENT, ABSENT, detail, err);
}

/* Units have two levels and no more. */
static enum status parent_find(struct desk *desk, struct unit *row,
			       struct error *err)
{
	struct unit parent;
	enum status rc;

	row->parent_id = ABSENT;
	if (!row->parent)
		return OK;
	if ((rc = unit_find(desk->store, row->client_id, row->parent,
			    desk->arena, &parent, err)) != OK)
		return rc;
	if (parent.parent)
		return error_set(err, REFUSED, "unit_not_main", "parent",
				 "unit \"%s\" is itself a secondary unit of "
				 "\"%s\"; name a main unit",
				 parent.unit, parent.parent);
	row->parent_id = parent.unit_id;
	return OK;
}

static enum status unit_named(const struct unit *it, struct error *err)
{
	if (it->unit)
		return OK;
	return error_set(err, USAGE, "missing", "unit",
			 "no unit is named; give its code");
}

enum status act_unit_add(struct desk *desk, const struct unit *it,
			 struct unit *ret, struct error *err)
{
	struct unit row = *it;
	enum status rc;

	row.client_id = desk->session->client_id;
	if ((rc = manage_check(desk, err)) != OK ||
	    (rc = unit_named(it, err)) != OK ||
	    (rc = code_check(row.unit, "unit", err)) != OK ||
	    (rc = parent_find(desk, &row, err)) != OK)
		return rc;
	if (!row.name)
		row.name = row.unit;
	if ((rc = unit_insert(desk->store, &row, err)) != OK ||
	    (rc = unit_journal(desk, "unit_added", &row, err)) != OK)
		return rc;
	*ret = row;
	return OK;
}

enum status act_unit_edit(struct desk *desk, const struct unit *it,
			  struct unit *ret, struct error *err)
{
	struct unit row;
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK ||
	    (rc = unit_named(it, err)) != OK ||
	    (rc = unit_find(desk->store, desk->session->client_id, it->unit,
			    desk->arena, &row, err)) != OK)
		return rc;
	if (!it->name)
		return error_set(err, DATA, "missing", "name",
				 "name is missing; only the name of a unit can "
				 "be changed");
	row.name = it->name;
	if ((rc = unit_save(desk->store, &row, err)) != OK ||
	    (rc = unit_journal(desk, "unit_changed", &row, err)) != OK)
		return rc;
	*ret = row;
	return OK;
}

enum status act_unit_list(struct desk *desk,
			  enum status (*each)(void *context,
					      const struct unit *it,
					      struct error *err),
			  void *context, struct error *err)
{
	return unit_each(desk->store, desk->session->client_id, desk->arena,
			 each, context, err);
}
