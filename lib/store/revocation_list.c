/* revocation_list - lists that went out, and their numbers */
#include <ipp/store/revocation_list.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/revocation_list.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

static const char last_sql[] =
    "SELECT list_id, number, this_update, next_update, change_id, entries,"
    "       size, sha256, published_at, base_number"
    "  FROM revocation_lists"
    " WHERE authority_id = $1 AND partition = $2"
    "   AND published_at IS NOT NULL AND (base_number IS NOT NULL) = $3"
    " ORDER BY number DESC LIMIT 1";

enum status revocation_list_last(struct store *store,
				 const struct list_scope *scope,
				 struct arena *arena,
				 struct revocation_list *ret, bool *found,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const unsigned char *sha256;
	char hex[2 * DIGEST_SIZE + 1];
	enum status rc;
	size_t n;

	if ((rc = sql_prepare(store->sql, last_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, scope->authority_id);
	sql_bind_integer(st, 2, scope->partition);
	sql_bind_integer(st, 3, scope->changes);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	record_clear(&revocation_list_record, ret);
	ret->authority_id = scope->authority_id;
	ret->partition = scope->partition;
	ret->list_id = sql_integer(st, 0);
	ret->number = sql_integer(st, 1);
	ret->this_update = sql_integer(st, 2);
	ret->next_update = sql_integer(st, 3);
	ret->change_id = sql_integer(st, 4);
	ret->entries = sql_integer(st, 5);
	ret->size = sql_integer(st, 6);
	sha256 = sql_bytes_view(st, 7, &n);
	hex_encode(sha256, n < DIGEST_SIZE ? n : DIGEST_SIZE, hex);
	ret->sha256 = arena_text(arena, hex);
	ret->published_at = sql_integer(st, 8);
	ret->base_number = sql_integer(st, 9);
	return OK;
}

enum status revocation_list_number(struct store *store, int64_t authority_id,
				   int64_t partition, int64_t *ret,
				   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT coalesce(max(number), 0)"
			      "  FROM revocation_lists"
			      " WHERE authority_id = $1 AND partition = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, partition);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = sql_integer(st, 0);
	return rc;
}

static enum status number_next(struct store *store,
			       struct revocation_list *list, struct error *err)
{
	enum status rc = revocation_list_number(store, list->authority_id,
						list->partition, &list->number,
						err);

	if (rc != OK)
		return rc;
	list->number++;
	if (list->number < list->this_update)
		list->number = list->this_update;
	return OK;
}

enum status revocation_list_take(struct desk *desk,
				 struct revocation_list *list,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = number_next(desk->store, list, err)) != OK ||
	    (rc = sql_prepare(desk->store->sql,
			      "INSERT INTO revocation_lists (authority_id,"
			      " number, this_update, next_update, change_id,"
			      " made_by, partition, base_number)"
			      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list->authority_id);
	sql_bind_integer(st, 2, list->number);
	sql_bind_integer(st, 3, list->this_update);
	sql_bind_integer(st, 4, list->next_update);
	sql_bind_integer(st, 5, list->change_id);
	sql_bind_integer(st, 6, desk->session->operator_id);
	sql_bind_integer(st, 7, list->partition);
	sql_bind_integer(st, 8, list->base_number);
	if ((rc = sql_execute(st, err)) == OK)
		list->list_id = sql_inserted(desk->store->sql);
	return rc;
}

enum status revocation_list_publish(struct desk *desk,
				    struct revocation_list *list,
				    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char sha256[DIGEST_SIZE];
	enum status rc;

	if (!hex_decode(list->sha256, sizeof sha256, sha256))
		return error_set(err, INTERNAL, "hash_unreadable", "sha256",
				 "\"%.80s\" is no hash", list->sha256);
	list->published_at = desk->now;
	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE revocation_lists SET entries = $2,"
			      " size = $3, sha256 = $4, published_at = $5"
			      " WHERE list_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list->list_id);
	sql_bind_integer(st, 2, list->entries);
	sql_bind_integer(st, 3, list->size);
	sql_bind_bytes(st, 4, sha256, sizeof sha256);
	sql_bind_integer(st, 5, list->published_at);
	return sql_execute(st, err);
}
