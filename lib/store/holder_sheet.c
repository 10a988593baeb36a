/* holder_sheet - images of a holder's documents, and his products */
#include <ipp/store/holder.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/model/product.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/object.h>

#include "internal.h"
#include "product_row.h"

#define IMAGES_MAX 300

enum status holder_image_put(struct desk *desk,
			     const struct document_image *image,
			     const unsigned char *sha256, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO document_images (holder_id,"
			      " document_number, side, sha256, added_at)"
			      " VALUES ($1, $2, $3, $4, $5)"
			      " ON CONFLICT (holder_id, document_number, side)"
			      " DO UPDATE SET sha256 = $4, added_at = $5",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, image->holder_id);
	sql_bind_text(st, 2, image->document_number);
	sql_bind_text(st, 3, document_side_words[image->side].name);
	sql_bind_bytes(st, 4, sha256, OBJECT_HASH_SIZE);
	sql_bind_integer(st, 5, desk->now);
	return sql_execute(st, err);
}

/* Room for one more; a list in an arena doubles when it is full. */
static void *room_for(struct arena *arena, struct records *list, size_t size)
{
	size_t n = list->count;

	if (n == 0 || (n & (n - 1)) == 0) {
		void *more = arena_alloc(arena, (n ? 2 * n : 1) * size);

		if (n > 0)
			memcpy(more, list->items, n * size);
		list->items = more;
	}
	return (char *)(uintptr_t)list->items + n * size;
}

static void image_fetch(struct sql_statement *st, struct arena *arena,
			struct document_image *ret)
{
	size_t n;
	const void *hash = sql_bytes(st, 2, arena, &n);
	char *hex = arena_alloc(arena, 2 * n + 1);

	hex_encode(hash, n, hex);
	record_clear(&document_image_record, ret);
	ret->document_number = sql_text(st, 0, arena);
	ret->side = word_find(document_side_words, sql_text_view(st, 1));
	ret->sha256 = hex;
	ret->mime = sql_text(st, 3, arena);
	ret->size = sql_integer(st, 4);
	ret->added_at = sql_integer(st, 5);
}

static const char images_sql[] =
    "SELECT i.document_number, i.side, i.sha256, b.mime, b.size,"
    "       i.added_at"
    "  FROM document_images i JOIN objects b ON b.sha256 = i.sha256"
    " WHERE i.holder_id = $1"
    " ORDER BY i.document_number, i.side LIMIT $2";

enum status holder_images(struct store *store, int64_t holder_id,
			  struct arena *arena, struct records *ret,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct records list = { 0 };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, images_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, holder_id);
	sql_bind_integer(st, 2, IMAGES_MAX);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		image_fetch(
		    st, arena,
		    room_for(arena, &list, sizeof(struct document_image)));
		list.count++;
	}
	if (rc == OK)
		*ret = list;
	return rc;
}

enum status holder_history(struct store *store, int64_t holder_id,
			   int64_t unit_id, struct arena *arena,
			   struct records *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *sql = arena_printf(arena,
				       "SELECT%s FROM" PRODUCT_TABLES
				       " WHERE p.holder_id = $1"
				       "   AND ($2 IS NULL OR p.unit_id = $2)"
				       " ORDER BY p.order_id DESC, p.user_id"
				       " LIMIT $3",
				       product_columns);
	struct records list = { 0 };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, holder_id);
	sql_bind_integer(st, 2, unit_id);
	sql_bind_integer(st, 3, HOLDER_HISTORY_MAX);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		product_fetch(st, arena,
			      room_for(arena, &list, sizeof(struct product)));
		list.count++;
	}
	if (rc == OK)
		*ret = list;
	return rc;
}
