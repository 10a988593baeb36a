/* detail - what the store holds around one product */
#ifndef IPP_STORE_DETAIL_H
#define IPP_STORE_DETAIL_H

#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/model/field.h>

struct arena;
struct product;
struct store;

/* A row of table certificates; `certificate` is empty while reserved. */
struct issued_row {
	const char *serial, *purpose, *profile;
	int64_t not_before, not_after, issued_at;
	int64_t reason, revoked_at; /* ABSENT: it is good */
	struct octets certificate;
};

/* Lists in the arena: arrays of struct issued_row, struct sealed, struct
 * asked, struct suspended, struct event. Events own JSON: give them to events_forget. */
enum status detail_certificates(struct store *store, int64_t user_id,
				struct arena *arena, struct issued_row **ret,
				size_t *count, struct error *err);
enum status detail_envelopes(struct store *store, int64_t user_id,
			     struct arena *arena, struct records *ret,
			     struct error *err);
enum status detail_requests(struct store *store, int64_t user_id,
			    struct arena *arena, struct records *ret,
			    struct error *err);
enum status detail_suspensions(struct store *store, int64_t user_id,
			       struct arena *arena, struct records *ret,
			       struct error *err);
enum status detail_events(struct store *store, const struct product *product,
			  struct arena *arena, struct records *ret,
			  struct error *err);
void events_forget(const struct records *events);

/* The login of an operator; NULL for ABSENT. */
enum status detail_login(struct store *store, int64_t operator_id,
			 struct arena *arena, const char **ret,
			 struct error *err);

/* The products of an order of this organization, by user_id, in the arena;
 * DATA `order_unknown` if there are none. */
enum status detail_products(struct store *store, int64_t client_id,
			    int64_t order_id, struct arena *arena,
			    int64_t **ret, size_t *count, struct error *err);

#endif
