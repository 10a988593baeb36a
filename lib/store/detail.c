/* detail - what the store holds around one product */
#include <ipp/store/detail.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/detail.h>
#include <ipp/model/product.h>
#include <ipp/model/status_change.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>

#include "internal.h"

#define LIST_FIRST 16

/* An array in the arena that doubles as it grows. */
struct list {
	struct arena *arena;
	size_t size, count, room;
	char *items;
};

static void *list_add(struct list *list)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : LIST_FIRST;
		char *items = arena_alloc(list->arena, room * list->size);

		if (list->count)
			memcpy(items, list->items, list->count * list->size);
		list->items = items;
		list->room = room;
	}
	return list->items + list->size * list->count++;
}

enum status detail_certificates(struct store *store, int64_t user_id,
				struct arena *arena, struct issued_row **ret,
				size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct list list = { .arena = arena, .size = sizeof **ret };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT c.serial, c.purpose, c.profile,"
			      " c.not_before, c.not_after, c.issued_at,"
			      " c.certificate, s.reason, s.revoked_at"
			      "  FROM certificates c"
			      "  LEFT JOIN certificate_status s"
			      "    ON s.certificate_id = c.certificate_id"
			      "   AND s.reason <> 8"
			      " WHERE c.user_id = $1"
			      " ORDER BY c.purpose DESC",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct issued_row *it = list_add(&list);

		it->serial = sql_text(st, 0, arena);
		it->purpose = sql_text(st, 1, arena);
		it->profile = sql_text(st, 2, arena);
		it->not_before = sql_integer(st, 3);
		it->not_after = sql_integer(st, 4);
		it->issued_at = sql_integer(st, 5);
		it->certificate.bytes =
		    sql_bytes(st, 6, arena, &it->certificate.size);
		it->reason = sql_integer(st, 7);
		it->revoked_at = sql_integer(st, 8);
	}
	*ret = (struct issued_row *)(void *)list.items;
	*count = list.count;
	return rc;
}

enum status detail_envelopes(struct store *store, int64_t user_id,
			     struct arena *arena, struct records *ret,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct list list = { .arena = arena, .size = sizeof(struct sealed) };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT e.format, e.passphrase_kind, o.login,"
			      " e.sealed_at, e.void_at FROM envelopes e"
			      " JOIN operators o ON o.operator_id = e.sealed_by"
			      " WHERE e.user_id = $1 ORDER BY e.envelope_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct sealed *it = list_add(&list);

		it->format = sql_text(st, 0, arena);
		it->passphrase_kind = sql_text(st, 1, arena);
		it->sealed_by = sql_text(st, 2, arena);
		it->sealed_at = sql_integer(st, 3);
		it->void_at = sql_integer(st, 4);
	}
	*ret = (struct records){ list.items, list.count };
	return rc;
}

static const char requests_sql[] =
    "SELECT r.request_id, r.action, r.requester, r.third_party, r.way,"
    "       r.motive, r.publication, r.note, lower(hex(r.attachment)),"
    "       o.login, r.received_at, r.due_at, r.done_at, r.published_at,"
    "       r.attachment IS NULL"
    "  FROM status_requests r"
    "  JOIN operators o ON o.operator_id = r.done_by"
    " WHERE r.user_id = $1 ORDER BY r.request_id";

static void request_read(struct sql_statement *st, struct arena *arena,
			 struct asked *ret)
{
	const char *motive = sql_text_view(st, 5);

	ret->request_id = sql_integer(st, 0);
	ret->action = word_find(status_action_words, sql_text_view(st, 1));
	ret->requester = word_find(requester_words, sql_text_view(st, 2));
	ret->third_party = sql_text(st, 3, arena);
	ret->way = word_find(request_way_words, sql_text_view(st, 4));
	ret->motive = motive ? word_find(motive_words, motive) : ABSENT;
	ret->publication = word_find(publication_words, sql_text_view(st, 6));
	ret->status_note = sql_text(st, 7, arena);
	if (sql_integer(st, 14) == 0)
		ret->attachment = sql_text(st, 8, arena);
	ret->done_by = sql_text(st, 9, arena);
	ret->received_at = sql_integer(st, 10);
	ret->publish_by = sql_integer(st, 11);
	ret->done_at = sql_integer(st, 12);
	ret->published_at = sql_integer(st, 13);
}

enum status detail_requests(struct store *store, int64_t user_id,
			    struct arena *arena, struct records *ret,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct list list = { .arena = arena, .size = sizeof(struct asked) };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, requests_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct asked *it = list_add(&list);

		record_clear(&asked_record, it);
		request_read(st, arena, it);
	}
	*ret = (struct records){ list.items, list.count };
	return rc;
}

enum status detail_suspensions(struct store *store, int64_t user_id,
			       struct arena *arena, struct records *ret,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct list list = { .arena = arena,
			     .size = sizeof(struct suspended) };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT u.started_at, u.ends_at, u.at_end,"
			      "       u.ended_at, u.ended_how, o.login"
			      "  FROM suspensions u"
			      "  LEFT JOIN operators o"
			      "    ON o.operator_id = u.ended_by"
			      " WHERE u.user_id = $1 ORDER BY u.suspension_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct suspended *it = list_add(&list);
		const char *how = sql_text_view(st, 4);

		it->started_at = sql_integer(st, 0);
		it->ends_at = sql_integer(st, 1);
		it->at_end = word_find(suspension_end_words,
				       sql_text_view(st, 2));
		it->ended_at = sql_integer(st, 3);
		it->ended_how =
		    how ? word_find(suspension_how_words, how) : ABSENT;
		it->ended_by = sql_text(st, 5, arena);
	}
	*ret = (struct records){ list.items, list.count };
	return rc;
}

static const char events_sql[] =
    /* what happened to the product, and to its order as a whole */
    "SELECT j.entry_id, j.at, j.event, o.login, j.detail"
    "  FROM journal j"
    "  LEFT JOIN operators o ON o.operator_id = j.operator_id"
    " WHERE j.user_id = $1"
    " UNION ALL "
    "SELECT j.entry_id, j.at, j.event, o.login, j.detail"
    "  FROM journal j"
    "  LEFT JOIN operators o ON o.operator_id = j.operator_id"
    " WHERE j.order_id = $2 AND j.user_id IS NULL"
    " ORDER BY 1";

enum status detail_events(struct store *store, const struct product *product,
			  struct arena *arena, struct records *ret,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct list list = { .arena = arena, .size = sizeof(struct event) };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, events_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, product->user_id);
	sql_bind_integer(st, 2, product->order_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct event *it = list_add(&list);
		const char *detail = sql_text_view(st, 4);

		it->entry_id = sql_integer(st, 0);
		it->at = sql_integer(st, 1);
		it->event = sql_text(st, 2, arena);
		it->operator_login = sql_text(st, 3, arena);
		it->detail = NULL;
		if ((rc = json_parse(detail, strlen(detail), &it->detail,
				     err)) != OK)
			break;
	}
	*ret = (struct records){ list.items, list.count };
	if (rc != OK)
		events_forget(ret);
	return rc;
}

void events_forget(const struct records *events)
{
	const struct event *items = events->items;

	for (size_t i = 0; i < events->count; i++)
		json_free(items[i].detail);
}

enum status detail_login(struct store *store, int64_t operator_id,
			 struct arena *arena, const char **ret,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if (operator_id == ABSENT)
		return OK;
	if ((rc = sql_prepare(store->sql,
			      "SELECT login FROM operators"
			      " WHERE operator_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (row)
		*ret = sql_text(st, 0, arena);
	return OK;
}

enum status detail_products(struct store *store, int64_t client_id,
			    int64_t order_id, struct arena *arena,
			    int64_t **ret, size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct list list = { .arena = arena, .size = sizeof **ret };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT user_id FROM products"
			      " WHERE order_id = $1 AND client_id = $2"
			      " ORDER BY user_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, order_id);
	sql_bind_integer(st, 2, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row)
		*(int64_t *)list_add(&list) = sql_integer(st, 0);
	if (rc == OK && list.count == 0)
		return error_set(err, DATA, "order_unknown", "id",
				 "there is no order ORD%09" PRId64 "; find it "
				 "with: ipp-search",
				 order_id);
	*ret = (int64_t *)(void *)list.items;
	*count = list.count;
	return rc;
}
