/* stash_authority - authorities that keep certificates and lend them */
#ifndef IPP_ACT_STASH_AUTHORITY_H
#define IPP_ACT_STASH_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct desk;
struct remote_authority;
struct remote_authority_search;

/* Changing needs MAY_SIGN_REMOTELY, looking MAY_LIST_REMOTELY; all of these
 * stay within the session's organization. */

/* What comes beside the record. */
struct stash_authority_parts {
	const char *secret; /* or NULL */
	const void *tls_ca; /* a PEM or DER file; or NULL */
	size_t tls_ca_size;
	bool system_tls; /* what the machine trusts, again */
};

/* Whether it could be added, before anybody is asked for its secret: DATA as
 * remote_authority_check says, `secret_missing` excepted; REFUSED
 * `duplicate`. */
enum status stash_authority_try(struct desk *desk,
				const struct remote_authority *it,
				struct error *err);

/* Adds one. DATA as remote_authority_check says, `name_invalid`; errors of
 * certificate_bundle_read; REFUSED `duplicate`. */
enum status stash_authority_add(struct desk *desk,
				const struct remote_authority *it,
				const struct stash_authority_parts *parts,
				struct remote_authority *ret,
				struct error *err);

/* Changes what is present; a limit of 0 takes it away. Grants that were given
 * keep the limits that they were given with. DATA `remote_authority_unknown`
 * and as above. */
enum status stash_authority_edit(struct desk *desk,
				 const struct remote_authority *it,
				 const struct stash_authority_parts *parts,
				 struct remote_authority *ret,
				 struct error *err);

/* Calls `each` once, with what it said of itself when it was checked (`info`,
 * until `each` returns). DATA `remote_authority_unknown`. */
enum status stash_authority_show(
    struct desk *desk, const char *name,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err);

/* Calls `each` for those that pass the filters. */
enum status stash_authority_list(
    struct desk *desk, const struct remote_authority_search *search,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err);

#endif
