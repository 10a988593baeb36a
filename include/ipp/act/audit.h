/* audit - what the journal says, and the proof that it is whole */
#ifndef IPP_ACT_AUDIT_H
#define IPP_ACT_AUDIT_H

#include <ipp/base/error.h>

struct desk;
struct journal_entry;
struct journal_filter;

/* Calls `each` for the entries of the session's organization, and those of
 * none, that pass the filter; see journal_list. USAGE `limit`; DATA
 * `operator_unknown`, `unit_unknown`. */
enum status act_audit_log(struct desk *desk,
			  const struct journal_filter *filter,
			  enum status (*each)(void *context,
					      const struct journal_entry *entry,
					      struct error *err),
			  void *context, struct error *err);

#endif
