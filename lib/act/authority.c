/* authority - shows and changes the local certificate authority */
#include <ipp/act/authority.h>

#include <string.h>

#include <ipp/base/file.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/json.h>
#include <ipp/port/key_token.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "authority_part.h"

enum status partitions_check(int64_t n, struct error *err)
{
	if (n >= 0 && n <= PARTITIONS_MAX)
		return OK;
	return error_set(err, DATA, "partitions_invalid", "partitions",
			 "certificates are spread over 1 to %d lists; 0: they "
			 "are all on one",
			 PARTITIONS_MAX);
}

static enum status partitions_change(struct desk *desk,
				     const struct authority *it,
				     int64_t partitions, struct error *err)
{
	struct json *detail;
	enum status rc;

	if (partitions == ABSENT || partitions == it->partitions)
		return OK;
	if ((rc = partitions_check(partitions, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "authority", it->name);
	json_set_integer(detail, "partitions", partitions);
	json_set_integer(detail, "partitions_before", it->partitions);
	if ((rc = journal_append(desk, "authority_changed", ABSENT, ABSENT,
				 detail, err)) != OK)
		return rc;
	return authority_part(desk->store, it->authority_id, partitions, err);
}

struct moving {
	struct desk *desk;
	const struct key_wish *wish;
};

static enum status key_move(void *context, const struct authority *it,
			    struct error *err)
{
	const struct moving *moving = context;
	const struct key_wish *wish = moving->wish;
	const struct key_site changes = { .module = wish->module,
					  .pin = wish->pin,
					  .pin_file = wish->pin_file,
					  .keypad = store_attendant(
					      moving->desk->store) };
	struct json *detail;
	enum status rc;

	if ((rc = authority_key_move(moving->desk, it->authority_id, &changes,
				     err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "authority", it->name);
	if (wish->module)
		json_set_text(detail, "key_module", wish->module);
	if (wish->pin || wish->pin_file)
		json_set_text(detail, "pin", wish->pin ? "kept" : "file");
	return journal_append(moving->desk, "authority_key_moved", ABSENT,
			      ABSENT, detail, err);
}

enum status act_authority_edit(struct desk *desk, int64_t partitions,
			       const struct key_wish *moved, struct error *err)
{
	struct moving moving = { desk, moved };
	const struct authority *it;
	enum status rc;

	if ((rc = authority_current(desk->store, AUTHORITY_ISSUING, &it,
				    err)) != OK ||
	    (rc = partitions_change(desk, it, partitions, err)) != OK)
		return rc;
	return moved ? authority_list(desk->store, key_move, &moving, err) : OK;
}

struct listing {
	struct desk *desk;
	int pem;
	enum status (*each)(void *context, const struct authority *it,
			    struct error *err);
	void *context;
};

static enum status list_one(void *context, const struct authority *it,
			    struct error *err)
{
	struct listing *listing = context;
	struct authority copy = *it;
	struct key_site site;
	enum status rc;
	bool on_token;
	char *pem;

	if ((rc = authority_key_place(listing->desk->store, it->authority_id,
				      listing->desk->arena, &site, &on_token,
				      err)) != OK)
		return rc;
	if (on_token) {
		copy.key_module = site.module;
		copy.key_token = site.token;
	}
	if (listing->pem) {
		if ((rc = pem_encode(listing->desk->arena, "CERTIFICATE",
				     it->certificate, &pem, err)) != OK)
			return rc;
		copy.pem = pem;
	}
	return listing->each(listing->context, &copy, err);
}

enum status act_authority_list(struct desk *desk, int pem,
			       enum status (*each)(void *context,
						   const struct authority *it,
						   struct error *err),
			       void *context, struct error *err)
{
	struct listing listing = { desk, pem, each, context };

	return authority_list(desk->store, list_one, &listing, err);
}

enum status act_authority_export(struct desk *desk, int64_t role,
				 const char *path, struct error *err)
{
	const struct authority *it;
	enum status rc;
	char *pem;

	if ((rc = authority_current(desk->store, role, &it, err)) != OK ||
	    (rc = pem_encode(desk->arena, "CERTIFICATE", it->certificate, &pem,
			     err)) != OK)
		return rc;
	return file_write(path, pem, strlen(pem), 0644, err);
}
