/* remote_grant - access to a remote certificate, and what was signed by it */
#ifndef IPP_MODEL_REMOTE_GRANT_H
#define IPP_MODEL_REMOTE_GRANT_H

#include <ipp/model/field.h>

/* Why an access ends when it ends. */
enum remote_end_reason {
	REMOTE_END_DAYS,	/* the authority's limit */
	REMOTE_END_HOLDER,	/* the date that the holder chose */
	REMOTE_END_CERTIFICATE, /* the certificate's end */
};
extern const struct word remote_end_reason_words[];

/* The record `remote_grant`: a row of table `remote_grants`. Its tokens are
 * none of its members: store/remote_grant.h. */
struct remote_grant {
	int64_t grant_id, client_id, certificate_id;
	int64_t is_current;
	int64_t granted_at, granted_by; /* operator_id */
	const char *granted_by_login;
	int64_t access_days, holder_ends_at; /* limits then; ABSENT: none */
	int64_t certificate_ends_at;
	int64_t access_ends_at;	   /* the earliest of them */
	int64_t access_end_reason; /* enum remote_end_reason */
	int64_t signature_limit;   /* ABSENT: none */
	int64_t signatures_used;
	int64_t access_token_ends_at;
	int64_t has_refresh_token;
	int64_t refresh_asked_at; /* and its answer is not known; ABSENT: is */
	int64_t withdrawn_at;
	const char *withdrawn_reason;
};

extern const struct record remote_grant_record;

enum remote_signing_state {
	REMOTE_RESERVED, /* counted; the call is under way, or was killed */
	REMOTE_SIGNED,
	REMOTE_REFUSED, /* for certain; given back */
	REMOTE_UNKNOWN, /* asked for, no answer; stays counted */
};
extern const struct word remote_signing_state_words[];

/* The record `remote_signing`: a row of table `remote_signings`, one call to
 * an authority. */
struct remote_signing {
	int64_t signing_id, client_id, certificate_id, grant_id;
	int64_t asked_by; /* operator_id */
	const char *asked_by_login;
	int64_t state; /* enum remote_signing_state */
	int64_t signatures;
	const char *algorithm; /* OID */
	int64_t reserved_at, settled_at;
	const char *refusal;
};

extern const struct record remote_signing_record;

#endif
