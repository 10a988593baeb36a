/* status - how much the store holds */
#ifndef IPP_STORE_STATUS_H
#define IPP_STORE_STATUS_H

#include <ipp/base/error.h>

struct arena;
struct store;
struct store_status;

/* Counts what is there; texts go to the arena. */
enum status store_count(struct store *store, struct arena *arena,
			struct store_status *ret, struct error *err);

#endif
