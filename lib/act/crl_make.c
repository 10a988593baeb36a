/* crl_make - a revocation list, from the store to where it is found */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/port/crl.h>
#include <ipp/port/json.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/revocation_list.h>
#include <ipp/store/revoked.h>
#include <ipp/store/store.h>

#include "crl_part.h"

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
	struct revocation_list *list = &making->list;
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(store, &tx, err)) != OK ||
	    (rc = revoked_last_change(store, &list->change_id, err)) != OK ||
	    (rc = revocation_list_take(making->desk, list, err)) != OK)
		return rc;
	rc = list->base_number == ABSENT
		 ? revoked_list(store, list->authority_id, list->partition,
				ABSENT, entry_add, making, err)
		 : revoked_changes(store, list->authority_id, list->partition,
				   making->since, entry_add, making, err);
	return rc == OK ? tx_commit(&tx, err) : rc;
}

static enum status list_write(void *context, int fd, const char *name,
			      struct error *err)
{
	struct making *making = context;
	const struct revocation_list *list = &making->list;
	const struct certificate_facts *facts = making->authority->facts;
	struct crl_plan plan = {
		.issuer = facts->subject,
		.key_id = facts->plan.subject_key_id,
		.this_update = list->this_update,
		.next_update = list->next_update,
		.number = list->number,
		.base_number =
		    list->base_number == ABSENT ? 0 : list->base_number,
		.point = making->point,
		.freshest = making->freshest,
		/* no entry ever leaves the list */
		.expired_from = making->authority->not_before,
	};

	return crl_finish(making->writer, &plan, making->key, fd, name, err);
}

static enum status journal(struct making *making, struct error *err)
{
	const struct revocation_list *list = &making->list;
	struct json *detail = json_object_new();

	json_set_text(detail, "authority", list->authority);
	if (list->partition)
		json_set_integer(detail, "partition", list->partition);
	json_set_integer(detail, "number", list->number);
	if (list->base_number != ABSENT)
		json_set_integer(detail, "base_number", list->base_number);
	json_set_integer(detail, "entries", list->entries);
	json_set_text(detail, "sha256", list->sha256);
	return journal_append(making->desk, "crl_published", ABSENT, ABSENT,
			      detail, err);
}

static enum status publish(struct making *making, struct error *err)
{
	struct desk *desk = making->desk;
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = revocation_list_publish(desk, &making->list, err)) != OK ||
	    (rc = journal(making, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status folder_deliver(struct making *making, struct error *err)
{
	const char *path = making->list.path;
	OWN(descriptor) int fd = -1;
	enum status rc = file_write_by(path, list_write, making, 0644, err);

	if (rc != OK)
		return rc;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot read \"%s\"", path);
	return crl_deliver(making, fd, err);
}

/* It stands nowhere here. */
static enum status scratch_deliver(struct making *making, struct error *err)
{
	FILE *file = tmpfile();
	enum status rc;

	if (!file)
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot make a temporary file for the "
				    "revocation list");
	rc = list_write(making, fileno(file), "the temporary list", err);
	if (rc == OK)
		rc = crl_deliver(making, fileno(file), err);
	(void)fclose(file); /* it has no name */
	return rc;
}

enum status crl_make(struct making *making, struct error *err)
{
	struct revocation_list *list = &making->list;
	OWN(crl_writer) struct crl_writer *writer = NULL;
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
	    (rc = list->path ? folder_deliver(making, err)
			     : scratch_deliver(making, err)) != OK)
		return rc;
	list->entries = crl_count(writer);
	return publish(making, err);
}
