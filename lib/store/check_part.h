/* check_part - what the files that check the store share */
#ifndef IPP_STORE_CHECK_PART_H
#define IPP_STORE_CHECK_PART_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct arena;
struct store;
struct store_check;

/* A query that lists what breaks an invariant (first column: its name), and
 * one that counts what it looked at. */
struct invariant {
	const char *check, *broken, *count, *remedy;
};

enum status invariant_run(struct store *store,
			  const struct invariant *invariant,
			  struct arena *arena, struct store_check *ret,
			  struct error *err);

/* The checks of remote certificates, as store_check_run counts its own. */
bool remote_check_run(struct store *store, size_t number, struct arena *arena,
		      struct store_check *ret, enum status *rc,
		      struct error *err);

#endif
