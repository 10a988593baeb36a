/* service_token - tokens of unattended jobs, as the store keeps them */
#include <ipp/store/service_token.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/service_token.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"

static const char each_sql[] =
    "SELECT s.session_id, o.login, p.profile, u.code, s.label, s.scope,"
    "       s.created_at, s.used_at, s.expires_at, s.ended_at,"
    "       s.operator_id"
    "  FROM sessions s"
    "  JOIN operators o ON o.operator_id = s.operator_id"
    "  JOIN profiles p ON p.profile_id = s.profile_id"
    "  JOIN units u ON u.unit_id = p.unit_id"
    " WHERE s.kind = 'service' AND o.client_id = $1"
    "   AND s.session_id = coalesce($2, s.session_id)"
    " ORDER BY s.session_id DESC";

/* "ipp-notify ipp-suspend" as a list */
static struct texts words_of(struct arena *arena, const char *text)
{
	const char **items =
	    arena_alloc(arena, LIMIT_LIST_ITEMS * sizeof *items);
	size_t count = 0, n;

	for (; text && *text && count < LIMIT_LIST_ITEMS;
	     text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		items[count++] = arena_text_n(arena, text, n);
	}
	return (struct texts){ items, count };
}

static void token_read(struct sql_statement *st, struct arena *arena,
		       struct service_token *ret)
{
	record_clear(&service_token_record, ret);
	ret->token_id = sql_integer(st, 0);
	ret->login = sql_text(st, 1, arena);
	ret->profile = word_find(profile_words, sql_text_view(st, 2));
	ret->unit = sql_text(st, 3, arena);
	ret->label = sql_text(st, 4, arena);
	ret->tools = words_of(arena, sql_text_view(st, 5));
	ret->created_at = sql_integer(st, 6);
	ret->used_at = sql_integer(st, 7);
	ret->expires_at = sql_integer(st, 8);
	ret->ended_at = sql_integer(st, 9);
}

enum status service_token_each(
    struct store *store, int64_t client_id, int64_t token_id,
    struct arena *arena,
    enum status (*each)(void *context, const struct service_token *it,
			int64_t operator_id, struct error *err),
    void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, each_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, token_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct service_token it;

		token_read(st, arena, &it);
		if ((rc = each(context, &it, sql_integer(st, 10), err)) != OK)
			break;
	}
	return rc;
}
