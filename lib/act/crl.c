/* crl - revocation lists made and put where relying parties find them */
#include <ipp/act/crl.h>

#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/model/revocation_list.h>
#include <ipp/model/settings.h>
#include <ipp/port/crl.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/revocation_list.h>
#include <ipp/store/revoked.h>
#include <ipp/store/store.h>

#include "issuer.h"

#define HOURS_DEFAULT 24
#define HOURS_MAX     168 /* of certificates; EN 319 411-2 wants one a day */
#define ROOT_DAYS     90  /* of a root, whose list is empty */
#define COMPLETE      0	  /* the partition of an authority with one list */

/* One list on its way. */
struct making {
	struct desk *desk;
	const struct authority *authority;
	const struct key *key;
	struct certificate_issuer issuer;
	struct revocation_list list;
	struct crl_writer *writer;
	int64_t period; /* that it holds, in seconds */
	unsigned char sha256[DIGEST_SIZE];
};

static enum status period_of(const struct desk *desk, int64_t role,
			     int64_t *ret, struct error *err)
{
	int64_t hours = desk->settings ? desk->settings->crl_hours : ABSENT;

	if (hours == ABSENT)
		hours = HOURS_DEFAULT;
	if (hours < 1 || hours > HOURS_MAX)
		return error_set(err, CONFIG, "setting_invalid", "crl_hours",
				 "a revocation list holds for 1 to %d hours",
				 HOURS_MAX);
	*ret = role == AUTHORITY_ROOT ? ROOT_DAYS * DAY_SECONDS
						 : hours * 3600;
	return OK;
}

static enum status folder_of(const struct desk *desk,
			     const struct crl_wish *wish, const char **ret,
			     struct error *err)
{
	*ret = wish->folder;
	if (!*ret && desk->settings)
		*ret = desk->settings->crl_folder;
	if (*ret)
		return OK;
	return error_set(err, USAGE, "folder_missing", "folder",
			 "where the lists go is not known; say it with "
			 "--folder, or with folder in section [crl] of the "
			 "configuration file");
}

/* The file is called as in the address that certificates give. */
static const char *path_of(struct arena *arena, const char *folder,
			   const char *url)
{
	return path_join(arena, folder, strrchr(url, '/') + 1);
}

static enum status entry_add(void *context, const struct revoked *it,
			     struct error *err)
{
	struct making *making = context;
	struct crl_entry entry = {
		.serial = it->serial,
		.revoked_at = it->revoked_at,
		.reason = it->reason,
		.invalidity_at = it->invalidity_at,
	};

	return crl_add(making->writer, &entry, err);
}

/* Everything that one transaction must see together. */
static enum status entries_read(struct making *making, struct error *err)
{
	struct store *store = making->desk->store;
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(store, &tx, err)) != OK ||
	    (rc = revoked_last_change(store, &making->list.change_id, err)) !=
		OK ||
	    (rc = revocation_list_take(making->desk, &making->list, err)) !=
		OK ||
	    (rc = revoked_list(store, making->authority->authority_id, COMPLETE,
			       ABSENT, entry_add, making, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status list_write(void *context, int fd, const char *name,
			      struct error *err)
{
	struct making *making = context;
	struct crl_plan plan = {
		.issuer = making->issuer.name,
		.key_id = making->issuer.key_id,
		.this_update = making->list.this_update,
		.next_update = making->list.next_update,
		.number = making->list.number,
		/* a root is no entry of its list, but is looked for on it by
		 * some, and names no distribution point */
		.point = making->authority->role == AUTHORITY_ROOT
			     ? NULL
			     : making->issuer.crl_urls.items[0],
		/* no entry ever leaves the list */
		.expired_from = making->authority->not_before,
	};

	return crl_finish(making->writer, &plan, making->key, fd, name,
			  making->sha256, err);
}

static enum status journal(struct making *making, int64_t requests,
			   struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "authority", making->list.authority);
	json_set_integer(detail, "number", making->list.number);
	json_set_integer(detail, "entries", making->list.entries);
	json_set_text(detail, "sha256", making->list.sha256);
	json_set_integer(detail, "requests", requests);
	return journal_append(making->desk, "crl_published", ABSENT, ABSENT,
			      detail, err);
}

static enum status publish(struct making *making, struct error *err)
{
	struct desk *desk = making->desk;
	OWN(tx) struct tx *tx = NULL;
	int64_t requests = 0;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = revocation_list_publish(desk, &making->list, err)) != OK ||
	    (making->authority->role == AUTHORITY_ISSUING &&
	     (rc = requests_publish(desk, making->list.change_id, &requests,
				    err)) != OK) ||
	    (rc = journal(making, requests, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status list_make(struct making *making, struct error *err)
{
	struct revocation_list *list = &making->list;
	OWN(crl_writer) struct crl_writer *writer = NULL;
	char hex[2 * DIGEST_SIZE + 1];
	enum status rc;

	if ((rc = crl_writer_new(&writer, err)) != OK)
		return rc;
	making->writer = writer;
	list->this_update = making->desk->now;
	list->next_update = list->this_update + making->period;
	if ((rc = authority_key(making->desk->store,
				making->authority->authority_id, &making->key,
				err)) != OK ||
	    (rc = entries_read(making, err)) != OK ||
	    (rc = file_write_by(list->path, list_write, making, 0644, err)) !=
		OK)
		return rc;
	hex_encode(making->sha256, sizeof making->sha256, hex);
	list->sha256 = arena_text(making->desk->arena, hex);
	list->entries = crl_count(writer);
	list->size = crl_size(writer);
	return publish(making, err);
}

/* Sets making->list to the newest if that need not be replaced. */
static enum status list_stands(struct making *making, bool *ret,
			       struct error *err)
{
	struct desk *desk = making->desk;
	struct revocation_list last;
	int64_t change;
	enum status rc;
	bool found;

	*ret = false;
	if ((rc = revocation_list_last(
		 desk->store, making->authority->authority_id, desk->arena,
		 &last, &found, err)) != OK ||
	    !found ||
	    (rc = revoked_last_change(desk->store, &change, err)) != OK)
		return rc;
	last.authority = making->list.authority;
	last.role = making->list.role;
	last.path = making->list.path;
	last.existing = 1;
	if ((making->authority->role == AUTHORITY_ISSUING &&
	     last.change_id != change) ||
	    desk->now - last.this_update >= last.next_update - desk->now ||
	    desk->now < last.this_update || access(last.path, R_OK) != 0)
		return OK;
	making->list = last;
	*ret = true;
	return OK;
}

static enum status list_one(struct desk *desk, const struct crl_wish *wish,
			    int64_t role, struct revocation_list *ret,
			    struct error *err)
{
	struct making making = { .desk = desk };
	const char *folder;
	bool stands = false;
	enum status rc;

	if ((rc = folder_of(desk, wish, &folder, err)) != OK ||
	    (rc = period_of(desk, role, &making.period, err)) != OK ||
	    (rc = authority_current(desk->store, role, &making.authority,
				    err)) != OK)
		return rc;
	making.issuer = issuer_of(making.authority, store_is_demo(desk->store),
				  desk->arena);
	record_clear(&revocation_list_record, &making.list);
	making.list.authority_id = making.authority->authority_id;
	making.list.authority = making.authority->name;
	making.list.role = role;
	making.list.path =
	    path_of(desk->arena, folder, making.issuer.crl_urls.items[0]);
	if (wish->due && (rc = list_stands(&making, &stands, err)) != OK)
		return rc;
	if (!stands && (rc = list_make(&making, err)) != OK)
		return rc;
	*ret = making.list;
	return OK;
}

enum status act_crl(struct desk *desk, const struct crl_wish *wish,
		    enum status (*each)(void *context,
					const struct revocation_list *it,
					struct error *err),
		    void *context, struct error *err)
{
	static const int64_t roles[] = { AUTHORITY_ROOT, AUTHORITY_ISSUING };
	struct revocation_list list;
	enum status rc = OK;

	for (size_t i = 0; i < sizeof roles / sizeof *roles && rc == OK; i++)
		if ((rc = list_one(desk, wish, roles[i], &list, err)) == OK)
			rc = each(context, &list, err);
	return rc;
}
