/* remote_certificate - until when a remote certificate may be signed with */
#ifndef IPP_RULE_REMOTE_CERTIFICATE_H
#define IPP_RULE_REMOTE_CERTIFICATE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct certificate_facts;
struct remote_certificate;
struct remote_grant;

/* Sets access_ends_at and access_end_reason of a grant: the earliest of
 * granted_at + access_days, to the second, holder_ends_at and
 * certificate_ends_at; of two that are the same, the first of these. From that
 * second on nothing is signed, whatever a token says. REFUSED
 * `access_over_before` if it ends no later than it begins. */
enum status remote_grant_limit(struct remote_grant *grant, struct error *err);

/* What an access (enum remote_access, as it stands in the store) is at `now`:
 * one that was granted ends with time. */
int64_t remote_access_at(int64_t access, int64_t access_ends_at, int64_t now);

/* Whether a certificate (enum remote_status) may become what it shall be. What
 * is blocked becomes active or stays so. REFUSED `transition_refused`. */
enum status remote_status_check(int64_t status, int64_t next,
				struct error *err);

/* Sets what a certificate says of itself: key, subject, issuer, serial, validity
 * and fingerprint, borrowed from `facts`. False if the key is of a kind that
 * nothing here signs with: neither RSA nor on a curve of NIST. */
bool remote_certificate_facts(struct remote_certificate *ret,
			      const struct certificate_facts *facts);

#endif
