/* order_products - the rows of products that an order has */
#include "order_products.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/model/request.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

/* Products of a new order, or further ones of a draft. */
static enum status product_insert(struct desk *desk,
				  const struct request *request,
				  const char *product, int64_t *user_id,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO products (order_id, client_id,"
			      " product, status, status_at, recognition,"
			      " unit_id, created_by, created_at) VALUES"
			      " ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, request->order_id);
	sql_bind_integer(st, 2, request->client_id);
	sql_bind_text(st, 3, product);
	sql_bind_text(st, 4, product_status_words[request->status].name);
	sql_bind_integer(st, 5, desk->now);
	sql_bind_text(st, 6,
		      request->recognition == ABSENT ?
			      NULL :
			      recognition_words[request->recognition].name);
	sql_bind_integer(st, 7, request->unit_id);
	sql_bind_integer(st, 8, request->created_by);
	sql_bind_integer(st, 9, request->created_at);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	*user_id = sql_inserted(desk->store->sql);
	return OK;
}

static enum status product_update(struct desk *desk,
				  const struct request *request,
				  const char *product, int64_t user_id,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE products SET product = $1, status = $2,"
			      " status_at = $3 WHERE user_id = $4",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, product);
	sql_bind_text(st, 2, product_status_words[request->status].name);
	sql_bind_integer(st, 3, desk->now);
	sql_bind_integer(st, 4, user_id);
	return sql_execute(st, err);
}

static enum status product_delete(struct store *store, int64_t user_id,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "DELETE FROM products WHERE user_id = $1", &st,
			      err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	return sql_execute(st, err);
}

enum status order_products_load(struct store *store, int64_t order_id,
				 struct arena *arena, struct order_products *ret,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	size_t room = 0;
	enum status rc;
	bool row;

	*ret = (struct order_products){ .status = ABSENT };
	if ((rc = sql_prepare(store->sql,
			      "SELECT user_id, product, status FROM products"
			      " WHERE order_id = $1 ORDER BY user_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, order_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		int64_t status = word_find(product_status_words,
					   sql_text_view(st, 2));

		if (ret->count == room) {
			struct order_products old = *ret;

			room = room * 2 + 4;
			ret->user_ids = arena_alloc(arena,
						    room * sizeof(int64_t));
			ret->products = arena_alloc(arena,
						    room * sizeof(char *));
			for (size_t i = 0; i < old.count; i++) {
				ret->user_ids[i] = old.user_ids[i];
				ret->products[i] = old.products[i];
			}
		}
		ret->user_ids[ret->count] = sql_integer(st, 0);
		ret->products[ret->count++] = sql_text(st, 1, arena);
		if (ret->status == ABSENT || status < ret->status)
			ret->status = status;
	}
	return rc;
}

static void user_ids_set(struct request *request, const int64_t *user_ids,
			 size_t count, struct arena *arena)
{
	const char **items = arena_alloc(arena, (count + 1) * sizeof *items);

	for (size_t i = 0; i < count; i++)
		items[i] = arena_printf(arena, "USR%09" PRId64, user_ids[i]);
	request->user_ids = (struct texts){ items, count };
}

enum status order_products_save(struct desk *desk, struct request *request,
				 const struct order_products *old,
				 struct error *err)
{
	const struct texts *products = &request->products;
	size_t count = products->count ? products->count : 1;
	int64_t *user_ids = arena_alloc(desk->arena, count * sizeof *user_ids);
	enum status rc = OK;

	for (size_t i = 0; i < count && rc == OK; i++) {
		const char *code = products->count ? products->items[i] : NULL;

		if (i < old->count) {
			user_ids[i] = old->user_ids[i];
			rc = product_update(desk, request, code, user_ids[i],
					    err);
		} else {
			rc = product_insert(desk, request, code, &user_ids[i],
					    err);
		}
	}
	for (size_t i = count; i < old->count && rc == OK; i++)
		rc = product_delete(desk->store, old->user_ids[i], err);
	if (rc == OK)
		user_ids_set(request, user_ids, count, desk->arena);
	return rc;
}

void order_products_tell(struct request *request,
			  const struct order_products *rows, struct arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++)
		if (rows->products[i])
			rows->products[count++] = rows->products[i];
	request->products = (struct texts){ rows->products, count };
	request->status = rows->status;
	user_ids_set(request, rows->user_ids, rows->count, arena);
}
