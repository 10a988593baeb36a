/* store_check - the field table of one invariant looked at */
#include <ipp/model/store_check.h>

#include <ipp/base/text.h>

static const struct field fields[] = {
	{ FIELD(struct store_check, check), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Check"),
	  .help = N_("name of the check") },
	{ FIELD(struct store_check, passed), FIELD_BOOLEAN,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Passed"),
	  .help = N_("whether the store passed it") },
	{ FIELD(struct store_check, count), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Looked at"), .help = N_("how many things it looked at") },
	{ FIELD(struct store_check, finding), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Finding"),
	  .help = N_("the first thing found wrong") },
	{ 0 }
};

const struct record store_check_record = {
	.name = "store_check",
	.title = N_("An invariant of the store, looked at"),
	.size = sizeof(struct store_check),
	.fields = fields,
};
