/* status - how much the store holds */
#include <ipp/store/status.h>

#include <ipp/base/memory.h>
#include <ipp/model/store_status.h>
#include <ipp/port/sql.h>

#include "internal.h"

static const char count_sql[] =
	"SELECT (SELECT count(*) FROM orders),"
	"       (SELECT count(*) FROM products),"
	"       (SELECT count(*) FROM holders),"
	"       (SELECT count(*) FROM objects),"
	"       (SELECT coalesce(max(entry_id), 0) FROM journal),"
	"       (SELECT count(*) FROM outbox WHERE state = 'pending')";

enum status store_count(struct store *store, struct arena *arena,
			struct store_status *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, count_sql, &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->folder = arena_text(arena, store->directory);
	ret->key = arena_text(arena, store->key_path);
	ret->schema = store->version;
	ret->schema_known = store_version_known();
	ret->demo = store->demo;
	ret->orders = sql_integer(st, 0);
	ret->products = sql_integer(st, 1);
	ret->holders = sql_integer(st, 2);
	ret->objects = sql_integer(st, 3);
	ret->journal_entries = sql_integer(st, 4);
	ret->messages_pending = sql_integer(st, 5);
	return OK;
}
