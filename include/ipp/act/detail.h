/* detail - everything about a product or the products of an order */
#ifndef IPP_ACT_DETAIL_H
#define IPP_ACT_DETAIL_H

#include <ipp/base/error.h>

struct desk;
struct detail;
struct detail_wish;

/* Calls `each` for the product, or for every product of the order, that the
 * wish names; what it gets lives until `each` returns. DATA
 * `product_unknown`, `order_unknown`, `not_an_id`; NOPERM `other_unit`. */
enum status act_detail(struct desk *desk, const struct detail_wish *wish,
		       enum status (*each)(void *context,
					   const struct detail *detail,
					   struct error *err),
		       void *context, struct error *err);

#endif
