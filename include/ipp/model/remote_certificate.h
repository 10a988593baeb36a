/* remote_certificate - a certificate whose key an authority keeps */
#ifndef IPP_MODEL_REMOTE_CERTIFICATE_H
#define IPP_MODEL_REMOTE_CERTIFICATE_H

#include <ipp/model/field.h>
#include <ipp/model/remote_authority.h>

/* Whether it may be signed with, by the grant that is current. ENDED is what
 * GRANTED becomes with time, and LOST a WITHDRAWN whose last answer of the
 * authority nobody has; they do not stand in the store. */
enum remote_access {
	ACCESS_NONE, /* nobody has granted it yet */
	ACCESS_GRANTED,
	ACCESS_USED_UP, /* as many signatures as were granted */
	ACCESS_WITHDRAWN,
	ACCESS_ENDED, /* access_end_reason says why */
	ACCESS_LOST,
};
extern const struct word remote_access_words[];

/* CSC API 1.0.4.0, 11.5. */
enum remote_key_status { REMOTE_KEY_ENABLED, REMOTE_KEY_DISABLED };
extern const struct word remote_key_status_words[];
enum remote_certificate_status {
	REMOTE_CERTIFICATE_VALID,
	REMOTE_CERTIFICATE_EXPIRED,
	REMOTE_CERTIFICATE_REVOKED,
	REMOTE_CERTIFICATE_SUSPENDED,
};
extern const struct word remote_certificate_status_words[];
enum remote_auth_mode { AUTH_IMPLICIT, AUTH_EXPLICIT, AUTH_OAUTH2CODE };
extern const struct word remote_auth_mode_words[];
/* Whether a PIN, or a one-time password, is asked for. */
enum remote_presence { PRESENCE_NO, PRESENCE_YES, PRESENCE_OPTIONAL };
extern const struct word remote_presence_words[];
enum remote_key_algorithm { REMOTE_KEY_RSA, REMOTE_KEY_EC };
extern const struct word remote_key_algorithm_words[];

/* What the anchors of this store say of its issuer, the better the higher. */
enum remote_issuer {
	ISSUER_UNKNOWN,	  /* none leads to him */
	ISSUER_WITHDRAWN, /* on a trusted list, and not in good standing now,
			     or not when he issued it */
	ISSUER_OUTDATED,  /* on a list that is too old to tell */
	ISSUER_TRUSTED,	  /* imported, our own, or on a list, not qualified */
	ISSUER_QUALIFIED, /* a service for qualified certificates
			     (TS 119 612, 5.5.1: CA/QC) in good standing */
};
extern const struct word remote_issuer_words[];

#define REMOTE_WALLET "Principal" /* where no other is named */

/* The record `remote_certificate`: a row of table `remote_certificates`, and
 * its current grant. */
struct remote_certificate {
	int64_t certificate_id, client_id;
	const char *alias;
	const char *wallet;
	int64_t wallet_id;
	const char *authority;
	int64_t authority_id;
	int64_t status; /* enum remote_status */
	int64_t access; /* enum remote_access */
	int64_t access_ends_at, access_end_reason;
	int64_t grant_id; /* the current one; ABSENT: none */
	int64_t granted_at;
	const char *granted_by; /* login */
	int64_t signature_limit, signatures_used;
	int64_t registered_at, removed_at, muted_until;
	const char *description;
	const char *credential_id;
	int64_t key_status, certificate_status, auth_mode;
	const char *trouble; /* what the authority last refused */
	int64_t trouble_at, refreshed_at;
	int64_t scal;		/* 1 or 2 */
	int64_t pin, otp;	/* enum remote_presence */
	const char *auth;	/* both as the authority describes them, JSON */
	int64_t multisign;	/* so many in one authorization */
	const char *algorithms; /* OIDs, apart by blanks */
	struct texts sign_algorithms; /* the same */
	int64_t key_algorithm, key_bits;
	const char *key_curve; /* OID */
	const char *subject, *issuer, *serial;
	int64_t not_before, not_after;
	const char *fingerprint;
	int64_t issuer_trust; /* enum remote_issuer; ABSENT: not looked up */
	const char *trust_territory, *trust_provider, *trust_service;
	struct texts notify;	 /* logins; none: every issuer */
	struct records grants;	 /* struct remote_grant, the newest first */
	struct records signings; /* struct remote_signing, likewise */
	const char *new_alias;	 /* of an edit */
	int64_t notify_all;	 /* likewise: every issuer again */
};

extern const struct record remote_certificate_record;

/* The record `remote_certificate_reference`: one that is looked at, or that
 * something is done with. */
struct remote_certificate_reference {
	const char *alias;
};

extern const struct record remote_certificate_reference_record;

enum remote_sort {
	REMOTE_BY_ALIAS,
	REMOTE_BY_TIME,
	REMOTE_BY_END,
};

/* The record `remote_search`; absent filters do not filter. */
struct remote_search {
	const char *alias; /* it begins so, in any case */
	int64_t registered_from, registered_to;
	int64_t status;	  /* enum remote_status */
	int64_t access;	  /* enum remote_access */
	int64_t expiring; /* days: granted, and ends by then */
	const char *authority, *wallet;
	int64_t sort; /* enum remote_sort */
	int64_t reverse, limit;
	const char *after; /* alias of the last one of the page before */
	/* set by the act, not by people */
	int64_t client_id, authority_id, wallet_id;
	int64_t ends_from, ends_to; /* of the access */
};

extern const struct record remote_search_record;

#endif
