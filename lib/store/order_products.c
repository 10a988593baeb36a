/* order_products - the rows of products that an order has */
#include "order_products.h"

#include <ipp/base/memory.h>
#include <ipp/model/request.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>
#include <ipp/store/desk.h>

#include "internal.h"

/* What a product copies of its order, from $5 on, so that a search reads it
 * alone. An INSERT of values touches its pages once, one of a SELECT twice. */
static const char insert_sql[] =
	"INSERT INTO products (product, status, status_at, order_id,"
	" client_id, unit_id, created_by, created_at, recognition, holder_id,"
	" iut, external_code, surname, given_name, tax_code, email,"
	" email_alias, mobile, surname_key, given_name_key, renews)"
	" VALUES ($1, $2,"
	" $3, $4, $5, $6, $7, $8, $9, $10,"
	" (SELECT h.iut FROM holders h WHERE h.holder_id = $10),"
	" $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
static const char update_sql[] =
	"UPDATE products SET product = $1, status = $2, status_at = $3,"
	" client_id = $5, unit_id = $6, created_by = $7, created_at = $8,"
	" recognition = $9, holder_id = $10,"
	" iut = (SELECT h.iut FROM holders h WHERE h.holder_id = $10),"
	" external_code = $11, surname = $12, given_name = $13,"
	" tax_code = $14, email = $15, email_alias = $16, mobile = $17,"
	" surname_key = $18, given_name_key = $19, renews = $20"
	" WHERE user_id = $4";

static const char *search_key(struct arena *arena, const char *name)
{
	return name ? unicode_search_key(arena, name) : NULL;
}

static void copies_bind(struct sql_statement *st, struct arena *arena,
			const struct request *request)
{
	const struct person *person = &request->person;
	const char *const texts[] = {
		request->external_code,
		person->surname,
		person->given_name,
		person->tax_code,
		person->email,
		person->email_alias,
		person->mobile,
		search_key(arena, person->surname),
		search_key(arena, person->given_name),
	};

	sql_bind_integer(st, 5, request->client_id);
	sql_bind_integer(st, 6, request->unit_id);
	sql_bind_integer(st, 7, request->created_by);
	sql_bind_integer(st, 8, request->created_at);
	sql_bind_text(st, 9,
		      request->recognition == ABSENT ?
			      NULL :
			      recognition_words[request->recognition].name);
	sql_bind_integer(st, 10, request->holder_id);
	for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
		sql_bind_text(st, 11 + i, texts[i]);
	sql_bind_integer(st, 20, request->renews);
}

/* Products of a new order, further ones of a draft (`user_id` is ABSENT), or
 * those that are there. */
static enum status product_save(struct desk *desk,
				const struct request *request,
				const char *product, int64_t *user_id,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	bool is_new = *user_id == ABSENT;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      is_new ? insert_sql : update_sql, &st, err)) !=
	    OK)
		return rc;
	sql_bind_text(st, 1, product);
	sql_bind_text(st, 2, product_status_words[request->status].name);
	sql_bind_integer(st, 3, desk->now);
	sql_bind_integer(st, 4, is_new ? request->order_id : *user_id);
	copies_bind(st, desk->arena, request);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (is_new)
		*user_id = sql_inserted(desk->store->sql);
	return OK;
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
		items[i] = id_text(arena, "USR", user_ids[i]);
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

		user_ids[i] = i < old->count ? old->user_ids[i] : ABSENT;
		rc = product_save(desk, request, code, &user_ids[i], err);
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
