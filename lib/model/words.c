/* words - the closed sets of the house */
#include <ipp/model/words.h>

#include <ipp/base/text.h>

const struct word recognition_words[] = {
	[RECOGNITION_OFFLINE] = { "offline", N_("Offline") },
	[RECOGNITION_LIVE] = { "live", N_("Live ID") },
	[RECOGNITION_VIDEO] = { "video", N_("Video ID") },
	[RECOGNITION_SIGN] = { "sign", N_("Sign ID") },
	[RECOGNITION_SPID] = { "spid", N_("SPID") },
	{ 0 }
};

const struct word product_status_words[] = {
	[STATUS_DRAFT] = { "draft", N_("Draft") },
	[STATUS_TO_IDENTIFY] = { "to_identify", N_("To identify") },
	[STATUS_TO_SIGN] = { "to_sign", N_("Awaiting signature") },
	[STATUS_TO_REVIEW] = { "to_review", N_("To review") },
	[STATUS_TO_ISSUE] = { "to_issue", N_("To issue") },
	[STATUS_ISSUING] = { "issuing", N_("Being issued") },
	[STATUS_ACTIVE] = { "active", N_("Active") },
	[STATUS_SUSPENDED] = { "suspended", N_("Suspended") },
	[STATUS_REVOKED] = { "revoked", N_("Revoked") },
	[STATUS_EXPIRED] = { "expired", N_("Expired") },
	[STATUS_CANCELLED] = { "cancelled", N_("Cancelled") },
	{ 0 }
};

const struct word profile_words[] = {
	[PROFILE_OPERATOR] = { "operator", N_("Operator") },
	[PROFILE_IR] = { "ir", N_("Recognition officer") },
	[PROFILE_RAO] = { "rao", N_("Registration authority officer") },
	[PROFILE_MASTER_RAO] = { "master_rao", N_("Master RAO") },
	[PROFILE_AUDITOR] = { "auditor", N_("Auditor") },
	[PROFILE_ISSUER] = { "issuer", N_("Issuer") },
	{ 0 }
};

const struct word sex_words[] = {
	[SEX_F] = { "F", N_("Female") },
	[SEX_M] = { "M", N_("Male") },
	{ 0 }
};

const struct word language_words[] = {
	[LANGUAGE_IT] = { "it", N_("Italian") },
	[LANGUAGE_EN] = { "en", N_("English") },
	{ 0 }
};

const struct word document_type_words[] = {
	[DOCUMENT_IDENTITY_CARD] = { "identity_card", N_("Identity card") },
	[DOCUMENT_PASSPORT] = { "passport", N_("Passport") },
	{ 0 }
};

const struct word legal_id_type_words[] = {
	[LEGAL_ID_TIN] = { "TIN", N_("Tax identification number") },
	[LEGAL_ID_PNO] = { "PNO", N_("National personal number") },
	[LEGAL_ID_IDC] = { "IDC", N_("Identity card number") },
	[LEGAL_ID_PAS] = { "PAS", N_("Passport number") },
	{ 0 }
};
