/* csc - a remote signing service (Cloud Signature Consortium API 1.0.4.0 and
 * 2.0.0.2): the client */
#ifndef IPP_PEER_CSC_H
#define IPP_PEER_CSC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/base/text.h>

struct arena;

/* Servers say 0 before the first edition, and answer as in 1. */
enum csc_version { CSC_V0, CSC_V1, CSC_V2 };

/* Where the service is and how it is talked to; also of oauth.h. The texts
 * must live as long as the conversation. */
struct csc_service {
	enum csc_version version;
	/* what the methods hang from: https://host/csc/v1; a slash at its end
	 * does not matter; /csc/v0, v1 or v2 is put to a URL without a path */
	const char *base_url;
	const char *oauth_url; /* likewise; NULL: the one of info */
	const char *client;    /* OAuth client, or user of basic */
	const char *secret;    /* of it; NULL: a public client */
	const char *tls_ca;    /* PEM; NULL: the system's */
	int connect_seconds;   /* 0: 10 */
	int call_seconds;      /* that one call may take; 0: 30 */
	/* for waiting altogether: a server that is busy, a holder who has to
	 * say yes on his telephone; 0: 60 */
	int patience_seconds;
	int64_t now;	   /* at csc_open; lifetimes are counted from it */
	bool clock_stands; /* no time passes after it */
	/* instead of sleeping, for tests; NULL: sleeps */
	void (*wait)(void *context, int64_t milliseconds);
	void *wait_context;
};

/*
 * A conversation: connections are kept. Not shared between threads.
 *
 * All calls below put what they return into the arena. Their errors:
 *   UNAVAILABLE  `http_unavailable`; `authority_failed`: 5xx, which text or
 *                JSON it may be in; `authority_slow`: patience is over
 *   BUSY         `authority_busy`: 429 or 503, also after the retries
 *   REFUSED      `access_refused`: the token is not (or no longer) good;
 *                `pin_wrong`, `otp_wrong`, `authentication_wrong`,
 *                `pin_locked`, `otp_locked`, `sad_ended`,
 *                `hash_not_authorized`, `signatures_too_many`,
 *                `credential_disabled`, `credential_unknown`,
 *                `certificate_ended`, `login_refused`; else
 *                `authority_refused`
 *   DATA         `authority_garbled`: the answer is not one to this call;
 *                `http_reply_too_large`
 *   CONFIG       `authority_method`: 404, 405, 501 without a reason;
 *                `authority_elsewhere`: a redirect; `authority_url`;
 * `http_tls`, `http_secret_in_clear` The message ends with what the server
 * said, word for word, but for control characters and for secrets that were
 * sent to it.
 *
 * Calls that change nothing (info, lists, a poll, a time-stamp) are made again
 * after 429, 502, 503, 504 and when nobody could be reached, as Retry-After
 * asks for, within the patience. No other call is ever made twice, not even
 * over a connection that the server had closed.
 */
struct csc;

/* Talks to nobody yet; from now on the process leaves no core (secret_guard).
 * CONFIG `authority_url`; and those of http_open. */
enum status csc_open(const struct csc_service *service, struct csc **ret,
		     struct error *err);
void csc_close(struct csc *csc); /* wipes the token; NULL is fine */
DEFINE_OWN(csc, struct csc, csc_close)

/* The access token of the next calls; kept here, wiped when another comes.
 * NULL: none. */
void csc_bear(struct csc *csc, const char *access_token);
/* Whether it is that one. */
bool csc_bears(const struct csc *csc, const char *access_token);

/* The clock of the conversation: now, and what has passed since. */
int64_t csc_now(const struct csc *csc);

/* What is certain about the last call, made well or not. */
enum csc_certainty {
	CSC_DONE,     /* it was answered as it should be */
	CSC_NOT_DONE, /* for certain nothing happened: nobody was reached, or
			 4xx said no */
	CSC_UNKNOWN,  /* it went out, and what became of it was not told */
};

/* Of the last call; texts live until the next one. */
struct csc_outcome {
	enum csc_certainty certainty;
	int code;			 /* HTTP; 0: no answer */
	const char *error, *description; /* as the server said; "" if not */
	int64_t retry_after;		 /* seconds; 0: not told */
};
const struct csc_outcome *csc_outcome(const struct csc *csc);

/* ---- what the service is (11.1); needs no token */

/* One authorization server of several (v2.2). */
struct csc_oauth_server {
	const char *label, *base_url, *issuer; /* "" if not given */
};
#define CSC_OAUTH_SERVERS_MAX 8

struct csc_info {
	const char *specs, *name, *region, *lang, *description; /* or "" */
	struct texts
	    auth_types; /* "basic", "oauth2code", "oauth2client", ... */
	struct texts methods;
	const char *oauth2, *oauth2_issuer; /* "" if not given */
	struct csc_oauth_server oauth_servers[CSC_OAUTH_SERVERS_MAX];
	size_t oauth_server_count;
	struct texts sign_algorithms; /* OIDs; v2 */
	bool asynchronous;	      /* v2 */
};

enum status csc_info(struct csc *csc, struct arena *arena, struct csc_info *ret,
		     struct error *err);
/* Whether it says that it has a method; one that lists none may have all. */
bool csc_info_has(const struct csc_info *info, const char *method);

/* ---- credentials (11.4, 11.5) */

#define CSC_CREDENTIALS_MAX ((size_t)1000)
#define CSC_CHAIN_MAX	    ((size_t)16)
#define CSC_FACTORS_MAX	    ((size_t)8)
#define CSC_DESCRIPTION_MAX ((size_t)255) /* bytes of the server's texts */

/* All pages. `user_id` only where the token is not that of a user (client
 * credentials), else NULL. DATA `too_many_credentials`. */
enum status csc_credentials_list(struct csc *csc, struct arena *arena,
				 const char *user_id, struct texts *ret,
				 struct error *err);

enum csc_key_status { CSC_KEY_ENABLED, CSC_KEY_DISABLED };
enum csc_certificate_status {
	CSC_CERTIFICATE_UNTOLD,
	CSC_CERTIFICATE_VALID,
	CSC_CERTIFICATE_EXPIRED,
	CSC_CERTIFICATE_REVOKED,
	CSC_CERTIFICATE_SUSPENDED,
};
enum csc_auth_mode { CSC_IMPLICIT, CSC_EXPLICIT, CSC_OAUTH2CODE };

/* Something that the holder has to give at csc_authorize: in v1 PIN and OTP, in
 * v2 an object of `auth`. */
enum csc_factor_kind {
	CSC_FACTOR_PASSWORD,  /* he knows it: a PIN */
	CSC_FACTOR_CODE,      /* his device or telephone shows it: an OTP */
	CSC_FACTOR_CHALLENGE, /* the answer to a question of csc_challenge */
	CSC_FACTOR_APART,     /* he says yes elsewhere: no value is sent */
};
struct csc_factor {
	const char *id; /* "PIN", "OTP" in v1 */
	enum csc_factor_kind kind;
	bool is_optional; /* v1; in v2 `expression` tells */
	bool is_numeric;
	bool
	    is_called; /* csc_challenge must be called before it is asked for */
	const char *label, *description; /* for people, or "" */
};

/* One struct, whatever the version. */
struct csc_credential {
	const char *id;
	const char *description; /* or "" */
	enum csc_key_status key_status;
	struct texts key_algorithms; /* OIDs that may sign */
	int64_t key_bits;	     /* 0: not told */
	const char *curve;	     /* OID, or "" */
	enum csc_certificate_status certificate_status;
	struct octets chain[CSC_CHAIN_MAX]; /* DER, as given: the leaf first */
	size_t chain_count;
	enum csc_auth_mode auth_mode;
	int scal; /* 1, 2 */
	struct csc_factor factors[CSC_FACTORS_MAX];
	size_t factor_count;
	/* "PIN AND OTP"; AND, OR, XOR and parentheses over factors' id; of v1,
	 * made from what is not optional; "": none is needed */
	const char *expression;
	int64_t multisign; /* at least 1 */
};

/* With the whole chain and how it is authorized. The certificate is the
 * server's word: nothing of it was looked at. DATA `too_many_certificates`. */
enum status csc_credential_info(struct csc *csc, struct arena *arena,
				const char *credential_id,
				struct csc_credential *ret, struct error *err);

/* ---- authorization of a credential (11.6 to 11.8) */

#define CSC_HASHES_MAX ((size_t)10000)
#define CSC_OID_SHA256 "2.16.840.1.101.3.4.2.1"
#define CSC_OID_SHA384 "2.16.840.1.101.3.4.2.2"
#define CSC_OID_SHA512 "2.16.840.1.101.3.4.2.3"

/* Whether factors with these ids are enough for an expression; false too if it
 * is not well formed. */
bool csc_expression_holds(const char *expression, const char *const *ids,
			  size_t count);

/* Has a code sent to the holder (v1: credentials/sendOTP), or asks for the
 * question (v2: credentials/getChallenge), which becomes *ret, or "" where it
 * goes to the holder by itself. */
enum status csc_challenge(struct csc *csc, struct arena *arena,
			  const char *credential_id,
			  const struct csc_factor *factor, const char **ret,
			  struct error *err);

/* What the holder gave for a factor; NULL for CSC_FACTOR_APART. */
struct csc_factor_value {
	const char *id, *value;
};

/* What is to be authorized. Hashes are raw; they must be given for SCAL 2,
 * `signatures` of them. */
struct csc_authorization {
	const char *credential_id;
	int64_t signatures; /* 1 to the credential's multisign */
	const struct octets *hashes;
	size_t hash_count;
	const char *hash_algorithm; /* OID */
	const struct csc_factor_value *values;
	size_t value_count;
	const char *description; /* for the holder, or NULL */
};

/* Signature activation data; a secret. */
struct csc_sad {
	const char *text;
	int64_t ends_at; /* as told, else in 3600 seconds */
};

/* For CSC_EXPLICIT and CSC_IMPLICIT. A holder who has to say yes elsewhere
 * (202) is waited for within the patience: UNAVAILABLE `authority_slow`. */
enum status csc_authorize(struct csc *csc, struct arena *arena,
			  const struct csc_authorization *authorization,
			  struct csc_sad *ret, struct error *err);

/* A new SAD in place of `sad`, for these hashes (credential_id, hashes and
 * hash_algorithm are looked at). Needed between two csc_sign_hash. */
enum status csc_extend(struct csc *csc, struct arena *arena,
		       const struct csc_authorization *authorization,
		       const char *sad, struct csc_sad *ret, struct error *err);

/* ---- signatures (11.9, 11.10) */

struct csc_signing {
	const char *credential_id;
	const char *sad; /* NULL: the token itself authorizes (v2) */
	const struct octets *hashes;
	size_t hash_count;
	const char *hash_algorithm;    /* OID */
	const char *sign_algorithm;    /* OID */
	struct octets sign_parameters; /* DER (RSASSA-PSS-params); or empty */
};

/* One signature a hash, in their order, into `ret` (hash_count of them), as the
 * server gave them: nothing was verified, and an ECDSA signature may be
 * ECDSA-Sig-Value or two plain numbers. DATA `authority_garbled` also if there
 * are more or fewer. csc_outcome tells whether it counts. */
enum status csc_sign_hash(struct csc *csc, struct arena *arena,
			  const struct csc_signing *signing, struct octets *ret,
			  struct error *err);

/* A time-stamp token (RFC 3161, 2.4.2), DER, for a hash. `nonce` is up to 20
 * bytes, big endian; empty: none. Nothing was verified. */
enum status csc_timestamp(struct csc *csc, struct arena *arena,
			  struct octets hash, const char *hash_algorithm,
			  struct octets nonce, struct octets *ret,
			  struct error *err);

#endif
