/* service_token - the field tables of tokens and of signing certificates */
#include <ipp/model/service_token.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

#define SHOWN (FIELD_OUT | FIELD_COLUMN)

static const struct field token_fields[] = {
	{ FIELD(struct service_token, token_id), FIELD_ID,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .prefix = "TKN",
	  .title = N_("Token"), .help = N_("the service token") },
	{ FIELD(struct service_token, login), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 64, .title = N_("Login"),
	  .help = N_("the operator it works for") },
	{ FIELD(struct service_token, profile), FIELD_WORD,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .words = profile_words,
	  .title = N_("Profile"), .help = N_("what it works as") },
	{ FIELD(struct service_token, unit), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 32, .title = N_("Unit"),
	  .help = N_("code of the unit it works in") },
	{ FIELD(struct service_token, label), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 64, .title = N_("Label"),
	  .help = N_("what it is for") },
	{ FIELD(struct service_token, tools), FIELD_TEXTS,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .title = N_("Tools"),
	  .help = N_("the only tools it may run") },
	{ FIELD(struct service_token, days), FIELD_INTEGER, .flags = FIELD_IN,
	  .help = N_("how long it lives; 1 to 366, 90 if not given") },
	{ FIELD(struct service_token, created_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was made") },
	{ FIELD(struct service_token, used_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it last worked") },
	{ FIELD(struct service_token, expires_at), FIELD_INSTANT,
	  .flags = SHOWN, .title = N_("Expires"),
	  .help = N_("when it ends") },
	{ FIELD(struct service_token, ended_at), FIELD_INSTANT,
	  .flags = SHOWN, .title = N_("Withdrawn"),
	  .help = N_("when it was withdrawn") },
	{ 0 }
};

const struct record service_token_record = {
	.name = "service_token",
	.title = N_("A token that an unattended job works with"),
	.size = sizeof(struct service_token),
	.fields = token_fields,
};

static const struct field certificate_fields[] = {
	{ FIELD(struct operator_certificate, login), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 64, .title = N_("Login"),
	  .help = N_("the officer who signs with it") },
	{ FIELD(struct operator_certificate, fingerprint), FIELD_TEXT,
	  .flags = FIELD_BOTH, .max = 64,
	  .help = N_("SHA-256 of the certificate") },
	{ FIELD(struct operator_certificate, subject), FIELD_TEXT,
	  .flags = SHOWN, .title = N_("Subject"),
	  .help = N_("whom it names (RFC 4514)") },
	{ FIELD(struct operator_certificate, issuer), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("who issued it (RFC 4514)") },
	{ FIELD(struct operator_certificate, serial), FIELD_TEXT,
	  .flags = SHOWN, .title = N_("Serial"),
	  .help = N_("its serial number, hexadecimal") },
	{ FIELD(struct operator_certificate, not_before), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("its first second") },
	{ FIELD(struct operator_certificate, not_after), FIELD_INSTANT,
	  .flags = SHOWN, .title = N_("Until"),
	  .help = N_("its last second") },
	{ FIELD(struct operator_certificate, added_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was registered") },
	{ FIELD(struct operator_certificate, withdrawn_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was withdrawn") },
	{ FIELD(struct operator_certificate, usable), FIELD_BOOLEAN,
	  .flags = SHOWN, .title = N_("Usable"),
	  .help = N_("whether the officer can sign with it now") },
	{ 0 }
};

const struct record operator_certificate_record = {
	.name = "operator_certificate",
	.title = N_("A certificate that an officer signs with"),
	.size = sizeof(struct operator_certificate),
	.fields = certificate_fields,
};
