/* recognition - the papers of one recognition, as they are handed in */
#ifndef IPP_MODEL_RECOGNITION_H
#define IPP_MODEL_RECOGNITION_H

#include <ipp/model/field.h>

/* The record `recognition_papers`: one product and the files that prove who its
 * holder is. */
struct recognition_papers {
	int64_t user_id;
	const char *form, *report; /* paths */
	const char *document_front, *document_back, *document;
	const char *third_party_consent;
	const char *recogniser;	   /* login; when handed in for an officer */
	const char *recognised_on; /* the day on the report */
	const char *recognition_note;
};

extern const struct record recognition_papers_record;

/* The record `signed_form`: one product and the form that its holder signed
 * with a certificate that he had before. */
struct signed_form {
	int64_t user_id;
	const char *form;    /* path */
	const char *content; /* what was signed, where that is apart */
	const char *recognition_note;
};

extern const struct record signed_form_record;

/* What a signed form is held to, one after the other. */
enum recognition_check_kind {
	CHECK_SIGNATURE,
	CHECK_TRUST,
	CHECK_REVOCATION,
	CHECK_QUALIFIED,
	CHECK_NOT_FROM_SIGNATURE, /* eIDAS, 24(1a)(b) */
	CHECK_TAX_CODE,
	CHECK_NAME,
	CHECK_DOCUMENT,
	CHECK_ANTIVIRUS,
	CHECKS_MAX,
};
extern const struct word recognition_check_words[];

/* The record `recognition_check`: what one of them came to. */
struct recognition_check {
	int64_t check;	     /* enum recognition_check_kind */
	int64_t verdict;     /* enum evidence_verdict */
	const char *finding; /* one line for people */
	struct json *facts;  /* an object, or NULL */
};

extern const struct record recognition_check_record;

/* The record `cancellation`. */
struct cancellation {
	int64_t user_id;
};

extern const struct record cancellation_record;

#endif
