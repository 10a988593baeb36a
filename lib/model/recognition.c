/* recognition - the field tables of recognising, reviewing and giving up */
#include <ipp/model/recognition.h>

#include <ipp/base/text.h>
#include <ipp/model/evidence.h>

#define PAPER (FIELD_IN | FIELD_FILE)

static const struct field fields[] = {
	{ FIELD(struct recognition_papers, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product whose holder was recognised") },
	{ FIELD(struct recognition_papers, form), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE",
	  .help = N_("application form with the holder's signature") },
	{ FIELD(struct recognition_papers, report), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE",
	  .help = N_("recognition report signed by the officer") },
	{ FIELD(struct recognition_papers, document_front), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE", .help = N_("front of the identity document") },
	{ FIELD(struct recognition_papers, document_back), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE", .help = N_("back of the identity document") },
	{ FIELD(struct recognition_papers, document), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE",
	  .help = N_("all sides of the identity document in one file") },
	{ FIELD(struct recognition_papers, third_party_consent), FIELD_TEXT,
	  .flags = PAPER, .title = "FILE",
	  .help = N_("consent of the organization that a role certificate "
		     "names, with its duty to ask for revocation") },
	{ FIELD(struct recognition_papers, recogniser), FIELD_TEXT, .flags = FIELD_IN,
	  .max = 64, .title = "LOGIN",
	  .help = N_("officer who recognised the holder; yourself if you may "
		     "recognise and name nobody") },
	{ FIELD(struct recognition_papers, recognised_on), FIELD_DATE,
	  .flags = FIELD_IN,
	  .help = N_("day of the recognition; today if not given") },
	{ FIELD(struct recognition_papers, recognition_note), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_LINES, .max = 1000,
	  .help = N_("what else should be known of the recognition") },
	{ 0 }
};

const struct record recognition_papers_record = {
	.name = "recognition_papers",
	.title = N_("The papers of one recognition"),
	.size = sizeof(struct recognition_papers),
	.fields = fields,
};

static const struct field signed_fields[] = {
	{ FIELD(struct signed_form, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product whose holder signed its form") },
	{ FIELD(struct signed_form, form), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE",
	  .help = N_("application form with the holder's digital signature") },
	{ FIELD(struct signed_form, content), FIELD_TEXT, .flags = PAPER,
	  .title = "FILE",
	  .help = N_("the file that was signed, where the signature is "
		     "apart from it (.p7s)") },
	{ FIELD(struct signed_form, recognition_note), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_LINES, .max = 1000,
	  .help = N_("what else should be known of the recognition") },
	{ 0 }
};

const struct record signed_form_record = {
	.name = "signed_form",
	.title = N_("A form with its holder's digital signature"),
	.size = sizeof(struct signed_form),
	.fields = signed_fields,
};

const struct word recognition_check_words[] = {
	[CHECK_SIGNATURE] = { "signature", N_("Signature") },
	[CHECK_TRUST] = { "trust", N_("Trust") },
	[CHECK_REVOCATION] = { "revocation", N_("Revocation") },
	[CHECK_QUALIFIED] = { "qualified", N_("Qualified") },
	[CHECK_NOT_FROM_SIGNATURE] = { "not_from_signature",
				       N_("Not got by a signature") },
	[CHECK_TAX_CODE] = { "tax_code", N_("Tax code") },
	[CHECK_NAME] = { "name", N_("Name") },
	[CHECK_DOCUMENT] = { "document", N_("Form") },
	[CHECK_ANTIVIRUS] = { "antivirus", N_("Antivirus") },
	{ 0 }
};

static const struct field check_fields[] = {
	{ FIELD(struct recognition_check, check), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = recognition_check_words,
	  .title = N_("Check"), .help = N_("what was checked") },
	{ FIELD(struct recognition_check, verdict), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = evidence_verdict_words,
	  .title = N_("Verdict"), .help = N_("what a check came to") },
	{ FIELD(struct recognition_check, finding), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Finding"),
	  .help = N_("why, in one line") },
	{ FIELD(struct recognition_check, facts), FIELD_JSON,
	  .flags = FIELD_OUT, .help = N_("facts about it") },
	{ 0 }
};

const struct record recognition_check_record = {
	.name = "recognition_check",
	.title = N_("A check of a recognition, and what it came to"),
	.size = sizeof(struct recognition_check),
	.fields = check_fields,
};

static const struct field cancellation_fields[] = {
	{ FIELD(struct cancellation, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product to give up") },
	{ 0 }
};

const struct record cancellation_record = {
	.name = "cancellation",
	.title = N_("A product to be given up before issue"),
	.size = sizeof(struct cancellation),
	.fields = cancellation_fields,
};
