/* form_words - the texts of papers, in Italian and English */
#ifndef IPP_ACT_FORM_WORDS_H
#define IPP_ACT_FORM_WORDS_H

#include <stdint.h>

#include <ipp/model/field.h>

enum phrase {
	PHRASE_APPLICATION,
	PHRASE_REPORT,
	PHRASE_CONSENT,
	PHRASE_DRAFT,
	PHRASE_DEMO,
	PHRASE_ASKS,
	PHRASE_REPORTS,
	PHRASE_CONSENTS,
	PHRASE_RECOGNITION,
	PHRASE_METHOD,
	PHRASE_HOLDER,
	PHRASE_RESIDENCE,
	PHRASE_DOCUMENT,
	PHRASE_CONTACTS,
	PHRASE_PRODUCT,
	PHRASE_CONFIGURATION,
	PHRASE_CONSENT_SECTION,
	PHRASE_MESSAGE,
	PHRASE_SUMMARY,
	PHRASE_ORDER,
	PHRASE_USER,
	PHRASE_TYPE,
	PHRASE_VALIDITY,
	PHRASE_MONTHS,
	PHRASE_MINUTES,
	PHRASE_LIMIT,
	PHRASE_PRIVACY,
	PHRASE_PRIVACY_NONE,
	PHRASE_TERMS,
	PHRASE_MARKETING,
	PHRASE_YES,
	PHRASE_NO,
	PHRASE_CONSENTED_AT,
	PHRASE_DECLARES,
	PHRASE_DUTY,
	PHRASE_PLACE_DATE,
	PHRASE_HOLDER_SIGNS,
	PHRASE_OFFICER,
	PHRASE_RECOGNISED_ON,
	PHRASE_OFFICER_SIGNS,
	PHRASE_PAPERS,
	PHRASE_NOTE,
	PHRASE_SIGNED_BY,
	PHRASE_SIGNATORY,
	PHRASE_SIGNATORY_ROLE,
	PHRASE_ORGANIZATION_SIGNS,
	PHRASE_ATTACHED,
	PHRASE_COUNT,
};

/* In enum language; never NULL. Some have one %s. */
const char *phrase(enum phrase which, int64_t language);

/* A member of the record `request` and what a form calls it. */
struct form_row {
	const char *member;
	const char *labels[2]; /* by enum language */
};

/* Each ends with member NULL. */
extern const struct form_row holder_rows[], birth_rows[], residence_rows[],
    document_rows[], contact_rows[], role_rows[];

/* What a form calls a word of a closed set. */
const char *word_label(const struct word *words, int64_t value,
		       int64_t language);

#endif
