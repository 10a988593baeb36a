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

static const struct field proof_fields[] = {
	{ FIELD(struct journal_proof, entry_id), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT, .title = N_("Entry"),
	  .help = N_("number of the journal entry") },
	{ FIELD(struct journal_proof, previous), FIELD_TEXT,
	  .flags = FIELD_OUT, .title = N_("Previous"),
	  .help = N_("hash of the entry before, lower-case hexadecimal; zeroes "
		     "before the first") },
	{ FIELD(struct journal_proof, hash), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Hash"),
	  .help = N_("SHA-256 over the 32 bytes of `previous` and the UTF-8 "
		     "bytes of `entry`") },
	{ FIELD(struct journal_proof, entry), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Contents"),
	  .help = N_("the entry itself as the text of a JSON object, members "
		     "by name (RFC 8785): at (seconds since 1970), client_id, "
		     "detail (again the text of an object), entry_id, event, "
		     "operator_id, order_id, unit_id, user_id; absent if it "
		     "is another organization's") },
	{ 0 }
};

const struct record journal_proof_record = {
	.name = "journal_proof",
	.title = N_("An entry of the journal, to be verified by anybody"),
	.size = sizeof(struct journal_proof),
	.fields = proof_fields,
};

static const struct field head_fields[] = {
	{ FIELD(struct journal_head, entry_id), FIELD_INTEGER,
	  .flags = FIELD_BOTH | FIELD_REQUIRED | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Entry"), .help = N_("the newest entry") },
	{ FIELD(struct journal_head, hash), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_REQUIRED | FIELD_COLUMN, .max = 64,
	  .title = N_("Hash"), .help = N_("its hash, lower-case hexadecimal") },
	{ FIELD(struct journal_head, at), FIELD_INSTANT,
	  .flags = FIELD_BOTH | FIELD_REQUIRED | FIELD_COLUMN,
	  .title = N_("When"), .help = N_("when the head was made") },
	{ FIELD(struct journal_head, organization), FIELD_TEXT,
	  .flags = FIELD_BOTH, .title = N_("Organization"),
	  .help = N_("code of the organization that had it made") },
	{ 0 }
};

const struct record journal_head_record = {
	.name = "journal_head",
	.title = N_("What the authority signs of a journal"),
	.size = sizeof(struct journal_head),
	.fields = head_fields,
};

const struct word journal_verdict_words[] = {
	[JOURNAL_IS_WHOLE] = { "whole", N_("Whole") },
	[JOURNAL_IS_CHANGED] = { "changed", N_("Changed") },
	[JOURNAL_IS_MISSING] = { "missing", N_("Missing") },
	[JOURNAL_IS_CUT_OFF] = { "cut_off", N_("Cut off") },
	[JOURNAL_IS_REWRITTEN] = { "rewritten", N_("Rewritten") },
	[JOURNAL_HEAD_INVALID] = { "head_invalid", N_("No valid head") },
	{ 0 }
};

#define CHECK(member_, type_, flags_, title_, help_, ...)                      \
	{ FIELD(struct journal_check, member_), type_,                         \
	  .flags = FIELD_OUT | (flags_), .title = title_, .help = help_,       \
	  __VA_ARGS__ }

static const struct field check_fields[] = {
	CHECK(check, FIELD_TEXT, FIELD_COLUMN, N_("Check"),
	      N_("journal, or the file of the head that was held to it"),
	      ),
	CHECK(passed, FIELD_BOOLEAN, FIELD_COLUMN, N_("Passed"),
	      N_("whether all is well")),
	CHECK(verdict, FIELD_WORD, FIELD_COLUMN, N_("Verdict"),
	      N_("what became of the journal"),
	      .words = journal_verdict_words),
	CHECK(entry_id, FIELD_INTEGER, FIELD_COLUMN | FIELD_RIGHT, N_("Entry"),
	      N_("the first entry that is not as it was")),
	CHECK(last_entry_id, FIELD_INTEGER, 0, N_("Last entry"),
	      N_("the last one that is known to be concerned")),
	CHECK(event, FIELD_TEXT, 0, N_("Event"),
	      N_("what the changed entry says now; where entries are gone, the "
		 "last one before them; else the newest"),
	      ),
	CHECK(at, FIELD_INSTANT, 0, N_("When"), N_("when that was")),
	CHECK(count, FIELD_INTEGER, FIELD_COLUMN | FIELD_RIGHT, N_("Entries"),
	      N_("how many entries are good, or how many the head vouches "
		 "for"),
	      ),
	CHECK(hash, FIELD_TEXT, 0, N_("Hash"),
	      N_("hash of the last of these")),
	CHECK(signed_at, FIELD_INSTANT, 0, N_("Signed"),
	      N_("when the head was made, as it says")),
	CHECK(stamped_at, FIELD_INSTANT, 0, N_("Stamped"),
	      N_("when it was there for certain, by a time-stamp of a trusted "
		 "authority"),
	      ),
	CHECK(signer, FIELD_TEXT, 0, N_("Signer"),
	      N_("name in the certificate that signed the head")),
	CHECK(stamp_authority, FIELD_TEXT, 0, N_("Time-stamp of"),
	      N_("who time-stamped it")),
	CHECK(stamp_finding, FIELD_TEXT, 0, N_("Time-stamp"),
	      N_("why the time-stamp on it proves nothing"),
	      ),
	CHECK(finding, FIELD_TEXT, FIELD_COLUMN, N_("Finding"),
	      N_("what was found, and what to do")),
	{ 0 }
};

const struct record journal_check_record = {
	.name = "journal_check",
	.title = N_("Whether the journal is whole"),
	.size = sizeof(struct journal_check),
	.fields = check_fields,
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
