/* make_store - fills a store with synthetic products, as many as wanted
 *
 *	make_store [--products=N] [--seed=N] [--certificate-bytes=N] FOLDER
 *	make_store --to-issue=N FOLDER
 *
 * Makes a demo store in FOLDER, or fills the one that is there and has no
 * products yet; with --to-issue, adds products that wait for being issued, to
 * any. The same seed gives the same people, dates and statuses. A
 * token that ipp-search accepts (IPP_TOKEN_FILE) is written to FOLDER/token.
 * Every product walks the legal steps to its status, so the triggers of the
 * schema stay in force; only the flushing to disk is left out. */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/store/store.h>

#include "make_store/maker.h"

#define PRODUCTS_A_TX 20000

static void products_make(struct maker *maker)
{
	while (maker->made < maker->products) {
		OWN(tx) struct tx *tx = NULL;
		int64_t until = maker->made + PRODUCTS_A_TX;

		if (until > maker->products)
			until = maker->products;
		check(maker, tx_begin(maker->store, &tx, &maker->err));
		while (maker->made < until)
			order_make(maker);
		check(maker, tx_commit(&tx, &maker->err));
		(void)fprintf(stderr, "\r%" PRId64 " products", maker->made);
	}
	(void)fprintf(stderr, "\n");
}

/* Goes on where the store ends; the persons then are new ones. */
static void counters_set(struct maker *maker)
{
	maker->order_id = run(maker, "SELECT coalesce(max(order_id), 0)"
				     " FROM orders", "");
	maker->holder_id = run(maker, "SELECT coalesce(max(holder_id), 0)"
				      " FROM holders", "");
	maker->made = run(maker, "SELECT coalesce(max(user_id), 0)"
				 " FROM products", "");
	maker->persons = maker->order_id;
	if (maker->to_issue)
		maker->products = maker->made + maker->to_issue;
	else if (maker->made)
		check(maker, error_set(&maker->err, CANTCREAT, "not_empty", NULL,
				       "the store \"%s\" has products already; "
				       "name another folder",
				       maker->folder));
}

/* An index is made of a full table in a fraction of the time that it takes to
 * keep it in order row by row; those by which the acts find what they change stay.
 * Returns the statements that make them again, and
 * what the schema says of them, which SQLite forgets with an index. */
static const char *indexes_drop(struct maker *maker)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct arena *arena = maker->names_arena;
	const char *ret = "", *drop = "";
	enum status rc;
	bool row;

	check(maker, sql_prepare(maker->sql,
				 "SELECT name, sql FROM sqlite_schema"
				 " WHERE type = 'index' AND sql IS NOT NULL"
				 "   AND tbl_name NOT IN ('certificates',"
				 "       'certificate_status', 'suspensions')",
				 &st, &maker->err));
	while ((rc = sql_step(st, &row, &maker->err)) == OK && row) {
		drop = arena_printf(arena, "%sDROP INDEX %s;", drop,
				    sql_text(st, 0, arena));
		ret = arena_printf(arena, "%s%s;", ret, sql_text(st, 1, arena));
	}
	check(maker, rc);
	sql_done(TAKE(st));
	check(maker, sql_run(maker->sql,
			     "CREATE TEMP TABLE kept AS"
			     " SELECT * FROM sqlite_stat1",
			     &maker->err));
	check(maker, sql_run(maker->sql, drop, &maker->err));
	return arena_printf(arena,
			    "%sDELETE FROM sqlite_stat1;"
			    "INSERT INTO sqlite_stat1 SELECT * FROM kept;"
			    "DROP TABLE kept;",
			    ret);
}

static void database_open(struct maker *maker)
{
	const char *database = arena_printf(
	    maker->names_arena, "%s/" STORE_DATABASE, maker->folder);

	if (access(database, F_OK) == 0)
		check(maker, store_open(maker->folder, NULL, STORE_OPEN,
					&maker->store, &maker->err));
	else
		check(maker, store_create(maker->folder, NULL, true, NOW - SPAN,
					  &maker->store, &maker->err));
	maker->sql = store_sql(maker->store);
	check(maker, sql_run(maker->sql,
			     "PRAGMA synchronous = OFF;"
			     "PRAGMA cache_size = -500000;"
			     "PRAGMA journal_mode = MEMORY;",
			     &maker->err));
}

static void store_fill(struct maker *maker)
{
	OWN(tx) struct tx *desk = NULL, *tokens = NULL;
	const char *indexes = "";

	database_open(maker);
	counters_set(maker);
	check(maker, tx_begin(maker->store, &desk, &maker->err));
	desk_make(maker);
	check(maker, tx_commit(&desk, &maker->err));
	if (!maker->to_issue)
		indexes = indexes_drop(maker);
	products_make(maker);
	check(maker, sql_run(maker->sql, indexes, &maker->err));
	check(maker, sql_run(maker->sql, "PRAGMA journal_mode = WAL;",
			     &maker->err));
	requests_settle(maker);
	/* whoever finds them finds a full store */
	check(maker, tx_begin(maker->store, &tokens, &maker->err));
	tokens_make(maker);
	check(maker, tx_commit(&tokens, &maker->err));
}

static error_t option(int key, char *arg, struct argp_state *state)
{
	struct maker *maker = state->input;

	switch (key) {
	case 'n':
		maker->products = atoll(arg);
		return 0;
	case 's':
		maker->random = strtoull(arg, NULL, 10);
		return 0;
	case 't':
		maker->to_issue = atoll(arg);
		return maker->to_issue < 1 ? EINVAL : 0;
	case 'c':
		maker->certificate_bytes = atoll(arg);
		return 0;
	case ARGP_KEY_ARG:
		maker->folder = arg;
		return 0;
	case ARGP_KEY_END:
		if (!maker->folder || maker->products < 1)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char *argv[])
{
	static const struct argp_option options[] = {
		{ "products", 'n', "N", 0, "this many products (1000000)", 0 },
		{ "seed", 's', "N", 0, "another seed gives other people", 0 },
		{ "to-issue", 't', "N", 0,
		  "add this many products that wait for being issued", 0 },
		{ "certificate-bytes", 'c', "N", 0,
		  "size of what stands for a certificate (900)", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		options, option, "FOLDER", "Fill a store for measuring.",
		NULL,	 NULL,	 NULL
	};
	OWN(arena) struct arena *names = arena_new();
	OWN(arena) struct arena *arena = arena_new();
	struct maker maker = { .names_arena = names,
			       .arena = arena,
			       .products = 1000000,
			       .random = 1,
			       .certificate_bytes = 900 };

	error_reset(&maker.err);
	if (argp_parse(&argp, argc, argv, 0, NULL, &maker))
		return USAGE;
	names_make(&maker);
	store_fill(&maker);
	store_close(maker.store);
	return OK;
}

