/* authority - the field table of a certificate authority */
#include <ipp/model/authority.h>

const struct word authority_role_words[] = { { "root", N_("Root") },
					     { "issuing", N_("Issuing") },
					     { 0 } };

const struct word key_kind_words[] = {
	{ "p256", "P-256" },
	{ "p384", "P-384" },
	{ "rsa3072", "RSA 3072" },
	{ "rsa4096", "RSA 4096" },
	{ 0 },
};

static const struct field fields[] = {
	{ FIELD(struct authority, name), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Authority"),
	  .help = N_("common name of the authority") },
	{ FIELD(struct authority, role), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = authority_role_words,
	  .title = N_("Role"), .help = N_("what it signs") },
	{ FIELD(struct authority, key_kind), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Key"),
	  .help = N_("kind of its key") },
	{ FIELD(struct authority, key_module), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("PKCS #11 library through which its key is reached; "
		     "absent if that is in the store") },
	{ FIELD(struct authority, key_token), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("serial number of the token with its key") },
	{ FIELD(struct authority, subject), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("subject of its certificate (RFC 4514)") },
	{ FIELD(struct authority, issuer), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("issuer of its certificate (RFC 4514)") },
	{ FIELD(struct authority, serial), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Serial"),
	  .help = N_("serial number of its certificate, upper-case "
		     "hexadecimal") },
	{ FIELD(struct authority, fingerprint), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of its certificate, lower-case hexadecimal") },
	{ FIELD(struct authority, not_before), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("first second of its validity") },
	{ FIELD(struct authority, not_after), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Valid until"),
	  .help = N_("last second of its validity") },
	{ FIELD(struct authority, base_url), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("address below which it publishes") },
	{ FIELD(struct authority, policy_arc), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("object identifier above its certificate policies") },
	{ FIELD(struct authority, remote_qscd), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("whether certificates of remote products say that the "
		     "key lies in a certified device (QSCD)") },
	{ FIELD(struct authority, partitions), FIELD_INTEGER,
	  .flags = FIELD_OUT,
	  .help = N_("how many lists of revoked certificates new certificates "
		     "are spread over; 0: they are on one, as all before "
		     "them") },
	{ FIELD(struct authority, created_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was made") },
	{ FIELD(struct authority, retired_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it stopped issuing") },
	{ FIELD(struct authority, pem), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("its certificate (RFC 7468)") },
	{ 0 }
};

const struct record authority_record = {
	.name = "authority",
	.title = N_("A local certificate authority"),
	.size = sizeof(struct authority),
	.fields = fields,
};
