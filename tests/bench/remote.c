/* remote - how long a page of remote certificates takes inside the process
 *
 *	remote [--runs=N] [--only=TEXT] FOLDER
 *
 * In a store of make_remote, just opened: for every filter, in every order and
 * both directions, the first page of 50, the second and the last, a line with
 * its name, the median of so many runs in milliseconds, and how many rows the
 * page had; then, for all that combine two and three filters, the slowest one
 * of them. The time for which other processes had the processor is taken
 * off. */
#include <inttypes.h>
#include <string.h>

#include <ipp/act/stash_certificate.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/words.h>

#include "page.h"

#define NOW INT64_C(1793520000) /* as in make_remote.c */

/* Filters, each with values that find many, few and none; the member of two
 * that are combined differs. */
static const char *const filters[][2] = {
	{ "alias", "fatture" },
	{ "alias", "FATTURE-99" },
	{ "alias", "Zz" },
	{ "status", "active" },
	{ "status", "suspended" },
	{ "status", "blocked" },
	{ "access", "granted" },
	{ "access", "ended" },
	{ "access", "used_up" },
	{ "access", "withdrawn" },
	{ "access", "none" },
	{ "expiring", "0" },
	{ "expiring", "7" },
	{ "authority", "Authority 1" },
	{ "authority", "Authority 10" },
	{ "wallet", "Principal" },
	{ "wallet", "Wallet 7" },
	{ "registered_from", "2026-08-31" },
	{ "registered_from", "2026-08-01" },
	{ "registered_from", "2025-09-01" },
	{ "registered_to", "2024-07-01" },
	{ "registered_to", "2026-08-01" },
};

#define FILTERS (sizeof filters / sizeof *filters)

struct page {
	int64_t rows;
	const char *last;
	struct arena *arena;
};

static enum status look(void *context, const struct remote_certificate *it,
			struct error *err)
{
	struct page *page = context;

	(void)err;
	if (++page->rows == PAGE)
		page->last = arena_text(page->arena, it->alias);
	return OK;
}

static double page_time(struct bench *bench, const struct remote_search *search,
			struct page *ret)
{
	OWN(arena) struct arena *arena = arena_new();
	struct timing timing;

	*ret = (struct page){ .arena = bench->arena };
	store_reopen(bench, bench->folders[0]);
	bench->desk.arena = arena;
	timing = timing_begin();
	check(bench, stash_certificate_list(&bench->desk, search, look, ret,
					    &bench->err));
	return timing_end(timing);
}

static double page_median(struct bench *bench,
			  const struct remote_search *search, int runs,
			  struct page *ret)
{
	double times[RUNS_MAX];

	for (int i = 0; i < runs; i++)
		times[i] = page_time(bench, search, ret);
	return median(times, runs);
}

static void filter_set(struct bench *bench, struct remote_search *search,
		       const char *const filter[2])
{
	check(bench, field_parse(record_field(&remote_search_record, filter[0]),
				 search, filter[1], bench->arena, &bench->err));
}

static const char *order_name(struct bench *bench, int order)
{
	static const char *const names[] = { "alias", "registered_at",
					     "access_ends_at" };

	return arena_printf(bench->arena, "sort=%s%s", names[order / 2],
			    order % 2 ? " reverse" : "");
}

static void order_set(struct remote_search *search, int order)
{
	search->sort = order / 2;
	search->reverse = order % 2 ? 1 : ABSENT;
	search->limit = PAGE;
}

/* The first page, the one after it, and the last: the second one of the other
 * direction, looked at from its end. */
static void pages_measure(struct bench *bench, const char *name,
			  struct remote_search search)
{
	struct page page, next;
	double time = page_median(bench, &search, bench->runs, &page);

	(void)printf("%s\t%.3f\t%" PRId64 "\n", name, time, page.rows);
	if (!page.last)
		return;
	search.after = page.last;
	time = page_median(bench, &search, bench->runs, &next);
	(void)printf("%s, page 2\t%.3f\t%" PRId64 "\n", name, time, next.rows);
	search.after = NULL;
	search.reverse = search.reverse == 1 ? ABSENT : 1;
	(void)page_time(bench, &search, &page);
	search.reverse = search.reverse == 1 ? ABSENT : 1;
	search.after = page.last;
	time = page_median(bench, &search, bench->runs, &next);
	(void)printf("%s, last page\t%.3f\t%" PRId64 "\n", name, time,
		     next.rows);
}

static void alone_measure(struct bench *bench)
{
	for (size_t i = 0; i <= FILTERS; i++)
		for (int order = 0; order < 6; order++) {
			struct remote_search search;
			const char *name = order_name(bench, order);

			record_clear(&remote_search_record, &search);
			order_set(&search, order);
			if (i < FILTERS) {
				filter_set(bench, &search, filters[i]);
				name = arena_printf(bench->arena, "%s=%s %s",
						    filters[i][0],
						    filters[i][1], name);
			}
			if (!bench->only || strstr(name, bench->only))
				pages_measure(bench, name, search);
		}
}

struct worst {
	const char *name;
	double time;
	int64_t rows, count, slow; /* of those: over 10 ms */
};

/* Two filters in every order, three in one of them. A search that only looks
 * slow is measured again. */
static void combination_measure(struct bench *bench, const size_t which[3],
				int count, struct worst *worst)
{
	size_t chosen = which[0] + which[1] + which[2];

	for (int order = 0; order < 6; order++) {
		struct remote_search search;
		const char *name = "";
		struct page page;
		double time;

		if (count == 3 && order != (int)(chosen % 6))
			continue;
		record_clear(&remote_search_record, &search);
		order_set(&search, order);
		for (int i = 0; i < count; i++) {
			filter_set(bench, &search, filters[which[i]]);
			name = arena_printf(bench->arena, "%s%s=%s ", name,
					    filters[which[i]][0],
					    filters[which[i]][1]);
		}
		name = arena_printf(bench->arena, "%s%s", name,
				    order_name(bench, order));
		if (bench->only && !strstr(name, bench->only))
			continue;
		time = page_time(bench, &search, &page);
		if (time > worst->time || time > 8)
			time = page_median(bench, &search, 5, &page);
		worst->count++;
		worst->slow += time > 10;
		if (bench->only && time > 10)
			(void)printf("%s\t%.3f\t%" PRId64 "\n", name, time,
				     page.rows);
		if (time > worst->time) {
			worst->time = time;
			worst->name = name;
			worst->rows = page.rows;
		}
	}
}

/* The words for access and for days until its end exclude each other. */
static bool may_combine(size_t a, size_t b)
{
	const char *x = filters[a][0], *y = filters[b][0];

	return strcmp(x, y) != 0 &&
	       !(text_equal(x, "access") && text_equal(y, "expiring"));
}

static void worst_print(const struct worst *worst, const char *what)
{
	if (worst->count)
		(void)printf("%" PRId64 " combinations of %s, %" PRId64
			     " over 10 ms, slowest: %s\t%.3f\t%" PRId64 "\n",
			     worst->count, what, worst->slow, worst->name,
			     worst->time, worst->rows);
}

static void combinations_measure(struct bench *bench)
{
	struct worst two = { .time = 0 }, three = { .time = 0 };

	for (size_t a = 0; a < FILTERS; a++)
		for (size_t b = a + 1; b < FILTERS; b++) {
			if (!may_combine(a, b))
				continue;
			combination_measure(bench, (size_t[3]){ a, b, 0 }, 2,
					    &two);
			for (size_t c = b + 1; c < FILTERS; c++)
				if (may_combine(a, c) && may_combine(b, c))
					combination_measure(
					    bench, (size_t[3]){ a, b, c }, 3,
					    &three);
		}
	worst_print(&two, "two filters");
	worst_print(&three, "three filters");
}

int main(int argc, char *argv[])
{
	OWN(arena) struct arena *arena = arena_new();
	struct bench bench = { .arena = arena, .folders_wanted = 1 };

	if (!bench_begin(&bench, argc, argv, "FOLDER",
			 "Measure pages of remote certificates."))
		return USAGE;
	bench.session.client_id = 1;
	bench.session.profile = PROFILE_ISSUER;
	bench.desk.session = &bench.session;
	bench.desk.now = NOW;
	alone_measure(&bench);
	combinations_measure(&bench);
	store_close(bench.store);
	return OK;
}
