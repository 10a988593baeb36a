/* publication - what is public, what is not yet, and by when it must be */
#ifndef IPP_STORE_PUBLICATION_H
#define IPP_STORE_PUBLICATION_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct publication_check;
struct publication_filter;
struct store;

typedef enum status publication_each(void *context,
				     const struct publication_check *it,
				     struct error *err);

/* Calls `each` for the newest published list of every authority that works,
 * in each of its partitions; number is ABSENT if there is none. Each may be
 * followed by the newest list of changes, which has a base_number. State and
 * left_percent are for the caller to find out; texts live until it returns. */
enum status publication_lists(struct store *store, publication_each *each,
			      void *context, struct error *err);

/* The same for the requests of an organization and unit: those that are not
 * public, the next deadline first, or those that are, in time or (state is
 * PUBLICATION_DONE_LATE) too late, the newest first; as many as the filter's
 * limit (ABSENT: all). */
enum status publication_requests(struct store *store,
				 const struct publication_filter *filter,
				 bool published, publication_each *each,
				 void *context, struct error *err);

#endif
