/* request - the field table of an order as it is asked for */
#include <ipp/model/request.h>

#define KEYED (FIELD_BOTH | FIELD_STORED)
#define KNOWN (FIELD_OUT | FIELD_STORED)

/* The first row is of request_import alone. */
static const struct field fields[] = {
	{ FIELD(struct request_import, from_form), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE, .title = "FILE",
	  .help = N_("form, also a signed one, whose record is imported; other "
		     "members go before it") },
	{ FIELD(struct request, order_id), FIELD_ID,
	  .flags = KEYED | FIELD_COLUMN, .prefix = "ORD", .title = N_("Order"),
	  .help = N_("the order") },
	{ FIELD(struct request, order), FIELD_TEXT, .flags = FIELD_IN, .max = 80,
	  .help = N_("an order by its order_id, or a draft by its name") },
	{ FIELD(struct request, external_code), FIELD_TEXT,
	  .flags = KEYED | FIELD_COLUMN, .max = 64,
	  .title = N_("External code"),
	  .help = N_("the customer's own key; importing it again finds the "
		     "same order") },
	{ FIELD(struct request, name), FIELD_TEXT, .flags = KEYED, .max = 80,
	  .title = N_("Draft"), .help = N_("a name to find the draft by") },
	{ FIELD(struct request, recognition), FIELD_WORD,
	  .flags = KEYED | FIELD_COLUMN, .words = recognition_words,
	  .alias = "method", .title = N_("Recognition"),
	  .help = N_("how the holder is recognised") },
	{ FIELD(struct request, products), FIELD_TEXTS,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .alias = "product",
	  .title = N_("Products"),
	  .help = N_("codes of the products asked for, as in: "
		     "ipp-catalog list") },
	{ FIELD(struct request, holder_id), FIELD_ID, .flags = KEYED,
	  .prefix = "HLD",
	  .help = N_("registry entry whose data is used") },
	PERSON_FIELDS(struct request, KEYED),
	DOCUMENT_FIELDS(struct request, KEYED),
	{ FIELD(struct request, validity), FIELD_INTEGER, .flags = KEYED,
	  .help = N_("validity in months; the product's if not given") },
	{ FIELD(struct request, organization_name), FIELD_TEXT, .flags = KEYED,
	  .max = 64, .alias = "org_name",
	  .help = N_("organization named in a role certificate") },
	{ FIELD(struct request, organization_identifier), FIELD_TEXT,
	  .flags = KEYED, .max = 64, .alias = "org_id",
	  .help = N_("identifier of that organization (VATIT-..., "
		     "ETSI EN 319 412-1, 5.1.4)") },
	{ FIELD(struct request, title), FIELD_TEXT, .flags = KEYED, .max = 64,
	  .help = N_("role in that organization") },
	{ FIELD(struct request, istat_code), FIELD_TEXT, .flags = KEYED,
	  .max = 12, .alias = "istat",
	  .help = N_("ISTAT code of the profession, put behind the role") },
	{ FIELD(struct request, limit_text), FIELD_TEXT, .flags = KEYED,
	  .max = 200,
	  .help = N_("limit of use that stands in the certificate") },
	{ FIELD(struct request, consent_privacy), FIELD_BOOLEAN, .flags = KEYED,
	  .help = N_("the holder has read the privacy policy") },
	{ FIELD(struct request, consent_terms), FIELD_BOOLEAN, .flags = KEYED,
	  .help = N_("the holder accepts the terms and conditions") },
	{ FIELD(struct request, consent_marketing), FIELD_BOOLEAN,
	  .flags = KEYED, .help = N_("the holder agrees to advertising") },
	{ FIELD(struct request, privacy_version), FIELD_TEXT, .flags = KEYED,
	  .max = 20,
	  .help = N_("version of the privacy policy consented to; the one in "
		     "force if not given") },
	{ FIELD(struct request, consented_at), FIELD_INSTANT, .flags = KEYED,
	  .help = N_("when the consents were given") },
	{ FIELD(struct request, language), FIELD_WORD, .flags = KEYED,
	  .words = language_words,
	  .help = N_("language of forms and mails") },
	{ FIELD(struct request, message), FIELD_TEXT,
	  .flags = KEYED | FIELD_LINES, .max = 2000,
	  .help = N_("text for the holder in the invitation") },
	{ FIELD(struct request, note), FIELD_TEXT, .flags = KEYED | FIELD_LINES,
	  .max = 1000, .help = N_("note for colleagues") },
	{ FIELD(struct request, unit), FIELD_TEXT, .flags = FIELD_BOTH,
	  .max = 32, .help = N_("code of the unit; the session's if absent") },
	{ FIELD(struct request, client_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	{ FIELD(struct request, unit_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	{ FIELD(struct request, created_by), FIELD_ID, .flags = KNOWN,
	  .prefix = "OPR", .help = N_("operator who made the request") },
	{ FIELD(struct request, created_at), FIELD_INSTANT, .flags = KNOWN,
	  .title = N_("Created"), .help = N_("when the request was made") },
	{ FIELD(struct request, updated_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("when the request was last changed") },
	{ FIELD(struct request, submitted_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("when the request was submitted") },
	{ FIELD(struct request, renews), FIELD_ID, .flags = KNOWN,
	  .prefix = "USR", .help = N_("the product that it renews") },
	{ FIELD(struct request, status), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = product_status_words,
	  .title = N_("Status"), .help = N_("status of its products") },
	{ FIELD(struct request, user_ids), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("the products of the order") },
	{ FIELD(struct request, warnings), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("what somebody should confirm") },
	{ FIELD(struct request, existing), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("true if the order was there before") },
	{ 0 }
};

const struct record request_record = {
	.name = "request",
	.title = N_("A request for one or more products for one holder"),
	.size = sizeof(struct request),
	.fields = fields + 1,
};

const struct record request_import_record = {
	.name = "request_import",
	.title = N_("A request to be submitted, or the form that holds it"),
	.size = sizeof(struct request_import),
	.fields = fields,
};

static const struct field renewal_fields[] = {
	{ FIELD(struct renewal_wish, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product") },
	{ FIELD(struct renewal_wish, consent_privacy), FIELD_BOOLEAN,
	  .flags = FIELD_IN,
	  .help = N_("the holder has read the privacy policy") },
	{ FIELD(struct renewal_wish, consent_terms), FIELD_BOOLEAN,
	  .flags = FIELD_IN,
	  .help = N_("the holder accepts the terms and conditions") },
	{ FIELD(struct renewal_wish, consent_marketing), FIELD_BOOLEAN,
	  .flags = FIELD_IN, .help = N_("the holder agrees to advertising") },
	{ FIELD(struct renewal_wish, privacy_version), FIELD_TEXT,
	  .flags = FIELD_IN, .max = 20,
	  .help = N_("version of the privacy policy consented to; the one in "
		     "force if not given") },
	{ FIELD(struct renewal_wish, consented_at), FIELD_INSTANT,
	  .flags = FIELD_IN,
	  .help = N_("when the consents to the renewal were given; needed "
		     "with them") },
	{ 0 }
};

const struct record renewal_wish_record = {
	.name = "renewal_wish",
	.title = N_("A product to be renewed"),
	.size = sizeof(struct renewal_wish),
	.fields = renewal_fields,
};

static const struct field reference_fields[] = {
	{ FIELD(struct order_reference, order_id), FIELD_ID,
	  .flags = FIELD_IN, .prefix = "ORD", .help = N_("the order") },
	{ FIELD(struct order_reference, order), FIELD_TEXT, .flags = FIELD_IN,
	  .max = 80,
	  .help = N_("an order by its order_id, or a draft by its name") },
	{ 0 }
};

const struct record order_reference_record = {
	.name = "order_reference",
	.title = N_("Which order to work on"),
	.size = sizeof(struct order_reference),
	.fields = reference_fields,
};
