/* evidence - the field table of what proves who a holder is */
#include <ipp/model/evidence.h>

#include <ipp/base/text.h>

const struct word evidence_kind_words[] = {
	[EVIDENCE_FORM] = { "form", N_("Application form") },
	[EVIDENCE_REPORT] = { "report", N_("Recognition report") },
	[EVIDENCE_DOCUMENT_FRONT] = { "document_front",
				      N_("Identity document, front") },
	[EVIDENCE_DOCUMENT_BACK] = { "document_back",
				     N_("Identity document, back") },
	[EVIDENCE_DOCUMENT] = { "document", N_("Identity document") },
	[EVIDENCE_THIRD_PARTY_CONSENT] = { "third_party_consent",
					   N_("Third party's consent") },
	[EVIDENCE_CHECK] = { "check", N_("Check") },
	[EVIDENCE_STATEMENT] = { "statement", N_("Statement") },
	[EVIDENCE_STATUS_REQUEST] = { "status_request",
				      N_("Request to suspend or revoke") },
	[EVIDENCE_WITHDRAWN_CONTRACT] = { "withdrawn_contract",
					  N_("Withdrawn contract") },
	{ 0 }
};

const struct word evidence_verdict_words[] = {
	[VERDICT_PASSED] = { "passed", N_("Passed") },
	[VERDICT_FAILED] = { "failed", N_("Failed") },
	[VERDICT_REFERRED] = { "referred", N_("Referred") },
	{ 0 }
};

static const struct field fields[] = {
	{ FIELD(struct evidence, evidence_id), FIELD_ID, .flags = FIELD_OUT,
	  .prefix = "EVD", .help = N_("the piece of evidence") },
	{ FIELD(struct evidence, user_id), FIELD_ID, .flags = FIELD_OUT,
	  .prefix = "USR", .help = N_("the product it belongs to") },
	{ FIELD(struct evidence, kind), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = evidence_kind_words,
	  .title = N_("Kind"), .help = N_("what it is") },
	{ FIELD(struct evidence, sha256), FIELD_TEXT,
	  .flags = FIELD_OUT, .title = N_("SHA-256"),
	  .help = N_("SHA-256 of the file, lower-case hexadecimal") },
	{ FIELD(struct evidence, mime), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("File"),
	  .help = N_("media type, by content") },
	{ FIELD(struct evidence, size), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Bytes"), .help = N_("size of the file in bytes") },
	{ FIELD(struct evidence, pages), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Pages"), .help = N_("pages of a PDF") },
	{ FIELD(struct evidence, verdict), FIELD_WORD, .flags = FIELD_OUT,
	  .words = evidence_verdict_words, .title = N_("Verdict"),
	  .help = N_("what a check came to") },
	{ FIELD(struct evidence, detail), FIELD_JSON, .flags = FIELD_OUT,
	  .help = N_("facts about it") },
	{ FIELD(struct evidence, recorded_by), FIELD_ID, .flags = FIELD_OUT,
	  .prefix = "OPR", .help = N_("operator who recorded it") },
	{ FIELD(struct evidence, at), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Recorded"),
	  .help = N_("when it was recorded") },
	{ 0 }
};

const struct record evidence_record = {
	.name = "evidence",
	.title = N_("A piece of evidence, bound to its bytes"),
	.size = sizeof(struct evidence),
	.fields = fields,
};
