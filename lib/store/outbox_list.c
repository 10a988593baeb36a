/* outbox_list - messages looked at and put back */
#include <ipp/base/memory.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "outbox.h"
#include "row.h"

static const char list_sql[] = "SELECT %s"
			       "  FROM outbox b"
			       " WHERE " OUTBOX_SCOPE
			       "   AND ($3 IS NULL OR b.state = $3)"
			       "   AND ($4 IS NULL OR b.channel = $4)"
			       "   AND ($5 IS NULL OR b.user_id = $5)"
			       "   AND b.message_id > $6"
			       " ORDER BY b.message_id"
			       " LIMIT $7";

static const char find_sql[] = "SELECT %s"
			       "  FROM outbox b"
			       " WHERE " OUTBOX_SCOPE
			       "   AND b.message_id = $3";

void outbox_bind(struct sql_statement *st, const struct outbox_scope *scope)
{
	sql_bind_integer(st, 1, scope->client_id);
	sql_bind_integer(st, 2, scope->unit_id);
}

static void message_fetch(struct sql_statement *st, struct arena *arena,
			  struct message *ret)
{
	record_clear(&message_record, ret);
	(void)row_fetch(st, 0, &message_record, ret, arena);
	if (ret->state != MESSAGE_PENDING)
		ret->next_attempt_at = ABSENT;
}

static const char *word_name(const struct word *words, int64_t value)
{
	return value == ABSENT ? NULL : words[value].name;
}

enum status outbox_list(struct store *store, const struct outbox_scope *scope,
			const struct message_filter *filter,
			enum status (*each)(void *context,
					    const struct message *message,
					    struct error *err),
			void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(arena) struct arena *row_arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct message message;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(
		 store->sql,
		 arena_printf(arena, list_sql,
			      row_columns(&message_record, "b", arena)),
		 &st, err)) != OK)
		return rc;
	outbox_bind(st, scope);
	sql_bind_text(st, 3, word_name(message_state_words, filter->state));
	sql_bind_text(st, 4, word_name(channel_words, filter->channel));
	sql_bind_integer(st, 5, filter->user_id);
	sql_bind_integer(st, 6, filter->after == ABSENT ? 0 : filter->after);
	sql_bind_integer(st, 7,
			 filter->limit == ABSENT ? INT64_MAX : filter->limit);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		arena_reset(row_arena);
		message_fetch(st, row_arena, &message);
		if ((rc = each(context, &message, err)) != OK)
			return rc;
	}
	return rc;
}

enum status outbox_find(struct store *store, const struct outbox_scope *scope,
			int64_t message_id, struct arena *arena,
			struct message *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(
		 store->sql,
		 arena_printf(arena, find_sql,
			      row_columns(&message_record, "b", arena)),
		 &st, err)) != OK)
		return rc;
	outbox_bind(st, scope);
	sql_bind_integer(st, 3, message_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "message_unknown", "message_id",
				 "there is no message MSG%09lld; see: "
				 "ipp-notify list",
				 (long long)message_id);
	message_fetch(st, arena, ret);
	return OK;
}

enum status outbox_retry(struct store *store, int64_t message_id, int64_t now,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE outbox"
			      "   SET state = 'pending', attempts = 0,"
			      "       next_attempt_at = $2, created_at = $2"
			      " WHERE message_id = $1 AND state = 'failed'",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, message_id);
	sql_bind_integer(st, 2, now);
	return sql_execute(st, err);
}
