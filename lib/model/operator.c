/* operator - the field table of who works at the desk */
#include <ipp/model/operator.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

#define KEYED (FIELD_BOTH | FIELD_STORED)
#define KNOWN (FIELD_OUT | FIELD_STORED)

const struct word operator_state_words[] = {
	[OPERATOR_ACTIVE] = { "active", N_("Active") },
	[OPERATOR_WAITING] = { "waiting", N_("Waiting for the code") },
	[OPERATOR_LOCKED] = { "locked", N_("Locked") },
	[OPERATOR_DISABLED] = { "disabled", N_("Disabled") },
	{ 0 }
};

static const struct field fields[] = {
	{ FIELD(struct operator_person, operator_id), FIELD_ID,
	  .flags = KNOWN | FIELD_COLUMN, .prefix = "OPR",
	  .title = N_("Operator"), .help = N_("the operator") },
	{ FIELD(struct operator_person, client_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	{ FIELD(struct operator_person, login), FIELD_TEXT,
	  .flags = KEYED | FIELD_COLUMN, .max = 64, .title = N_("Login"),
	  .help = N_("name to sign in with") },
	{ FIELD(struct operator_person, surname), FIELD_TEXT,
	  .flags = KEYED | FIELD_COLUMN, .max = 64, .title = N_("Surname"),
	  .help = N_("family name of the operator") },
	{ FIELD(struct operator_person, given_name), FIELD_TEXT,
	  .flags = KEYED | FIELD_COLUMN, .max = 64,
	  .title = N_("Given name"),
	  .help = N_("given names of the operator") },
	{ FIELD(struct operator_person, tax_code), FIELD_TEXT, .flags = KEYED,
	  .max = 16, .help = N_("Italian tax code of the operator") },
	{ FIELD(struct operator_person, email), FIELD_TEXT, .flags = KEYED,
	  .max = 254, .help = N_("e-mail address of the operator") },
	{ FIELD(struct operator_person, mobile), FIELD_TEXT, .flags = KEYED,
	  .max = 20, .help = N_("mobile number of the operator (E.164)") },
	{ FIELD(struct operator_person, language), FIELD_WORD, .flags = KEYED,
	  .words = language_words,
	  .help = N_("language of mails to the operator") },
	{ FIELD(struct operator_person, enabled), FIELD_BOOLEAN,
	  .flags = FIELD_STORED },
	{ FIELD(struct operator_person, created_at), FIELD_INSTANT,
	  .flags = KNOWN, .help = N_("when the operator was added") },
	{ FIELD(struct operator_person, profile), FIELD_WORD,
	  .flags = FIELD_IN, .words = profile_words,
	  .help = N_("what the operator is in the unit") },
	{ FIELD(struct operator_person, unit), FIELD_TEXT, .flags = FIELD_IN,
	  .max = 32, .help = N_("code of the unit") },
	{ FIELD(struct operator_person, profiles), FIELD_TEXTS,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Profiles"),
	  .help = N_("profiles of the operator, each with its unit: "
		     "rao@MAIN") },
	{ FIELD(struct operator_person, state), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = operator_state_words,
	  .title = N_("State"),
	  .help = N_("whether the operator can sign in") },
	{ FIELD(struct operator_person, locked_until), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("end of the lock after wrong tries") },
	{ FIELD(struct operator_person, code_until), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("until when the one-time code can be used") },
	{ 0 }
};

const struct record operator_record = {
	.name = "operator",
	.title = N_("An operator of the desk"),
	.size = sizeof(struct operator_person),
	.fields = fields,
};
