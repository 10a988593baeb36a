/* holder - the registry: who the holders are */
#include <ipp/store/holder.h>

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/holder.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "row.h"

#define EXTRAS 4

static struct row_table holders = { "holders", &holder_record, "holder_id" };

/* One address is one address however it is typed. */
static const char *email_key(struct arena *arena, const char *email)
{
	char *ret = arena_text(arena, email);

	for (char *p = ret; p && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return ret;
}

static const char *name_key(struct arena *arena, const char *name)
{
	return name ? unicode_search_key(arena, name) : "";
}

static void extras_fill(struct row_extra extras[EXTRAS], struct arena *arena,
			const struct holder *holder)
{
	const struct person *person = &holder->person;
	struct row_extra *at = extras;

	*at++ = (struct row_extra){ .column = "surname_key",
				    .text = name_key(arena, person->surname) };
	*at++ = (struct row_extra){ .column = "given_name_key",
				    .text = name_key(arena,
						     person->given_name) };
	*at++ = (struct row_extra){ .column = "identity_key",
				    .text = identity_key(arena, person) };
	*at = (struct row_extra){ 0 };
}

static enum status next_id(struct store *store, int64_t *ret,
			   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT coalesce(max(holder_id), 0) + 1"
			      "  FROM holders",
			      &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = sql_integer(st, 0);
	return OK;
}

enum status holder_insert(struct desk *desk, struct holder *holder,
			  struct error *err)
{
	struct row_extra extras[EXTRAS];
	char today[DATE_SIZE];
	enum status rc;

	if ((rc = next_id(desk->store, &holder->holder_id, err)) != OK)
		return rc;
	date_of(desk->now, today);
	holder->iut = arena_printf(desk->arena, "%.4s%09" PRId64, today,
				   holder->holder_id);
	holder->client_id = desk->session->client_id;
	holder->created_at = holder->updated_at = desk->now;
	holder->person.email = email_key(desk->arena, holder->person.email);
	extras_fill(extras, desk->arena, holder);
	return row_insert(desk->store->sql, &holders, holder, extras, err);
}

enum status holder_update(struct desk *desk, struct holder *holder,
			  struct error *err)
{
	struct row_extra extras[EXTRAS];

	holder->updated_at = desk->now;
	holder->person.email = email_key(desk->arena, holder->person.email);
	extras_fill(extras, desk->arena, holder);
	return row_update(desk->store->sql, &holders, holder, extras, err);
}

static enum status holder_read(struct sql_statement *st, struct arena *arena,
			       struct holder *ret, struct error *err)
{
	struct holder holder;
	enum status rc;
	bool row;

	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	record_clear(&holder_record, &holder);
	if (row)
		(void)row_fetch(st, 0, &holder_record, &holder, arena);
	*ret = holder;
	return OK;
}

enum status holder_load(struct store *store, int64_t client_id,
			int64_t holder_id, struct arena *arena,
			struct holder *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct holder holder;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      arena_printf(arena,
					   "SELECT %s FROM holders"
					   " WHERE holder_id = $1"
					   "   AND client_id = $2",
					   row_columns(&holder_record, NULL,
						       arena)),
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, holder_id);
	sql_bind_integer(st, 2, client_id);
	if ((rc = holder_read(st, arena, &holder, err)) != OK)
		return rc;
	if (holder.holder_id == ABSENT)
		return error_set(err, DATA, "holder_unknown", "holder_id",
				 "there is no registry entry HLD%09" PRId64
				 "; find it with: ipp-registry find",
				 holder_id);
	*ret = holder;
	return OK;
}

static enum status identity_id(struct store *store, int64_t client_id,
			       const char *identity, int64_t *ret,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT holder_id FROM holders"
			      " WHERE client_id = $1 AND identity_key = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, identity);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : ABSENT;
	return rc;
}

enum status holder_find_identity(struct store *store, int64_t client_id,
				 const char *identity, struct arena *arena,
				 struct holder *ret, struct error *err)
{
	int64_t holder_id;
	enum status rc;

	if ((rc = identity_id(store, client_id, identity, &holder_id, err)) !=
	    OK)
		return rc;
	if (holder_id != ABSENT)
		return holder_load(store, client_id, holder_id, arena, ret,
				   err);
	record_clear(&holder_record, ret);
	return OK;
}

enum status holder_with_email(struct desk *desk, const char *email,
			      const char *alias, int64_t *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(desk->store->sql,
			      "SELECT holder_id FROM holders"
			      " WHERE client_id = $1 AND email = $2"
			      "   AND coalesce(email_alias, '') = $3",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, desk->session->client_id);
	sql_bind_text(st, 2, email_key(desk->arena, email));
	sql_bind_text(st, 3, alias ? alias : "");
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : ABSENT;
	return rc;
}

enum status holder_with_mobile(struct desk *desk, const char *mobile,
			       int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(desk->store->sql,
			      "SELECT holder_id FROM holders"
			      " WHERE client_id = $1 AND mobile = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, desk->session->client_id);
	sql_bind_text(st, 2, mobile);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_integer(st, 0) : ABSENT;
	return rc;
}
