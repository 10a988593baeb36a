/* certificate - what stands in a certificate, as plain facts */
#ifndef IPP_BASE_CERTIFICATE_H
#define IPP_BASE_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/text.h>

/* Facts only: the library that writes and reads certificates (port) and the
 * rules that judge them (rule) meet here. All pointers lead into the arena of
 * whoever made the facts; texts are UTF-8, lists of `count` items. */

struct octets {
	const unsigned char *bytes;
	size_t size;
};

enum key_kind {
	KEY_NONE,
	KEY_P256,
	KEY_P384,
	KEY_RSA3072,
	KEY_RSA4096,
	KEY_OTHER, /* any that we do not make ourselves */
	KEY_RSA2048, /* made on holders' devices only */
};

enum key_family { KEY_FAMILY_OTHER, KEY_FAMILY_EC, KEY_FAMILY_RSA };

#define KEY_ID_SIZE 20

/* What a key shows to everybody. */
struct public_key {
	struct octets spki; /* SubjectPublicKeyInfo, DER */
	enum key_kind kind;
	enum key_family family;
	int bits;
	/* RFC 7093, 2, method 1: the first 160 bits of the SHA-256 of the
	 * subjectPublicKey bits */
	unsigned char id[KEY_ID_SIZE];
};

/* Attributes of a name, X.520 and X.521; OTHER only when read. */
enum attribute {
	ATTRIBUTE_OTHER,
	ATTRIBUTE_COUNTRY,
	ATTRIBUTE_STATE,
	ATTRIBUTE_LOCALITY,
	ATTRIBUTE_ORGANIZATION,
	ATTRIBUTE_ORGANIZATION_IDENTIFIER,
	ATTRIBUTE_ORGANIZATIONAL_UNIT,
	ATTRIBUTE_SURNAME,
	ATTRIBUTE_GIVEN_NAME,
	ATTRIBUTE_SERIAL_NUMBER,
	ATTRIBUTE_TITLE,
	ATTRIBUTE_PSEUDONYM,
	ATTRIBUTE_COMMON_NAME,
	ATTRIBUTE_DN_QUALIFIER,
	ATTRIBUTE_DESCRIPTION,
	ATTRIBUTES
};

struct name_attribute {
	enum attribute type;
	const char *value;
	const char *oid; /* dotted; needed for OTHER only */
};

/* RFC 5280, 4.2.1.3: bit n of KeyUsage is 1 << n. */
enum {
	KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
	KEY_USAGE_NON_REPUDIATION = 1 << 1,
	KEY_USAGE_KEY_ENCIPHERMENT = 1 << 2,
	KEY_USAGE_DATA_ENCIPHERMENT = 1 << 3,
	KEY_USAGE_KEY_AGREEMENT = 1 << 4,
	KEY_USAGE_CERT_SIGN = 1 << 5,
	KEY_USAGE_CRL_SIGN = 1 << 6,
	KEY_USAGE_ENCIPHER_ONLY = 1 << 7,
	KEY_USAGE_DECIPHER_ONLY = 1 << 8,
};

/* Extensions of the house, for the set of critical ones. */
enum {
	EXTENSION_BASIC_CONSTRAINTS = 1 << 0,
	EXTENSION_AUTHORITY_KEY_ID = 1 << 1,
	EXTENSION_AUTHORITY_ACCESS = 1 << 2,
	EXTENSION_POLICIES = 1 << 3,
	EXTENSION_EXTENDED_KEY_USAGE = 1 << 4,
	EXTENSION_CRL_POINTS = 1 << 5,
	EXTENSION_SUBJECT_ALT_NAME = 1 << 6,
	EXTENSION_QC_STATEMENTS = 1 << 7,
	EXTENSION_SUBJECT_KEY_ID = 1 << 8,
	EXTENSION_KEY_USAGE = 1 << 9,
	EXTENSION_NO_CHECK = 1 << 10,
	EXTENSION_VALIDITY_ASSURED = 1 << 11,
};

struct policy {
	const char *oid;
	const char *cps;	   /* URI or NULL */
	const char *explicit_text; /* of the userNotice, or NULL */
};

/* ETSI EN 319 412-5. */
enum {
	QC_TYPE_ESIGN = 1 << 0,
	QC_TYPE_ESEAL = 1 << 1,
	QC_TYPE_WEB = 1 << 2,
};

enum {
	QC_IDENTIFIED_EIDAS1_AB = 1 << 0, /* id-etsi-qcs 8.1 */
	QC_IDENTIFIED_EIDAS1_CD = 1 << 1,
	QC_IDENTIFIED_EIDAS2_ACD = 1 << 2,
	QC_IDENTIFIED_EIDAS2_B = 1 << 3,
};

enum qc_semantics {
	QC_SEMANTICS_NONE,
	QC_SEMANTICS_NATURAL,
	QC_SEMANTICS_LEGAL
};

/* currency "" means no limit; the limit is amount * 10^exponent. */
struct qc_limit {
	char currency[4];
	int64_t amount;
	int64_t exponent;
};

struct qc_pds {
	const char *url;
	const char *language; /* ISO 639-1 */
};

struct qc_statements {
	bool compliance;
	bool qscd;
	struct qc_limit limit;
	int64_t retention_years; /* 0: not stated */
	const struct qc_pds *pds;
	size_t pds_count;
	unsigned types;
	unsigned identified;
	enum qc_semantics semantics; /* EN 319 412-1, 5.1 */
	const char *name_authority;  /* URI, for national schemes */
	struct texts other;	     /* OIDs; only when read */
};

/* A certificate before it is signed; also what is read back from one. */
struct certificate_plan {
	struct octets serial;	       /* unsigned, big endian */
	enum key_kind issuer_key;      /* decides the signature algorithm */
	struct octets issuer;	       /* Name, DER; empty: self-issued */
	int64_t not_before, not_after; /* both seconds are inside */
	const struct name_attribute *subject; /* one RDN each, in order */
	size_t subject_count;
	struct public_key key;
	bool authority;
	int path_length; /* -1: not limited; only with `authority` */
	unsigned key_usage;
	struct texts extended_key_usage; /* OIDs */
	const struct policy *policies;
	size_t policy_count;
	bool has_qc;
	struct qc_statements qc;
	struct texts issuer_urls; /* id-ad-caIssuers */
	struct texts ocsp_urls;	  /* id-ad-ocsp */
	struct texts crl_urls;	  /* one distribution point each */
	struct octets subject_key_id, authority_key_id;
	const char *email;     /* rfc822Name, or NULL */
	bool no_check;	       /* RFC 6960, 4.2.2.2.1 */
	bool validity_assured; /* EN 319 412-1, 5.2 */
	unsigned critical;     /* set of EXTENSION_ */
	struct texts other;    /* extensions by OID; only when read */
};

/* A certificate that was read. */
struct certificate_facts {
	struct certificate_plan plan;
	const char *serial; /* upper-case hexadecimal, no prefix, even */
	const char *subject_text, *issuer_text; /* RFC 4514 */
	struct octets subject;			/* Name, DER */
	struct octets tbs;			/* what is signed */
	const char *key_sha256;			/* of the SPKI, lower case */
	const char *fingerprint; /* SHA-256 of the whole, lower case */
};

#endif
