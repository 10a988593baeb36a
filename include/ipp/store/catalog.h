/* catalog - products and certificate profiles, and what is enabled */
#ifndef IPP_STORE_CATALOG_H
#define IPP_STORE_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct catalog;
struct catalog_change;
struct catalog_item;
struct store;

/* Everything at once, as organization `client_id` sees it: for callers that
 * look things up many times a run. Lives as long as the arena. */
enum status catalog_load(struct store *store, int64_t client_id,
			 struct arena *arena, struct catalog *ret,
			 struct error *err);

/* One product, enabled or not. DATA `catalog_unknown` on `product`. */
enum status catalog_find(struct store *store, int64_t client_id,
			 const char *product, struct arena *arena,
			 struct catalog_item *ret, struct error *err);

/* Whether the organization has a recognition (enum recognition) enabled. */
enum status recognition_is_enabled(struct store *store, int64_t client_id,
				   int64_t recognition, bool *ret,
				   struct error *err);

/* The definition of a certificate profile, JSON as it shipped. DATA
 * `profile_unknown`. */
enum status catalog_profile_find(struct store *store, const char *profile,
				 struct arena *arena, const char **ret,
				 struct error *err);

/* Puts or replaces a product; `definition` is JSON as shipped. */
enum status catalog_put(struct store *store, const struct catalog_item *item,
			const char *definition, struct error *err);
enum status catalog_profile_put(struct store *store, const char *profile,
				const char *definition, struct error *err);

/* Enables or disables what `change` names. *changed tells whether it was
 * otherwise before. DATA `catalog_unknown`. */
enum status catalog_switch(struct store *store, int64_t client_id,
			   const struct catalog_change *change, bool *changed,
			   struct error *err);

#endif
