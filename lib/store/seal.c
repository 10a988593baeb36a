/* seal - certificates of the authority for what it signs itself */
#include <ipp/store/seal.h>

#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

static const char insert_sql[] =
    "INSERT INTO seals (serial, authority_id, purpose, not_before, not_after,"
    " sealed_at, certificate) VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status seal_insert(struct desk *desk, const struct seal *seal,
			struct error *err)
{
	static const char *const purposes[] = {
		[SEAL_JOURNAL] = "journal",
		[SEAL_DOSSIER] = "dossier",
	};
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
