/* operator - who works at the desk, as the store keeps it */
#include <ipp/store/operator.h>

#include <ipp/base/memory.h>
#include <ipp/model/operator.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "row.h"

static struct row_table operators = { "operators", &operator_record,
				      "operator_id" };

enum status operator_insert(struct store *store, struct operator_person *it,
			    struct error *err)
{
	return row_insert(store->sql, &operators, it, NULL, err);
}

enum status operator_save(struct store *store, const struct operator_person *it,
			  struct error *err)
{
	return row_update(store->sql, &operators, it, NULL, err);
}

/* The stored fields in the order of the field table, then what tells the
 * state. */
#define OPERATOR_COLUMNS                                                 \
	"SELECT operator_id, client_id, login, surname, given_name,"     \
	"       tax_code, email, mobile, language, enabled, created_at," \
	"       password IS NOT NULL, locked_until, reset_until"         \
	"  FROM operators"

static void operator_read(struct sql_statement *st, int64_t now,
			  struct arena *arena, struct operator_person *ret)
{
	int n;

	record_clear(&operator_record, ret);
	n = row_fetch(st, 0, &operator_record, ret, arena);
	ret->state = OPERATOR_ACTIVE;
	if (sql_integer(st, n) != 1) {
		ret->state = OPERATOR_WAITING;
		ret->code_until = sql_integer(st, n + 2);
	}
	if (sql_integer(st, n + 1) > now) {
		ret->state = OPERATOR_LOCKED;
		ret->locked_until = sql_integer(st, n + 1);
	}
	if (ret->enabled != 1)
		ret->state = OPERATOR_DISABLED;
}

static enum status profiles_read(struct store *store, struct arena *arena,
				 struct operator_person *ret, struct error *err)
{
	struct operator_profile *profiles;
	const char **items;
	size_t count;
	enum status rc;

	if ((rc = profile_list(store, ret->operator_id, arena, &profiles,
			       &count, err)) != OK)
		return rc;
	items = arena_alloc(arena, (count + 1) * sizeof *items);
	for (size_t i = 0; i < count; i++)
		items[i] = arena_printf(arena, "%s@%s",
					profile_words[profiles[i].profile].name,
					profiles[i].unit);
	ret->profiles = (struct texts){ items, count };
	return OK;
}

enum status operator_find(struct store *store, int64_t client_id,
			  const char *login, int64_t now, struct arena *arena,
			  struct operator_person *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct operator_person it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      OPERATOR_COLUMNS " WHERE client_id = $1"
					       "   AND login = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, login);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "operator_unknown", "login",
				 "there is no operator \"%s\"; see: "
				 "ipp-operator list",
				 login);
	operator_read(st, now, arena, &it);
	if ((rc = profiles_read(store, arena, &it, err)) == OK)
		*ret = it;
	return rc;
}

enum status operator_load(struct store *store, int64_t operator_id, int64_t now,
			  struct arena *arena, struct operator_person *ret,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct operator_person it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      OPERATOR_COLUMNS " WHERE operator_id = $1", &st,
			      err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "operator_unknown", "operator_id",
				 "there is no such operator; see: "
				 "ipp-operator list");
	operator_read(st, now, arena, &it);
	if ((rc = profiles_read(store, arena, &it, err)) == OK)
		*ret = it;
	return rc;
}

enum status operator_each(struct store *store, int64_t client_id, int64_t now,
			  struct arena *arena,
			  enum status (*each)(void *context,
					      const void *operator_person,
					      struct error *err),
			  void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      OPERATOR_COLUMNS " WHERE client_id = $1"
					       " ORDER BY login",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct operator_person it;

		operator_read(st, now, arena, &it);
		if ((rc = profiles_read(store, arena, &it, err)) != OK ||
		    (rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}
