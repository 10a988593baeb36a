/* policy - the field table of a privacy policy */
#include <ipp/model/policy.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

static const struct field fields[] = {
	{ FIELD(struct policy_text, privacy_version), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 20,
	  .title = N_("Version"), .help = N_("version of the policy") },
	{ FIELD(struct policy_text, language), FIELD_WORD,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .words = language_words,
	  .title = N_("Language"), .help = N_("language of the text") },
	{ FIELD(struct policy_text, valid_from), FIELD_INSTANT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .title = N_("Valid from"),
	  .help = N_("when it comes into force; now if not given") },
	{ FIELD(struct policy_text, in_force), FIELD_BOOLEAN,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("In force"),
	  .help = N_("whether consents are given to it now") },
	{ FIELD(struct policy_text, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .max = 64, .help = N_("SHA-256 of the text, as forms print it") },
	{ FIELD(struct policy_text, text), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_LINES, .max = POLICY_BYTES_MAX,
	  .help = N_("the text itself") },
	{ 0 }
};

const struct record policy_record = {
	.name = "privacy_policy",
	.title = N_("A privacy policy of an organization"),
	.size = sizeof(struct policy_text),
	.fields = fields,
};
