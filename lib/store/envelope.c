/* envelope - the envelopes that went out, and which of them counts */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/issuance.h>

#include "internal.h"

static enum status former_void(struct desk *desk, int64_t user_id,
			       int64_t *former, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE envelopes SET void_at = $1"
			      " WHERE user_id = $2 AND void_at IS NULL"
			      " RETURNING envelope_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, desk->now);
	sql_bind_integer(st, 2, user_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*former = row ? sql_integer(st, 0) : SQL_NULL;
	return row ? sql_execute(st, err) : OK;
}

/* Messages about it that did not leave yet would only confuse. */
static enum status former_unsay(struct desk *desk, int64_t user_id,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE outbox SET state = 'void'"
			      " WHERE user_id = $1 AND state = 'pending'"
			      "   AND template IN ('envelope',"
			      "       'envelope_resent', 'passphrase_sms')",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	return sql_execute(st, err);
}

enum status envelope_insert(struct desk *desk, struct sealed_envelope *it,
			    int64_t *former, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = former_void(desk, it->user_id, former, err)) != OK ||
	    (*former != SQL_NULL &&
	     (rc = former_unsay(desk, it->user_id, err)) != OK) ||
	    (rc = sql_prepare(desk->store->sql,
			      "INSERT INTO envelopes (user_id, format,"
			      " passphrase_kind, sha256, sealed_by, sealed_at)"
			      " VALUES ($1, $2, $3, $4, $5, $6)"
			      " RETURNING envelope_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, it->user_id);
	sql_bind_text(st, 2, it->format);
	sql_bind_text(st, 3, it->passphrase_kind);
	sql_bind_bytes(st, 4, it->sha256, sizeof it->sha256);
	sql_bind_integer(st, 5, desk->session->operator_id);
	sql_bind_integer(st, 6, desk->now);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	it->envelope_id = sql_integer(st, 0);
	it->sealed_by = desk->session->operator_id;
	it->sealed_at = desk->now;
	return sql_execute(st, err);
}

enum status envelope_load(struct store *store, int64_t user_id,
			  struct arena *arena, struct sealed_envelope *ret,
			  bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const void *sha256;
	enum status rc;
	size_t size;

	if ((rc = sql_prepare(store->sql,
			      "SELECT envelope_id, format, passphrase_kind,"
			      "       sha256, sealed_by, sealed_at"
			      "  FROM envelopes"
			      " WHERE user_id = $1 AND void_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	*ret = (struct sealed_envelope){ .envelope_id = sql_integer(st, 0),
					 .user_id = user_id };
	ret->format = sql_text(st, 1, arena);
	ret->passphrase_kind = sql_text(st, 2, arena);
	sha256 = sql_bytes(st, 3, arena, &size);
	if (size == sizeof ret->sha256)
		memcpy(ret->sha256, sha256, size);
	ret->sealed_by = sql_integer(st, 4);
	ret->sealed_at = sql_integer(st, 5);
	return OK;
}
