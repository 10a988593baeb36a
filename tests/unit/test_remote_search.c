/* test_remote_search - whatever combines filters, order and page finds the
 * same as looking at every row */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/port/sql.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/store.h>

/* More than are sorted rather than looked for in an order. */
#define ROWS	  12000 /* in rows_sql, too */
#define SEARCHES  50
#define NAME_SIZE 16

struct place {
	char folder[64];
	struct store *store;
	struct error err;
	uint32_t chance;
};

static void must(struct place *place, enum status rc)
{
	if (rc != OK)
		fail_msg("%s", place->err.mistakes[0].text);
}

/* The same numbers each time (Numerical Recipes, 7.1). */
static int64_t draw(struct place *place, uint32_t below)
{
	place->chance = place->chance * 1664525 + 1013904223;
	return (place->chance >> 8) % below;
}

static const char rows_sql[] =
    "INSERT INTO organizations (client_id, client_code, name, created_at)"
    " VALUES (1, 'ONE', 'One', 0), (2, 'TWO', 'Two', 0);"
    "INSERT INTO operators (operator_id, client_id, login, surname,"
    " given_name, created_at) VALUES (1, 1, 'anna', 'R', 'A', 0);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < 4) INSERT INTO remote_authorities (client_id, authority,"
    " authority_key, type, status, base_url, authentication, oauth_client,"
    " redirect_uri, notice_days, notice_percent, notice_mode, registered_at)"
    " SELECT 1 + i / 4, 'A' || i, 'a' || i, 'csc_v1', 'active', 'https://a',"
    " 'authorization_code', 'x', 'http://127.0.0.1:0/', 7, 90, 'daily', 0"
    " FROM n;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < 4) INSERT INTO remote_wallets (client_id, wallet, wallet_key)"
    " SELECT 1 + i / 4, 'W' || i, 'w' || i FROM n;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < 12000)"
    " INSERT INTO remote_certificates (client_id, alias, alias_key, wallet_id,"
    " authority_id, status, registered_at, removed_at, credential_id,"
    " key_status, certificate_status, refreshed_at, auth_mode, scal, pin, otp,"
    " multisign, algorithms, key_algorithm, key_bits, subject, issuer, serial,"
    " not_before, not_after, fingerprint)"
    " SELECT 1 + (i % 50 = 0), k, k, CASE i % 50 WHEN 0 THEN 4"
    "  ELSE 1 + (i % 9 = 0) + (i % 99 = 0) END,"
    "  CASE i % 50 WHEN 0 THEN 4 ELSE 1 + i / 4001 END,"
    "  CASE WHEN i % 17 = 0 THEN 'suspended' WHEN i % 71 = 0 THEN 'blocked'"
    "   ELSE 'active' END, i / 40 * 10, CASE WHEN i % 101 = 0 THEN 1 END, i,"
    "  'enabled', 'valid', 0, 'explicit', 1, 'no', 'no', 1, '1', 'rsa', 2048,"
    "  's', 's', '1', 0, 100000000, 'f'"
    "  FROM (SELECT i, printf('%c%05d', 97 + i * 7919 % 5,"
    "   i * 7919 % 12007) AS k FROM n);"
    "INSERT INTO remote_grants (client_id, certificate_id, granted_at,"
    " granted_by, certificate_ends_at, holder_ends_at, access_ends_at,"
    " access_end_reason, signature_limit)"
    " SELECT client_id, certificate_id, 0, 1, 100000000, e, e, 'holder_date', 1"
    " FROM (SELECT *, 1 + certificate_id * 31 % 700 * 3 AS e"
    "  FROM remote_certificates WHERE certificate_id % 13 > 0"
    "   AND removed_at IS NULL);"
    "UPDATE remote_grants SET withdrawn_at = 1, withdrawn_reason = 'x'"
    " WHERE certificate_id % 11 = 0;";

static int make(void **state)
{
	struct place *place = memory_new(sizeof *place);

	error_reset(&place->err);
	place->chance = 1;
	(void)snprintf(place->folder, sizeof place->folder,
		       "/tmp/ipp-remote.XXXXXX");
	if (!mkdtemp(place->folder) ||
	    store_create(place->folder, NULL, true, 1, &place->store,
			 &place->err) != OK ||
	    sql_run(store_sql(place->store), "PRAGMA synchronous = OFF; BEGIN",
		    &place->err) != OK ||
	    sql_run(store_sql(place->store), rows_sql, &place->err) != OK ||
	    sql_run(store_sql(place->store), "COMMIT", &place->err) != OK)
		return -1;
	*state = place;
	return 0;
}

static int unmake(void **state)
{
	struct place *place = *state;
	char command[128];

	store_close(place->store);
	(void)snprintf(command, sizeof command, "rm -rf '%s'", place->folder);
	(void)!system(command);
	memory_free(place);
	return 0;
}

/* Each filter in every third search or so. */
static void search_draw(struct place *place, struct remote_search *ret,
			struct arena *arena)
{
	record_clear(&remote_search_record, ret);
	ret->client_id = 1;
	if (!draw(place, 3))
		ret->alias = arena_printf(arena, "%c%s",
					  (char)('A' + draw(place, 6)),
					  draw(place, 2) ? "0" : "");
	if (!draw(place, 3))
		ret->status = draw(place, 3);
	if (!draw(place, 3))
		ret->access = draw(place, ACCESS_WITHDRAWN + 1);
	if (!draw(place, 3))
		ret->authority_id = 1 + draw(place, 3);
	if (!draw(place, 3))
		ret->wallet_id = 1 + draw(place, 3);
	if (!draw(place, 3))
		ret->registered_from = draw(place, 3000);
	if (!draw(place, 3))
		ret->registered_to = draw(place, 3200);
	if (!draw(place, 3))
		ret->ends_from = draw(place, 2100);
	if (!draw(place, 3))
		ret->ends_to = draw(place, 2100);
	ret->sort = draw(place, 4) - 1;
	if (ret->sort < 0)
		ret->sort = ABSENT;
	ret->reverse = draw(place, 2);
}

#define NOT_GIVEN INT64_C(-1)

static int64_t given(int64_t value)
{
	return value == ABSENT ? NOT_GIVEN : value;
}

/* Looks at every row. */
static void all_find(struct place *place, const struct remote_search *search,
		     struct arena *arena, char (*ret)[NAME_SIZE], size_t *count)
{
	static const char *const columns[] = { "alias_key", "registered_at",
					       "access_ends_at" };
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *down = search->reverse == 1 ? " DESC" : "";
	bool row;

	must(
	    place,
	    sql_prepare(
		store_sql(place->store),
		arena_printf(
		    arena,
		    "SELECT alias FROM remote_certificates NOT INDEXED"
		    " WHERE client_id = 1 AND removed_at IS NULL"
		    " AND ($1 IS NULL OR"
		    "      substr(alias_key, 1, length($1)) = lower($1))"
		    " AND ($2 = -1 OR status = $3) AND ($4 = -1 OR access = $5)"
		    " AND ($6 = -1 OR authority_id = $6)"
		    " AND ($7 = -1 OR wallet_id = $7)"
		    " AND ($8 = -1 OR registered_at >= $8)"
		    " AND ($9 = -1 OR registered_at < $9)"
		    " AND ($10 = -1 OR access_ends_at >= $10)"
		    " AND ($11 = -1 OR access_ends_at < $11)"
		    " ORDER BY %s%s, certificate_id%s",
		    columns[search->sort == ABSENT ? 0 : search->sort], down,
		    down),
		&st, &place->err));
	sql_bind_text(st, 1, search->alias);
	sql_bind_integer(st, 2, given(search->status));
	sql_bind_text(st, 3,
		      search->status == ABSENT
			  ? NULL
			  : remote_status_words[search->status].name);
	sql_bind_integer(st, 4, given(search->access));
	sql_bind_text(st, 5,
		      search->access == ABSENT
			  ? NULL
			  : remote_access_words[search->access].name);
	sql_bind_integer(st, 6, given(search->authority_id));
	sql_bind_integer(st, 7, given(search->wallet_id));
	sql_bind_integer(st, 8, given(search->registered_from));
	sql_bind_integer(st, 9, given(search->registered_to));
	sql_bind_integer(st, 10, given(search->ends_from));
	sql_bind_integer(st, 11, given(search->ends_to));
	*count = 0;
	for (must(place, sql_step(st, &row, &place->err)); row;
	     must(place, sql_step(st, &row, &place->err)))
		(void)snprintf(ret[(*count)++], NAME_SIZE, "%s",
			       sql_text_view(st, 0));
}

struct taken {
	char (*names)[NAME_SIZE];
	size_t count;
};

static enum status take(void *context, const struct remote_certificate *it,
			struct error *err)
{
	struct taken *taken = context;

	(void)err;
	(void)snprintf(taken->names[taken->count++], NAME_SIZE, "%s",
		       it->alias);
	return OK;
}

static void names_agree(char (*a)[NAME_SIZE], char (*b)[NAME_SIZE], size_t n,
			int number)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(a[i], b[i]) != 0)
			fail_msg("search %d, row %zu: %s, not %s", number, i,
				 b[i], a[i]);
}

/* How many of a list are no further than a row is in the list of all. */
static size_t passed(char (*all)[NAME_SIZE], size_t row,
		     char (*list)[NAME_SIZE], size_t count)
{
	size_t ret = 0;

	for (size_t i = 0; i <= row; i++)
		ret += ret < count && !strcmp(all[i], list[ret]);
	return ret;
}

/* The whole list, then a page of it behind any row, whether that is in the
 * list or filters leave it out. */
static void test_searches_find_what_looking_at_all_rows_finds(void **state)
{
	static char every[ROWS][NAME_SIZE], wanted[ROWS][NAME_SIZE],
	    found[ROWS][NAME_SIZE];
	struct place *place = *state;

	for (int i = 0; i < SEARCHES; i++) {
		OWN(arena) struct arena *arena = arena_new();
		struct taken taken = { found, 0 };
		struct remote_search search, all;
		size_t rows, count, row, first;

		search_draw(place, &search, arena);
		all_find(place, &search, arena, wanted, &count);
		must(place,
		     remote_certificates_search(place->store, &search, 0, take,
						&taken, &place->err));
		assert_int_equal(taken.count, count);
		names_agree(wanted, found, count, i);
		record_clear(&remote_search_record, &all);
		all.sort = search.sort;
		all.reverse = search.reverse;
		all_find(place, &all, arena, every, &rows);
		row = (size_t)draw(place, (uint32_t)rows);
		first = passed(every, row, wanted, count);
		search.after = every[row];
		search.limit = 1 + draw(place, 100);
		taken.count = 0;
		must(place,
		     remote_certificates_search(place->store, &search, 0, take,
						&taken, &place->err));
		count -= first;
		if (count > (size_t)search.limit)
			count = (size_t)search.limit;
		assert_int_equal(taken.count, count);
		names_agree(wanted + first, found, count, i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_searches_find_what_looking_at_all_rows_finds),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
