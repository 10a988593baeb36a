/* stash_certificate - the ledger of remote certificates, looked at and kept */
#ifndef IPP_ACT_STASH_CERTIFICATE_H
#define IPP_ACT_STASH_CERTIFICATE_H

#include <ipp/base/error.h>

struct desk;
struct remote_certificate;
struct remote_search;

/* Changing needs MAY_SIGN_REMOTELY, looking MAY_LIST_REMOTELY; all of these
 * stay within the session's organization. */

/* Calls `each` for those that pass all filters, in order, a page of them. USAGE
 * `limit`, `expiring`, `expiring_twice`; DATA `name_invalid`,
 * `remote_authority_unknown`, `wallet_unknown`,
 * `remote_certificate_unknown`. */
enum status stash_certificate_list(
    struct desk *desk, const struct remote_search *search,
    enum status (*each)(void *context, const struct remote_certificate *it,
			struct error *err),
    void *context, struct error *err);

/* Everything about one, with all grants and the last signatures. DATA
 * `remote_certificate_unknown`. */
enum status stash_certificate_show(struct desk *desk, const char *alias,
				   struct remote_certificate *ret,
				   struct error *err);

/* Changes what is present: new_alias, wallet, description, status, muted_until,
 * and the operators to notify (notify_all: none by name). DATA
 * `remote_certificate_unknown`, `operator_unknown`, `name_invalid`; REFUSED
 * `duplicate`, `transition_refused`, `operator_no_issuer`. */
enum status stash_certificate_edit(struct desk *desk,
				   const struct remote_certificate *it,
				   struct remote_certificate *ret,
				   struct error *err);

#endif
