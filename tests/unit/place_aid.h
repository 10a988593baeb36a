/* place_aid - a store and a desk before it, for the time of one test */
#ifndef IPP_TESTS_UNIT_PLACE_AID_H
#define IPP_TESTS_UNIT_PLACE_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

struct place {
	char folder[64];
	struct store *store;
	struct arena *arena;
	struct session session;
	struct desk desk;
	struct error err;
};

static void must(struct place *place, enum status rc)
{
	if (rc != OK)
		fail_msg("%s", place->err.mistakes[0].text);
}

static void run(struct place *place, const char *sql)
{
	must(place, sql_run(store_sql(place->store), sql, &place->err));
}

/* A demo store with what `sql` puts into it; nobody is at the desk yet. */
static struct place *place_new(int64_t now, const char *sql)
{
	struct place *place = memory_new(sizeof *place);

	error_reset(&place->err);
	(void)snprintf(place->folder, sizeof place->folder,
		       "/tmp/ipp-place.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	place->arena = arena_new();
	must(place,
	     store_create(arena_printf(place->arena, "%s/s", place->folder),
			  NULL, true, now, &place->store, &place->err));
	run(place, sql);
	place->desk = (struct desk){ .store = place->store,
				     .session = &place->session,
				     .arena = place->arena,
				     .now = now,
				     .tool = "test" };
	return place;
}

/* The teardown of such a test. */
static int place_close(void **state)
{
	struct place *place = *state;
	char *command =
	    arena_printf(place->arena, "rm -rf '%s'", place->folder);
	int rc;

	store_close(place->store);
	rc = system(command);
	arena_free(place->arena);
	memory_free(place);
	return rc;
}

#endif
