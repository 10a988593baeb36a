/* order_products - the rows of products that an order has */
#ifndef IPP_STORE_ORDER_PRODUCTS_H
#define IPP_STORE_ORDER_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct desk;
struct request;
struct store;

struct order_products {
	int64_t *user_ids;
	const char **products; /* NULL where a draft has none yet */
	size_t count;
	int64_t status; /* the least advanced */
};

enum status order_products_load(struct store *store, int64_t order_id,
				struct arena *arena, struct order_products *ret,
				struct error *err);

/* Brings the rows in line with the codes of the request; `old` is what is
 * there. Sets user_ids of the request. */
enum status order_products_save(struct desk *desk, struct request *request,
				const struct order_products *old,
				struct error *err);

/* Sets products, status and user_ids of the request. */
void order_products_tell(struct request *request,
			 const struct order_products *rows,
			 struct arena *arena);

#endif
