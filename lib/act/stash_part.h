/* stash_part - what the acts about remote certificates share */
#ifndef IPP_ACT_STASH_PART_H
#define IPP_ACT_STASH_PART_H

#include <ipp/base/error.h>
#include <ipp/rule/permission.h>

struct desk;
struct json;
struct remote_certificate;

/* Whether the session's profile may; remote certificates belong to no unit. */
enum status stash_check(const struct desk *desk, enum permission may,
			struct error *err);

/* A certificate of the organization by its alias. USAGE `missing`, DATA
 * `remote_certificate_unknown`. */
enum status stash_find(struct desk *desk, const char *alias,
		       struct remote_certificate *ret, struct error *err);

/* An entry of the journal about a certificate: its alias and authority, and
 * the facts of `detail` (or NULL), which is freed here. */
enum status stash_journal(struct desk *desk, const char *event,
			  const struct remote_certificate *it,
			  struct json *detail, struct error *err);

#endif
