/* search - how long a page takes inside the process, in a small and a large
 * store
 *
 *	search [--runs=N] [--only=TEXT] SMALL LARGE
 *
 * For every filter, section and order, and for some combinations, the first
 * page of 50, the second and the last, each of a store just opened, in turn in
 * the small one and the large one: a line each with its name, the medians of
 * so many runs in milliseconds, and how many rows the pages had. The time for
 * which other processes had the processor is taken off. */
#include <inttypes.h>
#include <string.h>

#include <ipp/act/search.h>
#include <ipp/base/text.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>

#include "page.h"

enum size { SMALL, LARGE, SIZES };

struct page {
	int64_t rows, last;
};

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

static void reopen(struct bench *bench, enum size size)
{
	store_reopen(bench, bench->folders[size]);
}

struct figure {
	double times[RUNS_MAX];
	int64_t rows;
};

static void measure(struct bench *bench, const char *name,
		    const struct search searches[SIZES])
{
	static struct figure figures[SIZES];

	for (int i = 0; i < bench->runs; i++)
		for (enum size size = SMALL; size < SIZES; size++) {
			struct timing timing;

			reopen(bench, size);
			timing = timing_begin();
			figures[size].rows =
			    page_find(bench, &searches[size]).rows;
			figures[size].times[i] = timing_end(timing);
		}
	(void)printf("%s\t%.3f\t%.3f\t%" PRId64 "\t%" PRId64 "\n", name,
		     median(figures[SMALL].times, bench->runs),
		     median(figures[LARGE].times, bench->runs),
		     figures[SMALL].rows, figures[LARGE].rows);
}

/* Where the second page goes on, or the one of the last 50. */
static int64_t after_find(struct bench *bench, enum size size,
			  struct search search, bool is_last)
{
	struct page page;

	reopen(bench, size);
	if (is_last) {
		search.reverse = search.reverse == 1 ? ABSENT : 1;
		search.limit = PAGE + 1;
	}
	page = page_find(bench, &search);
	return page.rows < search.limit ? ABSENT : page.last;
}

static void pages_measure(struct bench *bench, const char *name,
			  struct search searches[SIZES])
{
	static const char *const pages[] = { "page 2", "last page" };

	for (enum size size = SMALL; size < SIZES; size++)
		searches[size].limit = PAGE;
	measure(bench, name, searches);
	for (int is_last = 0; is_last < 2; is_last++) {
		struct search page[SIZES] = { searches[SMALL],
					      searches[LARGE] };

		for (enum size size = SMALL; size < SIZES; size++)
			page[size].after =
			    after_find(bench, size, searches[size], is_last);
		if (page[LARGE].after != ABSENT)
			measure(bench,
				arena_printf(bench->arena, "%s, %s", name,
					     pages[is_last]),
				page);
	}
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

/* "status=active;sort=surname"; values that begin with SELECT are asked of
 * the store. Returns its name, or NULL if the store has no such value. */
static const char *spec_read(struct bench *bench, enum size size,
			     const char *spec, struct search *ret)
{
	const char *name = "", *value;
	char *words = arena_text(bench->arena, spec), *save = NULL;

	reopen(bench, size);
	record_clear(&search_record, ret);
	for (char *word = strtok_r(words, ";", &save); word;
	     word = strtok_r(NULL, ";", &save)) {
		char *sign = strchr(word, '=');

		*sign = '\0';
		value = sign + 1;
		name = arena_printf(bench->arena, "%s%s%s%s%s", name,
				    *name ? " " : "", word,
				    text_starts(value, "SELECT") ? "" : "=",
				    text_starts(value, "SELECT") ? "" : value);
		if (text_starts(value, "SELECT"))
			value = ask(bench, value);
		if (!value)
			return NULL;
		check(bench,
		      field_parse(record_field(&search_record, word), ret,
				  value, bench->arena, &bench->err));
	}
	return *name ? name : "everything";
}

static void spec_measure(struct bench *bench, const char *spec)
{
	struct search searches[SIZES];
	const char *name = NULL;

	for (enum size size = SMALL; size < SIZES; size++)
		if (!(name = spec_read(bench, size, spec, &searches[size])))
			return;
	if (!bench->only || strstr(name, bench->only))
		pages_measure(bench, name, searches);
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

int main(int argc, char *argv[])
{
	OWN(arena) struct arena *arena = arena_new();
	struct bench bench = { .arena = arena, .folders_wanted = SIZES };

	if (!bench_begin(&bench, argc, argv, "SMALL LARGE",
			 "Measure searches in two stores."))
		return USAGE;
	bench.session.client_id = 1;
	bench.session.profile = PROFILE_MASTER_RAO;
	bench.desk.session = &bench.session;
	bench.desk.arena = arena;
	for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
		spec_measure(&bench, specs[i]);
	store_close(bench.store);
	return OK;
}
