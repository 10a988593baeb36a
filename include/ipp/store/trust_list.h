/* trust_list - trusted lists and imported certificates in the store */
#ifndef IPP_STORE_TRUST_LIST_H
#define IPP_STORE_TRUST_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/trust.h>

struct arena;
struct desk;
struct store;

/* A list that we know of; what belongs to its edition is INT64_MIN or empty
 * until one is here. */
struct trust_list_row {
	int64_t list_id;
	int64_t kind; /* enum trust_list_kind */
	const char *territory, *url, *scheme_operator;
	int64_t sequence, issued_at, next_update;
	struct octets sha256, signer;
	int64_t checked_at;
	const char *trouble;
	int64_t services, anchors; /* how many of it are kept */
};

/* All of them, the list of lists first, then by territory. */
enum status trust_lists_load(struct store *store, struct arena *arena,
			     struct trust_list_row **ret, size_t *count,
			     struct error *err);
enum status trust_list_find(struct store *store, const char *territory,
			    struct arena *arena, struct trust_list_row *ret,
			    bool *found, struct error *err);
/* Who may sign it. */
enum status trust_list_signers(struct store *store, int64_t list_id,
			       struct arena *arena,
			       struct trust_certificate **ret, size_t *count,
			       struct error *err);

/* Makes a list of this kind and territory known, or changes where it is found
 * and who may sign it; what is NULL stays. Sets list_id. REFUSED `duplicate` if
 * it is known as another kind. */
enum status trust_list_put(struct store *store, struct trust_list_row *it,
			   const struct trust_certificate *signers,
			   size_t signer_count, struct error *err);
/* Replaces its edition and all its services. */
enum status trust_edition_put(struct desk *desk, int64_t list_id,
			      const struct trust_edition *edition,
			      const unsigned char sha256[32],
			      struct error *err);
/* The national lists that the list of lists points to: makes them known, or
 * changes where they are found and who may sign them, and forgets those that
 * it pointed to before and does not now. */
enum status trust_pointers_put(struct store *store,
			       const struct trust_pointer *pointers,
			       size_t count, struct error *err);
/* Notes that a newer edition was looked for, and what went wrong (NULL:
 * nothing). */
enum status trust_list_checked(struct desk *desk, int64_t list_id,
			       const char *trouble, struct error *err);
/* Forgets a list, its signers and its anchors. */
enum status trust_list_remove(struct store *store, int64_t list_id,
			      struct error *err);

/* Keeps a service with its certificates; list_id INT64_MIN: of a file that
 * somebody imported. */
enum status trust_service_put(struct desk *desk, int64_t list_id,
			      const char *territory,
			      const struct trust_service *it,
			      struct error *err);
/* Whether an imported certificate is there; those of lists do not count. */
enum status trust_certificate_known(struct store *store,
				    const unsigned char fingerprint[32],
				    bool *ret, struct error *err);
/* Forgets an imported certificate; *removed is false if there was none. */
enum status trust_certificate_remove(struct store *store,
				     const unsigned char fingerprint[32],
				     bool *removed, struct error *err);

/* Which anchors; what is INT64_MIN or NULL does not matter. */
struct trust_filter {
	int64_t source; /* enum trust_source: file or list */
	const char *territory;
	int64_t service_type;		  /* enum trust_service_type */
	const unsigned char *fingerprint; /* 32 bytes */
};

/* Calls `each` for the anchors of files and lists, those of files first, then
 * by territory and provider. What it gets lives until it returns. */
enum status trust_anchors_each(struct store *store,
			       const struct trust_filter *filter,
			       enum status (*each)(void *context,
						   const struct trust_anchor *it,
						   struct error *err),
			       void *context, struct error *err);

#endif
