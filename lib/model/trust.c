/* trust - the field tables of anchors and trusted lists */
#include <ipp/model/trust.h>

#include <ipp/base/text.h>
#include <ipp/base/trust.h>

const struct word trust_source_words[] = {
	[TRUST_OWN] = { "own", N_("Own authority") },
	[TRUST_FILE] = { "file", N_("Imported certificate") },
	[TRUST_LIST] = { "list", N_("Trusted list") },
	{ 0 }
};

const struct word trust_service_words[] = {
	[TRUST_CA_QC] = { "ca_qc", N_("Qualified certificates") },
	[TRUST_CA] = { "ca", N_("Certificates") },
	[TRUST_TSA_QTST] = { "tsa_qtst", N_("Qualified timestamps") },
	[TRUST_TSA] = { "tsa", N_("Timestamps") },
	[TRUST_OCSP_QC] = { "ocsp_qc", N_("OCSP of qualified certificates") },
	[TRUST_CRL_QC] = { "crl_qc", N_("CRLs of qualified certificates") },
	{ 0 }
};

const struct word trust_status_words[] = {
	[TRUST_GRANTED] = { "granted", N_("Granted") },
	[TRUST_WITHDRAWN] = { "withdrawn", N_("Withdrawn") },
	[TRUST_RECOGNISED] = { "recognised_at_national_level",
			       N_("Recognised at national level") },
	[TRUST_DEPRECATED] = { "deprecated_at_national_level",
			       N_("Deprecated at national level") },
	[TRUST_UNDER_SUPERVISION] = { "under_supervision",
				      N_("Under supervision") },
	[TRUST_SUPERVISION_IN_CESSATION] = { "supervision_in_cessation",
					     N_("Supervision in cessation") },
	[TRUST_SUPERVISION_CEASED] = { "supervision_ceased",
				       N_("Supervision ceased") },
	[TRUST_SUPERVISION_REVOKED] = { "supervision_revoked",
					N_("Supervision revoked") },
	[TRUST_ACCREDITED] = { "accredited", N_("Accredited") },
	[TRUST_ACCREDITATION_CEASED] = { "accreditation_ceased",
					 N_("Accreditation ceased") },
	[TRUST_ACCREDITATION_REVOKED] = { "accreditation_revoked",
					  N_("Accreditation revoked") },
	[TRUST_STATUS_OTHER] = { "other", N_("Other") },
	{ 0 }
};

const struct word trust_list_words[] = {
	[TRUST_LIST_OF_LISTS] = { "list_of_lists", N_("List of lists") },
	[TRUST_LIST_NATIONAL] = { "national", N_("National list") },
	{ 0 }
};

static const struct word content_words[] = {
	[TRUST_CONTENT_CERTIFICATES] = { "certificates", N_("Certificates") },
	[TRUST_CONTENT_LIST_OF_LISTS] = { "list_of_lists",
					  N_("List of lists") },
	[TRUST_CONTENT_NATIONAL] = { "national", N_("National list") },
	{ 0 }
};

static const struct word state_words[] = {
	[TRUST_LIST_FRESH] = { "fresh", N_("Fresh") },
	[TRUST_LIST_LATE] = { "late", N_("Late") },
	[TRUST_LIST_MISSING] = { "missing", N_("Missing") },
	{ 0 }
};

#define OUT(type_, member_, kind_, help_, ...)                            \
	{                                                                 \
		FIELD(type_, member_), kind_, .flags = FIELD_OUT,         \
				       .help = help_, __VA_ARGS__         \
	}
#define SHOWN(type_, member_, kind_, title_, help_, ...)                  \
	{                                                                 \
		FIELD(type_, member_), kind_,                             \
		    .flags = FIELD_OUT | FIELD_COLUMN, .title = title_,   \
		    .help = help_, __VA_ARGS__                            \
	}

static const struct field file_fields[] = {
	{ FIELD(struct trust_file, file), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE | FIELD_REQUIRED, .title = "FILE",
	  .help = N_("certificates (PEM or DER), or a trusted list (XML)") },
	{ 0 }
};

const struct record trust_file_record = {
	.name = "trust_file",
	.title = N_("A file that says whom to trust"),
	.size = sizeof(struct trust_file),
	.fields = file_fields,
};

#define I struct trust_import
static const struct field import_fields[] = {
	SHOWN(I, file, FIELD_TEXT, N_("File"), N_("where it was")),
	SHOWN(I, content, FIELD_WORD, N_("Content"), N_("what was in it"),
	      .words = content_words),
	SHOWN(I, territory, FIELD_TEXT, N_("Territory"),
	      N_("country of the list, EU for the list of lists")),
	OUT(I, sequence, FIELD_INTEGER, N_("number of the list's edition")),
	OUT(I, issued_at, FIELD_INSTANT, N_("when the list was issued")),
	SHOWN(I, next_update, FIELD_INSTANT, N_("Next update"),
	      N_("when the list must be replaced")),
	OUT(I, services, FIELD_INTEGER, N_("services that were kept")),
	SHOWN(I, anchors, FIELD_INTEGER, N_("Anchors"),
	      N_("certificates that were kept")),
	OUT(I, pointers, FIELD_INTEGER,
	    N_("national lists that a list of lists points to")),
	OUT(I, skipped, FIELD_INTEGER,
	    N_("services of a list that are of no use for signatures or show "
	       "no certificate")),
	OUT(I, fingerprints, FIELD_TEXTS,
	    N_("SHA-256 of the imported certificates, lower-case "
	       "hexadecimal")),
	OUT(I, warnings, FIELD_TEXTS, N_("what somebody should look at")),
	{ 0 }
};
#undef I

const struct record trust_import_record = {
	.name = "trust_import",
	.title = N_("What was taken from a file that says whom to trust"),
	.size = sizeof(struct trust_import),
	.fields = import_fields,
};

#define P struct trusted_period
static const struct field period_fields[] = {
	OUT(P, since, FIELD_INSTANT, N_("from when on")),
	OUT(P, status, FIELD_WORD, N_("status of the service from then on"),
	    .words = trust_status_words),
	OUT(P, purposes, FIELD_TEXTS,
	    N_("what its certificates are for: signatures, seals, web")),
	OUT(P, qualifications, FIELD_INTEGER,
	    N_("how many rules of the list say more of some of its "
	       "certificates")),
	{ 0 }
};
#undef P

const struct record trust_period_record = {
	.name = "trust_period",
	.title = N_("A stretch of a trust service's history"),
	.size = sizeof(struct trusted_period),
	.fields = period_fields,
};

#define A struct trusted_anchor
static const struct field anchor_fields[] = {
	{ FIELD(A, fingerprint), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_REQUIRED, .max = 64,
	  .help = N_("SHA-256 of the certificate, lower-case hexadecimal") },
	SHOWN(A, source, FIELD_WORD, N_("Source"), N_("where it is from"),
	      .words = trust_source_words),
	SHOWN(A, territory, FIELD_TEXT, N_("Territory"),
	      N_("country of its list")),
	SHOWN(A, provider, FIELD_TEXT, N_("Provider"),
	      N_("who runs the service")),
	SHOWN(A, service, FIELD_TEXT, N_("Service"), N_("name of the service")),
	SHOWN(A, service_type, FIELD_WORD, N_("Type"),
	      N_("what the service does"), .words = trust_service_words),
	SHOWN(A, status, FIELD_WORD, N_("Status"),
	      N_("its status at the moment"), .words = trust_status_words),
	OUT(A, since, FIELD_INSTANT, N_("since when it has this status")),
	OUT(A, subject, FIELD_TEXT,
	    N_("subject of the certificate (RFC 4514)")),
	OUT(A, issuer, FIELD_TEXT, N_("issuer of the certificate (RFC 4514)")),
	OUT(A, serial, FIELD_TEXT,
	    N_("serial number of the certificate, upper-case hexadecimal")),
	OUT(A, not_before, FIELD_INSTANT, N_("first second of its validity")),
	SHOWN(A, not_after, FIELD_INSTANT, N_("Valid until"),
	      N_("last second of its validity")),
	OUT(A, next_update, FIELD_INSTANT,
	    N_("when its list must be replaced")),
	OUT(A, fresh, FIELD_BOOLEAN,
	    N_("whether its list is not late; nothing is valid by a late "
	       "one")),
	OUT(A, history, FIELD_RECORDS, N_("its statuses, newest first"),
	    .record = &trust_period_record),
	OUT(A, pem, FIELD_TEXT, N_("the certificate (RFC 7468)")),
	{ 0 }
};
#undef A

const struct record trust_anchor_record = {
	.name = "trust_anchor",
	.title = N_("A certificate that signatures may lead to"),
	.size = sizeof(struct trusted_anchor),
	.fields = anchor_fields,
};

#define L struct trusted_list
static const struct field list_fields[] = {
	{ FIELD(L, territory), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_REQUIRED | FIELD_COLUMN, .max = 8,
	  .title = N_("Territory"),
	  .help = N_("country of the list, EU for the list of lists") },
	SHOWN(L, kind, FIELD_WORD, N_("Kind"), N_("what it lists"),
	      .words = trust_list_words),
	SHOWN(L, state, FIELD_WORD, N_("State"),
	      N_("whether it can be relied on"), .words = state_words),
	OUT(L, scheme_operator, FIELD_TEXT, N_("who keeps the list")),
	OUT(L, url, FIELD_TEXT, N_("where newer editions are found")),
	SHOWN(L, sequence, FIELD_INTEGER, N_("Edition"),
	      N_("number of the edition that is here")),
	OUT(L, issued_at, FIELD_INSTANT, N_("when it was issued")),
	SHOWN(L, next_update, FIELD_INSTANT, N_("Next update"),
	      N_("when it must be replaced")),
	OUT(L, checked_at, FIELD_INSTANT,
	    N_("when a newer edition was last looked for")),
	OUT(L, services, FIELD_INTEGER, N_("services that were kept")),
	SHOWN(L, anchors, FIELD_INTEGER, N_("Anchors"),
	      N_("certificates that were kept")),
	OUT(L, sha256, FIELD_TEXT,
	    N_("SHA-256 of the list, lower-case hexadecimal")),
	OUT(L, signer, FIELD_TEXT,
	    N_("SHA-256 of the certificate that verified it")),
	OUT(L, signers, FIELD_TEXTS,
	    N_("SHA-256 of the certificates that may sign it")),
	OUT(L, replaced, FIELD_BOOLEAN,
	    N_("whether this run brought another edition")),
	SHOWN(L, trouble, FIELD_TEXT, N_("Trouble"),
	      N_("why the last look for a newer edition failed")),
	{ 0 }
};
#undef L

const struct record trust_list_record = {
	.name = "trust_list",
	.title = N_("A trusted list (ETSI TS 119 612)"),
	.size = sizeof(struct trusted_list),
	.fields = list_fields,
};
