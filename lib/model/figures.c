/* figures - the field tables of what came of the requests of a period */
#include <ipp/model/figures.h>

#include <ipp/base/text.h>

static const struct word by_words[] = {
	[FIGURES_BY_NOTHING] = { "nothing", NULL },
	[FIGURES_BY_PRODUCT] = { "product", NULL },
	[FIGURES_BY_RECOGNITION] = { "recognition", NULL },
	[FIGURES_BY_UNIT] = { "unit", NULL },
	{ 0 }
};

#define TIME(member_, help_)                                                   \
	{ FIELD(struct figures_wish, member_), FIELD_INSTANT,                  \
	  .flags = FIELD_IN | FIELD_DAYS, .title = "TIME", .help = help_ }
#define INNER(member_)                                                         \
	{ FIELD(struct figures_wish, member_), FIELD_INTEGER,                  \
	  .flags = FIELD_INNER }

static const struct field wish_fields[] = {
	TIME(from, N_("requests of this time or later")),
	TIME(to, N_("requests before this time, and what had become of them "
		    "by then; now if not given")),
	{ FIELD(struct figures_wish, by), FIELD_WORD, .flags = FIELD_IN,
	  .words = by_words, .title = "WHAT",
	  .help = N_("a row for each of these; one for all if not given") },
	INNER(client_id),
	INNER(now),
	{ 0 }
};

const struct record figures_wish_record = {
	.name = "figures_wish",
	.title = N_("Which figures to tell"),
	.size = sizeof(struct figures_wish),
	.fields = wish_fields,
};

#define COUNT(member_, title_, help_)                                          \
	{ FIELD(struct figures, member_), FIELD_INTEGER,                       \
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT, .title = title_,    \
	  .help = help_ }

static const struct field fields[] = {
	{ FIELD(struct figures, group), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Of"),
	  .help = N_("what the row is of: a product, a way of recognition, a "
		     "unit, or all") },
	COUNT(received, N_("Received"),
	      N_("products that were submitted in the period")),
	COUNT(issued, N_("Issued"), N_("of these, issued by its end")),
	COUNT(refused, N_("Refused"),
	      N_("of these, refused or given up by its end")),
	COUNT(pending, N_("Pending"),
	      N_("of these, neither of the two by its end")),
	COUNT(suspensions, N_("Suspensions"),
	      N_("requests of the period to suspend")),
	COUNT(reinstatements, N_("Reinstatements"),
	      N_("requests of the period to reinstate")),
	COUNT(revocations, N_("Revocations"),
	      N_("requests of the period to revoke")),
	COUNT(published, N_("Published"),
	      N_("of the last three, those that everybody can see by now")),
	COUNT(late, N_("Late"),
	      N_("of them, those that came after their time, or are overdue")),
	COUNT(delay_longest, N_("Longest"),
	      N_("seconds from request to publication, the longest; absent if "
		 "nothing was published")),
	COUNT(delay_average, N_("Average"),
	      N_("seconds from request to publication, on average")),
	{ 0 }
};

const struct record figures_record = {
	.name = "figures",
	.title = N_("What came of the requests of a period"),
	.size = sizeof(struct figures),
	.fields = fields,
};
