/* check - whether the store is whole */
#ifndef IPP_STORE_CHECK_H
#define IPP_STORE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct arena;
struct store;
struct store_check;

/* The checks that need the store alone, by number from 0; false when there
 * is none of that number. Fills name, verdict, count and the first finding. */
bool store_check_run(struct store *store, size_t number, struct arena *arena,
		     struct store_check *ret, enum status *rc,
		     struct error *err);

/* Compares the transitions table with `count` pairs of status names. */
enum status store_check_transitions(struct store *store,
				    const char *const (*pairs)[2],
				    size_t count, struct arena *arena,
				    struct store_check *ret, struct error *err);

#endif
