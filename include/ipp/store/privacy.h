/* privacy - the privacy policies of an organization, by version */
#ifndef IPP_STORE_PRIVACY_H
#define IPP_STORE_PRIVACY_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct store;

struct privacy_policy {
	const char *version; /* NULL if there is none */
	int64_t language;    /* enum language */
	const char *text;
	int64_t valid_from;
};

/* The policy of that version (NULL: the one in force at `now`), in that
 * language if there is one, else in another. */
enum status privacy_find(struct store *store, int64_t client_id,
			 const char *version, int64_t language, int64_t now,
			 struct arena *arena, struct privacy_policy *ret,
			 struct error *err);

/* Adds a policy. REFUSED `duplicate` if this version is there in this
 * language. */
enum status privacy_insert(struct store *store, int64_t client_id,
			   const struct privacy_policy *it, struct error *err);

/* Calls `each` for every policy, the latest to come into force first. */
enum status privacy_each(struct store *store, int64_t client_id,
			 struct arena *arena,
			 enum status (*each)(void *context,
					     const struct privacy_policy *it,
					     struct error *err),
			 void *context, struct error *err);

#endif
