/* stash_part - what the acts about remote certificates share */
#ifndef IPP_ACT_STASH_PART_H
#define IPP_ACT_STASH_PART_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/rule/permission.h>

struct desk;
struct json;
struct octets;
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

/* What the anchors of the store (ipp-trust) say of who issued a certificate, or
 * of who is above him: the best of them. */
struct stash_trust {
	int64_t issuer_trust; /* enum remote_issuer */
	const char *territory, *provider, *service; /* NULL: not told */
};

/* Of a chain (DER) in order, the certificate itself first, at the desk's time.
 * Links were looked at by whoever put it in order; revocation is not. */
enum status stash_trust_find(const struct desk *desk,
			     const struct octets *chain, size_t count,
			     struct stash_trust *ret, struct error *err);
/* Whether that is what the setting `issuer` of [remote] wants. REFUSED
 * `issuer_not_trusted`. */
enum status stash_trust_check(const struct desk *desk,
			      const struct octets *chain, size_t count,
			      struct error *err);
/* The same of one that is registered, as members of its record. */
enum status stash_trust_tell(const struct desk *desk,
			     struct remote_certificate *it, struct error *err);

#endif
