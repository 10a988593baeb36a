/* remote_authority - an authority that keeps certificates and lends them */
#ifndef IPP_MODEL_REMOTE_AUTHORITY_H
#define IPP_MODEL_REMOTE_AUTHORITY_H

#include <ipp/model/field.h>

/* Versions of the API of the Cloud Signature Consortium. */
enum remote_type { REMOTE_CSC_V0, REMOTE_CSC_V1, REMOTE_CSC_V2 };
extern const struct word remote_type_words[];

/* How the organization proves itself to the authorization server. */
enum remote_authentication {
	REMOTE_AUTHORIZATION_CODE, /* RFC 6749, 4.1, with PKCE (RFC 7636) */
	REMOTE_CLIENT_CREDENTIALS, /* RFC 6749, 4.4 */
	REMOTE_BASIC,		   /* RFC 7617, at auth/login */
};
extern const struct word remote_authentication_words[];

enum remote_notice_mode { NOTICE_DAILY, NOTICE_THRESHOLD };
extern const struct word remote_notice_mode_words[];

/* What is ours, authorities and certificates alike; an authority is never
 * blocked. */
enum remote_status { REMOTE_ACTIVE, REMOTE_SUSPENDED, REMOTE_BLOCKED };
extern const struct word remote_authority_status_words[];
extern const struct word remote_status_words[];

/* Where nothing else is said; the redirect is a free port on this machine. */
#define REMOTE_REDIRECT_URI   "http://127.0.0.1:0/"
#define REMOTE_NOTICE_DAYS    7
#define REMOTE_NOTICE_PERCENT 90

/* The record `remote_authority`: a row of table `remote_authorities`. The
 * secret is none of its members: store/remote_authority.h. */
struct remote_authority {
	int64_t authority_id, client_id;
	const char *authority;	/* its name, unique in the organization */
	int64_t type;		/* enum remote_type */
	int64_t status;		/* REMOTE_ACTIVE or REMOTE_SUSPENDED */
	const char *base_url;	/* no `/` at its end */
	const char *oauth_url;	/* likewise; NULL: what `info` says */
	int64_t authentication; /* enum remote_authentication */
	const char *oauth_client;
	const char *redirect_uri;
	int64_t access_days, access_signatures; /* ABSENT: no such limit */
	int64_t notice_days, notice_percent;
	int64_t notice_mode;	       /* enum remote_notice_mode */
	const char *notice_thresholds; /* days: "30,15,7,1" */
	const char *tls_ca; /* PEM that its TLS leads to; NULL: the system's */
	int64_t registered_at;
	int64_t checked_at;
	int64_t has_secret, has_tls_ca;
	struct json *info;     /* what it said when it was checked */
	const char *info_text; /* the same as it is kept; no field */
};

extern const struct record remote_authority_record;

/* The record `remote_authority_reference`: one that is looked at, or that
 * something is done with. */
struct remote_authority_reference {
	const char *authority;
};

extern const struct record remote_authority_reference_record;

enum remote_authority_sort {
	AUTHORITY_BY_NAME,
	AUTHORITY_BY_TIME,
};

/* The record `remote_authority_search`; absent filters do not filter. */
struct remote_authority_search {
	const char *authority; /* the name begins so, in any case */
	int64_t type, status;
	int64_t registered_from, registered_to;
	int64_t sort; /* enum remote_authority_sort */
	int64_t reverse;
};

extern const struct record remote_authority_search_record;

#endif
