/* product - the products of orders, as the store keeps them */
#include <ipp/store/product.h>

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "product_row.h"

#define COLUMNS                                                             \
	" p.user_id, p.order_id, p.external_code, p.product, p.status,"     \
	" p.recognition, p.surname, p.given_name, p.tax_code, p.email,"     \
	" p.mobile, p.holder_id, p.iut, p.serial, p.device_serial,"         \
	" p.created_at, p.status_at, p.activated_at, p.valid_until,"        \
	" p.created_by, p.handed_in_by, p.recognised_by, p.reviewed_by,"    \
	" p.issued_by, p.reason, u.code, p.client_id, p.unit_id, p.renews "

const char product_columns[] = COLUMNS;

static const char load_sql[] = "SELECT" COLUMNS "FROM" PRODUCT_TABLES
			       " WHERE p.user_id = $1 AND p.client_id = $2";

void product_fetch(struct sql_statement *st, struct arena *arena,
		   struct product *ret)
{
	const char *word;

	*ret = (struct product){ 0 };
	ret->user_id = sql_integer(st, 0);
	ret->order_id = sql_integer(st, 1);
	ret->external_code = sql_text(st, 2, arena);
	ret->product = sql_text(st, 3, arena);
	ret->status = word_find(product_status_words, sql_text_view(st, 4));
	word = sql_text_view(st, 5);
	ret->recognition = word ? word_find(recognition_words, word) : ABSENT;
	ret->surname = sql_text(st, 6, arena);
	ret->given_name = sql_text(st, 7, arena);
	ret->tax_code = sql_text(st, 8, arena);
	ret->email = sql_text(st, 9, arena);
	ret->mobile = sql_text(st, 10, arena);
	ret->holder_id = sql_integer(st, 11);
	ret->iut = sql_text(st, 12, arena);
	ret->serial = sql_text(st, 13, arena);
	ret->device_serial = sql_text(st, 14, arena);
	ret->created_at = sql_integer(st, 15);
	ret->status_at = sql_integer(st, 16);
	ret->activated_at = sql_integer(st, 17);
	ret->valid_until = sql_integer(st, 18);
	ret->created_by = sql_integer(st, 19);
	ret->handed_in_by = sql_integer(st, 20);
	ret->recognised_by = sql_integer(st, 21);
	ret->reviewed_by = sql_integer(st, 22);
	ret->issued_by = sql_integer(st, 23);
	ret->reason = sql_text(st, 24, arena);
	ret->unit = sql_text(st, 25, arena);
	ret->client_id = sql_integer(st, 26);
	ret->unit_id = sql_integer(st, 27);
	ret->renews = sql_integer(st, 28);
}

static enum status product_unknown(int64_t user_id, struct error *err)
{
	return error_set(err, DATA, "product_unknown", "user_id",
			 "there is no product USR%09" PRId64 "; find it with: "
			 "ipp-search",
			 user_id);
}

enum status product_load(struct store *store, int64_t client_id,
			 int64_t user_id, struct arena *arena,
			 struct product *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, load_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	sql_bind_integer(st, 2, client_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return product_unknown(user_id, err);
	product_fetch(st, arena, ret);
	return OK;
}

static const char step_sql[] =
	"UPDATE products SET status = $1, status_at = $2, reason = $3,"
	" handed_in_by = $6, recognised_by = $7,"
	" recognised_at = CASE WHEN $7 IS NULL THEN NULL"
	"   ELSE coalesce(recognised_at, $2) END,"
	" reviewed_by = $8, issued_by = $9, activated_at = $10,"
	" valid_until = $11, serial = $12, device_serial = $13"
	" WHERE user_id = $4 AND status = $5";

/* What was issued keeps its certificate and who made it. Named here, columns
 * that stay the same would be written into all their indexes once more. */
static const char issued_step_sql[] =
	"UPDATE products SET status = $1, status_at = $2, reason = $3"
	" WHERE user_id = $4 AND status = $5";

enum status product_step(struct desk *desk, struct product *product,
			 int64_t next, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	bool is_issued = product->status == STATUS_ACTIVE ||
			 product->status == STATUS_SUSPENDED;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      is_issued ? issued_step_sql : step_sql, &st,
			      err)) != OK)
		return rc;
	sql_bind_text(st, 1, product_status_words[next].name);
	sql_bind_integer(st, 2, desk->now);
	sql_bind_text(st, 3, product->reason);
	sql_bind_integer(st, 4, product->user_id);
	sql_bind_text(st, 5, product_status_words[product->status].name);
	if (!is_issued) {
		sql_bind_integer(st, 6, product->handed_in_by);
		sql_bind_integer(st, 7, product->recognised_by);
		sql_bind_integer(st, 8, product->reviewed_by);
		sql_bind_integer(st, 9, product->issued_by);
		sql_bind_integer(st, 10, product->activated_at);
		sql_bind_integer(st, 11, product->valid_until);
		sql_bind_text(st, 12, product->serial);
		sql_bind_text(st, 13, product->device_serial);
	}
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (sql_changes(desk->store->sql) != 1)
		return error_set(err, BUSY, "product_changed", "user_id",
				 "USR%09" PRId64 " was changed by somebody else "
				 "meanwhile; look and try again",
				 product->user_id);
	product->status = next;
	product->status_at = desk->now;
	return OK;
}
