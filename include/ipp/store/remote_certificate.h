/* remote_certificate - certificates kept by authorities, in the store */
#ifndef IPP_STORE_REMOTE_CERTIFICATE_H
#define IPP_STORE_REMOTE_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct remote_certificate;
struct remote_search;
struct store;
struct texts;

/* Registers one: alias, wallet (made if there is none of that name; NULL:
 * REMOTE_WALLET), authority_id, client_id, status and what the authority and
 * the certificate say. Sets certificate_id and wallet_id. The access comes with
 * a grant: store/remote_grant.h. REFUSED `duplicate` on `alias_key` or
 * `credential_id`. */
enum status remote_certificate_insert(struct store *store,
				      struct remote_certificate *it,
				      struct error *err);

/* Saves what can be changed, of one that was found in the same transaction; the
 * access follows its grants and is none of it. Sets wallet_id. REFUSED
 * `duplicate` on `alias_key`. */
enum status remote_certificate_save(struct store *store,
				    struct remote_certificate *it,
				    struct error *err);

/* By alias, in any case, or by number; always within the organization, and not
 * one that was removed. `access` is what it is at `now`, and what the current
 * grant says is there, too. Texts in the arena. DATA
 * `remote_certificate_unknown`. */
enum status remote_certificate_find(struct store *store, int64_t client_id,
				    const char *alias, int64_t now,
				    struct arena *arena,
				    struct remote_certificate *ret,
				    struct error *err);
enum status remote_certificate_load(struct store *store, int64_t client_id,
				    int64_t certificate_id, int64_t now,
				    struct arena *arena,
				    struct remote_certificate *ret,
				    struct error *err);

/* The alias that a credential of an authority is registered under, in the
 * arena; NULL if it is not. */
enum status remote_credential_find(struct store *store, int64_t authority_id,
				   const char *credential_id,
				   struct arena *arena, const char **ret,
				   struct error *err);

/* The certificate itself (DER) and those above it, upwards (`issuers`, `count`
 * of them, perhaps none) are kept in place of those before. DATA
 * `chain_too_long` above 16. */
enum status remote_chain_save(struct store *store, int64_t certificate_id,
			      struct octets certificate,
			      const struct octets *issuers, size_t count,
			      struct error *err);
/* CONFIG `store_damaged` if there is none, or not what was kept. */
enum status remote_chain_load(struct store *store, int64_t certificate_id,
			      struct arena *arena, struct octets *certificate,
			      struct octets **issuers, size_t *count,
			      struct error *err);

/* The operators (numbers) who get notices of it, in place of others; none:
 * every issuer of the organization. */
enum status remote_notify_save(struct store *store, int64_t certificate_id,
			       const int64_t *operators, size_t count,
			       struct error *err);
/* Their logins. */
enum status remote_notify_load(struct store *store, int64_t certificate_id,
			       struct arena *arena, struct texts *ret,
			       struct error *err);

/* Calls `each` for those of search->client_id that pass all filters, in the
 * order of search->sort (by alias, if absent), behind search->after, at most
 * search->limit; `access` is what it is at `now`. Neither certificates that
 * were removed nor what only `show` tells. What `each` gets lives until it
 * returns. Stops at the first status but OK. */
enum status remote_certificates_search(
    struct store *store, const struct remote_search *search, int64_t now,
    enum status (*each)(void *context, const struct remote_certificate *it,
			struct error *err),
    void *context, struct error *err);

/* The number of a wallet. DATA `wallet_unknown`. */
enum status remote_wallet_find(struct store *store, int64_t client_id,
			       const char *wallet, int64_t *ret,
			       struct error *err);

#endif
