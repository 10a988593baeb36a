/* facts - what an organization has enabled, read once a transaction */
#include <ipp/store/facts.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/facts.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"

#define PRODUCTS_MAX 256
#define UNITS_MAX    4096
#define POLICIES_MAX 256

static const char products_sql[] =
	/* the catalogue, and what of it is enabled */
	"SELECT c.product, e.product IS NOT NULL, c.role, c.validity_unit,"
	"       c.validity, c.validity_min, c.validity_max, c.recognitions,"
	"       c.asked_by, c.name_it, c.name_en, c.key_place"
	"  FROM catalog c"
	"  LEFT JOIN catalog_enabled e"
	"    ON e.product = c.product AND e.client_id = $1"
	" ORDER BY c.product";

static const char recognitions_sql[] =
	"SELECT recognition FROM recognition_enabled WHERE client_id = $1";

static const char units_sql[] =
	"SELECT unit_id, code FROM units WHERE client_id = $1 ORDER BY unit_id";

static const char policies_sql[] =
	/* those of the future were shown to nobody */
	"SELECT version, max(valid_from) AS since FROM privacy_policies"
	" WHERE client_id = $1 AND valid_from <= $2"
	" GROUP BY version"
	" ORDER BY since DESC, version DESC";

static unsigned recognitions_of(const char *words)
{
	unsigned ret = 0;

	for (unsigned i = 0; recognition_words[i].name; i++) {
		const char *name = recognition_words[i].name;
		const char *at = words ? strstr(words, name) : NULL;
		size_t n = strlen(name);

		if (at && (at == words || at[-1] == ' ') &&
		    (at[n] == '\0' || at[n] == ' '))
			ret |= 1U << i;
	}
	return ret;
}

static void product_read(struct sql_statement *st, struct arena *arena,
			 struct product_facts *ret)
{
	const char *asked_by;

	ret->product = sql_text(st, 0, arena);
	ret->is_enabled = sql_integer(st, 1) == 1;
	ret->is_role = sql_integer(st, 2) == 1;
	ret->is_in_months = !strcmp(sql_text_view(st, 3), "months");
	ret->validity = sql_integer(st, 4);
	ret->validity_min = sql_integer(st, 5);
	ret->validity_max = sql_integer(st, 6);
	ret->recognitions = recognitions_of(sql_text_view(st, 7));
	asked_by = sql_text_view(st, 8);
	ret->asked_by = asked_by ? word_find(profile_words, asked_by) : ABSENT;
	ret->name_it = sql_text(st, 9, arena);
	ret->name_en = sql_text(st, 10, arena);
	ret->is_remote = !strcmp(sql_text_view(st, 11), "remote");
}

static enum status products_read(struct store *store, int64_t client_id,
				 struct organization_facts *ret,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct arena *arena = store->facts_arena;
	struct product_facts *products;
	enum status rc;
	bool row;

	products = arena_alloc(arena, PRODUCTS_MAX * sizeof *products);
	ret->products = products;
	if ((rc = sql_prepare(store->sql, products_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       ret->product_count < PRODUCTS_MAX)
		product_read(st, arena, &products[ret->product_count++]);
	return rc;
}

static enum status recognitions_read(struct store *store, int64_t client_id,
				     struct organization_facts *ret,
				     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, recognitions_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row)
		ret->recognitions |= recognitions_of(sql_text_view(st, 0));
	return rc;
}

static enum status units_read(struct store *store, int64_t client_id,
			      struct organization_facts *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct arena *arena = store->facts_arena;
	struct unit_facts *units;
	enum status rc;
	bool row;

	units = arena_alloc(arena, UNITS_MAX * sizeof *units);
	ret->units = units;
	if ((rc = sql_prepare(store->sql, units_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       ret->unit_count < UNITS_MAX) {
		struct unit_facts *unit = &units[ret->unit_count++];

		unit->unit_id = sql_integer(st, 0);
		unit->code = sql_text(st, 1, arena);
	}
	return rc;
}

static enum status policies_read(struct store *store, int64_t client_id,
				 int64_t now, struct organization_facts *ret,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct arena *arena = store->facts_arena;
	const char **versions;
	enum status rc;
	bool row;

	versions = arena_alloc(arena, POLICIES_MAX * sizeof *versions);
	ret->privacy_versions = versions;
	if ((rc = sql_prepare(store->sql, policies_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, now);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       ret->privacy_count < POLICIES_MAX)
		versions[ret->privacy_count++] = sql_text(st, 0, arena);
	return rc;
}

enum status facts_of(struct store *store, int64_t client_id, int64_t now,
		     const struct organization_facts **ret, struct error *err)
{
	struct organization_facts *facts;
	enum status rc;

	if (store->facts && store->facts_client_id == client_id &&
	    sql_depth(store->sql) > 0) {
		*ret = store->facts;
		return OK;
	}
	store->facts = NULL;
	if (!store->facts_arena)
		store->facts_arena = arena_new();
	arena_reset(store->facts_arena);
	facts = arena_alloc(store->facts_arena, sizeof *facts);
	if ((rc = products_read(store, client_id, facts, err)) != OK ||
	    (rc = recognitions_read(store, client_id, facts, err)) != OK ||
	    (rc = units_read(store, client_id, facts, err)) != OK ||
	    (rc = policies_read(store, client_id, now, facts, err)) != OK)
		return rc;
	store->facts = facts;
	store->facts_client_id = client_id;
	*ret = facts;
	return OK;
}
