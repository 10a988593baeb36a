/* organization - organizations and their units in the store */
#include <ipp/store/organization.h>

#include <ipp/model/organization.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "row.h"

static struct row_table organizations = { "organizations",
					  &organization_record, "client_id" };

enum status organization_insert(struct store *store, struct organization *it,
				struct error *err)
{
	return row_insert(store->sql, &organizations, it, NULL, err);
}

enum status organization_save(struct store *store,
			      const struct organization *it, struct error *err)
{
	return row_update(store->sql, &organizations, it, NULL, err);
}

#define ORGANIZATION_COLUMNS                                             \
	"SELECT client_id, client_code, name, identifier, email, four_eyes," \
	"       created_at"                                              \
	"  FROM organizations"

enum status organization_load(struct store *store, int64_t client_id,
			      struct arena *arena, struct organization *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      ORGANIZATION_COLUMNS " WHERE client_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "organization_unknown", NULL,
				 "the store knows no such organization");
	record_clear(&organization_record, ret);
	(void)row_fetch(st, 0, &organization_record, ret, arena);
	return OK;
}

enum status
organization_each(struct store *store, struct arena *arena,
		  enum status (*each)(void *context,
				      const struct organization *it,
				      struct error *err),
		  void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct organization it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      ORGANIZATION_COLUMNS " ORDER BY client_id", &st,
			      err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		record_clear(&organization_record, &it);
		(void)row_fetch(st, 0, &organization_record, &it, arena);
		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}

enum status unit_insert(struct store *store, struct unit *it, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO units (client_id, parent_id, code,"
			      "                   name)"
			      " VALUES ($1, $2, $3, $4)"
			      " RETURNING unit_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, it->client_id);
	sql_bind_integer(st, 2, it->parent_id);
	sql_bind_text(st, 3, it->unit);
	sql_bind_text(st, 4, it->name);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	it->unit_id = sql_integer(st, 0);
	return sql_execute(st, err);
}

enum status unit_save(struct store *store, const struct unit *it,
		      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE units SET name = $1 WHERE unit_id = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, it->name);
	sql_bind_integer(st, 2, it->unit_id);
	return sql_execute(st, err);
}

#define UNIT_COLUMNS                                                         \
	"SELECT u.unit_id, u.client_id, u.code, u.name, m.code, u.parent_id" \
	"  FROM units u"                                                     \
	"  LEFT JOIN units m ON m.unit_id = u.parent_id"

static void unit_read(struct sql_statement *st, struct arena *arena,
		      struct unit *ret)
{
	ret->unit_id = sql_integer(st, 0);
	ret->client_id = sql_integer(st, 1);
	ret->unit = sql_text(st, 2, arena);
	ret->name = sql_text(st, 3, arena);
	ret->parent = sql_text(st, 4, arena);
	ret->parent_id = sql_integer(st, 5);
}

enum status unit_find(struct store *store, int64_t client_id, const char *code,
		      struct arena *arena, struct unit *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      UNIT_COLUMNS " WHERE u.client_id = $1"
					   "   AND u.code = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, code);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "unit_unknown", "unit",
				 "there is no unit \"%s\"; see: ipp-org "
				 "unit-list",
				 code);
	unit_read(st, arena, ret);
	return OK;
}

enum status
unit_each(struct store *store, int64_t client_id, struct arena *arena,
	  enum status (*each)(void *context, const struct unit *unit,
			      struct error *err),
	  void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      UNIT_COLUMNS
			      " WHERE u.client_id = $1"
			      " ORDER BY coalesce(m.code, u.code),"
			      "          m.code IS NOT NULL, u.code",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct unit unit = { 0 };

		unit_read(st, arena, &unit);
		if ((rc = each(context, &unit, err)) != OK)
			break;
	}
	return rc;
}
