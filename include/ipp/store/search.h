/* search - products found by any combination of filters */
#ifndef IPP_STORE_SEARCH_H
#define IPP_STORE_SEARCH_H

#include <ipp/base/error.h>

struct arena;
struct product;
struct search;
struct store;

/* Calls `each` for every product of search->client_id that passes all
 * filters, in the order of search->sort (ABSENT: the natural one of the
 * filters), from search->after on, at most search->limit. The product's
 * texts live until `each` returns. Stops at the first status but OK. */
enum status products_search(struct store *store, const struct search *search,
			    enum status (*each)(void *context,
						const struct product *product,
						struct error *err),
			    void *context, struct error *err);

#endif
