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

/* The record `cancellation`. */
struct cancellation {
	int64_t user_id;
};

extern const struct record cancellation_record;

#endif
