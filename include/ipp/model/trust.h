/* trust - anchors and trusted lists, as they are shown */
#ifndef IPP_MODEL_TRUST_H
#define IPP_MODEL_TRUST_H

#include <ipp/model/field.h>

extern const struct word trust_source_words[];	/* enum trust_source */
extern const struct word trust_service_words[]; /* enum trust_service_type */
extern const struct word trust_status_words[];	/* enum trust_status */
extern const struct word trust_list_words[];	/* enum trust_list_kind */

/* The record `trust_file`: what somebody brings. */
struct trust_file {
	const char *file;
};
extern const struct record trust_file_record;

enum trust_content {
	TRUST_CONTENT_CERTIFICATES,
	TRUST_CONTENT_LIST_OF_LISTS,
	TRUST_CONTENT_NATIONAL,
};

/* The record `trust_import`: what came of it. */
struct trust_import {
	const char *file;
	int64_t content; /* enum trust_content */
	const char *territory;
	int64_t sequence, issued_at, next_update;
	int64_t services, anchors, pointers, skipped;
	struct texts fingerprints; /* of certificates */
	struct texts warnings;
};
extern const struct record trust_import_record;

/* An entry of `history`: record `trust_period`. */
struct trusted_period {
	int64_t since;
	int64_t status; /* enum trust_status */
	struct texts purposes;
	int64_t qualifications; /* how many speak of some certificates */
};
extern const struct record trust_period_record;

/* The record `trust_anchor`. */
struct trusted_anchor {
	const char *fingerprint;
	int64_t source; /* enum trust_source */
	const char *territory, *provider, *service;
	int64_t service_type; /* enum trust_service_type */
	int64_t status;	      /* enum trust_status, at the moment */
	int64_t since;
	const char *subject, *issuer, *serial;
	int64_t not_before, not_after;
	int64_t next_update, fresh;
	struct records history; /* of trust_period, if asked for */
	const char *pem;	/* if asked for */
};
extern const struct record trust_anchor_record;

enum trust_list_state {
	TRUST_LIST_FRESH,
	TRUST_LIST_LATE,    /* past its next update: nothing is valid by it */
	TRUST_LIST_MISSING, /* pointed to, never read */
};

/* The record `trust_list`. */
struct trusted_list {
	const char *territory;
	int64_t kind;  /* enum trust_list_kind */
	int64_t state; /* enum trust_list_state */
	const char *scheme_operator, *url;
	int64_t sequence, issued_at, next_update, checked_at;
	int64_t services, anchors;
	const char *sha256, *signer;
	struct texts signers; /* fingerprints of who may sign it */
	int64_t replaced;     /* by this run */
	const char *trouble;
};
extern const struct record trust_list_record;

#endif
