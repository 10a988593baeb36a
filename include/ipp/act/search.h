/* search - what an operator may see of orders and products */
#ifndef IPP_ACT_SEARCH_H
#define IPP_ACT_SEARCH_H

#include <ipp/base/error.h>

struct desk;
struct product;
struct search;

/* Products of the session's organization (and unit, if the profile sees no
 * more) that pass the filters; see products_search. DATA `unit_unknown`,
 * USAGE `section_status` when section and status contradict. */
enum status act_search(struct desk *desk, const struct search *search,
		       enum status (*each)(void *context,
					   const struct product *product,
					   struct error *err),
		       void *context, struct error *err);

#endif
