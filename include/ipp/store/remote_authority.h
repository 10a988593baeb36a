/* remote_authority - authorities that lend certificates, in the store */
#ifndef IPP_STORE_REMOTE_AUTHORITY_H
#define IPP_STORE_REMOTE_AUTHORITY_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct json;
struct remote_authority;
struct remote_authority_search;
struct store;

/* Keeps a new one with its secret (NULL: a public client has none), sealed
 * under the master key. Sets authority_id. REFUSED `duplicate` on
 * `authority_key`. */
enum status remote_authority_insert(struct store *store,
				    struct remote_authority *it,
				    const char *secret, struct error *err);

/* Saves what can be changed, of one that was found in the same transaction;
 * its name cannot. `secret`: another one, or NULL. */
enum status remote_authority_save(struct store *store,
				  const struct remote_authority *it,
				  const char *secret, struct error *err);

/* Remembers what it said of itself (an object), and when. */
enum status remote_authority_checked(struct store *store, int64_t authority_id,
				     int64_t now, const struct json *info,
				     struct error *err);

/* By name, in any case, or by number; always within the organization. DATA
 * `remote_authority_unknown`. The texts live as long as the arena; what it said
 * of itself is a text, info_text. */
enum status remote_authority_find(struct store *store, int64_t client_id,
				  const char *name, struct arena *arena,
				  struct remote_authority *ret,
				  struct error *err);
enum status remote_authority_load(struct store *store, int64_t client_id,
				  int64_t authority_id, struct arena *arena,
				  struct remote_authority *ret,
				  struct error *err);

/* Its client secret, or NULL. CONFIG `store_damaged`. */
enum status remote_authority_secret(struct store *store,
				    const struct remote_authority *it,
				    struct arena *arena, const char **ret,
				    struct error *err);

/* Calls `each` for those of the organization that pass all filters, in the
 * order of search->sort (by name, if absent). What `each` gets lives until it
 * returns. */
enum status remote_authority_each(
    struct store *store, int64_t client_id,
    const struct remote_authority_search *search,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err);

#endif
