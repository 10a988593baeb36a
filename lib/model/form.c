/* form - the field tables of papers to be printed */
#include <ipp/model/form.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

const struct word form_kind_words[] = {
	[FORM_APPLICATION] = { "form", N_("Application form") },
	[FORM_REPORT] = { "report", N_("Recognition report") },
	[FORM_CONSENT] = { "consent", N_("Consent of the organization") },
	{ 0 }
};

static const struct field wish_fields[] = {
	{ FIELD(struct form_wish, order_id), FIELD_ID, .flags = FIELD_IN,
	  .prefix = "ORD", .help = N_("the order to print a form of") },
	{ FIELD(struct form_wish, order), FIELD_TEXT, .flags = FIELD_IN,
	  .max = 80,
	  .help = N_("the order_id, or the name of a draft; with --blank the "
		     "code of a product") },
	{ FIELD(struct form_wish, product), FIELD_TEXT, .flags = FIELD_IN,
	  .max = 32, .help = N_("with --blank: code of the product") },
	{ 0 }
};

const struct record form_wish_record = {
	.name = "form_wish",
	.title = N_("A form to be printed"),
	.size = sizeof(struct form_wish),
	.fields = wish_fields,
};

static const struct field file_fields[] = {
	{ FIELD(struct form_file, order_id), FIELD_ID,
	  .flags = FIELD_OUT | FIELD_COLUMN, .prefix = "ORD",
	  .title = N_("Order"), .help = N_("the order") },
	{ FIELD(struct form_file, product), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Type"),
	  .help = N_("the product that a blank form is for") },
	{ FIELD(struct form_file, kind), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = form_kind_words,
	  .title = N_("Kind"), .help = N_("what was printed") },
	{ FIELD(struct form_file, language), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = language_words,
	  .title = N_("Language"), .help = N_("its language") },
	{ FIELD(struct form_file, form_path), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("File"),
	  .help = N_("where it was written") },
	{ FIELD(struct form_file, size), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT, .title = N_("Bytes"),
	  .help = N_("its size in bytes") },
	{ FIELD(struct form_file, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the file, lower-case hexadecimal") },
	{ 0 }
};

const struct record form_file_record = {
	.name = "form_file",
	.title = N_("A form that was written"),
	.size = sizeof(struct form_file),
	.fields = file_fields,
};
