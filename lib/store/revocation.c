/* revocation - CRLs and OCSP answers that were fetched before */
#include <string.h>

#include <ipp/port/sql.h>
#include <ipp/store/trust.h>

#include "internal.h"
#include "row.h"

/* What was out of date so long proves nothing that anybody asks. */
#define KEEP_SECONDS ((int64_t)30 * 86400)

static const char *const kinds[] = { [REVOCATION_CRL] = "crl",
				     [REVOCATION_OCSP] = "ocsp" };

enum status revocation_find(struct store *store, const unsigned char key[32],
			    struct arena *arena, struct revocation_datum *ret,
			    bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT kind, url, bytes, this_update,"
			      "       next_update, fetched_at"
			      "  FROM revocations WHERE key = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, key, 32);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*found = row;
	if (!row)
		return OK;
	memcpy(ret->key, key, sizeof ret->key);
	ret->kind = strcmp(sql_text_view(st, 0), kinds[REVOCATION_OCSP])
			? REVOCATION_CRL
			: REVOCATION_OCSP;
	ret->url = sql_text(st, 1, arena);
	ret->bytes = row_octets(st, 2, arena);
	ret->this_update = sql_integer(st, 3);
	ret->next_update = sql_integer(st, 4);
	ret->fetched_at = sql_integer(st, 5);
	return OK;
}

static enum status old_drop(struct store *store, int64_t now,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "DELETE FROM revocations"
			      " WHERE next_update < $1"
			      "    OR (next_update IS NULL"
			      "        AND fetched_at < $1)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now - KEEP_SECONDS);
	return sql_execute(st, err);
}

enum status revocation_put(struct store *store,
			   const struct revocation_datum *it,
			   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = old_drop(store, it->fetched_at, err)) != OK ||
	    (rc = sql_prepare(
		 store->sql,
		 "INSERT INTO revocations (key, kind, url, bytes,"
		 " this_update, next_update, fetched_at)"
		 " VALUES ($1, $2, $3, $4, $5, $6, $7)"
		 " ON CONFLICT (key) DO UPDATE SET"
		 "   bytes = excluded.bytes,"
		 "   this_update = excluded.this_update,"
		 "   next_update = excluded.next_update,"
		 "   fetched_at = excluded.fetched_at"
		 " WHERE revocations.this_update IS NULL"
		 "    OR excluded.this_update >= revocations.this_update",
		 &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, it->key, sizeof it->key);
	sql_bind_text(st, 2, kinds[it->kind]);
	sql_bind_text(st, 3, it->url);
	sql_bind_bytes(st, 4, it->bytes.bytes, it->bytes.size);
	sql_bind_integer(st, 5, it->this_update);
	sql_bind_integer(st, 6, it->next_update);
	sql_bind_integer(st, 7, it->fetched_at);
	return sql_execute(st, err);
}
