/* publication_check - the field table of what must be public */
#include <ipp/model/publication_check.h>

#include <ipp/base/text.h>
#include <ipp/model/status_change.h>

const struct word publication_kind_words[] = {
	[PUBLICATION_OF_LIST] = { "list", N_("List") },
	[PUBLICATION_OF_REQUEST] = { "request", N_("Request") },
	{ 0 }
};

const struct word publication_state_words[] = {
	[PUBLICATION_DONE] = { "done", N_("public") },
	[PUBLICATION_DONE_LATE] = { "done_late", N_("public, too late") },
	[PUBLICATION_DUE] = { "due", N_("waiting") },
	[PUBLICATION_SOON] = { "soon", N_("due soon") },
	[PUBLICATION_LATE] = { "late", N_("LATE") },
	[PUBLICATION_MISSING] = { "missing", N_("MISSING") },
	{ 0 }
};

#define COLUMN (FIELD_OUT | FIELD_COLUMN)

static const struct field fields[] = {
	{ FIELD(struct publication_check, kind), FIELD_WORD, .flags = COLUMN,
	  .words = publication_kind_words, .title = N_("What"),
	  .help = N_("a list of revoked certificates, or a request to suspend, "
		     "reinstate or revoke") },
	{ FIELD(struct publication_check, state), FIELD_WORD, .flags = COLUMN,
	  .words = publication_state_words, .title = N_("State"),
	  .help = N_("done, due, or late") },
	{ FIELD(struct publication_check, authority), FIELD_TEXT,
	  .flags = COLUMN, .title = N_("Authority"),
	  .help = N_("of a list: who signed it") },
	{ FIELD(struct publication_check, partition), FIELD_INTEGER,
	  .flags = FIELD_OUT,
	  .help = N_("of a list: which part of the certificates it is for; 0 "
		     "is all of them") },
	{ FIELD(struct publication_check, number), FIELD_INTEGER,
	  .flags = COLUMN, .title = N_("Number"),
	  .help = N_("of a list: its number") },
	{ FIELD(struct publication_check, base_number), FIELD_INTEGER,
	  .flags = FIELD_OUT,
	  .help = N_("of a list of changes: the complete list that it adds "
		     "to") },
	{ FIELD(struct publication_check, entries), FIELD_INTEGER,
	  .flags = FIELD_OUT, .help = N_("of a list: certificates on it") },
	{ FIELD(struct publication_check, this_update), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("of a list: when it was made") },
	{ FIELD(struct publication_check, user_id), FIELD_ID, .flags = COLUMN,
	  .prefix = "USR", .title = N_("Product"),
	  .help = N_("of a request: the product") },
	{ FIELD(struct publication_check, action), FIELD_WORD, .flags = COLUMN,
	  .words = status_action_words, .title = N_("Request"),
	  .help = N_("of a request: what was asked for") },
	{ FIELD(struct publication_check, publication), FIELD_WORD,
	  .flags = FIELD_OUT, .words = publication_words,
	  .help = N_("of a request: within 24 hours, or within one") },
	{ FIELD(struct publication_check, received_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("of a request: when it came in") },
	{ FIELD(struct publication_check, due_at), FIELD_INSTANT,
	  .flags = COLUMN, .title = N_("Due"),
	  .help = N_("when the next list is out, or the request is public, at "
		     "the latest") },
	{ FIELD(struct publication_check, published_at), FIELD_INSTANT,
	  .flags = COLUMN, .title = N_("Public since"),
	  .help = N_("when it became public") },
	{ FIELD(struct publication_check, left_percent), FIELD_INTEGER,
	  .flags = FIELD_OUT,
	  .help = N_("how much of the time is left, in percent") },
	{ 0 }
};

const struct record publication_check_record = {
	.name = "publication_check",
	.title = N_("What relying parties must be told, and by when"),
	.size = sizeof(struct publication_check),
	.fields = fields,
};

static const struct field filter_fields[] = {
	{ FIELD(struct publication_filter, state), FIELD_WORD,
	  .words = publication_state_words, .title = "STATE",
	  .help = N_("only what is in this state; done and done_late tell the "
		     "newest requests first") },
	{ FIELD(struct publication_filter, limit), FIELD_INTEGER,
	  .title = "NUMBER",
	  .help = N_("at most so many requests; 100 of those that are done, if "
		     "not given") },
	{ 0 }
};

const struct record publication_filter_record = {
	.name = "publication_filter",
	.size = sizeof(struct publication_filter),
	.fields = filter_fields,
};
