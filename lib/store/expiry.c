/* expiry - holders' certificates that end soon, and whether they were told */
#include <ipp/store/expiry.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/product.h>
#include <ipp/port/sql.h>
#include <ipp/store/outbox.h>

#include "internal.h"

#define LIST_FIRST 1024

/* All but the unit is in the index. */
static const char due_sql[] =
    "SELECT p.user_id FROM products p"
    " WHERE p.status = 'active' AND p.valid_until >= $3"
    "   AND p.valid_until < $4"
    "   AND (p.expiry_days IS NULL OR p.expiry_days > $5)"
    "   AND p.client_id + 0 = $1 AND ($2 IS NULL OR p.unit_id + 0 = $2)"
    " ORDER BY p.valid_until, p.user_id";

static void list_add(struct expiry_list *list, struct arena *arena,
		     int64_t user_id)
{
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : LIST_FIRST;
		int64_t *more = arena_alloc(arena, room * sizeof *more);

		if (list->count > 0)
			memcpy(more, list->user_ids,
			       list->count * sizeof *more);
		list->user_ids = more;
		list->room = room;
	}
	list->user_ids[list->count++] = user_id;
}

enum status expiry_due_find(struct store *store,
			    const struct outbox_scope *scope,
			    const struct expiry_due *due, struct arena *arena,
			    struct expiry_list *list, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, due_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, scope->client_id);
	sql_bind_integer(st, 2, scope->unit_id);
	sql_bind_integer(st, 3, due->from);
	sql_bind_integer(st, 4, due->before);
	sql_bind_integer(st, 5, due->days);
	while ((rc = sql_step(st, &row, err)) == OK && row)
		list_add(list, arena, sql_integer(st, 0));
	return rc;
}

enum status expiry_mark(struct store *store, int64_t user_id, int64_t days,
			bool *is_new, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE products SET expiry_days = $2"
			      " WHERE user_id = $1"
			      "   AND (expiry_days IS NULL OR expiry_days > $2)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	sql_bind_integer(st, 2, days);
	if ((rc = sql_execute(st, err)) == OK)
		*is_new = sql_changes(store->sql) == 1;
	return rc;
}

/* A role counts by what the certificate says of it. */
static const char issued_sql[] =
    "SELECT 1 FROM products n"
    "  JOIN orders b ON b.order_id = n.order_id"
    "  JOIN orders a ON a.order_id = $2"
    " WHERE n.holder_id = $1"
    "   AND (n.status = 'active' OR n.status = 'suspended')"
    "   AND n.valid_until > $3"
    "   AND (n.renews = $4"
    "    OR (n.product = $5"
    "        AND a.organization_name IS NOT DISTINCT FROM b.organization_name"
    "        AND a.title IS NOT DISTINCT FROM b.title))"
    " LIMIT 1";

static const char asked_sql[] =
    "SELECT user_id FROM products"
    " WHERE renews = $1 AND status <> 'cancelled' AND status <> 'revoked'"
    "   AND status <> 'expired'"
    "   AND (status = 'to_identify' OR status = 'to_sign'"
    "    OR status = 'to_review' OR status = 'to_issue'"
    "    OR status = 'issuing')";

static enum status asked_find(struct store *store, int64_t user_id,
			      int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, asked_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : ABSENT;
	return rc;
}

enum status expiry_successor_find(struct store *store,
				  const struct product *product,
				  struct expiry_successor *ret,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, issued_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, product->holder_id);
	sql_bind_integer(st, 2, product->order_id);
	sql_bind_integer(st, 3, product->valid_until);
	sql_bind_integer(st, 4, product->user_id);
	sql_bind_text(st, 5, product->product);
	if ((rc = sql_step(st, &ret->is_issued, err)) != OK)
		return rc;
	return asked_find(store, product->user_id, &ret->renewal, err);
}
