/* officer_certificate - whether an officer may sign with a certificate */
#ifndef IPP_RULE_OFFICER_CERTIFICATE_H
#define IPP_RULE_OFFICER_CERTIFICATE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct certificate_facts;

struct officer_certificate {
	const struct certificate_facts *facts;
	bool registered; /* for the officer at work */
	int64_t withdrawn_at; /* ABSENT: it was not */
	int64_t status;	 /* enum product_status of one that this desk issued,
			    else ABSENT */
	int64_t since;	 /* when it got that status, or ABSENT */
};

/* At `now` both ends of its validity count as inside (RFC 5280, 4.1.2.5).
 * REFUSED `certificate_not_registered`, `certificate_withdrawn`,
 * `certificate_purpose` (no nonRepudiation, 4.2.1.3), `certificate_not_yet_valid`,
 * `certificate_expired`, `certificate_suspended`, `certificate_revoked`. */
enum status officer_certificate_check(const struct officer_certificate *it,
				      int64_t now, struct error *err);

/* Whether it names the officer's organization and his role in it, as issuing
 * onto devices asks. REFUSED `role_certificate_needed`. */
enum status officer_role_check(const struct certificate_facts *facts,
			       struct error *err);

#endif
