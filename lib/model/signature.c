/* signature - the field tables of a report about a signed file */
#include <ipp/model/signature.h>

#include <ipp/model/trust.h>

const struct word signed_kind_words[] = { { "cades", "CAdES" },
					  { "pades", "PAdES" },
					  { 0 } };

const struct word signature_format_words[] = {
	{ "cades_attached", N_("CAdES, content inside") },
	{ "cades_detached", N_("CAdES, content apart") },
	{ "pades_cades", "PAdES (ETSI.CAdES.detached)" },
	{ "pades_pkcs7", "PDF (adbe.pkcs7.detached)" },
	{ 0 }
};

const struct word signature_level_words[] = {
	{ "B", NULL }, { "T", NULL }, { "LT", NULL }, { "LTA", NULL }, { 0 }
};

const struct word indication_words[] = { { "TOTAL_PASSED", NULL },
					 { "INDETERMINATE", NULL },
					 { "TOTAL_FAILED", NULL },
					 { 0 } };

#define SUB(word_) [word_] = { #word_, NULL }
const struct word sub_indication_words[] = {
	SUB(FORMAT_FAILURE),
	SUB(HASH_FAILURE),
	SUB(SIG_CRYPTO_FAILURE),
	SUB(REVOKED),
	SUB(EXPIRED),
	SUB(NOT_YET_VALID),
	SUB(SIG_CONSTRAINTS_FAILURE),
	SUB(CHAIN_CONSTRAINTS_FAILURE),
	SUB(CERTIFICATE_CHAIN_GENERAL_FAILURE),
	SUB(CRYPTO_CONSTRAINTS_FAILURE),
	SUB(CRYPTO_CONSTRAINTS_FAILURE_NO_POE),
	SUB(NO_SIGNING_CERTIFICATE_FOUND),
	SUB(NO_CERTIFICATE_CHAIN_FOUND),
	SUB(REVOKED_NO_POE),
	SUB(REVOKED_CA_NO_POE),
	SUB(OUT_OF_BOUNDS_NO_POE),
	SUB(TRY_LATER),
	SUB(SIGNED_DATA_NOT_FOUND),
	{ 0 }
};

const struct word signature_covers_words[] = {
	{ "whole_file", N_("the whole file") },
	{ "revision", N_("an earlier revision") },
	{ 0 }
};

const struct word revocation_source_words[] = { { "crl", "CRL" },
						{ "ocsp", "OCSP" },
						{ "own", N_("our own store") },
						{ 0 } };

const struct word revocation_status_words[] = { { "good", N_("good") },
						{ "revoked", N_("revoked") },
						{ 0 } };

const char *const qc_identified_names[] = { "eidas1_ab",  "eidas1_cd",
					    "eidas2_acd", "eidas2_b",
					    "unknown",	  NULL };
const char *const qc_type_names[] = { "esign", "eseal", "web", "unknown",
				      NULL };

static const struct field result_fields[] = {
	{ FIELD(struct signature_result, number), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT, .title = N_("No."),
	  .help = N_("number of the signature") },
	{ FIELD(struct signature_result, indication), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = indication_words,
	  .title = N_("Indication"), .help = N_("verdict (EN 319 102-1)") },
	{ FIELD(struct signature_result, sub_indication), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = sub_indication_words,
	  .title = N_("Sub-indication"),
	  .help = N_("why it did not pass (EN 319 102-1)") },
	{ FIELD(struct signature_result, reason), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("the same for people, in one line") },
	{ FIELD(struct signature_result, format), FIELD_WORD,
	  .flags = FIELD_OUT, .words = signature_format_words,
	  .help = N_("form of the signature") },
	{ FIELD(struct signature_result, level), FIELD_WORD, .flags = FIELD_OUT,
	  .words = signature_level_words,
	  .help = N_("baseline level: B, T, LT, LTA; absent if not even B") },
	{ FIELD(struct signature_result, signer_name), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Signer"),
	  .help = N_("common name of the signer") },
	{ FIELD(struct signature_result, surname), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("family name of the signer") },
	{ FIELD(struct signature_result, given_name), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("given names of the signer") },
	{ FIELD(struct signature_result, signer_serial_number), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("serialNumber (X.520) of the signer, as it stands") },
	{ FIELD(struct signature_result, tax_code), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Tax code"),
	  .help = N_(
	      "Italian tax code of the signer, of a serialNumber TINIT-...") },
	{ FIELD(struct signature_result, country), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("country of the signer, as the certificate says") },
	{ FIELD(struct signature_result, certificate_sha256), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the signer's certificate") },
	{ FIELD(struct signature_result, issuer), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("issuer of the certificate") },
	{ FIELD(struct signature_result, serial), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("serial number of the certificate, hexadecimal") },
	{ FIELD(struct signature_result, not_before), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("begin of the certificate's validity") },
	{ FIELD(struct signature_result, not_after), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("end of the certificate's validity") },
	{ FIELD(struct signature_result, policies), FIELD_TEXTS,
	  .flags = FIELD_OUT, .help = N_("certificate policies, OIDs") },
	{ FIELD(struct signature_result, qualified), FIELD_BOOLEAN,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Qualified"),
	  .help = N_("true if the certificate is a qualified one for "
		     "electronic signatures, and its issuer was granted for "
		     "them where a trusted list speaks of it") },
	{ FIELD(struct signature_result, qscd), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("true if it says that the key is in a qualified device") },
	{ FIELD(struct signature_result, qc_types), FIELD_TEXTS,
	  .flags = FIELD_OUT,
	  .help = N_("what it is qualified for: esign, eseal, web") },
	{ FIELD(struct signature_result, identified), FIELD_TEXTS,
	  .flags = FIELD_OUT,
	  .help = N_("how the signer had been identified (QcIdentMethod): "
		     "eidas1_ab, eidas1_cd, eidas2_acd, eidas2_b") },
	{ FIELD(struct signature_result, key), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("kind and bits of the signer's key") },
	{ FIELD(struct signature_result, digest_algorithm), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("digest of the signed content") },
	{ FIELD(struct signature_result, signature_algorithm), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("algorithm of the signature") },
	{ FIELD(struct signature_result, signing_time), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Signed"),
	  .help = N_("time of signing that the signer claims") },
	{ FIELD(struct signature_result, proved_time), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("when a time-stamp proves that it existed") },
	{ FIELD(struct signature_result, timestamp_authority), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("who stamped it") },
	{ FIELD(struct signature_result, timestamp_sub_indication), FIELD_WORD,
	  .flags = FIELD_OUT, .words = sub_indication_words,
	  .help = N_("why a time-stamp on it proves nothing (EN 319 102-1)") },
	{ FIELD(struct signature_result, timestamp_reason), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("the same for people, in one line") },
	{ FIELD(struct signature_result, judged_at), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("instant that the certificates were judged at") },
	{ FIELD(struct signature_result, revocation_source), FIELD_WORD,
	  .flags = FIELD_OUT, .words = revocation_source_words,
	  .help = N_("where the status of the certificate comes from") },
	{ FIELD(struct signature_result, revocation_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when that status was published") },
	{ FIELD(struct signature_result, revocation_next_update), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when the next one is due") },
	{ FIELD(struct signature_result, revocation_status), FIELD_WORD,
	  .flags = FIELD_OUT, .words = revocation_status_words,
	  .help = N_("status of the certificate") },
	{ FIELD(struct signature_result, revoked_at), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("when the certificate was revoked or suspended") },
	{ FIELD(struct signature_result, revocation_reason), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("why (RFC 5280, 5.3.1)") },
	{ FIELD(struct signature_result, covers), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = signature_covers_words,
	  .title = N_("Covers"), .help = N_("what the signature covers") },
	{ FIELD(struct signature_result, covered_bytes), FIELD_INTEGER,
	  .flags = FIELD_OUT, .help = N_("how far into the file it reaches") },
	{ FIELD(struct signature_result, trust_source), FIELD_WORD,
	  .flags = FIELD_OUT, .words = trust_source_words,
	  .help = N_("why the issuer is trusted") },
	{ FIELD(struct signature_result, trust_territory), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("country of the trusted list") },
	{ FIELD(struct signature_result, trust_provider), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("trust service provider in the list") },
	{ FIELD(struct signature_result, trust_service), FIELD_TEXT,
	  .flags = FIELD_OUT, .help = N_("its service in the list") },
	{ FIELD(struct signature_result, trust_granted), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("true if the service was granted then") },
	{ FIELD(struct signature_result, warnings), FIELD_TEXTS,
	  .flags = FIELD_OUT, .help = N_("what somebody should know") },
	{ FIELD(struct signature_result, certificate), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_LINES, .max = 96 * 1024,
	  .help = N_("the signer's certificate, PEM (RFC 7468)") },
	{ 0 }
};

const struct record signature_result_record = {
	.name = "signature_result",
	.title = N_("One signature of a file, verified"),
	.size = sizeof(struct signature_result),
	.fields = result_fields,
};

static const struct field report_fields[] = {
	{ FIELD(struct signature_report, file), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("File"),
	  .help = N_("the file") },
	{ FIELD(struct signature_report, sha256), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the file, lower-case hexadecimal") },
	{ FIELD(struct signature_report, size), FIELD_INTEGER,
	  .flags = FIELD_OUT, .help = N_("size of the file in bytes") },
	{ FIELD(struct signature_report, kind), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = signed_kind_words,
	  .title = N_("Kind"), .help = N_("kind of signed file") },
	{ FIELD(struct signature_report, indication), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = indication_words,
	  .title = N_("Indication"),
	  .help = N_("verdict of the worst signature (EN 319 102-1)") },
	{ FIELD(struct signature_report, sub_indication), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = sub_indication_words,
	  .title = N_("Sub-indication"),
	  .help = N_("why that one did not pass") },
	{ FIELD(struct signature_report, reason), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Reason"),
	  .help = N_("the same for people, in one line") },
	{ FIELD(struct signature_report, verified_at), FIELD_INSTANT,
	  .flags = FIELD_OUT,
	  .help = N_("when it was verified, or as of when") },
	{ FIELD(struct signature_report, content_sha256), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the content inside the signatures") },
	{ FIELD(struct signature_report, signatures), FIELD_RECORDS,
	  .flags = FIELD_OUT | FIELD_SHEETS, .record = &signature_result_record,
	  .help = N_("every signature") },
	{ FIELD(struct signature_report, findings), FIELD_TEXTS,
	  .flags = FIELD_OUT,
	  .help = N_("what was found in the file besides") },
	{ 0 }
};

const struct record signature_report_record = {
	.name = "signature_report",
	.title = N_("What the signatures of a file are worth"),
	.size = sizeof(struct signature_report),
	.fields = report_fields,
};
