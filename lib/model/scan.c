/* scan - the field tables of what a virus scanner says */
#include <ipp/model/scan.h>

#include <ipp/base/text.h>

const struct word scan_result_words[] = {
	[SCAN_CLEAN] = { "clean", N_("Clean") },
	[SCAN_INFECTED] = { "infected", N_("Infected") },
	[SCAN_REFUSED] = { "refused", N_("Refused") },
	{ 0 }
};

const struct word scan_reason_words[] = {
	[SCAN_ENCRYPTED] = { "encrypted", N_("Encrypted") },
	[SCAN_TOO_LARGE] = { "too_large", N_("Too large") },
	[SCAN_TOO_DEEP] = { "too_deep", N_("Packed too often") },
	[SCAN_TIMED_OUT] = { "timed_out", N_("Took too long") },
	[SCAN_BROKEN] = { "broken", N_("Broken") },
	[SCAN_NOT_READ] = { "not_read", N_("Not read") },
	[SCAN_NOT_VOUCHED] = { "not_vouched", N_("Not vouched for") },
	{ 0 }
};

const struct word scan_part_words[] = {
	[SCAN_WHOLE] = { "whole", N_("Whole file") },
	[SCAN_CONTENT] = { "content", N_("Signed content") },
	{ 0 }
};

static const struct field wish_fields[] = {
	{ FIELD(struct scan_wish, file), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE | FIELD_REQUIRED,
	  .help = N_("the file to scan; - is stdin") },
	{ 0 }
};

const struct record scan_wish_record = {
	.name = "scan_wish",
	.title = N_("A file to be scanned for viruses"),
	.size = sizeof(struct scan_wish),
	.fields = wish_fields,
};

static const struct field papers_fields[] = {
	{ FIELD(struct scan_papers, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product whose papers are to be scanned") },
	{ 0 }
};

const struct record scan_papers_record = {
	.name = "scan_papers",
	.title = N_("A product whose papers are to be scanned"),
	.size = sizeof(struct scan_papers),
	.fields = papers_fields,
};

static const struct field fields[] = {
	{ FIELD(struct scan_verdict, user_id), FIELD_ID, .flags = FIELD_OUT,
	  .prefix = "USR",
	  .help = N_("the product that the verdict is evidence for") },
	{ FIELD(struct scan_verdict, file), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("File"),
	  .help = N_("the file, as it was named") },
	{ FIELD(struct scan_verdict, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("SHA-256"),
	  .help = N_("SHA-256 of the file, lower-case hexadecimal") },
	{ FIELD(struct scan_verdict, size), FIELD_INTEGER, .flags = FIELD_OUT,
	  .title = N_("Bytes"), .help = N_("size of the file in bytes") },
	{ FIELD(struct scan_verdict, verdict), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = scan_result_words,
	  .title = N_("Verdict"),
	  .help = N_("clean: all of it was read and nothing found; infected; "
		     "refused: not all of it could be read") },
	{ FIELD(struct scan_verdict, name), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Found"),
	  .help = N_("what was found, in the engine's words") },
	{ FIELD(struct scan_verdict, reason), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = scan_reason_words,
	  .title = N_("Reason"), .help = N_("why it is refused") },
	{ FIELD(struct scan_verdict, part), FIELD_WORD, .flags = FIELD_OUT,
	  .words = scan_part_words, .title = N_("Part"),
	  .help = N_("where: in the whole file or in its signed content") },
	{ FIELD(struct scan_verdict, engine), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Engine"),
	  .help = N_("the engine and its version") },
	{ FIELD(struct scan_verdict, database_version), FIELD_TEXT,
	  .flags = FIELD_OUT, .title = N_("Database"),
	  .help = N_("version of the engine's database") },
	{ FIELD(struct scan_verdict, database_date), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Database of"),
	  .help = N_("when that database was made") },
	{ FIELD(struct scan_verdict, scanned_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .title = N_("Scanned"),
	  .help = N_("when the file was scanned") },
	{ 0 }
};

const struct record scan_verdict_record = {
	.name = "scan_verdict",
	.title = N_("What a virus scanner says of a file"),
	.size = sizeof(struct scan_verdict),
	.fields = fields,
};
