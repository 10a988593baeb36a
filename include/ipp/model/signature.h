/* signature - what became of verifying a signed file */
#ifndef IPP_MODEL_SIGNATURE_H
#define IPP_MODEL_SIGNATURE_H

#include <ipp/base/signature.h>
#include <ipp/model/field.h>

enum signed_kind { SIGNED_CADES, SIGNED_PADES };
extern const struct word signed_kind_words[];

extern const struct word signature_format_words[]; /* of base/signature.h */

/* Baseline levels of EN 319 122-1 and EN 319 142-1. */
enum signature_level { LEVEL_B, LEVEL_T, LEVEL_LT, LEVEL_LTA };
extern const struct word signature_level_words[];

extern const struct word indication_words[];	 /* enum indication */
extern const struct word sub_indication_words[]; /* enum sub_indication */

enum signature_covers { COVERS_WHOLE_FILE, COVERS_REVISION };
extern const struct word signature_covers_words[];

enum revocation_source { STATUS_OF_CRL, STATUS_OF_OCSP, STATUS_OF_STORE };
extern const struct word revocation_source_words[];

/* Suspended is revoked with the reason certificateHold. */
enum revocation_status { REVOCATION_GOOD, REVOCATION_REVOKED };
extern const struct word revocation_status_words[];

/* QcIdentMethod as words, in the order of the QC_IDENTIFIED_ bits; the last
 * one stands for what is not known. */
extern const char *const qc_identified_names[];
extern const char *const qc_type_names[];

/* The record `signature_result`: one signature. What the certificate says is
 * there even where the signature fails: mind the indication. */
struct signature_result {
	int64_t number;		/* in the file, from 1 */
	int64_t format;		/* enum signature_format */
	int64_t level;		/* enum signature_level; ABSENT: not even B */
	int64_t indication;	/* enum indication */
	int64_t sub_indication; /* enum sub_indication; ABSENT when passed */
	const char *reason;	/* one line; NULL when passed */
	const char *signer_name, *surname, *given_name;
	const char *signer_serial_number; /* X.520 serialNumber as it stands */
	const char
	    *tax_code; /* of TINIT-..., upper case; NULL: there is none */
	const char *country;
	const char *certificate;	/* PEM */
	const char *certificate_sha256; /* lower-case hexadecimal */
	const char *issuer, *serial;
	int64_t not_before, not_after;
	struct texts policies; /* OIDs */
	/* 1: it says that it is qualified, for signatures of persons, and where
	 * a trusted list vouches for the issuer, this one was granted then */
	int64_t qualified;
	int64_t qscd;
	struct texts qc_types, identified;
	const char *key; /* "RSA 2048", "EC 256" */
	const char *digest_algorithm, *signature_algorithm;
	int64_t signing_time; /* claimed by the signer */
	int64_t proved_time;  /* of a good signature time-stamp */
	const char *timestamp_authority;
	/* of one that proves nothing; ABSENT, NULL: it does, or there is none */
	int64_t timestamp_sub_indication; /* enum sub_indication */
	const char *timestamp_reason;	  /* one line */
	int64_t judged_at; /* the instant that certificates were judged at */
	int64_t revocation_source; /* of the signer's certificate */
	int64_t revocation_at;	   /* thisUpdate */
	int64_t revocation_next_update;
	int64_t revocation_status;
	int64_t revoked_at;
	const char *revocation_reason; /* RFC 5280, 5.3.1: keyCompromise */
	int64_t covers;		       /* enum signature_covers */
	int64_t covered_bytes; /* of the file, from its beginning; PAdES */
	int64_t trust_source;  /* enum trust_from */
	const char *trust_territory, *trust_provider, *trust_service;
	int64_t trust_granted; /* the list's status at judged_at; 0 or 1 */
	struct texts warnings;
};

extern const struct record signature_result_record;

/* The record `signature_report`: one file. */
struct signature_report {
	const char *file, *sha256;
	int64_t size;
	int64_t kind;		/* enum signed_kind */
	int64_t indication;	/* of the worst signature */
	int64_t sub_indication; /* of that one */
	const char *reason;
	int64_t verified_at;
	const char *content_sha256; /* of what was signed, without wrapping */
	struct records signatures;  /* struct signature_result */
	struct texts findings; /* about the file; also why it is not passed */
};

extern const struct record signature_report_record;

#endif
