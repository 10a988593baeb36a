/* keep - migrate, back up and restore the store */
#include <ipp/act/keep.h>

#include <ipp/act/check.h>
#include <ipp/model/field.h>
#include <ipp/model/settings.h>
#include <ipp/model/store_check.h>
#include <ipp/port/json.h>
#include <ipp/store/backup.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/status.h>
#include <ipp/store/store.h>

enum status act_status(struct desk *desk, struct store_status *ret,
		       struct error *err)
{
	return store_count(desk->store, desk->arena, ret, err);
}

static enum status backup_journal(struct desk *desk, const char *event,
				  bool with_key, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct json *detail = json_object_new();
	enum status rc;

	json_set_boolean(detail, "with_key", with_key);
	if ((rc = tx_begin(desk->store, &tx, err)) != OK) {
		json_free(detail);
		return rc;
	}
	if ((rc = journal_append(desk, event, ABSENT, ABSENT, detail, err)) !=
	    OK)
		return rc;
	return tx_commit(&tx, err);
}

/* That it was begun stands in the backup too; only that it was finished says
 * that there is one. */
enum status act_backup(struct desk *desk, const char *target, bool with_key,
		       struct error *err)
{
	enum status rc;

	if ((rc = backup_journal(desk, "store_backed_up", with_key, err)) !=
		OK ||
	    (rc = store_backup(desk->store, target, with_key, err)) != OK)
		return rc;
	return backup_journal(desk, "backup_finished", with_key, err);
}

static enum status finding_keep(void *context, const struct store_check *check,
				struct error *err)
{
	(void)context;
	if (check->passed == 1)
		return OK;
	return error_set(err, DATA, "backup_unsound", NULL,
			 "the backup fails check %s: %s", check->check,
			 check->finding);
}

enum status act_restore(struct desk *desk, const char *source,
			const char *key_path, struct store_status *ret,
			struct error *err)
{
	OWN(store) struct store *store = NULL;
	const char *folder = desk->settings->store;
	struct desk restored = *desk;
	enum status rc;

	if ((rc = store_restore(source, key_path, folder, err)) != OK)
		return rc;
	if ((rc = store_open(folder, NULL, STORE_OPEN, &store, err)) != OK)
		return rc;
	restored.store = store;
	if ((rc = act_check(&restored, finding_keep, NULL, err)) != OK) {
		store_discard(folder);
		return rc;
	}
	return store_count(store, desk->arena, ret, err);
}
