/* envelope - the field table of an envelope of activation codes */
#include <ipp/model/envelope.h>

#include <ipp/model/words.h>

const struct word envelope_format_words[] = { { "pdf", "PDF" },
					      { "cms", "CMS" },
					      { 0 } };

const struct word passphrase_kind_words[] = {
	{ "generated", N_("generated") },
	{ "chosen", N_("chosen at the desk") },
	{ "tax_code", N_("the tax code") },
	{ 0 },
};

const struct word passphrase_source_words[] = {
	{ "generate", NULL },
	{ "ask", NULL },
	{ "file", NULL },
	{ "tax-code", NULL },
	{ 0 },
};

static const struct field fields[] = {
	{ FIELD(struct envelope, order_id), FIELD_ID,
	  .flags = FIELD_OUT | FIELD_COLUMN, .prefix = "ORD",
	  .title = N_("Order"), .help = N_("the order it belongs to") },
	{ FIELD(struct envelope, user_id), FIELD_ID,
	  .flags = FIELD_BOTH | FIELD_COLUMN | FIELD_REQUIRED, .prefix = "USR",
	  .title = N_("Product"), .help = N_("the product") },
	{ FIELD(struct envelope, product), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Type"),
	  .help = N_("code of the product in the catalogue") },
	{ FIELD(struct envelope, status), FIELD_WORD, .flags = FIELD_OUT,
	  .words = product_status_words, .title = N_("Status"),
	  .help = N_("where the product is in its life") },
	{ FIELD(struct envelope, envelope), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = envelope_format_words,
	  .title = N_("Envelope"), .help = N_("kind of envelope") },
	{ FIELD(struct envelope, passphrase_kind), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = passphrase_kind_words,
	  .title = N_("Passphrase"), .help = N_("what its passphrase is") },
	{ FIELD(struct envelope, file), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("name of the file that the holder gets") },
	{ FIELD(struct envelope, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the file") },
	{ FIELD(struct envelope, sealed_at), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Sealed"),
	  .help = N_("when it was sealed") },
	{ FIELD(struct envelope, replaced), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("true if an envelope before it is void now") },
	{ FIELD(struct envelope, existing), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("true if it had been sealed before") },
	{ FIELD(struct envelope, warnings), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("what somebody should know") },
	{ 0 }
};

const struct record envelope_record = {
	.name = "envelope",
	.title = N_("An envelope with activation codes"),
	.size = sizeof(struct envelope),
	.fields = fields,
};
