/* words - the closed sets of the house: enum in C, name in JSON and SQL */
#ifndef IPP_MODEL_WORDS_H
#define IPP_MODEL_WORDS_H

#include <ipp/model/field.h>

/* How the holder's identity is established (eIDAS art. 24(1a)). */
enum recognition {
	RECOGNITION_OFFLINE,
	RECOGNITION_LIVE,
	RECOGNITION_VIDEO,
	RECOGNITION_SIGN,
	RECOGNITION_SPID,
};
extern const struct word recognition_words[];

/* The life of a product; the legal steps are in rule/lifecycle.h. */
enum product_status {
	STATUS_DRAFT,
	STATUS_TO_IDENTIFY,
	STATUS_TO_SIGN,
	STATUS_TO_REVIEW,
	STATUS_TO_ISSUE,
	STATUS_ISSUING,
	STATUS_ACTIVE,
	STATUS_SUSPENDED,
	STATUS_REVOKED,
	STATUS_EXPIRED,
	STATUS_CANCELLED,
};
extern const struct word product_status_words[];

/* What an operator is in a unit. */
enum profile {
	PROFILE_OPERATOR,
	PROFILE_IR,
	PROFILE_RAO,
	PROFILE_MASTER_RAO,
	PROFILE_AUDITOR,
	PROFILE_ISSUER,
};
extern const struct word profile_words[];

extern const struct word sex_words[];		/* F M */
extern const struct word language_words[];	/* it en */
extern const struct word document_type_words[]; /* identity_card passport */
extern const struct word legal_id_type_words[]; /* TIN PNO IDC PAS */

enum language { LANGUAGE_IT, LANGUAGE_EN };
enum document_type { DOCUMENT_IDENTITY_CARD, DOCUMENT_PASSPORT };
enum sex { SEX_F, SEX_M };
enum legal_id_type {
	LEGAL_ID_TIN,
	LEGAL_ID_PNO,
	LEGAL_ID_IDC,
	LEGAL_ID_PAS,
};

#endif
