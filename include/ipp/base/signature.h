/* signature - what stands in a signed file, as plain facts */
#ifndef IPP_BASE_SIGNATURE_H
#define IPP_BASE_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>

/* Facts only: the libraries that read signatures (port) and the rule that
 * judges them (rule) meet here. All pointers lead into the arena of whoever
 * made the facts. An instant that is not known is INT64_MIN. */

enum signature_format {
	SIGNATURE_CADES_ATTACHED,
	SIGNATURE_CADES_DETACHED,
	SIGNATURE_PADES_CADES, /* SubFilter ETSI.CAdES.detached */
	SIGNATURE_PADES_PKCS7, /* SubFilter adbe.pkcs7.detached */
};

/* EN 319 102-1, 5.1.3; from good to bad. */
enum indication { TOTAL_PASSED, INDETERMINATE, TOTAL_FAILED };

/* EN 319 102-1, tables 5 and 6. */
enum sub_indication {
	FORMAT_FAILURE,
	HASH_FAILURE,
	SIG_CRYPTO_FAILURE,
	REVOKED,
	EXPIRED,
	NOT_YET_VALID,
	SIG_CONSTRAINTS_FAILURE,
	CHAIN_CONSTRAINTS_FAILURE,
	CERTIFICATE_CHAIN_GENERAL_FAILURE,
	CRYPTO_CONSTRAINTS_FAILURE,
	CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
	NO_SIGNING_CERTIFICATE_FOUND,
	NO_CERTIFICATE_CHAIN_FOUND,
	REVOKED_NO_POE,
	REVOKED_CA_NO_POE,
	OUT_OF_BOUNDS_NO_POE,
	TRY_LATER,
	SIGNED_DATA_NOT_FOUND,
};

/* Something wrong; `reason` is NULL where nothing is. */
struct signature_fault {
	enum sub_indication sub;
	const char *reason; /* one line for people */
};

/* What was said about the revocation of one certificate of a path. */
struct revocation_facts {
	bool needed; /* it names no reason to do without */
	bool known;
	int source;		  /* 0 CRL, 1 OCSP, 2 our own store */
	const unsigned char *key; /* of the datum that told; NULL: none */
	int64_t this_update, next_update;
	bool revoked; /* also: suspended */
	int64_t revoked_at;
	const char *why; /* RFC 5280, 5.3.1; NULL if not told */
};

struct path_link {
	int64_t not_before, not_after;
	struct revocation_facts revocation;
};

/* From a certificate to an anchor. */
struct path_facts {
	bool complete;		       /* it ends in an anchor */
	struct signature_fault fault;  /* constraints of certificates */
	struct octets anchor;	       /* DER; empty unless complete */
	const struct path_link *links; /* below the anchor, the leaf first */
	size_t count;
};

struct signature_facts;

/* A time-stamp token (RFC 3161): a signature over an imprint. */
struct stamp_facts {
	const struct signature_facts *signature; /* of the token itself */
	struct signature_fault fault; /* of the token as a time-stamp */
	int64_t time;		      /* genTime */
};

/* One signature (RFC 5652, 5.3). */
struct signature_facts {
	enum signature_format format;
	struct signature_fault fault;	   /* it is no good in itself */
	struct signature_fault constraint; /* it is not as it has to be */
	bool holds; /* digest and signature are those of the content */
	bool names_certificate;	   /* signing-certificate attribute, RFC 5035 */
	struct octets certificate; /* DER; empty: not there */
	const struct certificate_facts *signer; /* NULL: likewise */
	const char *key, *digest_algorithm, *signature_algorithm;
	int64_t signing_time; /* claimed */
	const struct stamp_facts *stamps;
	size_t stamp_count;
	bool has_validation_data; /* revocation values are in the file */
	size_t covered;		  /* bytes of the file from its beginning */
	bool covers_all;
	struct texts warnings;
	void *inside; /* of the library that read it */
};

/* What is lacking to judge a path. */
enum want_kind { WANT_ANCHOR, WANT_OCSP, WANT_CRL, WANT_OWN, WANT_ISSUER };

struct signature_want {
	int64_t kind; /* enum want_kind */
	/* of an anchor: SHA-256 of its name, its key identifier or empty */
	/* of revocation data: SHA-256 of URL, request; of an issuer: of URL
	 * and a word */
	unsigned char key[32];
	struct octets key_id;
	const char *url; /* of what our own authority issued: the serial */
	struct octets request; /* OCSPRequest, DER */
	int64_t group;	       /* wants of one group stand for each other */
};

/* What is at hand to judge with. */
struct trust_datum {
	unsigned char key[32];
	bool given; /* by hand: it has no key and is looked at each time */
	struct octets bytes; /* CRL, OCSPResponse, or certificates */
};

#endif
