/* organization - organizations and their units in the store */
#ifndef IPP_STORE_ORGANIZATION_H
#define IPP_STORE_ORGANIZATION_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct organization;
struct store;
struct unit;

/* Adds it and sets its client_id. REFUSED `duplicate` (client_code). */
enum status organization_insert(struct store *store, struct organization *it,
				struct error *err);
enum status organization_save(struct store *store,
			      const struct organization *it, struct error *err);
/* Calls `each` for every organization of the store, oldest first. */
enum status
organization_each(struct store *store, struct arena *arena,
		  enum status (*each)(void *context,
				      const struct organization *it,
				      struct error *err),
		  void *context, struct error *err);

/* DATA `organization_unknown`. */
enum status organization_load(struct store *store, int64_t client_id,
			      struct arena *arena, struct organization *ret,
			      struct error *err);

/* Adds a unit of `it->client_id` under `it->parent_id` (ABSENT: a main unit)
 * and sets its unit_id. REFUSED `duplicate` (code). */
enum status unit_insert(struct store *store, struct unit *it,
			struct error *err);
/* Saves its name. */
enum status unit_save(struct store *store, const struct unit *it,
		      struct error *err);
/* Finds a unit by its code. DATA `unit_unknown` on field `unit`. */
enum status unit_find(struct store *store, int64_t client_id, const char *code,
		      struct arena *arena, struct unit *ret, struct error *err);
/* Calls `each` for every unit, main units first, each with its secondary
 * ones behind it; stops when it fails. */
enum status
unit_each(struct store *store, int64_t client_id, struct arena *arena,
	  enum status (*each)(void *context, const struct unit *unit,
			      struct error *err),
	  void *context, struct error *err);

#endif
