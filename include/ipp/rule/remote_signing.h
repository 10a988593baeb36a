/* remote_signing - whether a remote certificate may be signed with now */
#ifndef IPP_RULE_REMOTE_SIGNING_H
#define IPP_RULE_REMOTE_SIGNING_H

#include <stdint.h>

#include <ipp/base/error.h>

struct remote_authority;
struct remote_certificate;

/* Whether the certificate, by what the store knows of it, its authority and
 * its current grant, may be signed with at `now`. Whatever a token says, after
 * the earliest end of the access nothing is signed. REFUSED
 * `authority_not_active`, `certificate_suspended`, `certificate_blocked`;
 * `access_none`, `access_withdrawn`, `access_lost`, `access_ended`,
 * `signatures_used_up`; `certificate_not_yet_valid`, `certificate_expired`, `certificate_revoked`,
 * `certificate_on_hold`, `key_disabled` by what its authority said last. */
enum status remote_signing_check(const struct remote_certificate *it,
				 const struct remote_authority *authority,
				 int64_t now, struct error *err);

/* How many of `wanted` signatures are left of its grant; 0 for none. */
int64_t remote_signing_left(const struct remote_certificate *it,
			    int64_t wanted);

#endif
