/* health - what the store knows of work that waits and of what will end */
#include <ipp/store/health.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>

#include "internal.h"

/* How many, and since when the first; each by an index. */
static const char *const backlog_sql[] = {
	[BACKLOG_MESSAGES] =
	    "SELECT (SELECT count(*) FROM outbox WHERE state = 'pending'),"
	    "       (SELECT created_at FROM outbox WHERE state = 'pending'"
	    "         ORDER BY message_id LIMIT 1)",
	[BACKLOG_FAILED] =
	    "SELECT count(*), min(created_at) FROM outbox"
	    " WHERE state = 'failed' AND created_at >= $1",
	[BACKLOG_ISSUING] =
	    "SELECT count(*), min(c.reserved_at) FROM organizations o"
	    "  JOIN products p ON p.client_id = o.client_id"
	    "   AND p.status = 'issuing'"
	    "  JOIN certificates c ON c.user_id = p.user_id"
	    " WHERE c.certificate IS NULL",
	[BACKLOG_UNSEALED] =
	    "SELECT count(*), min(k.created_at) FROM holder_keys k"
	    " WHERE k.state = 'pending' AND 'active' = (SELECT p.status"
	    "   FROM products p WHERE p.user_id = k.user_id)",
	[BACKLOG_SUSPENSIONS] =
	    "SELECT count(*), min(ends_at) FROM suspensions"
	    " WHERE ended_at IS NULL AND ends_at <= $1",
	[BACKLOG_EXPIRED] =
	    "SELECT count(*), min(valid_until) FROM products"
	    " WHERE (status = 'active' OR status = 'suspended')"
	    "   AND valid_until <= $1",
	[BACKLOG_REMOTE_NOTICES] =
	    "SELECT count(*), min(coalesce(r.run_at,"
	    "       (SELECT min(c.registered_at) FROM remote_certificates c"
	    "         WHERE c.client_id = o.client_id"
	    "           AND c.removed_at IS NULL)))"
	    "  FROM organizations o"
	    "  LEFT JOIN remote_notice_runs r ON r.client_id = o.client_id"
	    " WHERE EXISTS (SELECT 1 FROM remote_certificates c"
	    "   WHERE c.client_id = o.client_id AND c.removed_at IS NULL)",
};

/* What was never granted ends at 0. */
static const char remote_sql[] =
    "SELECT count(*), min(c.access_ends_at) FROM organizations o"
    "  JOIN remote_certificates c ON c.client_id = o.client_id"
    " WHERE c.status = 'active' AND c.removed_at IS NULL"
    "   AND c.access_ends_at > 0 AND c.access_ends_at <= $2"
    "   AND (c.muted_until IS NULL OR c.muted_until <= $1)";

static const char backup_sql[] =
    "SELECT (SELECT at FROM journal WHERE event = 'backup_finished'"
    "         ORDER BY entry_id DESC LIMIT 1),"
    "       created_at FROM store";

static const char officer_sql[] =
    "SELECT o.login, NULL, NULL, max(c.not_after)"
    "  FROM operator_certificates c"
    "  JOIN operators o ON o.operator_id = c.operator_id"
    " WHERE c.withdrawn_at IS NULL AND o.enabled = 1"
    " GROUP BY o.login ORDER BY o.login";

static const char responder_sql[] =
    "SELECT a.name, NULL, NULL, max(r.not_after)"
    "  FROM authorities a"
    "  JOIN responders r ON r.authority_id = a.authority_id"
    " WHERE a.retired_at IS NULL"
    " GROUP BY a.name HAVING max(r.not_after) >= $1 ORDER BY a.name";

static const char token_sql[] =
    "SELECT o.login, s.label, s.session_id, s.expires_at"
    "  FROM sessions s"
    "  JOIN operators o ON o.operator_id = s.operator_id"
    " WHERE s.kind = 'service' AND s.ended_at IS NULL AND s.expires_at >= $1"
    "   AND o.enabled = 1 AND NOT EXISTS (SELECT 1 FROM sessions t"
    "        WHERE t.operator_id = s.operator_id AND t.kind = 'service'"
    "          AND t.scope = s.scope AND t.ended_at IS NULL"
    "          AND t.expires_at > s.expires_at)"
    " ORDER BY s.session_id";

enum status backlog_count(struct store *store, enum backlog_kind kind,
			  int64_t since, struct backlog *ret,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, backlog_sql[kind], &st, err)) != OK)
		return rc;
	if (kind == BACKLOG_FAILED || kind == BACKLOG_SUSPENSIONS ||
	    kind == BACKLOG_EXPIRED)
		sql_bind_integer(st, 1, since);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->count = sql_integer(st, 0);
	ret->oldest = sql_integer(st, 1);
	return OK;
}

enum status remote_ends_read(struct store *store, int64_t now, int64_t before,
			     struct remote_ends *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, remote_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, before);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->count = sql_integer(st, 0);
	ret->first_at = sql_integer(st, 1);
	return OK;
}

enum status backup_last(struct store *store, int64_t *ret, int64_t *created_at,
			struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, backup_sql, &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = sql_integer(st, 0);
	*created_at = sql_integer(st, 1);
	return OK;
}

static enum status endings_read(struct sql_statement *st,
				enum status (*each)(void *context,
						    const struct ending *it,
						    struct error *err),
				void *context, struct error *err)
{
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		const struct ending it = {
			.owner = sql_text_view(st, 0),
			.label = sql_text_view(st, 1),
			.token_id = sql_integer(st, 2),
			.ends_at = sql_integer(st, 3),
		};

		if ((rc = each(context, &it, err)) != OK)
			return rc;
	}
	return rc;
}

enum status officer_endings_each(struct store *store,
				 enum status (*each)(void *context,
						     const struct ending *it,
						     struct error *err),
				 void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc = sql_prepare(store->sql, officer_sql, &st, err);

	return rc == OK ? endings_read(st, each, context, err) : rc;
}

static enum status endings_since(struct store *store, const char *sql,
				 int64_t since,
				 enum status (*each)(void *context,
						     const struct ending *it,
						     struct error *err),
				 void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, since);
	return endings_read(st, each, context, err);
}

enum status responder_endings_each(struct store *store, int64_t since,
				   enum status (*each)(void *context,
						       const struct ending *it,
						       struct error *err),
				   void *context, struct error *err)
{
	return endings_since(store, responder_sql, since, each, context, err);
}

enum status token_endings_each(struct store *store, int64_t since,
			       enum status (*each)(void *context,
						   const struct ending *it,
						   struct error *err),
			       void *context, struct error *err)
{
	return endings_since(store, token_sql, since, each, context, err);
}
