/* found - a new store gets its organization, its unit and its first officer */
#ifndef IPP_ACT_FOUND_H
#define IPP_ACT_FOUND_H

#include <ipp/base/error.h>

struct desk;

struct founding;
struct organization;

/* What needs no store: the mistakes of `it`, all at once. */
enum status founding_check(const struct founding *it, struct error *err);

/* Fills the empty store of `desk` in one transaction. */
enum status act_found(const struct desk *desk, const struct founding *it,
		      struct error *err);

/* Adds another organization to the store, with its main unit and its first
 * officer; it may use the whole catalogue, and the authority of the store
 * issues for it too. Whoever may open the store may do that: nobody of an
 * organization there knows of the others. Needs an open transaction. DATA as
 * of founding_check; REFUSED `duplicate` (client_code, login). */
enum status act_found_another(const struct desk *desk,
			      const struct founding *it,
			      struct organization *ret, struct error *err);

/* Calls `each` for every organization of the store, oldest first. */
enum status act_found_list(const struct desk *desk,
			   enum status (*each)(void *context,
					       const struct organization *it,
					       struct error *err),
			   void *context, struct error *err);

#endif
