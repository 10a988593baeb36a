/* evidence - what proves who a holder is, bound to its bytes */
#ifndef IPP_MODEL_EVIDENCE_H
#define IPP_MODEL_EVIDENCE_H

#include <ipp/model/field.h>

enum evidence_kind {
	EVIDENCE_FORM,
	EVIDENCE_REPORT,
	EVIDENCE_DOCUMENT_FRONT,
	EVIDENCE_DOCUMENT_BACK,
	EVIDENCE_DOCUMENT, /* all sides in one file */
	EVIDENCE_THIRD_PARTY_CONSENT,
	EVIDENCE_CHECK,	    /* what a program found out */
	EVIDENCE_STATEMENT, /* who recognised whom, and when */
	EVIDENCE_STATUS_REQUEST, /* to suspend, reinstate or revoke */
	EVIDENCE_WITHDRAWN_CONTRACT,
};
extern const struct word evidence_kind_words[];

enum evidence_verdict { VERDICT_PASSED, VERDICT_FAILED, VERDICT_REFERRED };
extern const struct word evidence_verdict_words[];

/* The record `evidence`: row of table `evidence` with its object. */
struct evidence {
	int64_t evidence_id, user_id;
	int64_t kind;	    /* enum evidence_kind */
	const char *sha256; /* of the file, hexadecimal; NULL without one */
	const char *mime;
	int64_t size, pages;
	int64_t verdict;     /* enum evidence_verdict, of a check */
	struct json *detail; /* an object */
	int64_t recorded_by, at;
};

extern const struct record evidence_record;

#endif
