/* order - requests as the store keeps them: one order, its products */
#ifndef IPP_STORE_ORDER_H
#define IPP_STORE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

#define CONTENT_HASH_SIZE 32

struct arena;
struct desk;
struct request;
struct store;

/* Keeps a new order of the session's organization, with a product for each
 * of its codes (a draft without any has one product without a code).
 * request->status is `draft` or `to_identify`; unit_id is set. Sets order_id,
 * user_ids and what else the store adds. `hash` tells what an imported
 * document held, or is NULL. */
enum status order_insert(struct desk *desk, struct request *request,
			 const unsigned char hash[CONTENT_HASH_SIZE],
			 struct error *err);

/* Writes an order that was a draft until now, whole. */
enum status order_update(struct desk *desk, struct request *request,
			 const unsigned char hash[CONTENT_HASH_SIZE],
			 struct error *err);

/* Loads an order of organization `client_id`. DATA `order_unknown` (also for
 * other organizations'). */
enum status order_load(struct store *store, int64_t client_id,
		       int64_t order_id, struct arena *arena,
		       struct request *ret, struct error *err);

/* The order of an external code, or ABSENT; and what its document held
 * (zeros if it was not imported). */
enum status order_find_external(struct store *store, int64_t client_id,
				const char *external_code, int64_t *ret,
				unsigned char hash[CONTENT_HASH_SIZE],
				struct error *err);

/* The product that renews another, unless it came to nothing, and its order;
 * ABSENT if there is none. */
struct renewal {
	int64_t order_id, user_id;
};
enum status order_find_renewal(struct store *store, int64_t user_id,
			       struct renewal *ret, struct error *err);

/* The draft that the operator changed last, or the newest draft of that
 * name in the organization; ABSENT if there is none. */
enum status order_find_latest(struct store *store, int64_t operator_id,
			      int64_t *ret, struct error *err);
enum status order_find_named(struct store *store, int64_t client_id,
			     const char *name, int64_t *ret,
			     struct error *err);

/* Drafts, the newest first, below order `after` (ABSENT: from the start). */
struct draft_filter {
	int64_t client_id;
	int64_t unit_id;    /* or ABSENT: of all units */
	int64_t created_by; /* or ABSENT: of everybody */
	int64_t after, limit;
};
enum status order_drafts(struct store *store, const struct draft_filter *filter,
			 struct arena *arena, int64_t **ret, size_t *count,
			 struct error *err);

/* Deletes a draft; REFUSED `not_a_draft` for anything else. */
enum status order_delete(struct store *store, int64_t order_id,
			 struct error *err);

#endif
