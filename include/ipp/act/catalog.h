/* catalog - the catalogue as it ships, and what an organization may use */
#ifndef IPP_ACT_CATALOG_H
#define IPP_ACT_CATALOG_H

#include <stdint.h>

#include <ipp/base/error.h>

struct catalog_change;
struct catalog_item;
struct desk;
struct limit_of_use;

/* Brings the store's products and certificate profiles to what ships with
 * the program and journals it. What an organization has
 * enabled stays. Needs no session. */
enum status act_catalog_load(struct desk *desk, struct error *err);

/* Enables every product, and the recognitions of a mask (1 << enum
 * recognition), for a new organization. Needs no session. */
enum status act_catalog_enable_all(struct desk *desk, int64_t client_id,
				   unsigned recognitions, struct error *err);

/* Enables or disables (change->enabled) one product or recognition for the
 * session's organization; journalled if it was otherwise before. Needs
 * MAY_MANAGE. USAGE `catalog_change`: not exactly one of the two; DATA
 * `catalog_unknown`. */
enum status act_catalog_change(struct desk *desk,
			       const struct catalog_change *change,
			       struct error *err);

/* Calls `each` for every product, as the session's organization sees it. */
enum status act_catalog_list(struct desk *desk,
			     enum status (*each)(void *context,
						 const struct catalog_item *it,
						 struct error *err),
			     void *context, struct error *err);

/* The product that the session's organization sees under this code. */
enum status act_catalog_show(struct desk *desk, const char *product,
			     struct catalog_item *ret, struct error *err);

/* Calls `each` for every recognition, enabled or not. */
enum status act_catalog_recognitions(
    struct desk *desk,
    enum status (*each)(void *context, const struct catalog_change *it,
			struct error *err),
    void *context, struct error *err);

/* Calls `each` for every text that may be chosen as a limit of use. */
enum status act_catalog_limits(
    struct desk *desk,
    enum status (*each)(void *context, const struct limit_of_use *it,
			struct error *err),
    void *context, struct error *err);

#endif
