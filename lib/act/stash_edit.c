/* stash_edit - changes what the desk itself says of a remote certificate */
#include <ipp/act/stash_certificate.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/operator.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/rule/remote_certificate.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator.h>
#include <ipp/store/remote_certificate.h>

#include "stash_part.h"

/* Notices tell what only an issuer may know. */
static enum status recipient_find(struct desk *desk, const char *login,
				  int64_t *ret, struct error *err)
{
	struct operator_person person;
	enum status rc;

	if ((rc = operator_find(desk->store, desk->session->client_id, login,
				desk->now, desk->arena, &person, err)) != OK)
		return rc;
	for (size_t i = 0; i < person.profiles.count; i++)
		if (text_starts(person.profiles.items[i],
				profile_words[PROFILE_ISSUER].name)) {
			*ret = person.operator_id;
			return OK;
		}
	return error_set(err, REFUSED, "operator_no_issuer", "notify",
			 "operator \"%.64s\" has no profile issuer; give it "
			 "with: ipp-operator grant",
			 login);
}

static enum status recipients_save(struct desk *desk,
				   const struct remote_certificate *it,
				   int64_t certificate_id, struct error *err)
{
	int64_t operators[LIMIT_LIST_ITEMS];
	size_t count = 0;
	enum status rc;

	for (size_t i = 0; i < it->notify.count; i++, count++)
		if ((rc = recipient_find(desk, it->notify.items[i],
					 &operators[count], err)) != OK)
			return rc;
	return remote_notify_save(desk->store, certificate_id, operators, count,
				  err);
}

/* Takes what is present over, and tells what it was. */
static struct json *changes_take(const struct remote_certificate *it,
				 struct remote_certificate *row)
{
	struct json *ret = json_array_new();

	for (const struct field *f = remote_certificate_record.fields; f->name;
	     f++)
		if (f->flags & FIELD_IN && !field_is_absent(f, it) &&
		    !text_equal(f->name, "alias")) {
			field_copy(f, row, f, it);
			json_append_text(ret, f->name);
		}
	if (row->new_alias)
		row->alias = row->new_alias;
	row->new_alias = NULL;
	return ret;
}

static enum status changes_save(struct desk *desk,
				const struct remote_certificate *it,
				struct remote_certificate *row,
				struct error *err)
{
	enum status rc;

	if ((rc = remote_certificate_save(desk->store, row, err)) != OK ||
	    (it->notify.count == 0 && it->notify_all != 1))
		return rc;
	return recipients_save(desk, it, row->certificate_id, err);
}

enum status stash_certificate_edit(struct desk *desk,
				   const struct remote_certificate *it,
				   struct remote_certificate *ret,
				   struct error *err)
{
	OWN(json) struct json *changes = NULL;
	struct remote_certificate row;
	struct json *detail;
	const char *before;
	int64_t status;
	enum status rc;

	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK ||
	    (rc = stash_find(desk, it->alias, &row, err)) != OK)
		return rc;
	before = row.alias;
	status = row.status;
	changes = changes_take(it, &row);
	if ((rc = remote_status_check(status, row.status, err)) != OK ||
	    (rc = changes_save(desk, it, &row, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set(detail, "changed", TAKE(changes));
	if (!text_equal(before, row.alias))
		json_set_text(detail, "alias_before", before);
	if (status != row.status)
		json_set_text(detail, "status_before",
			      remote_status_words[status].name);
	if ((rc = stash_journal(desk, "remote_certificate_changed", &row,
				detail, err)) != OK)
		return rc;
	return stash_certificate_show(desk, row.alias, ret, err);
}
