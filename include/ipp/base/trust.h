/* trust - whom somebody else's signature may lead to, as plain facts */
#ifndef IPP_BASE_TRUST_H
#define IPP_BASE_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/text.h>

/* Facts of trusted lists (ETSI TS 119 612) and of anchors that somebody chose
 * himself. All pointers lead into the arena of whoever made the facts. */

enum trust_source {
	TRUST_OWN,  /* an authority of this store */
	TRUST_FILE, /* a certificate that was imported */
	TRUST_LIST, /* a trusted list */
};

/* TS 119 612, 5.5.1; only these are kept. */
enum trust_service_type {
	TRUST_CA_QC,	/* issues qualified certificates */
	TRUST_CA,	/* issues certificates */
	TRUST_TSA_QTST, /* issues qualified timestamps */
	TRUST_TSA,	/* issues timestamps */
	TRUST_OCSP_QC,	/* answers about qualified certificates */
	TRUST_CRL_QC,	/* lists revoked qualified certificates */
};

/* TS 119 612, 5.5.4 and its annex J for the time before July 2016. */
enum trust_status {
	TRUST_GRANTED,
	TRUST_WITHDRAWN,
	TRUST_RECOGNISED, /* at national level */
	TRUST_DEPRECATED, /* at national level */
	TRUST_UNDER_SUPERVISION,
	TRUST_SUPERVISION_IN_CESSATION,
	TRUST_SUPERVISION_CEASED,
	TRUST_SUPERVISION_REVOKED,
	TRUST_ACCREDITED,
	TRUST_ACCREDITATION_CEASED,
	TRUST_ACCREDITATION_REVOKED,
	TRUST_STATUS_OTHER, /* any that we do not know: never good */
};

/* TS 119 612, 5.5.9.2.3: what a list says of some of a service's
 * certificates, whatever stands in them. */
enum {
	TRUST_QC_STATEMENT = 1 << 0, /* qualified */
	TRUST_NOT_QUALIFIED = 1 << 1,
	TRUST_WITH_QSCD = 1 << 2, /* also: SSCD, managed on behalf */
	TRUST_NO_QSCD = 1 << 3,
	TRUST_QSCD_AS_IN_CERTIFICATE = 1 << 4,
	TRUST_FOR_SIGNATURES = 1 << 5,
	TRUST_FOR_SEALS = 1 << 6, /* also: for legal persons */
	TRUST_FOR_WEB = 1 << 7,
	TRUST_QUALIFIER_OTHER = 1 << 8,
};

enum trust_assert { TRUST_ASSERT_ALL, TRUST_ASSERT_ANY, TRUST_ASSERT_NONE };

/* Bits of KeyUsage that must be as told: usage & mask == value. */
struct trust_usage {
	unsigned mask, value;
};

/* Which certificates are meant (TS 119 612, 5.5.9.2.2). Each item of each
 * array is one criterion; `assertion` says how many of all must hold. */
struct trust_criteria {
	int64_t assertion; /* enum trust_assert */
	const struct trust_usage *usages;
	size_t usage_count;
	const struct texts *policies; /* OIDs; all of a set are asserted */
	size_t policy_count;
	const struct texts *purposes; /* the same of ExtKeyUsage */
	size_t purpose_count;
	const struct texts *attributes; /* the same of the subject's name */
	size_t attribute_count;
	const struct trust_criteria *lists;
	size_t list_count;
	size_t foreign; /* criteria that we do not know */
};

struct trust_qualification {
	unsigned qualifiers; /* set of TRUST_ */
	struct trust_criteria criteria;
};

/* What a service was from an instant until the one of the period before it
 * in the array. */
struct trust_period {
	int64_t from;
	int64_t status; /* enum trust_status */
	/* TS 119 612, 5.5.9.4: TRUST_FOR_SIGNATURES, _SEALS, _WEB; 0: not
	 * told */
	unsigned purposes;
	const struct trust_qualification *qualifications;
	size_t qualification_count;
};

/* A certificate that a path may end in, wherever it stands in its own. */
struct trust_anchor {
	int64_t anchor_id;	   /* of its source */
	struct octets certificate; /* DER */
	int64_t source;		   /* enum trust_source */
	const char *territory;	   /* of its list: "IT"; NULL: none */
	const char *provider, *service; /* names for people */
	int64_t service_type;		/* enum trust_service_type */
	const struct trust_period *periods; /* newest first */
	size_t period_count;
	int64_t next_update; /* of its list; INT64_MIN: it has none */
};

/* A certificate as the store finds it again. */
struct trust_certificate {
	struct octets der;
	unsigned char fingerprint[32]; /* SHA-256 of it */
	unsigned char name_sha256[32]; /* of its subject (Name, DER) */
	struct octets key_id;	       /* subjectKeyIdentifier, or empty */
};

struct trust_service {
	int64_t type; /* enum trust_service_type */
	const char *provider, *service;
	const struct trust_period *periods; /* newest first */
	size_t period_count;
	const struct trust_certificate *certificates;
	size_t certificate_count;
};

enum trust_list_kind {
	TRUST_LIST_OF_LISTS,
	TRUST_LIST_NATIONAL,
};

/* Where a list of lists says that another is, and who signs it. */
struct trust_pointer {
	const char *territory, *url;
	const struct trust_certificate *signers;
	size_t signer_count;
};

/* One edition of a list, its signature verified. */
struct trust_edition {
	int64_t kind; /* enum trust_list_kind */
	const char *territory, *scheme_operator;
	int64_t sequence, issued_at;
	int64_t next_update; /* a closed list: when it was issued */
	unsigned char signer[32]; /* SHA-256 of the certificate that fits */
	const struct trust_service *services;
	size_t service_count;
	const struct trust_pointer *pointers;
	size_t pointer_count;
	int64_t skipped; /* services of no use here or without certificate */
};

#endif
