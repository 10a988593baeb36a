/* journal_export - entries with what others need to prove them */
#include <ipp/store/journal.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/journal.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "journal_entry.h"

static const char *hash_text(struct sql_statement *st, int column,
			     struct arena *arena)
{
	size_t n;
	const void *bytes = sql_bytes(st, column, arena, &n);
	char *ret = arena_alloc(arena, 2 * n + 1);

	hex_encode(bytes, n, ret);
	return ret;
}

enum status journal_export(struct store *store, int64_t client_id,
			   int64_t first, int64_t last,
			   enum status (*each)(void *context,
					       const struct journal_proof *it,
					       struct error *err),
			   void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct journal_proof proof;
	struct entry entry;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT " ENTRY_COLUMNS ", previous, hash"
			      "  FROM journal"
			      " WHERE entry_id >= $1 AND entry_id <= $2"
			      " ORDER BY entry_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, first);
	sql_bind_integer(st, 2, last);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		arena_reset(arena);
		entry_read(st, arena, &entry);
		proof.entry_id = entry.entry_id;
		proof.previous = hash_text(st, 9, arena);
		proof.hash = hash_text(st, 10, arena);
		proof.entry = entry.client_id == client_id ||
				      entry.client_id == SQL_NULL
				  ? entry_text(&entry, arena)
				  : NULL;
		if ((rc = each(context, &proof, err)) != OK)
			return rc;
	}
	return rc;
}
