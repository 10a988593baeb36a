/* catalog - products and certificate profiles, and what is enabled */
#include <ipp/store/catalog.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/catalog.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>

#include "internal.h"

#define COLUMNS                                                               \
	"SELECT c.product, c.name_it, c.name_en, c.key_place, c.profiles,"    \
	"       c.validity_unit, c.validity, c.validity_min, c.validity_max," \
	"       c.recognitions, c.role, c.limit_it, c.limit_en, c.asked_by,"  \
	"       c.definition, e.client_id"                                    \
	"  FROM catalog c"                                                    \
	"  LEFT JOIN catalog_enabled e"                                       \
	"    ON e.product = c.product AND e.client_id = $1"

static const char all_sql[] = COLUMNS " ORDER BY c.product";
static const char one_sql[] = COLUMNS " WHERE c.product = $2";

static const char put_sql[] =
    "INSERT INTO catalog (product, name_it, name_en, key_place, profiles,"
    " validity_unit, validity, validity_min, validity_max, recognitions,"
    " role, limit_it, limit_en, asked_by, definition)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
    " $15)"
    " ON CONFLICT (product) DO UPDATE SET name_it = excluded.name_it,"
    " name_en = excluded.name_en, key_place = excluded.key_place,"
    " profiles = excluded.profiles,"
    " validity_unit = excluded.validity_unit,"
    " validity = excluded.validity,"
    " validity_min = excluded.validity_min,"
    " validity_max = excluded.validity_max,"
    " recognitions = excluded.recognitions, role = excluded.role,"
    " limit_it = excluded.limit_it, limit_en = excluded.limit_en,"
    " asked_by = excluded.asked_by, definition = excluded.definition";

/* A column that holds a word is the field's name for an enum. */
static int64_t word_column(struct sql_statement *st, int column,
			   const char *name)
{
	const struct field *field = record_field(&catalog_item_record, name);
	const char *text = sql_text_view(st, column);

	return text ? word_find(field->words, text) : ABSENT;
}

static const char *word_name(const char *name, int64_t value)
{
	const struct field *field = record_field(&catalog_item_record, name);

	return value == ABSENT ? NULL : field->words[value].name;
}

static struct texts texts_split(const char *text, struct arena *arena)
{
	size_t n = strlen(text), count = 0;
	const char **items = arena_alloc(arena, (n / 2 + 1) * sizeof *items);

	for (; *text; text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		items[count++] = arena_text_n(arena, text, n);
	}
	return (struct texts){ items, count };
}

static const char *texts_join(const struct texts *texts, struct arena *arena)
{
	const char *ret = "";

	for (size_t i = 0; i < texts->count; i++)
		ret = arena_printf(arena, "%s%s%s", ret, i ? " " : "",
				   texts->items[i]);
	return ret;
}

static struct texts texts_member(const struct json *json, const char *name,
				 struct arena *arena)
{
	const struct json *list = json_member(json, name);
	size_t count = list ? json_count(list) : 0;
	const char **items = arena_alloc(arena, (count + 1) * sizeof *items);

	for (size_t i = 0; i < count; i++)
		items[i] = arena_text(arena, json_as_text(json_item(list, i)));
	return (struct texts){ items, count };
}

/* What no query asks for stands in the definition only. */
static enum status definition_read(const char *definition, struct arena *arena,
				   struct catalog_item *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	enum status rc;

	if ((rc = json_parse(definition, strlen(definition), &json, err)) != OK)
		return rc;
	ret->policies = texts_member(json, "policies", arena);
	ret->needs = texts_member(json, "needs", arena);
	ret->evidence = texts_member(json, "evidence", arena);
	return OK;
}

static unsigned recognitions_mask(const struct texts *texts)
{
	unsigned ret = 0;

	for (size_t i = 0; i < texts->count; i++) {
		int64_t word = word_find(recognition_words, texts->items[i]);

		if (word != ABSENT)
			ret |= 1u << word;
	}
	return ret;
}

static enum status item_fetch(struct sql_statement *st, struct arena *arena,
			      struct catalog_item *ret, struct error *err)
{
	record_clear(&catalog_item_record, ret);
	ret->product = sql_text(st, 0, arena);
	ret->name_it = sql_text(st, 1, arena);
	ret->name_en = sql_text(st, 2, arena);
	ret->key_place = word_column(st, 3, "key_place");
	ret->profiles = texts_split(sql_text_view(st, 4), arena);
	ret->validity_unit = word_column(st, 5, "validity_unit");
	ret->validity = sql_integer(st, 6);
	ret->validity_min = sql_integer(st, 7);
	ret->validity_max = sql_integer(st, 8);
	ret->recognitions = texts_split(sql_text_view(st, 9), arena);
	ret->recognition_mask = recognitions_mask(&ret->recognitions);
	ret->role = sql_integer(st, 10);
	ret->limit_it = sql_text(st, 11, arena);
	ret->limit_en = sql_text(st, 12, arena);
	ret->asked_by = word_column(st, 13, "asked_by");
	ret->enabled = sql_integer(st, 15) != SQL_NULL;
	return definition_read(sql_text_view(st, 14), arena, ret, err);
}

static enum status items_load(struct store *store, int64_t client_id,
			      struct arena *arena, struct catalog *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, "SELECT count(*) FROM catalog", &st,
			      err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->items = arena_alloc(arena, (size_t)(sql_integer(st, 0) + 1) *
					    sizeof *ret->items);
	sql_done(TAKE(st));
	if ((rc = sql_prepare(store->sql, all_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       (rc = item_fetch(st, arena, &ret->items[ret->count], err)) == OK)
		ret->count++;
	return rc;
}

static enum status recognitions_load(struct store *store, int64_t client_id,
				     unsigned *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT recognition FROM recognition_enabled"
			      " WHERE client_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	*ret = 0;
	while ((rc = sql_step(st, &row, err)) == OK && row)
		*ret |=
		    1u << word_find(recognition_words, sql_text_view(st, 0));
	return rc;
}

enum status catalog_load(struct store *store, int64_t client_id,
			 struct arena *arena, struct catalog *ret,
			 struct error *err)
{
	struct catalog catalog = { 0 };
	enum status rc;

	if ((rc = items_load(store, client_id, arena, &catalog, err)) != OK ||
	    (rc = recognitions_load(store, client_id, &catalog.recognitions,
				    err)) != OK)
		return rc;
	*ret = catalog;
	return OK;
}

static enum status unknown(const char *product, struct error *err)
{
	return error_set(err, DATA, "catalog_unknown", "product",
			 "there is no product \"%.40s\" in the catalogue; see: "
			 "ipp-catalog list",
			 product);
}

enum status catalog_find(struct store *store, int64_t client_id,
			 const char *product, struct arena *arena,
			 struct catalog_item *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, one_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, product);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	return row ? item_fetch(st, arena, ret, err) : unknown(product, err);
}

enum status recognition_is_enabled(struct store *store, int64_t client_id,
				   int64_t recognition, bool *ret,
				   struct error *err)
{
	unsigned enabled;
	enum status rc;

	if ((rc = recognitions_load(store, client_id, &enabled, err)) != OK)
		return rc;
	*ret = recognition >= 0 && recognition <= RECOGNITION_SPID &&
	       enabled & 1u << recognition;
	return OK;
}

enum status catalog_profile_find(struct store *store, const char *profile,
				 struct arena *arena, const char **ret,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT definition FROM certificate_profiles"
			      " WHERE profile = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, profile);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "profile_unknown", "profile",
				 "there is no certificate profile \"%.40s\"; "
				 "load the catalogue: ipp-catalog load",
				 profile);
	*ret = sql_text(st, 0, arena);
	return OK;
}

enum status catalog_put(struct store *store, const struct catalog_item *item,
			const char *definition, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new(); /* outlives st */
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, put_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, item->product);
	sql_bind_text(st, 2, item->name_it);
	sql_bind_text(st, 3, item->name_en);
	sql_bind_text(st, 4, word_name("key_place", item->key_place));
	sql_bind_text(st, 5, texts_join(&item->profiles, arena));
	sql_bind_text(st, 6, word_name("validity_unit", item->validity_unit));
	sql_bind_integer(st, 7, item->validity);
	sql_bind_integer(st, 8, item->validity_min);
	sql_bind_integer(st, 9, item->validity_max);
	sql_bind_text(st, 10, texts_join(&item->recognitions, arena));
	sql_bind_integer(st, 11, item->role);
	sql_bind_text(st, 12, item->limit_it);
	sql_bind_text(st, 13, item->limit_en);
	sql_bind_text(st, 14, word_name("asked_by", item->asked_by));
	sql_bind_text(st, 15, definition);
	return sql_execute(st, err);
}

enum status catalog_profile_put(struct store *store, const char *profile,
				const char *definition, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO certificate_profiles"
			      " (profile, definition) VALUES ($1, $2)"
			      " ON CONFLICT (profile) DO UPDATE"
			      " SET definition = excluded.definition",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, profile);
	sql_bind_text(st, 2, definition);
	return sql_execute(st, err);
}

static const char *switch_sql(const struct catalog_change *change)
{
	if (change->product)
		return change->enabled == 1
			   ? "INSERT INTO catalog_enabled"
			     " (client_id, product) VALUES ($1, $2)"
			     " ON CONFLICT DO NOTHING"
			   : "DELETE FROM catalog_enabled"
			     " WHERE client_id = $1 AND product = $2";
	return change->enabled == 1
		   ? "INSERT INTO recognition_enabled"
		     " (client_id, recognition) VALUES ($1, $2)"
		     " ON CONFLICT DO NOTHING"
		   : "DELETE FROM recognition_enabled"
		     " WHERE client_id = $1 AND recognition = $2";
}

static enum status product_is_known(struct store *store, const char *product,
				    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT product FROM catalog WHERE product = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, product);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	return row ? OK : unknown(product, err);
}

enum status catalog_switch(struct store *store, int64_t client_id,
			   const struct catalog_change *change, bool *changed,
			   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if (change->product &&
	    (rc = product_is_known(store, change->product, err)) != OK)
		return rc;
	if ((rc = sql_prepare(store->sql, switch_sql(change), &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2,
		      change->product
			  ? change->product
			  : recognition_words[change->recognition].name);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	*changed = sql_changes(store->sql) > 0;
	return OK;
}
