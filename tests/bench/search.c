/* search - how long a page takes inside the process
 *
 *	search [--runs=N] [--only=TEXT] FOLDER
 *
 * For every filter, section and order, and for some combinations, the first
 * page of 50, the second and the last: a line each with its name, the median
 * of so many runs in milliseconds, and how many rows the page had. */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <ipp/act/search.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#define PAGE	 50
#define RUNS_MAX 1000

struct bench {
	struct arena *arena;
	struct store *store;
	struct session session;
	struct desk desk;
	struct error err;
	const char *folder, *only;
	int runs;
};

struct page {
	int64_t rows, last;
};

static void check(struct bench *bench, enum status rc)
{
	if (rc == OK)
		return;
	(void)fprintf(stderr, "search: %s\n",
		      bench->err.count ? bench->err.mistakes[0].text : "?");
	exit((int)rc);
}

static enum status look(void *context, const struct product *product,
			struct error *err)
{
	struct page *page = context;

	(void)err;
	page->rows++;
	page->last = product->user_id;
	return OK;
}

static struct page page_find(struct bench *bench, const struct search *search)
{
	struct page ret = { 0, ABSENT };

	check(bench, act_search(&bench->desk, search, look, &ret, &bench->err));
	return ret;
}

static double clock_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void measure(struct bench *bench, const char *name, const char *which,
		    const struct search *search)
{
	double times[RUNS_MAX];
	struct page page = page_find(bench, search); /* warm */

	for (int i = 0; i < bench->runs; i++) {
		double start = clock_now();

		page = page_find(bench, search);
		times[i] = clock_now() - start;
	}
	qsort(times, (size_t)bench->runs, sizeof *times, compare);
	(void)printf("%s%s\t%.3f\t%" PRId64 "\n", name, which,
		     times[bench->runs / 2], page.rows);
}

/* The first page, the second, and the one after row 51 from the end. */
static void pages_measure(struct bench *bench, const char *name,
			  struct search *search)
{
	struct page first;

	if (bench->only && !strstr(name, bench->only))
		return;
	search->limit = PAGE;
	measure(bench, name, "", search);
	first = page_find(bench, search);
	if (first.rows < PAGE)
		return;
	search->after = first.last;
	measure(bench, name, " page 2", search);
	search->after = ABSENT;
	search->reverse = search->reverse == 1 ? ABSENT : 1;
	search->limit = PAGE + 1;
	first = page_find(bench, search);
	search->reverse = search->reverse == 1 ? ABSENT : 1;
	search->limit = PAGE;
	search->after = first.last;
	measure(bench, name, " last page", search);
}

/* What a query finds first, as text. */
static const char *ask(struct bench *bench, const char *sql)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	bool row;

	check(bench,
	      sql_prepare(store_sql(bench->store), sql, &st, &bench->err));
	check(bench, sql_step(st, &row, &bench->err));
	return row ? sql_text(st, 0, bench->arena) : NULL;
}

/* "status=active sort=surname"; values that begin with SELECT are asked of
 * the store. Words are parted by ";". */
static void spec_measure(struct bench *bench, const char *spec)
{
	struct search search;
	const char *name = "", *value;
	char *words = arena_text(bench->arena, spec), *save = NULL;

	record_clear(&search_record, &search);
	for (char *word = strtok_r(words, ";", &save); word;
	     word = strtok_r(NULL, ";", &save)) {
		char *sign = strchr(word, '=');

		*sign = '\0';
		value = sign + 1;
		name = arena_printf(
		    bench->arena, "%s%s%s%s", name, *name ? " " : "", word,
		    text_starts(value, "SELECT")
			? ""
			: arena_printf(bench->arena, "=%s", value));
		if (text_starts(value, "SELECT"))
			value = ask(bench, value);
		if (!value) /* this store has none */
			return;
		check(bench,
		      field_parse(record_field(&search_record, word), &search,
				  value, bench->arena, &bench->err));
	}
	pages_measure(bench, *name ? name : "everything", &search);
}

#define MIDDLE                                              \
	"(SELECT user_id FROM products WHERE client_id = 1" \
	" AND serial IS NOT NULL AND user_id >="            \
	" (SELECT max(user_id) / 2 FROM products) LIMIT 1)"
#define OF_PRODUCT(column_) \
	"SELECT " column_ " FROM products WHERE user_id = " MIDDLE
#define OF_ORDER(column_)                                    \
	"SELECT o." column_ " FROM products p JOIN orders o" \
	" ON o.order_id = p.order_id WHERE p.user_id = " MIDDLE
#define ID(prefix_, column_) "printf('" prefix_ "%09d', " column_ ")"
#define DAY(column_, days_)                                   \
	"strftime('%Y-%m-%dT%H:%M:%SZ', " column_ " + " days_ \
	" * 86400, 'unixepoch')"

static const char *const specs[] = {
	"",
	"user_id=SELECT printf('USR%09d', " MIDDLE ")",
	"order_id=" OF_PRODUCT(ID("ORD", "order_id")),
	"external_code=SELECT external_code FROM orders WHERE client_id = 1"
	" AND external_code IS NOT NULL LIMIT 1",
	"holder_id=SELECT printf('HLD%09d', (" OF_ORDER("holder_id") "))",
	"iut=SELECT iut FROM holders WHERE holder_id = (" OF_ORDER(
	    "holder_id") ")",
	"tax_code=" OF_ORDER("tax_code"),
	"email=" OF_ORDER("email"),
	"email_alias=SELECT email_alias FROM orders WHERE client_id = 1"
	" AND email_alias IS NOT NULL LIMIT 1",
	"mobile=" OF_ORDER("mobile"),
	"serial=" OF_PRODUCT("serial"),
	"device_serial=SELECT device_serial FROM products WHERE client_id = 1"
	" AND device_serial IS NOT NULL LIMIT 1",
	"surname=Rossi",
	"surname=ros*",
	"given_name=Maria",
	"given_name=mar*",
	"activated_from=" OF_PRODUCT(DAY("activated_at", "0")),
	"activated_to=" OF_PRODUCT(DAY("activated_at", "0")),
	"created_from=" OF_PRODUCT(DAY("created_at", "0")),
	"created_to=" OF_PRODUCT(DAY("created_at", "0")),
	"valid_from=" OF_PRODUCT(DAY("valid_until", "-300")),
	"valid_to=" OF_PRODUCT(DAY("valid_until", "0")),
	"product=REM",
	"product=DEV-CNS",
	"recognition=offline",
	"recognition=spid",
	"unit=U00",
	"unit=U11",
	"created_by=SELECT printf('OPR%09d', min(operator_id)) FROM operators"
	" WHERE login = 'bench00'",
	"status=cancelled",
	"status=expired",
	"section=drafts",
	"section=to_identify",
	"section=to_sign",
	"section=to_review",
	"section=to_issue",
	"section=active",
	"section=suspended",
	"section=revoked",
	"sort=user_id",
	"sort=order_id",
	"sort=created_at",
	"sort=activated_at",
	"sort=valid_until",
	"sort=surname",
	"sort=given_name",
	"status=active;recognition=sign",
	"status=to_issue;recognition=spid",
	"status=revoked;recognition=spid",
	"status=active;product=DEV-SC",
	"status=revoked;product=DEV-CNS",
	"product=REM;recognition=live",
	"product=DEV-CNS;recognition=spid",
	"status=to_issue;unit=U00",
	"status=active;unit=U00",
	"status=revoked;unit=U11",
	"status=active;created_from=2025-01-01;created_to=2025-02-01",
	"status=revoked;created_from=2025-01-01;created_to=2025-02-01",
	"status=to_issue;created_from=2025-01-01;created_to=2025-02-01",
	"status=expired;created_from=2026-01-01",
	"status=active;activated_from=2025-01-01;activated_to=2025-02-01",
	"product=DEV-CNS;created_from=2025-01-01;created_to=2025-02-01",
	"status=active;valid_from=2027-01-01;valid_to=2027-02-01",
	"surname=Rossi;given_name=Maria",
	"surname=Bianchi;status=active",
	"surname=Rossi;status=to_review",
	"surname=ros*;given_name=gi*;status=active",
	"status=active;sort=surname",
	"status=revoked;sort=surname",
	"status=to_issue;sort=surname",
	"status=active;sort=valid_until",
	"status=active;sort=activated_at;reverse=yes",
	"unit=U00;status=active;sort=surname",
	"created_from=2025-01-01;created_to=2025-02-01;sort=surname",
};

static error_t option(int key, char *arg, struct argp_state *state)
{
	struct bench *bench = state->input;

	switch (key) {
	case 'r':
		bench->runs = atoi(arg);
		return bench->runs < 1 || bench->runs > RUNS_MAX ? EINVAL : 0;
	case 'o':
		bench->only = arg;
		return 0;
	case ARGP_KEY_ARG:
		bench->folder = arg;
		return 0;
	case ARGP_KEY_END:
		if (!bench->folder)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char *argv[])
{
	static const struct argp_option options[] = {
		{ "runs", 'r', "N", 0, "take the median of N runs (15)", 0 },
		{ "only", 'o', "TEXT", 0, "searches whose name holds TEXT", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		options, option, "FOLDER", "Measure searches in a store.",
		NULL,	 NULL,	 NULL
	};
	OWN(arena) struct arena *arena = arena_new();
	struct bench bench = { .arena = arena, .runs = 15 };

	error_reset(&bench.err);
	if (argp_parse(&argp, argc, argv, 0, NULL, &bench))
		return USAGE;
	check(&bench, store_open(bench.folder, NULL, STORE_READ, &bench.store,
				 &bench.err));
	bench.session.client_id = 1;
	bench.session.profile = PROFILE_MASTER_RAO;
	bench.desk.store = bench.store;
	bench.desk.session = &bench.session;
	bench.desk.arena = arena;
	for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
		spec_measure(&bench, specs[i]);
	store_close(bench.store);
	return OK;
}
