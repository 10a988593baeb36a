/* remote_notice - remote certificates of which there is something to say */
#include <ipp/store/remote_notice.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

static const char begin_sql[] =
    "SELECT run_at FROM remote_notice_runs WHERE client_id = $1";

static const char look_sql[] =
    "UPDATE remote_certificates SET notice_at = 0, tell_at = 0"
    " WHERE client_id = $1 AND removed_at IS NULL AND tell_at > $2";

static const char ran_sql[] =
    "INSERT INTO remote_notice_runs (client_id, run_at) VALUES ($1, $2)"
    " ON CONFLICT (client_id) DO UPDATE SET run_at = excluded.run_at";

static const char due_sql[] =
    "SELECT certificate_id FROM remote_certificates"
    " WHERE client_id = $1 AND removed_at IS NULL AND tell_at <= $2"
    " ORDER BY tell_at, certificate_id";

static const char *const waiting_sql[] = {
	[WAITING_MAIL] =
	    "SELECT DISTINCT certificate_id FROM remote_notices"
	    " WHERE client_id = $1 AND mail_waits = 1 ORDER BY certificate_id",
	[WAITING_COMMAND] = "SELECT DISTINCT certificate_id FROM remote_notices"
			    " WHERE client_id = $1 AND command_waits = 1"
			    " ORDER BY certificate_id",
};

static const char *const done_sql[] = {
	[WAITING_MAIL] = "UPDATE remote_notices SET mail_waits = 0"
			 " WHERE certificate_id = $1 AND mail_waits = 1",
	[WAITING_COMMAND] = "UPDATE remote_notices SET command_waits = 0"
			    " WHERE certificate_id = $1 AND command_waits = 1",
};

static const char told_sql[] =
    "INSERT INTO remote_notices (certificate_id, notice, client_id,"
    " occurrence, told_at, told_count, threshold, mail_waits, command_waits)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)"
    " ON CONFLICT (certificate_id, notice) DO UPDATE"
    "   SET occurrence = excluded.occurrence, told_at = excluded.told_at,"
    "       told_count = excluded.told_count,"
    "       threshold = excluded.threshold, mail_waits = 1,"
    "       command_waits = max(command_waits, excluded.command_waits)";

static const char times_sql[] =
    "UPDATE remote_certificates SET notice_at = $2, tell_at = $3"
    " WHERE certificate_id = $1";

static const char signatures_sql[] =
    "UPDATE remote_grants SET notice_signatures = $2 WHERE grant_id = $1"
    "   AND notice_signatures IS NOT $2";

static enum status look_again(struct store *store, int64_t client_id,
			      int64_t now, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, look_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, now);
	return sql_execute(st, err);
}

static enum status run_last(struct store *store, int64_t client_id,
			    int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, begin_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : ABSENT;
	return rc;
}

enum status remote_notice_begin(struct desk *desk, int64_t client_id,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct store *store = desk->store;
	int64_t last;
	enum status rc;

	if ((rc = run_last(store, client_id, &last, err)) != OK)
		return rc;
	if (last != ABSENT && last - DAY_SECONDS > desk->now &&
	    (rc = look_again(store, client_id, desk->now, err)) != OK)
		return rc;
	if ((rc = sql_prepare(store->sql, ran_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, desk->now);
	return sql_execute(st, err);
}

/* What a statement selects, in an array that doubles as it grows. */
static enum status list_fetch(struct sql_statement *st, struct arena *arena,
			      struct remote_list *ret, struct error *err)
{
	struct remote_list list = { NULL, 0 };
	size_t room = 0;
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		if (list.count == room) {
			int64_t *more;

			room = room ? 2 * room : 1024;
			more = arena_alloc(arena, room * sizeof *more);
			if (list.count > 0)
				memcpy(more, list.ids,
				       list.count * sizeof *more);
			list.ids = more;
		}
		list.ids[list.count++] = sql_integer(st, 0);
	}
	if (rc == OK)
		*ret = list;
	return rc;
}

enum status remote_notice_due(struct store *store, int64_t client_id,
			      int64_t now, struct arena *arena,
			      struct remote_list *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, due_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, now);
	return list_fetch(st, arena, ret, err);
}

enum status remote_notice_waiting(struct store *store, int64_t client_id,
				  enum remote_waiting what, struct arena *arena,
				  struct remote_list *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, waiting_sql[what], &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	return list_fetch(st, arena, ret, err);
}

enum status remote_notice_done(struct store *store, int64_t certificate_id,
			       enum remote_waiting what, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, done_sql[what], &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	return sql_execute(st, err);
}

static enum status item_keep(struct desk *desk, int64_t client_id,
			     int64_t certificate_id,
			     const struct remote_notice_item *item,
			     bool command, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, told_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_text(st, 2, remote_notice_words[item->kind].name);
	sql_bind_integer(st, 3, client_id);
	sql_bind_integer(st, 4, item->occurrence);
	sql_bind_integer(st, 5, desk->now);
	sql_bind_integer(st, 6, item->count);
	sql_bind_integer(st, 7, item->threshold);
	sql_bind_integer(st, 8, command);
	return sql_execute(st, err);
}

static enum status times_keep(struct store *store, int64_t certificate_id,
			      const struct remote_notice_verdict *verdict,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, times_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_integer(st, 2, verdict->notice_at);
	sql_bind_integer(st, 3, verdict->tell_at);
	return sql_execute(st, err);
}

static enum status signatures_keep(struct store *store, int64_t grant_id,
				   int64_t signatures, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, signatures_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, grant_id);
	sql_bind_integer(st, 2, signatures);
	return sql_execute(st, err);
}

enum status remote_notice_keep(struct desk *desk, int64_t client_id,
			       const struct remote_subject *subject,
			       const struct remote_notice_verdict *verdict,
			       bool command, struct error *err)
{
	int64_t certificate_id = subject->certificate_id;
	enum status rc = OK;

	for (size_t i = 0; i < verdict->count && rc == OK; i++)
		if (verdict->items[i].is_new)
			rc = item_keep(desk, client_id, certificate_id,
				       &verdict->items[i], command, err);
	if (rc == OK && subject->facts.grant_id != ABSENT)
		rc = signatures_keep(desk->store, subject->facts.grant_id,
				     verdict->notice_signatures, err);
	return rc == OK ? times_keep(desk->store, certificate_id, verdict, err)
			: rc;
}
