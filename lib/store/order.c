/* order - keeps requests: a row of orders, rows of products */
#include <ipp/store/order.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/product.h>

#include "internal.h"
#include "order_products.h"
#include "row.h"

#define EXTRAS 2

static struct row_table orders = { "orders", &request_record, "order_id" };

static void extras_fill(struct row_extra extras[EXTRAS],
			const unsigned char *hash)
{
	extras[0] = (struct row_extra){ .column = "content_hash",
					.bytes = hash,
					.size = hash ? CONTENT_HASH_SIZE : 0 };
	extras[1] = (struct row_extra){ 0 };
}

enum status order_insert(struct desk *desk, struct request *request,
			 const unsigned char hash[CONTENT_HASH_SIZE],
			 struct error *err)
{
	const struct order_products none = { 0 };
	struct row_extra extras[EXTRAS];
	enum status rc;

	request->order_id = ABSENT;
	request->client_id = desk->session->client_id;
	request->created_by = desk->session->operator_id;
	request->created_at = request->updated_at = desk->now;
	extras_fill(extras, hash);
	if ((rc = row_insert(desk->store->sql, &orders, request, extras,
			     err)) != OK)
		return rc;
	return order_products_save(desk, request, &none, err);
}

enum status order_update(struct desk *desk, struct request *request,
			 const unsigned char hash[CONTENT_HASH_SIZE],
			 struct error *err)
{
	struct row_extra extras[EXTRAS];
	struct order_products old;
	enum status rc;

	request->updated_at = desk->now;
	extras_fill(extras, hash);
	if ((rc = order_products_load(desk->store, request->order_id, desk->arena,
				&old, err)) != OK ||
	    (rc = row_update(desk->store->sql, &orders, request, extras,
			     err)) != OK)
		return rc;
	return order_products_save(desk, request, &old, err);
}

static enum status order_unknown(int64_t order_id, struct error *err)
{
	return error_set(err, DATA, "order_unknown", "order_id",
			 "there is no order ORD%09" PRId64 "; find it with: "
			 "ipp-search",
			 order_id);
}

enum status order_load(struct store *store, int64_t client_id,
		       int64_t order_id, struct arena *arena,
		       struct request *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct order_products rows;
	struct request request;
	const char *sql;
	enum status rc;
	bool row;
	int unit;

	sql = arena_printf(arena,
			   "SELECT %s, u.code FROM orders o"
			   " JOIN units u ON u.unit_id = o.unit_id"
			   " WHERE o.order_id = $1 AND o.client_id = $2",
			   row_columns(&request_record, "o", arena));
	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, order_id);
	sql_bind_integer(st, 2, client_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return order_unknown(order_id, err);
	record_clear(&request_record, &request);
	unit = row_fetch(st, 0, &request_record, &request, arena);
	request.unit = sql_text(st, unit, arena);
	if ((rc = order_products_load(store, order_id, arena, &rows, err)) != OK)
		return rc;
	order_products_tell(&request, &rows, arena);
	*ret = request;
	return OK;
}

enum status product_order_load(struct store *store,
			       const struct product *product,
			       struct arena *arena, struct request *ret,
			       struct error *err)
{
	enum status rc;
	bool found;

	if ((rc = row_load(store->sql, &orders, product->order_id, ret, arena,
			   &found, err)) != OK)
		return rc;
	return found ? OK : order_unknown(product->order_id, err);
}

enum status order_find_external(struct store *store, int64_t client_id,
				const char *external_code, int64_t *ret,
				unsigned char hash[CONTENT_HASH_SIZE],
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = NULL;
	const void *bytes;
	size_t size;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT order_id, content_hash FROM orders"
			      " WHERE client_id = $1 AND external_code = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, external_code);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	memset(hash, 0, CONTENT_HASH_SIZE);
	*ret = ABSENT;
	if (!row)
		return OK;
	*ret = sql_integer(st, 0);
	arena = arena_new();
	bytes = sql_bytes(st, 1, arena, &size);
	if (size == CONTENT_HASH_SIZE)
		memcpy(hash, bytes, size);
	return OK;
}

static enum status id_read(struct sql_statement *st, int64_t *ret,
			   struct error *err)
{
	enum status rc;
	bool row;

	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : ABSENT;
	return rc;
}

enum status order_find_renewal(struct store *store, int64_t user_id,
			       struct renewal *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT order_id, user_id FROM products"
			      " WHERE renews = $1 AND status <> 'cancelled'"
			      "   AND status <> 'revoked'"
			      "   AND status <> 'expired'",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->order_id = row ? sql_integer(st, 0) : ABSENT;
	ret->user_id = row ? sql_integer(st, 1) : ABSENT;
	return OK;
}

enum status order_find_latest(struct store *store, int64_t operator_id,
			      int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT order_id FROM orders"
			      " WHERE created_by = $1 AND submitted_at IS NULL"
			      " ORDER BY updated_at DESC, order_id DESC LIMIT 1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	return id_read(st, ret, err);
}

enum status order_find_named(struct store *store, int64_t client_id,
			     const char *name, int64_t *ret,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT order_id FROM orders"
			      " WHERE client_id = $1 AND name = $2"
			      "   AND submitted_at IS NULL"
			      " ORDER BY order_id DESC LIMIT 1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, name);
	return id_read(st, ret, err);
}

enum status order_drafts(struct store *store, const struct draft_filter *filter,
			 struct arena *arena, int64_t **ret, size_t *count,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	size_t room = (size_t)filter->limit;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT order_id FROM orders"
			      " WHERE client_id = $1 AND submitted_at IS NULL"
			      "   AND ($2 IS NULL OR unit_id = $2)"
			      "   AND ($3 IS NULL OR created_by = $3)"
			      "   AND ($4 IS NULL OR order_id < $4)"
			      " ORDER BY order_id DESC LIMIT $5",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, filter->client_id);
	sql_bind_integer(st, 2, filter->unit_id);
	sql_bind_integer(st, 3, filter->created_by);
	sql_bind_integer(st, 4, filter->after);
	sql_bind_integer(st, 5, filter->limit);
	*ret = arena_alloc(arena, (room + 1) * sizeof **ret);
	*count = 0;
	while ((rc = sql_step(st, &row, err)) == OK && row && *count < room)
		(*ret)[(*count)++] = sql_integer(st, 0);
	return rc;
}

enum status order_delete(struct store *store, int64_t order_id,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *products = NULL;
	OWN(sql_statement) struct sql_statement *order = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "DELETE FROM products WHERE order_id = $1",
			      &products, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "DELETE FROM orders WHERE order_id = $1", &order,
			      err)) != OK)
		return rc;
	sql_bind_integer(products, 1, order_id);
	sql_bind_integer(order, 1, order_id);
	if ((rc = sql_execute(products, err)) != OK)
		return rc;
	return sql_execute(order, err);
}
