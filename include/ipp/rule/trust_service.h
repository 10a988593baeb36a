/* trust_service - what an anchor is worth for a certificate, at an instant */
#ifndef IPP_RULE_TRUST_SERVICE_H
#define IPP_RULE_TRUST_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/trust.h>

/* Regulation (EU) 910/2014 applies from 2016-07-01. */
#define EIDAS_INSTANT ((int64_t)1467331200)

struct trust_verdict {
	/* enum trust_status at that instant and since when; ABSENT: its
	 * history begins later */
	int64_t status, since;
	/* the service was in good standing then: only so a path may end here */
	bool granted;
	/* what is known of it is no older than its list allows. Else nothing
	 * can be told: INDETERMINATE, neither good nor bad */
	bool fresh;
	/* a qualified certificate for electronic signatures: the service was
	 * granted for them at that instant and when the certificate was
	 * issued, and certificate and list agree on it (TS 119 615, 4.4). Of
	 * a service for timestamps: a qualified timestamp */
	bool qualified;
	/* its key lives in a qualified signature creation device */
	bool qscd;
};

/*
 * Judges `anchor` for the end-entity certificate `leaf` (NULL: none, of a
 * timestamp) at the instant `at` of its use. `now` and `grace` (seconds that
 * a list may be late) decide what is fresh. A criterion of the list that we
 * cannot judge counts against the certificate, never for it.
 */
void trust_service_judge(const struct trust_anchor *anchor,
			 const struct certificate_plan *leaf, int64_t at,
			 int64_t now, int64_t grace, struct trust_verdict *ret);

/* The period of an instant; NULL before the first. */
const struct trust_period *
trust_service_period(const struct trust_anchor *anchor, int64_t at);

#endif
