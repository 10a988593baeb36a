/* seal - certificates of the authority for what it signs itself */
#include <ipp/store/seal.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

static const char insert_sql[] =
    "INSERT INTO seals (serial, authority_id, purpose, not_before, not_after,"
    " sealed_at, certificate) VALUES ($1, $2, $3, $4, $5, $6, $7)";

static const char *const purposes[] = {
	[SEAL_JOURNAL] = "journal",
	[SEAL_DOSSIER] = "dossier",
};

enum status seal_insert(struct desk *desk, const struct seal *seal,
			struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, insert_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, seal->serial);
	sql_bind_integer(st, 2, seal->authority_id);
	sql_bind_text(st, 3, purposes[seal->purpose]);
	sql_bind_integer(st, 4, seal->not_before);
	sql_bind_integer(st, 5, seal->not_after);
	sql_bind_integer(st, 6, desk->now);
	sql_bind_bytes(st, 7, seal->certificate.bytes, seal->certificate.size);
	return sql_execute(st, err);
}

enum status seal_each(struct store *store,
		      enum status (*each)(void *context, const struct seal *it,
					  struct error *err),
		      void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct seal it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT serial, authority_id, purpose,"
			      " not_before, not_after, certificate FROM seals"
			      " ORDER BY serial",
			      &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		it.serial = sql_text(st, 0, arena);
		it.authority_id = sql_integer(st, 1);
		it.purpose = text_equal(sql_text_view(st, 2),
					purposes[SEAL_JOURNAL])
				 ? SEAL_JOURNAL
				 : SEAL_DOSSIER;
		it.not_before = sql_integer(st, 3);
		it.not_after = sql_integer(st, 4);
		it.certificate.bytes =
		    sql_bytes(st, 5, arena, &it.certificate.size);
		if ((rc = each(context, &it, err)) != OK)
			return rc;
		arena_reset(arena);
	}
	return rc;
}
