/* request_options - what the verbs of ipp-request take as options */
#include <ipp/model/request_options.h>

#include <ipp/base/text.h>
#include <ipp/model/form.h>
#include <ipp/model/words.h>

static const struct field new_fields[] = {
	{ FIELD(struct new_options, ask), FIELD_BOOLEAN,
	  .help = N_("ask for everything on the terminal, step by step") },
	{ 0 }
};

const struct record new_options_record = {
	.name = "new_options",
	.size = sizeof(struct new_options),
	.fields = new_fields,
};

static const struct field edit_fields[] = {
	{ FIELD(struct edit_options, ask), FIELD_BOOLEAN,
	  .help = N_("ask for everything on the terminal, step by step") },
	{ FIELD(struct edit_options, clear), FIELD_TEXTS, .title = "MEMBERS",
	  .help = N_("empty these members, apart by blanks") },
	{ 0 }
};

const struct record edit_options_record = {
	.name = "edit_options",
	.size = sizeof(struct edit_options),
	.fields = edit_fields,
};

static const struct field submit_fields[] = {
	{ FIELD(struct submit_options, notify), FIELD_BOOLEAN,
	  .help = N_("tell the holder by mail that his request was received") },
	{ 0 }
};

const struct record submit_options_record = {
	.name = "submit_options",
	.size = sizeof(struct submit_options),
	.fields = submit_fields,
};

static const struct field import_fields[] = {
	{ FIELD(struct import_options, from_form), FIELD_BOOLEAN,
	  .help = N_("arguments are forms: import the record in each, as "
		     "ipp-request form put it there") },
	{ FIELD(struct import_options, draft), FIELD_BOOLEAN,
	  .help = N_("keep what cannot be submitted as drafts") },
	{ 0 }
};

const struct record import_options_record = {
	.name = "import_options",
	.size = sizeof(struct import_options),
	.fields = import_fields,
};

static const struct field list_fields[] = {
	{ FIELD(struct list_options, mine), FIELD_BOOLEAN,
	  .help = N_("only drafts that the operator made himself") },
	{ FIELD(struct list_options, after), FIELD_ID, .prefix = "ORD",
	  .title = "ORDER", .help = N_("go on after this draft") },
	{ FIELD(struct list_options, limit), FIELD_INTEGER, .title = "NUMBER",
	  .help = N_("list at most so many; 50 if not given") },
	{ 0 }
};

const struct record list_options_record = {
	.name = "list_options",
	.size = sizeof(struct list_options),
	.fields = list_fields,
};

static const struct field renew_fields[] = {
	{ FIELD(struct renew_options, recognition), FIELD_WORD,
	  .words = recognition_words,
	  .help = N_("how the holders are recognised; by a signature, where "
		     "they may be, if not given") },
	{ 0 }
};

const struct record renew_options_record = {
	.name = "renew_options",
	.size = sizeof(struct renew_options),
	.fields = renew_fields,
};

static const struct field form_fields[] = {
	{ FIELD(struct form_options, blank), FIELD_BOOLEAN,
	  .help = N_("print the empty form of a product instead") },
	{ FIELD(struct form_options, kind), FIELD_WORD,
	  .words = form_kind_words,
	  .help = N_("the paper to print; form if not given") },
	{ FIELD(struct form_options, language), FIELD_WORD,
	  .words = language_words,
	  .help = N_("its language; the order's if not given") },
	{ FIELD(struct form_options, output), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "PATH", .letter = 'o',
	  .help = N_("write to this file, or into this folder as "
		     "ORD000000001-form.pdf; standard output if not given") },
	{ 0 }
};

const struct record form_options_record = {
	.name = "form_options",
	.size = sizeof(struct form_options),
	.fields = form_fields,
};
