/* operator - operators and their profiles in the store */
#ifndef IPP_STORE_OPERATOR_H
#define IPP_STORE_OPERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct operator_person;
struct operator_profile;
struct store;

/* Adds one without a password and sets its operator_id. REFUSED `duplicate`
 * (login). */
enum status operator_insert(struct store *store, struct operator_person *it,
			    struct error *err);
enum status operator_save(struct store *store, const struct operator_person *it,
			  struct error *err);
/* Finds an operator of an organization by login, whole. DATA
 * `operator_unknown` on field `login`. */
enum status operator_find(struct store *store, int64_t client_id,
			  const char *login, int64_t now, struct arena *arena,
			  struct operator_person *ret, struct error *err);
/* The same by number. */
enum status operator_load(struct store *store, int64_t operator_id, int64_t now,
			  struct arena *arena, struct operator_person *ret,
			  struct error *err);
/* Calls `each` for every operator in the order of logins. */
enum status operator_each(struct store *store, int64_t client_id, int64_t now,
			  struct arena *arena,
			  enum status (*each)(void *context,
					      const void *operator_person,
					      struct error *err),
			  void *context, struct error *err);

/* Gives or takes a profile; *changed is false if it was so before. A
 * withdrawn profile's sessions end at once. */
enum status profile_grant(struct store *store, int64_t operator_id,
			  int64_t unit_id, int64_t profile, bool *changed,
			  struct error *err);
enum status profile_withdraw(struct store *store, int64_t operator_id,
			     int64_t unit_id, int64_t profile, int64_t now,
			     bool *changed, struct error *err);
/* The profiles of an operator, the most recently used one first. */
enum status profile_list(struct store *store, int64_t operator_id,
			 struct arena *arena, struct operator_profile **ret,
			 size_t *count, struct error *err);
/* How many enabled operators of the organization are master_rao. */
enum status profile_count_masters(struct store *store, int64_t client_id,
				  int64_t *ret, struct error *err);

#endif
