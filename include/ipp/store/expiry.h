/* expiry - certificates that end soon, and whether anybody was told */
#ifndef IPP_STORE_EXPIRY_H
#define IPP_STORE_EXPIRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct outbox_scope;
struct product;
struct store;

/* Products by number, growing in an arena. */
struct expiry_list {
	int64_t *user_ids;
	size_t count, room;
};

/* Which products are due for a notice of so many days: active ones that end
 * from `from` on and before `before`, whose last notice was of more days. */
struct expiry_due {
	int64_t from, before, days;
};
enum status expiry_due_find(struct store *store,
			    const struct outbox_scope *scope,
			    const struct expiry_due *due, struct arena *arena,
			    struct expiry_list *list, struct error *err);

/* The notice of `days` days is done with; *is_new is false if it, or one
 * nearer to the end, was so before. */
enum status expiry_mark(struct store *store, int64_t user_id, int64_t days,
			bool *is_new, struct error *err);

/* What takes the place of a product whose certificate ends. */
struct expiry_successor {
	bool is_issued;	 /* a later certificate of the same kind, and of the
			    same role where it has one, or a renewal */
	int64_t renewal; /* a renewal asked for and not issued, or ABSENT */
};
enum status expiry_successor_find(struct store *store,
				  const struct product *product,
				  struct expiry_successor *ret,
				  struct error *err);

/* A certificate that an officer signs with. */
struct expiry_officer {
	int64_t operator_id;
	unsigned char fingerprint[32];
	const char *login, *surname, *given_name, *email;
	int64_t language; /* enum language */
	const unsigned char *der;
	size_t size;
	int64_t not_before, not_after;
};

/* Those of an organization that end from `now` on and before `before`: not
 * withdrawn, of enabled operators who have none that ends later. */
enum status expiry_officers(struct store *store, int64_t client_id,
			    int64_t now, int64_t before, struct arena *arena,
			    struct expiry_officer **ret, size_t *count,
			    struct error *err);
/* As expiry_mark. */
enum status expiry_officer_mark(struct store *store,
				const unsigned char fingerprint[32],
				int64_t days, bool *is_new,
				struct error *err);

/* Somebody who runs the desk. */
struct expiry_master {
	int64_t operator_id;
	const char *login, *surname, *given_name, *email;
	int64_t language;
};

/* The enabled master_rao of an organization who have an address. */
enum status expiry_masters(struct store *store, int64_t client_id,
			   struct arena *arena, struct expiry_master **ret,
			   size_t *count, struct error *err);

#endif
