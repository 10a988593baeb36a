/* remote_grant - access to remote certificates, in the store */
#include <ipp/store/remote_grant.h>

#include <inttypes.h>
#include <stdio.h>

#include <ipp/base/memory.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_certificate.h>

#include "internal.h"
#include "remote_part.h"
#include "row.h"

#define LABEL_SIZE 64
#define REASON_MAX "1000"

static struct row_table grants = { "remote_grants", &remote_grant_record,
				   "grant_id" };

/* Which token of which grant a blob is. */
static const char *label_of(int64_t grant_id, const char *which,
			    char ret[LABEL_SIZE])
{
	(void)snprintf(ret, LABEL_SIZE, "remote_grants/%" PRId64 "/%s",
		       grant_id, which);
	return ret;
}

enum status remote_grant_insert(struct store *store, struct remote_grant *it,
				const struct remote_tokens *tokens,
				struct error *err)
{
	enum status rc;

	it->grant_id = ABSENT;
	if ((rc = remote_grant_limit(it, err)) != OK ||
	    (rc = row_insert(store->sql, &grants, it, NULL, err)) != OK)
		return rc;
	it->is_current = 1;
	it->signatures_used = 0;
	return remote_tokens_save(store, it->grant_id, tokens, err);
}

/* The stored fields in the order of the field table, then the others. */
#define COLUMNS                                                           \
	"SELECT g.grant_id, g.client_id, g.certificate_id, g.granted_at," \
	"       g.granted_by, g.access_days, g.holder_ends_at,"           \
	"       g.certificate_ends_at, g.access_ends_at,"                 \
	"       g.access_end_reason, g.signature_limit,"                  \
	"       g.is_current, g.signatures_used, g.access_token_ends_at," \
	"       g.sealed_refresh_token IS NOT NULL, g.refresh_asked_at,"  \
	"       g.withdrawn_at, g.withdrawn_reason, o.login"              \
	"  FROM remote_grants g"                                          \
	"  JOIN operators o ON o.operator_id = g.granted_by"

static void grant_read(struct sql_statement *st, struct arena *arena,
		       struct remote_grant *ret)
{
	int n;

	record_clear(&remote_grant_record, ret);
	n = row_fetch(st, 0, &remote_grant_record, ret, arena);
	ret->is_current = sql_integer(st, n);
	ret->signatures_used = sql_integer(st, n + 1);
	ret->access_token_ends_at = sql_integer(st, n + 2);
	ret->has_refresh_token = sql_integer(st, n + 3);
	ret->refresh_asked_at = sql_integer(st, n + 4);
	ret->withdrawn_at = sql_integer(st, n + 5);
	ret->withdrawn_reason = sql_text(st, n + 6, arena);
	ret->granted_by_login = sql_text(st, n + 7, arena);
}

enum status remote_grant_current(struct store *store, int64_t certificate_id,
				 struct arena *arena, struct remote_grant *ret,
				 bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      COLUMNS " WHERE g.certificate_id = $1"
				      "   AND g.is_current = 1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	if ((rc = sql_step(st, found, err)) == OK && *found)
		grant_read(st, arena, ret);
	return rc;
}

enum status remote_grant_each(struct store *store, int64_t certificate_id,
			      struct arena *arena,
			      enum status (*each)(void *context,
						  const struct remote_grant *it,
						  struct error *err),
			      void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      COLUMNS " WHERE g.certificate_id = $1"
				      " ORDER BY g.grant_id DESC",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct remote_grant it;

		grant_read(st, arena, &it);
		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}

static enum status token_seal(struct store *store, int64_t grant_id,
			      const char *which, const char *token,
			      struct arena *arena, struct octets *ret,
			      struct error *err)
{
	char label[LABEL_SIZE];

	*ret = (struct octets){ 0 };
	if (!token)
		return OK;
	return remote_seal(store, label_of(grant_id, which, label), token,
			   arena, ret, err);
}

enum status remote_tokens_save(struct store *store, int64_t grant_id,
			       const struct remote_tokens *tokens,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct octets access, refresh;
	enum status rc;

	if ((rc = token_seal(store, grant_id, "access", tokens->access_token,
			     arena, &access, err)) != OK ||
	    (rc = token_seal(store, grant_id, "refresh", tokens->refresh_token,
			     arena, &refresh, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "UPDATE remote_grants SET"
			      "  refresh_asked_at = NULL,"
			      "  sealed_access_token = $1,"
			      "  access_token_ends_at = $2,"
			      "  sealed_refresh_token ="
			      "    coalesce($3, sealed_refresh_token)"
			      " WHERE grant_id = $4 AND withdrawn_at IS NULL"
			      "   AND is_current = 1",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, access.bytes, access.size);
	sql_bind_integer(
	    st, 2, access.bytes ? tokens->access_token_ends_at : SQL_NULL);
	sql_bind_bytes(st, 3, refresh.bytes, refresh.size);
	sql_bind_integer(st, 4, grant_id);
	return sql_execute(st, err);
}

enum status remote_tokens_load(struct store *store, int64_t grant_id,
			       struct arena *arena, struct remote_tokens *ret,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct octets access = { 0 }, refresh = { 0 };
	char label[LABEL_SIZE];
	enum status rc;
	bool row;

	*ret = (struct remote_tokens){ .access_token_ends_at = ABSENT };
	if ((rc = sql_prepare(store->sql,
			      "SELECT sealed_access_token,"
			      "       access_token_ends_at,"
			      "       sealed_refresh_token"
			      "  FROM remote_grants WHERE grant_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, grant_id);
	if ((rc = sql_step(st, &row, err)) != OK || !row)
		return rc;
	access = row_octets(st, 0, arena);
	ret->access_token_ends_at = sql_integer(st, 1);
	refresh = row_octets(st, 2, arena);
	if ((rc = remote_open(store, label_of(grant_id, "access", label),
			      access, arena, &ret->access_token, err)) != OK)
		return rc;
	return remote_open(store, label_of(grant_id, "refresh", label), refresh,
			   arena, &ret->refresh_token, err);
}

enum status remote_refresh_mark(struct store *store, int64_t grant_id,
				int64_t asked_at, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE remote_grants SET refresh_asked_at = $1"
			      " WHERE grant_id = $2 AND withdrawn_at IS NULL"
			      "   AND is_current = 1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, asked_at == ABSENT ? SQL_NULL : asked_at);
	sql_bind_integer(st, 2, grant_id);
	return sql_execute(st, err);
}

enum status remote_grant_withdraw(struct store *store, int64_t grant_id,
				  int64_t now, const char *reason,
				  bool *changed, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE remote_grants SET withdrawn_at = $1,"
			      "  withdrawn_reason ="
			      "    substr($2, 1, " REASON_MAX "),"
			      "  sealed_access_token = NULL,"
			      "  access_token_ends_at = NULL,"
			      "  sealed_refresh_token = NULL"
			      " WHERE grant_id = $3 AND withdrawn_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_text(st, 2, reason);
	sql_bind_integer(st, 3, grant_id);
	if ((rc = sql_execute(st, err)) == OK)
		*changed = sql_changes(store->sql) == 1;
	return rc;
}

/* The stored fields in the order of the field table, then the login. */
static const char signings_sql[] =
    "SELECT s.signing_id, s.client_id, s.certificate_id, s.grant_id,"
    "       s.asked_by, s.state, s.signatures, s.algorithm, s.reserved_at,"
    "       s.settled_at, s.refusal, o.login"
    "  FROM remote_signings s"
    "  JOIN operators o ON o.operator_id = s.asked_by"
    " WHERE s.certificate_id = $1"
    " ORDER BY s.signing_id DESC LIMIT $2";

enum status remote_signing_each(
    struct store *store, int64_t certificate_id, int64_t limit,
    struct arena *arena,
    enum status (*each)(void *context, const struct remote_signing *it,
			struct error *err),
    void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, signings_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_integer(st, 2, limit);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct remote_signing it;
		int n;

		record_clear(&remote_signing_record, &it);
		n = row_fetch(st, 0, &remote_signing_record, &it, arena);
		it.asked_by_login = sql_text(st, n, arena);
		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}
