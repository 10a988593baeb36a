/* recognition_options - what the verbs of ipp-recognize take as options */
#include <ipp/model/recognition_options.h>

#include <ipp/base/text.h>

#define REVIEW(type_, member_) \
	.name = #member_, .offset = offsetof(type_, review.member_)

#define REVIEW_FIELDS(type_)                                                  \
	{ REVIEW(type_, accept), FIELD_BOOLEAN,                               \
	  .help = N_("accept the papers that somebody else handed in") },     \
	{ REVIEW(type_, reject), FIELD_BOOLEAN,                               \
	  .help = N_("send the papers back, with a reason") },                \
	{ REVIEW(type_, reason), FIELD_TEXT, .max = 500, .title = "TEXT",     \
	  .help = N_("why they are sent back") },                             \
	{ REVIEW(type_, notify), FIELD_BOOLEAN,                               \
	  .help = N_("tell the holder the reason by e-mail") }

static const struct field offline_fields[] = {
	{ FIELD(struct offline_options, forms), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FOLDER",
	  .help = N_("take files that are not named from this folder, such as "
		     "USR000000001-form.pdf") },
	{ FIELD(struct offline_options, sign), FIELD_BOOLEAN,
	  .help = N_("make the recognition report here and sign it") },
	{ FIELD(struct offline_options, reports), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FOLDER",
	  .help = N_("with --sign: put a copy of each report there") },
	{ FIELD(struct offline_options, offline), FIELD_BOOLEAN,
	  .help = N_("fetch nothing from the network") },
	SIGNING_FIELDS(struct offline_options),
	REVIEW_FIELDS(struct offline_options),
	{ 0 }
};

const struct record offline_options_record = {
	.name = "offline_options",
	.size = sizeof(struct offline_options),
	.fields = offline_fields,
};

static const struct field sign_fields[] = {
	{ FIELD(struct sign_options, forms), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FOLDER",
	  .help = N_("take forms that are not named from this folder: by "
		     "their names, such as USR000000001-form.pdf.p7m, or by "
		     "the record in them; a form.pdf.p7s is taken with the "
		     "form.pdf beside it") },
	{ FIELD(struct sign_options, refer), FIELD_BOOLEAN,
	  .help = N_("hand to review what a person may decide: names that "
		     "differ, a signature that is not qualified") },
	{ FIELD(struct sign_options, offline), FIELD_BOOLEAN,
	  .help = N_("fetch nothing from the network") },
	REVIEW_FIELDS(struct sign_options),
	{ 0 }
};

const struct record sign_options_record = {
	.name = "sign_options",
	.size = sizeof(struct sign_options),
	.fields = sign_fields,
};

static const struct field cancel_fields[] = {
	{ FIELD(struct cancel_options, reason), FIELD_TEXT, .max = 500,
	  .title = "TEXT", .help = N_("why the products are given up") },
	{ FIELD(struct cancel_options, notify), FIELD_BOOLEAN,
	  .help = N_("tell the holder the reason by e-mail") },
	{ 0 }
};

const struct record cancel_options_record = {
	.name = "cancel_options",
	.size = sizeof(struct cancel_options),
	.fields = cancel_fields,
};

bool review_options_given(const struct review_options *options)
{
	return options->accept == 1 || options->reject == 1;
}

enum status review_options_check(const struct review_options *options,
				 struct error *err)
{
	if (options->accept == 1 && options->reject == 1)
		return error_set(err, USAGE, "verdict_ambiguous", "accept",
				 "--accept and --reject contradict each other; "
				 "give one of them");
	if (options->reject != 1 && (options->reason || options->notify == 1))
		return error_set(err, USAGE, "reason_unused", "reason",
				 "--reason and --notify belong to --reject; "
				 "give them together");
	return OK;
}

enum status offline_options_check(const struct offline_options *options,
				  struct error *err)
{
	enum status rc;

	if ((rc = review_options_check(&options->review, err)) != OK)
		return rc;
	if (options->sign == 1 ? !review_options_given(&options->review)
			       : !options->reports)
		return OK;
	return error_set(err, USAGE, "sign_unused", "sign",
			 "--sign makes a report of a recognition, and "
			 "--reports belongs to it; leave out what is too much");
}
