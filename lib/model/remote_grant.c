/* remote_grant - the field tables of access and of remote signatures */
#include <ipp/model/remote_grant.h>

#include <ipp/base/text.h>

#define KNOWN (FIELD_OUT | FIELD_STORED)

const struct word remote_end_reason_words[] = {
	[REMOTE_END_DAYS] = { "access_days", N_("The authority's limit") },
	[REMOTE_END_HOLDER] = { "holder_date", N_("The holder's date") },
	[REMOTE_END_CERTIFICATE] = { "certificate",
				     N_("End of the certificate") },
	{ 0 }
};

const struct word remote_signing_state_words[] = {
	[REMOTE_RESERVED] = { "reserved", N_("Reserved") },
	[REMOTE_SIGNED] = { "signed", N_("Signed") },
	[REMOTE_REFUSED] = { "refused", N_("Refused") },
	[REMOTE_UNKNOWN] = { "unknown", N_("Unknown") },
	{ 0 }
};

#define GRANT(member_) FIELD(struct remote_grant, member_)

static const struct field grant_fields[] = {
	{ GRANT(grant_id), FIELD_ID, .flags = KNOWN | FIELD_COLUMN,
	  .prefix = "GRN", .title = N_("Grant"), .help = N_("the grant") },
	{ GRANT(client_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ GRANT(certificate_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ GRANT(granted_at), FIELD_INSTANT, .flags = KNOWN | FIELD_COLUMN,
	  .title = N_("Granted"), .help = N_("when access was granted") },
	{ GRANT(granted_by), FIELD_ID, .flags = FIELD_STORED, .prefix = "OPR" },
	{ GRANT(granted_by_login), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("By"),
	  .help = N_("the operator at whose desk") },
	{ GRANT(access_days), FIELD_INTEGER, .flags = KNOWN,
	  .help = N_("days after which access ends at this authority") },
	{ GRANT(holder_ends_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("end that the holder chose") },
	{ GRANT(certificate_ends_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("end of the certificate") },
	{ GRANT(access_ends_at), FIELD_INSTANT, .flags = KNOWN | FIELD_COLUMN,
	  .title = N_("Ends"),
	  .help = N_("end of the access: the earliest "
		     "of these") },
	{ GRANT(access_end_reason), FIELD_WORD, .flags = KNOWN,
	  .words = remote_end_reason_words, .help = N_("which of them") },
	{ GRANT(signature_limit), FIELD_INTEGER,
	  .flags = KNOWN | FIELD_RIGHT | FIELD_COLUMN, .title = N_("Limit"),
	  .help = N_("signatures after which access ends") },
	{ GRANT(signatures_used), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_RIGHT | FIELD_COLUMN, .title = N_("Used"),
	  .help = N_("signatures counted") },
	{ GRANT(is_current), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("whether no other followed it") },
	{ GRANT(access_token_ends_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("until when the token that is kept can be used") },
	{ GRANT(has_refresh_token), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("whether a token is kept that gets another one") },
	{ GRANT(refresh_asked_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("when another token was asked for and no answer came, or "
		     "was kept: it is unknown whether the one that is kept is "
		     "still good") },
	{ GRANT(withdrawn_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("when it was withdrawn, or seen to be") },
	{ GRANT(withdrawn_reason), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("why, in the words of who said so") },
	{ 0 }
};

const struct record remote_grant_record = {
	.name = "remote_grant",
	.title = N_("Access to a remote certificate"),
	.size = sizeof(struct remote_grant),
	.fields = grant_fields,
};

#define SIGNING(member_) FIELD(struct remote_signing, member_)

static const struct field signing_fields[] = {
	{ SIGNING(signing_id), FIELD_ID, .flags = KNOWN | FIELD_COLUMN,
	  .prefix = "SGN", .title = N_("Signing"),
	  .help = N_("the call to the authority") },
	{ SIGNING(client_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ SIGNING(certificate_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ SIGNING(grant_id), FIELD_ID, .flags = KNOWN, .prefix = "GRN",
	  .help = N_("the grant that it is counted against") },
	{ SIGNING(asked_by), FIELD_ID, .flags = FIELD_STORED, .prefix = "OPR" },
	{ SIGNING(asked_by_login), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("By"),
	  .help = N_("the operator who signed") },
	{ SIGNING(state), FIELD_WORD, .flags = KNOWN | FIELD_COLUMN,
	  .words = remote_signing_state_words, .title = N_("State"),
	  .help = N_("what came of it") },
	{ SIGNING(signatures), FIELD_INTEGER,
	  .flags = KNOWN | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Signatures"), .help = N_("how many were asked for") },
	{ SIGNING(algorithm), FIELD_TEXT, .flags = KNOWN,
	  .help = N_("the signature algorithm (OID)") },
	{ SIGNING(reserved_at), FIELD_INSTANT, .flags = KNOWN | FIELD_COLUMN,
	  .title = N_("Asked"), .help = N_("when") },
	{ SIGNING(settled_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("when what came of it was known") },
	{ SIGNING(refusal), FIELD_TEXT, .flags = KNOWN,
	  .help = N_("what the authority said, in its own words") },
	{ 0 }
};

const struct record remote_signing_record = {
	.name = "remote_signing",
	.title = N_("Signatures asked of an authority, in one call"),
	.size = sizeof(struct remote_signing),
	.fields = signing_fields,
};
