/* session_change - sessions made, switched and ended */
#include <ipp/store/session.h>

#include <string.h>

#include <ipp/port/digest.h>
#include <ipp/port/sql.h>

#include "internal.h"

enum status session_insert(struct store *store, struct session_row *it,
			   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char hash[DIGEST_SIZE];
	enum status rc;
	bool row;

	if ((rc = digest_sha256(it->token, strlen(it->token), hash, err)) !=
		OK ||
	    (rc = sql_prepare(store->sql,
			      "INSERT INTO sessions (token_hash, kind,"
			      "  operator_id, profile_id, scope, label,"
			      "  created_at, used_at, idle_seconds,"
			      "  expires_at)"
			      " VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)"
			      " RETURNING session_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, hash, sizeof hash);
	sql_bind_text(st, 2, it->is_service ? "service" : "session");
	sql_bind_integer(st, 3, it->operator_id);
	sql_bind_integer(st, 4, it->profile_id);
	sql_bind_text(st, 5, it->scope);
	sql_bind_text(st, 6, it->label);
	sql_bind_integer(st, 7, it->created_at);
	sql_bind_integer(st, 8, it->idle_seconds);
	sql_bind_integer(st, 9, it->expires_at);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	it->session_id = sql_integer(st, 0);
	return sql_execute(st, err);
}

enum status session_set_profile(struct store *store, int64_t session_id,
				int64_t profile_id, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE sessions SET profile_id = $1"
			      " WHERE session_id = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, profile_id);
	sql_bind_integer(st, 2, session_id);
	return sql_execute(st, err);
}

enum status session_idle_seconds(struct store *store, int64_t session_id,
				 int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT idle_seconds FROM sessions"
			      " WHERE session_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, session_id);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : 0;
	return rc;
}

enum status session_end(struct store *store, int64_t session_id,
			int64_t operator_id, int64_t now, bool *ended,
			struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE sessions SET ended_at = $1"
			      " WHERE session_id = $2 AND operator_id = $3"
			      "   AND ended_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, session_id);
	sql_bind_integer(st, 3, operator_id);
	if ((rc = sql_execute(st, err)) == OK)
		*ended = sql_changes(store->sql) == 1;
	return rc;
}

enum status session_end_all(struct store *store, int64_t operator_id,
			    int64_t except, bool services, int64_t now,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE sessions SET ended_at = $1"
			      " WHERE operator_id = $2 AND ended_at IS NULL"
			      "   AND session_id <> coalesce($3, 0)"
			      "   AND (kind = 'session' OR $4 = 1)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, operator_id);
	sql_bind_integer(st, 3, except);
	sql_bind_integer(st, 4, services);
	return sql_execute(st, err);
}
