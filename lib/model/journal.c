/* journal - the field tables of the journal as people see it */
#include <ipp/model/journal.h>

#include <ipp/base/text.h>

#define TEXT(member_, title_, help_)                                           \
	{ FIELD(struct journal_entry, member_), FIELD_TEXT,                    \
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = title_, .help = help_ }
#define ID(member_, flags_, prefix_, title_, help_)                            \
	{ FIELD(struct journal_entry, member_), FIELD_ID, .flags = flags_,     \
	  .prefix = prefix_, .title = title_, .help = help_ }

static const struct field entry_fields[] = {
	{ FIELD(struct journal_entry, entry_id), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT, .title = N_("Entry"),
	  .help = N_("number of the journal entry") },
	{ FIELD(struct journal_entry, at), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("When"),
	  .help = N_("when it happened") },
	TEXT(event, N_("Event"), N_("what happened")),
	{ FIELD(struct journal_entry, tool), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Tool"), .help = N_("by which tool") },
	ID(operator_id, FIELD_OUT, "OPR", N_("Operator"),
	   N_("who did it; absent if nobody was signed in")),
	TEXT(operator_login, N_("By"), N_("login of the operator")),
	TEXT(unit, N_("Unit"), N_("the unit he worked in")),
	ID(order_id, FIELD_OUT | FIELD_COLUMN, "ORD", N_("Order"),
	   N_("the order it is about")),
	ID(user_id, FIELD_OUT | FIELD_COLUMN, "USR", N_("Product"),
	   N_("the product it is about")),
	{ FIELD(struct journal_entry, detail), FIELD_JSON, .flags = FIELD_OUT,
	  .help = N_("what the journal says of it") },
	{ 0 }
};

const struct record journal_entry_record = {
	.name = "journal_entry",
	.title = N_("An entry of the journal, with who and what it is about"),
	.size = sizeof(struct journal_entry),
	.fields = entry_fields,
};

#define OPTION(member_, type_, title_, help_)                                  \
	{ FIELD(struct journal_filter, member_), type_, .flags = FIELD_IN,     \
	  .title = title_, .help = help_ }
#define OPTION_ID(member_, prefix_, help_)                                     \
	{ FIELD(struct journal_filter, member_), FIELD_ID, .flags = FIELD_IN,  \
	  .prefix = prefix_, .title = "ID", .help = help_ }
#define OPTION_TIME(member_, help_)                                            \
	{ FIELD(struct journal_filter, member_), FIELD_INSTANT,                \
	  .flags = FIELD_IN | FIELD_DAYS, .title = "TIME", .help = help_ }
#define OPTION_FLAG(member_, letter_, help_)                                   \
	{ FIELD(struct journal_filter, member_), FIELD_BOOLEAN,                \
	  .flags = FIELD_IN, .letter = letter_, .help = help_ }
#define INNER(member_)                                                         \
	{ FIELD(struct journal_filter, member_), FIELD_INTEGER,                \
	  .flags = FIELD_INNER }

static const struct field filter_fields[] = {
	OPTION(event, FIELD_TEXT, "WORD",
	       N_("what happened: certificate_issued, message_sent, ...")),
	OPTION_FLAG(refused, 0,
		    N_("only what was refused: a permission, a sign-in, a "
		       "code, an identification")),
	OPTION(operator, FIELD_TEXT, "LOGIN", N_("what this operator did")),
	OPTION(unit, FIELD_TEXT, "CODE", N_("what was done in this unit")),
	OPTION_ID(order_id, "ORD",
		  N_("what happened to this order and its products")),
	OPTION_ID(user_id, "USR",
		  N_("what happened to this product, and to its order as a "
		     "whole")),
	OPTION_ID(holder_id, "HLD",
		  N_("what happened to the orders of this registry entry")),
	OPTION_TIME(from, N_("at this time or later")),
	OPTION_TIME(to, N_("before this time")),
	OPTION_FLAG(reverse, 'r', N_("the newest first")),
	{ FIELD(struct journal_filter, limit), FIELD_INTEGER, .flags = FIELD_IN,
	  .letter = 'n', .title = "NUMBER",
	  .help = N_("at most this many; all if not given, 100 on a "
		     "terminal") },
	OPTION(after, FIELD_INTEGER, "ENTRY",
	       N_("go on after this entry, the last of the page before")),
	INNER(client_id),
	INNER(operator_id),
	INNER(unit_id),
	{ 0 }
};

const struct record journal_filter_record = {
	.name = "journal_filter",
	.title = N_("Which entries of the journal to list"),
	.size = sizeof(struct journal_filter),
	.fields = filter_fields,
};
