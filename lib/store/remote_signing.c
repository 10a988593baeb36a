/* remote_signing - signatures counted before an authority is asked for them */
#include <ipp/store/remote_signing.h>

#include <ipp/model/field.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

/* The triggers of the table count, and refuse. */
static const char reserve_sql[] =
    "INSERT INTO remote_signings (client_id, certificate_id, grant_id,"
    " asked_by, signatures, algorithm, sha256, reserved_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static const char settle_sql[] =
    "UPDATE remote_signings SET state = $1, settled_at = $2, refusal = $3"
    " WHERE signing_id = $4 AND client_id = $5";

enum status remote_signing_reserve(struct desk *desk,
				   const struct remote_claim *claim,
				   int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, reserve_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, desk->session->client_id);
	sql_bind_integer(st, 2, claim->certificate_id);
	sql_bind_integer(st, 3, claim->grant_id);
	sql_bind_integer(st, 4, desk->session->operator_id);
	sql_bind_integer(st, 5, claim->signatures);
	sql_bind_text(st, 6, claim->algorithm);
	sql_bind_bytes(st, 7, claim->sha256, sizeof claim->sha256);
	sql_bind_integer(st, 8, desk->now);
	if ((rc = sql_execute(st, err)) == OK)
		*ret = sql_inserted(desk->store->sql);
	return rc;
}

enum status remote_signing_settle(struct desk *desk, int64_t signing_id,
				  int64_t state, const char *refusal,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, settle_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, remote_signing_state_words[state].name);
	sql_bind_integer(st, 2, desk->now);
	sql_bind_text(st, 3, refusal);
	sql_bind_integer(st, 4, signing_id);
	sql_bind_integer(st, 5, desk->session->client_id);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (sql_changes(desk->store->sql) != 1)
		return error_set(err, INTERNAL, "signing_missing", NULL,
				 "what was reserved is not there any more; "
				 "run: ipp-store check");
	return OK;
}
