/* product - the products of orders, as the store keeps them */
#ifndef IPP_STORE_PRODUCT_H
#define IPP_STORE_PRODUCT_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct desk;
struct product;
struct request;
struct store;

/* Loads a product with what its order and holder add; only of organization
 * `client_id`. DATA `product_unknown` (also for other organizations'). */
enum status product_load(struct store *store, int64_t client_id,
			 int64_t user_id, struct arena *arena,
			 struct product *ret, struct error *err);

/* Loads the order it belongs to, whole. */
enum status product_order_load(struct store *store, const struct product *product,
			       struct arena *arena, struct request *ret,
			       struct error *err);

/* Takes the product from the status it has now to `next` (enum
 * product_status) and saves its reason and, before it is issued, who did what:
 * handed_in_by, recognised_by, reviewed_by, issued_by, activated_at,
 * valid_until, serial, device_serial. The schema refuses an illegal step; acts
 * call product_advance, which says why. Sets status and status_at in `product`.
 * BUSY `product_changed` if somebody else was faster. */
enum status product_step(struct desk *desk, struct product *product,
			 int64_t next, struct error *err);

#endif
