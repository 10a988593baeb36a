/* transaction - all or nothing, nested */
#include "internal.h"

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>

struct tx {
	struct store *store;
};

enum status tx_begin(struct store *store, struct tx **ret, struct error *err)
{
	enum status rc;

	if (sql_depth(store->sql) == 0) {
		store->journal_changed = false;
		store->facts = NULL;
		store->has_last_entry = false;
	}
	if ((rc = sql_begin(store->sql, err)) != OK)
		return rc;
	*ret = memory_new(sizeof **ret);
	(*ret)->store = store;
	return OK;
}

enum status tx_begin_reading(struct store *store, struct tx **ret,
			     struct error *err)
{
	enum status rc = sql_begin_reading(store->sql, err);

	if (rc != OK)
		return rc;
	*ret = memory_new(sizeof **ret);
	(*ret)->store = store;
	return OK;
}

enum status tx_commit(struct tx **tx, struct error *err)
{
	struct store *store = (*tx)->store;
	enum status rc;

	if (sql_depth(store->sql) == 1 &&
	    (rc = journal_seal(store, err)) != OK)
		return rc;
	rc = sql_commit(store->sql, err);
	memory_free(TAKE(*tx)); /* a failed commit has rolled back */
	return rc;
}

void tx_rollback(struct tx *tx)
{
	if (!tx)
		return;
	sql_rollback(tx->store->sql);
	tx->store->has_last_entry = false;
	memory_free(tx);
}
