/* person - what is known of a holder, in requests and in the registry */
#ifndef IPP_MODEL_PERSON_H
#define IPP_MODEL_PERSON_H

#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/model/words.h>

struct person {
	const char *surname, *given_name;
	int64_t single_name; /* boolean: he has the surname and no other */
	int64_t sex; /* enum sex */
	const char *birth_date, *birth_place, *birth_place_code;
	const char *birth_country, *citizenship; /* ISO 3166-1 alpha-2 */
	const char *tax_code;
	int64_t legal_id_type; /* enum legal_id_type; without Italian code */
	const char *legal_id_country, *legal_id_number;
	const char *street, *street_number, *postal_code, *city, *province;
	const char *country;
	const char *email, *email_alias, *mobile;
};

struct identity_document {
	int64_t document_type; /* enum document_type */
	const char *document_country, *document_number, *document_issuer;
	const char *document_issue_date, *document_expiry_date;
	const char *mrz;
};

/* Rows of a field table for a struct that holds a `struct person person` and
 * a `struct identity_document document`. Lengths: the onboarding sizes that
 * resellers know, widened where the certificate allows more (X.520). */
#define PERSON_FIELD(type_, member_) \
	.name = #member_, .offset = offsetof(type_, person.member_)
#define DOCUMENT_FIELD(type_, member_) \
	.name = #member_, .offset = offsetof(type_, document.member_)

#define PERSON_FIELDS(type_, flags_) \
	{ PERSON_FIELD(type_, surname), FIELD_TEXT, .flags = (flags_) | FIELD_COLUMN, .max = 64, \
	  .alias = "last_name", .title = N_("Surname"), .help = N_("family name, in any script") }, \
	{ PERSON_FIELD(type_, given_name), FIELD_TEXT, .flags = (flags_) | FIELD_COLUMN, .max = 64, \
	  .alias = "first_name", .title = N_("Given name"), .help = N_("given names, in any script") }, \
	{ PERSON_FIELD(type_, single_name), FIELD_BOOLEAN, .flags = (flags_), \
	  .help = N_("true if the holder has one name only, given as surname") }, \
	{ PERSON_FIELD(type_, sex), FIELD_WORD, .flags = (flags_), .words = sex_words, \
	  .help = N_("sex as in the identity document") }, \
	{ PERSON_FIELD(type_, birth_date), FIELD_DATE, .flags = (flags_), \
	  .help = N_("day of birth") }, \
	{ PERSON_FIELD(type_, birth_place), FIELD_TEXT, .flags = (flags_), .max = 50, \
	  .help = N_("town of birth") }, \
	{ PERSON_FIELD(type_, birth_place_code), FIELD_TEXT, .flags = (flags_), .max = 4, \
	  .help = N_("cadastral code of the town or country of birth (H501, Z133)") }, \
	{ PERSON_FIELD(type_, birth_country), FIELD_TEXT, .flags = (flags_), .max = 2, \
	  .help = N_("country of birth (ISO 3166-1 alpha-2)") }, \
	{ PERSON_FIELD(type_, citizenship), FIELD_TEXT, .flags = (flags_), .max = 2, \
	  .help = N_("citizenship (ISO 3166-1 alpha-2)") }, \
	{ PERSON_FIELD(type_, tax_code), FIELD_TEXT, .flags = (flags_) | FIELD_COLUMN, .max = 16, \
	  .alias = "fiscal_code", .title = N_("Tax code"), .help = N_("Italian tax code, also provisional") }, \
	{ PERSON_FIELD(type_, legal_id_type), FIELD_WORD, .flags = (flags_), .words = legal_id_type_words, \
	  .help = N_("kind of identifier of a holder without Italian tax code") }, \
	{ PERSON_FIELD(type_, legal_id_country), FIELD_TEXT, .flags = (flags_), .max = 2, \
	  .help = N_("country that gave the identifier") }, \
	{ PERSON_FIELD(type_, legal_id_number), FIELD_TEXT, .flags = (flags_), .max = 40, \
	  .help = N_("the identifier") }, \
	{ PERSON_FIELD(type_, street), FIELD_TEXT, .flags = (flags_), .max = 60, \
	  .help = N_("street of residence") }, \
	{ PERSON_FIELD(type_, street_number), FIELD_TEXT, .flags = (flags_), .max = 12, \
	  .alias = "number", .help = N_("house number") }, \
	{ PERSON_FIELD(type_, postal_code), FIELD_TEXT, .flags = (flags_), .max = 12, \
	  .alias = "cap", .help = N_("postal code; five digits in Italy") }, \
	{ PERSON_FIELD(type_, city), FIELD_TEXT, .flags = (flags_), .max = 50, \
	  .help = N_("town of residence") }, \
	{ PERSON_FIELD(type_, province), FIELD_TEXT, .flags = (flags_), .max = 2, \
	  .help = N_("Italian province (RM), EE abroad") }, \
	{ PERSON_FIELD(type_, country), FIELD_TEXT, .flags = (flags_), .max = 2, \
	  .help = N_("country of residence (ISO 3166-1 alpha-2)") }, \
	{ PERSON_FIELD(type_, email), FIELD_TEXT, .flags = (flags_), .max = 254, \
	  .title = N_("E-mail"), .help = N_("e-mail address, of this holder alone") }, \
	{ PERSON_FIELD(type_, email_alias), FIELD_TEXT, .flags = (flags_), .max = 64, \
	  .help = N_("name of the identity when the e-mail address already has one") }, \
	{ PERSON_FIELD(type_, mobile), FIELD_TEXT, .flags = (flags_), .max = 20, \
	  .help = N_("mobile number (E.164), of this holder alone") }

#define DOCUMENT_FIELDS(type_, flags_) \
	{ DOCUMENT_FIELD(type_, document_type), FIELD_WORD, .flags = (flags_), .words = document_type_words, \
	  .alias = "doc_type", .help = N_("kind of identity document") }, \
	{ DOCUMENT_FIELD(type_, document_country), FIELD_TEXT, .flags = (flags_), .max = 2, \
	  .alias = "doc_country", .help = N_("country that issued the document") }, \
	{ DOCUMENT_FIELD(type_, document_number), FIELD_TEXT, .flags = (flags_), .max = 40, \
	  .alias = "doc_number", .help = N_("number of the document") }, \
	{ DOCUMENT_FIELD(type_, document_issuer), FIELD_TEXT, .flags = (flags_), .max = 60, \
	  .alias = "doc_issuer", .help = N_("authority that issued the document") }, \
	{ DOCUMENT_FIELD(type_, document_issue_date), FIELD_DATE, .flags = (flags_), \
	  .alias = "doc_issue_date", .help = N_("day of issue of the document") }, \
	{ DOCUMENT_FIELD(type_, document_expiry_date), FIELD_DATE, .flags = (flags_), \
	  .alias = "doc_expiry_date", .help = N_("last day of validity of the document") }, \
	{ DOCUMENT_FIELD(type_, mrz), FIELD_TEXT, .flags = (flags_) | FIELD_LINES, .max = 100, \
	  .title = N_("MRZ"), .help = N_("machine readable zone (TD1, TD3), lines joined or apart") }

#endif
