/* notify_scope - whose messages the session may touch */
#ifndef IPP_LIB_ACT_NOTIFY_SCOPE_H
#define IPP_LIB_ACT_NOTIFY_SCOPE_H

#include <ipp/rule/permission.h>
#include <ipp/store/outbox.h>

/* A service token reaches the organization, whatever its profile: whoever
 * made it named the tool in its scope. NOPERM `not_permitted`. */
enum status notify_scope(struct desk *desk, enum permission may,
			 struct outbox_scope *ret, struct error *err);

#endif
