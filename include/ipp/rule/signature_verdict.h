/* signature_verdict - what a signature is worth (EN 319 102-1) */
#ifndef IPP_RULE_SIGNATURE_VERDICT_H
#define IPP_RULE_SIGNATURE_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/signature.h>

struct arena;
struct trust_verdict;

struct signature_case {
	const struct signature_facts *facts;
	const struct path_facts *path; /* NULL: no certificate to begin with */
	/* of a path that ends in a trusted list, or NULL */
	const struct trust_verdict *trust;
	/* when the path had to be good: the proved time of the signature, or
	 * the time of validation */
	int64_t at;
};

struct signature_judgement {
	enum indication indication;
	int64_t sub;	    /* enum sub_indication; ABSENT when passed */
	const char *reason; /* one line; NULL when passed */
};

/*
 * Judges one signature, or the signature of a time-stamp token. In this
 * order: the signature in itself (5.2.2, 5.2.3, 5.2.7), its certificate's path
 * and trust, revocation and validity (5.2.6), then its algorithms and
 * attributes (5.2.8).
 *
 * The signer's own word counts against him only: a claimed signing time after
 * the revocation or the expiry of the certificate makes REVOKED or EXPIRED
 * (TOTAL_FAILED) of what would be REVOKED_NO_POE or OUT_OF_BOUNDS_NO_POE.
 */
void signature_judge(const struct signature_case *it, struct arena *arena,
		     struct signature_judgement *ret);

#endif
