/* stash_authority - authorities that keep certificates and lend them */
#include <ipp/act/stash_authority.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/certificate_bundle.h>
#include <ipp/port/json.h>
#include <ipp/rule/permission.h>
#include <ipp/rule/remote_authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/store.h>

#include "stash_part.h"

/* Certificates and nothing else, however the file came. */
static enum status tls_ca_take(struct desk *desk,
			       const struct stash_authority_parts *parts,
			       struct remote_authority *row, struct error *err)
{
	struct trust_certificate *certificates;
	const char *text = "";
	size_t count;
	enum status rc;

	if (parts->system_tls)
		row->tls_ca = NULL;
	if (!parts->tls_ca)
		return OK;
	if ((rc = certificate_bundle_read(
		 desk->arena, parts->tls_ca, parts->tls_ca_size,
		 LIMIT_TRUST_BUNDLE, &certificates, &count, err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++) {
		char *pem;

		if ((rc = pem_encode(desk->arena, "CERTIFICATE",
				     certificates[i].der, &pem, err)) != OK)
			return rc;
		text = arena_printf(desk->arena, "%s%s", text, pem);
	}
	row->tls_ca = text;
	return OK;
}

static enum status authority_journal(struct desk *desk, const char *event,
				     const struct remote_authority *it,
				     struct json *changes, struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "authority", it->authority);
	json_set_text(detail, "type", remote_type_words[it->type].name);
	json_set_text(detail, "base_url", it->base_url);
	json_set_text(detail, "status",
		      remote_authority_status_words[it->status].name);
	if (changes)
		json_set(detail, "changed", changes);
	return journal_append(desk, event, ABSENT, ABSENT, detail, err);
}

static enum status find(struct desk *desk, const char *name,
			struct remote_authority *ret, struct error *err)
{
	if (!name)
		return error_set(err, USAGE, "missing", "authority",
				 "no authority is named; see: stash-ca list");
	return remote_authority_find(desk->store, desk->session->client_id,
				     name, desk->arena, ret, err);
}

static enum status not_yet(struct desk *desk, const char *name,
			   struct error *err)
{
	struct remote_authority found;
	struct error why;

	error_reset(&why);
	if (find(desk, name, &found, &why) == OK)
		return error_set(err, REFUSED, "duplicate", "authority",
				 "there is an authority \"%.64s\"; change it "
				 "with: stash-ca edit",
				 found.authority);
	return error_has(&why, "remote_authority_unknown")
		   ? OK
		   : error_merge(err, &why);
}

enum status stash_authority_try(struct desk *desk,
				const struct remote_authority *it,
				struct error *err)
{
	struct remote_authority row = *it;
	enum status rc;

	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK ||
	    (rc = remote_authority_check(&row, true, store_is_demo(desk->store),
					 desk->arena, err)) != OK)
		return rc;
	return not_yet(desk, row.authority, err);
}

enum status stash_authority_add(struct desk *desk,
				const struct remote_authority *it,
				const struct stash_authority_parts *parts,
				struct remote_authority *ret, struct error *err)
{
	struct remote_authority row = *it;
	enum status rc;

	row.client_id = desk->session->client_id;
	row.registered_at = desk->now;
	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK ||
	    (rc = remote_authority_check(&row, parts->secret != NULL,
					 store_is_demo(desk->store),
					 desk->arena, err)) != OK ||
	    (rc = tls_ca_take(desk, parts, &row, err)) != OK ||
	    (rc = not_yet(desk, row.authority, err)) != OK ||
	    (rc = remote_authority_insert(desk->store, &row, parts->secret,
					  err)) != OK ||
	    (rc = authority_journal(desk, "remote_authority_added", &row, NULL,
				    err)) != OK)
		return rc;
	row.has_secret = parts->secret != NULL;
	row.has_tls_ca = row.tls_ca != NULL;
	*ret = row;
	return OK;
}

/* Takes what is present over, and tells what it was. */
static struct json *changes_take(const struct remote_authority *it,
				 const struct stash_authority_parts *parts,
				 struct remote_authority *row)
{
	struct json *ret = json_array_new();

	for (const struct field *f = remote_authority_record.fields; f->name;
	     f++)
		if (f->flags & FIELD_IN && !field_is_absent(f, it) &&
		    !text_equal(f->name, "authority")) {
			field_copy(f, row, f, it);
			json_append_text(ret, f->name);
		}
	if (parts->secret)
		json_append_text(ret, "secret");
	if (parts->tls_ca || parts->system_tls)
		json_append_text(ret, "tls_ca");
	return ret;
}

enum status stash_authority_edit(struct desk *desk,
				 const struct remote_authority *it,
				 const struct stash_authority_parts *parts,
				 struct remote_authority *ret,
				 struct error *err)
{
	OWN(json) struct json *changes = NULL;
	struct remote_authority row;
	enum status rc;

	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK ||
	    (rc = find(desk, it->authority, &row, err)) != OK)
		return rc;
	changes = changes_take(it, parts, &row);
	row.has_secret |= parts->secret != NULL;
	if ((rc = remote_authority_check(&row, row.has_secret == 1,
					 store_is_demo(desk->store),
					 desk->arena, err)) != OK ||
	    (rc = tls_ca_take(desk, parts, &row, err)) != OK ||
	    (rc = remote_authority_save(desk->store, &row, parts->secret,
					err)) != OK ||
	    (rc = authority_journal(desk, "remote_authority_changed", &row,
				    TAKE(changes), err)) != OK)
		return rc;
	row.has_tls_ca = row.tls_ca != NULL;
	*ret = row;
	return OK;
}

enum status stash_authority_show(
    struct desk *desk, const char *name,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err)
{
	OWN(json) struct json *info = NULL;
	struct remote_authority row;
	enum status rc;

	if ((rc = stash_check(desk, MAY_LIST_REMOTELY, err)) != OK ||
	    (rc = find(desk, name, &row, err)) != OK ||
	    (row.info_text &&
	     (rc = json_parse(row.info_text, strlen(row.info_text), &info,
			      err)) != OK))
		return rc;
	row.info = info;
	return each(context, &row, err);
}

enum status stash_authority_list(
    struct desk *desk, const struct remote_authority_search *search,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err)
{
	struct remote_authority_search wanted = *search;
	enum status rc;

	wanted.registered_from =
	    field_instant(search->registered_from, desk->now);
	wanted.registered_to = field_instant(search->registered_to, desk->now);
	if ((rc = stash_check(desk, MAY_LIST_REMOTELY, err)) != OK)
		return rc;
	return remote_authority_each(desk->store, desk->session->client_id,
				     &wanted, each, context, err);
}
