/* product - a product taken one step on in its life */
#ifndef IPP_ACT_PRODUCT_H
#define IPP_ACT_PRODUCT_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/rule/permission.h>

struct desk;
struct json;
struct product;

/* Loads a product that the session may do `may` with: DATA
 * `product_unknown`; NOPERM `not_permitted`, `other_unit`. */
enum status product_open(struct desk *desk, int64_t user_id,
			 enum permission may, struct product *ret,
			 struct error *err);

/* Takes it to `next`, saves who did what, and writes the journal entry
 * `event` with `detail` (freed here; may be NULL), to which the old and the
 * new status are added. REFUSED `transition_refused`, `four_eyes`. */
enum status product_advance(struct desk *desk, struct product *product,
			    int64_t next, const char *event,
			    struct json *detail, struct error *err);

#endif
