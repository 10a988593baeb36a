/* form - the forms that were printed */
#include <ipp/store/form.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/form.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

static const char put_sql[] =
    "INSERT INTO forms (sha256, order_id, kind, size, printed_by, printed_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT DO NOTHING";

enum status form_put(struct desk *desk, const struct printed_form *form,
		     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, put_sql, &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, form->sha256, sizeof form->sha256);
	sql_bind_integer(st, 2, form->order_id);
	sql_bind_text(st, 3, form_kind_words[form->kind].name);
	sql_bind_integer(st, 4, form->size);
	sql_bind_integer(st, 5, desk->session->operator_id);
	sql_bind_integer(st, 6, desk->now);
	return sql_execute(st, err);
}

static const char list_sql[] =
    "SELECT sha256, size FROM forms"
    " WHERE order_id = $1 AND kind = $2"
    " ORDER BY printed_at DESC, sha256"
    " LIMIT $3";

enum status form_list(struct store *store, int64_t order_id, int64_t kind,
		      struct arena *arena, struct printed_form **ret,
		      size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct printed_form *rows =
	    arena_alloc(arena, LIMIT_FORMS_PRINTED * sizeof *rows);
	size_t n = 0, size;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, list_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, order_id);
	sql_bind_text(st, 2, form_kind_words[kind].name);
	sql_bind_integer(st, 3, LIMIT_FORMS_PRINTED);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		const void *hash = sql_bytes(st, 0, arena, &size);

		rows[n] = (struct printed_form){ .order_id = order_id,
						 .kind = kind,
						 .size = sql_integer(st, 1) };
		if (size == sizeof rows[n].sha256)
			memcpy(rows[n++].sha256, hash, size);
	}
	if (rc != OK)
		return rc;
	*ret = rows;
	*count = n;
	return OK;
}
