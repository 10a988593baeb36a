/* publication - what is public in time, and what is not */
#ifndef IPP_ACT_PUBLICATION_H
#define IPP_ACT_PUBLICATION_H

#include <ipp/base/error.h>

struct desk;
struct publication_check;
struct publication_filter;

/* Calls `each` for the newest lists of the authorities, then for the requests
 * to suspend, reinstate or revoke that the session may see: those that are not
 * public, or those in the state asked for. What is due soon is decided by the
 * thresholds of the health checks `lists` and `deadlines`. REFUSED
 * `publication_late` at the end if one of those is late or missing that are
 * not public. USAGE `limit`. */
enum status act_publications(struct desk *desk,
			     const struct publication_filter *filter,
			     enum status (*each)(
				 void *context,
				 const struct publication_check *it,
				 struct error *err),
			     void *context, struct error *err);

#endif
