/* recognition - the field tables of recognising, reviewing and giving up */
#include <ipp/model/recognition.h>

#include <ipp/base/text.h>

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
