/* authority - the local certificate authorities and their keys */
#ifndef IPP_STORE_AUTHORITY_H
#define IPP_STORE_AUTHORITY_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct authority;
struct desk;
struct key;
struct key_site;
struct key_pool;
struct store;

/* Keeps a new authority with its private key, or with what says where that is
 * (port/key_token.h), sealed under the master key.
 * Sets authority_id. REFUSED `duplicate` on `role` or `name`. */
enum status authority_insert(struct desk *desk, struct authority *authority,
			     const struct key *key, struct error *err);

/* The authority of a role (enum authority_role) that works now. CONFIG
 * `authority_missing`. Read once and borrowed until the store closes. */
enum status authority_current(struct store *store, int64_t role,
			      const struct authority **ret, struct error *err);

/* The same by number, also one that is retired. */
enum status authority_find(struct store *store, int64_t authority_id,
			   const struct authority **ret, struct error *err);

/* Spreads the certificates that it will issue over so many lists. */
enum status authority_part(struct store *store, int64_t authority_id,
			   int64_t partitions, struct error *err);

/* Calls `each` for every authority, oldest first. */
enum status authority_list(struct store *store,
			   enum status (*each)(void *context,
					       const struct authority *it,
					       struct error *err),
			   void *context, struct error *err);

/* Its private key, borrowed until the store closes. Several threads may sign
 * with it at once. Where it is on a token, that is opened: errors of
 * key_import. */
enum status authority_key(struct store *store, int64_t authority_id,
			  const struct key **ret, struct error *err);

/* Where its key is, if it is on a token; *found is false if it is in the
 * store. */
enum status authority_key_place(struct store *store, int64_t authority_id,
				struct arena *arena, struct key_site *ret,
				bool *found, struct error *err);

/* Says from where its key, which is on a token, is reached from now on; it is
 * opened there first (key_token_move). REFUSED `key_in_store`. */
enum status authority_key_move(struct desk *desk, int64_t authority_id,
			       const struct key_site *changes,
			       struct error *err);

/* Makes keys of the kind that holders get (P-256); kept open and borrowed
 * until the store closes. */
struct key_pool *authority_key_pool(struct store *store);

#endif
