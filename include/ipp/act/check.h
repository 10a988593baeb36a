/* check - every invariant of the store, one after the other */
#ifndef IPP_ACT_CHECK_H
#define IPP_ACT_CHECK_H

#include <ipp/base/error.h>

struct desk;
struct store_check;

/* Runs all checks and calls `each` for every one. REFUSED `store_unsound`
 * at the end when one did not pass. */
enum status act_check(struct desk *desk,
		      enum status (*each)(void *context,
					  const struct store_check *check,
					  struct error *err),
		      void *context, struct error *err);

#endif
