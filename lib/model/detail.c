/* detail - the field tables of everything about one product */
#include <ipp/model/detail.h>

#include <ipp/model/evidence.h>
#include <ipp/model/message.h>
#include <ipp/model/status_change.h>

#define TEXT(type_, member_, title_, help_)                                    \
	{ FIELD(type_, member_), FIELD_TEXT,                                   \
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = title_, .help = help_ }
#define TIME(type_, member_, title_, help_)                                    \
	{ FIELD(type_, member_), FIELD_INSTANT,                                \
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = title_, .help = help_ }

static const struct field wish_fields[] = {
	{ FIELD(struct detail_wish, id), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_REQUIRED, .max = 30,
	  .help = N_("a product (USR...) or an order (ORD...)") },
	{ 0 }
};

const struct record detail_wish_record = {
	.name = "detail_wish",
	.title = N_("What to show"),
	.size = sizeof(struct detail_wish),
	.fields = wish_fields,
};

static const struct field issued_fields[] = {
	TEXT(struct issued, serial, N_("Serial"),
	     N_("serial number, upper-case hexadecimal")),
	TEXT(struct issued, purpose, N_("Purpose"),
	     N_("signature or authentication")),
	TEXT(struct issued, profile, N_("Profile"),
	     N_("certificate profile it follows")),
	{ FIELD(struct issued, subject), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("subject (RFC 4514)") },
	{ FIELD(struct issued, issuer), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("issuer (RFC 4514)") },
	{ FIELD(struct issued, fingerprint), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the certificate") },
	TIME(struct issued, not_before, N_("From"),
	     N_("first second of validity")),
	TIME(struct issued, not_after, N_("Until"),
	     N_("last second of validity")),
	{ FIELD(struct issued, issued_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("when it was signed; absent while reserved") },
	{ FIELD(struct issued, crl_reason), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("why it is on hold or revoked (RFC 5280, 5.3.1)") },
	TIME(struct issued, revoked_at, N_("Revoked"),
	     N_("since when it is on hold or revoked")),
	{ FIELD(struct issued, pem), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_LINES, .help = N_("the certificate") },
	{ 0 }
};

const struct record issued_record = {
	.name = "issued",
	.title = N_("A certificate of a product"),
	.size = sizeof(struct issued),
	.fields = issued_fields,
};

static const struct field sealed_fields[] = {
	TIME(struct sealed, sealed_at, N_("Sealed"),
	     N_("when the envelope was sealed")),
	TEXT(struct sealed, format, N_("Format"), N_("pdf or cms")),
	TEXT(struct sealed, passphrase_kind, N_("Passphrase"),
	     N_("generated, chosen or tax_code")),
	TEXT(struct sealed, sealed_by, N_("By"), N_("login of the operator")),
	TIME(struct sealed, void_at, N_("Void since"),
	     N_("when a later envelope replaced it")),
	{ 0 }
};

const struct record sealed_record = {
	.name = "sealed",
	.title = N_("An envelope that went out"),
	.size = sizeof(struct sealed),
	.fields = sealed_fields,
};

#define WORD(member_, words_, title_, help_)                                   \
	{ FIELD(struct asked, member_), FIELD_WORD,                            \
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = words_, .title = title_, \
	  .help = help_ }

static const struct field asked_fields[] = {
	{ FIELD(struct asked, request_id), FIELD_INTEGER, .flags = FIELD_OUT,
	  .help = N_("number of the request") },
	WORD(action, status_action_words, N_("Request"),
	     N_("what was asked for")),
	WORD(requester, requester_words, N_("Requester"),
	     N_("who asked for it")),
	{ FIELD(struct asked, third_party), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the organization that asked") },
	{ FIELD(struct asked, way), FIELD_WORD, .flags = FIELD_OUT,
	  .words = request_way_words, .help = N_("how the request came") },
	WORD(motive, motive_words, N_("Motive"), N_("why")),
	{ FIELD(struct asked, publication), FIELD_WORD, .flags = FIELD_OUT,
	  .words = publication_words,
	  .help = N_("how soon everybody must see it") },
	{ FIELD(struct asked, status_note), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("what else should be known of the request") },
	{ FIELD(struct asked, attachment), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of its file") },
	TEXT(struct asked, done_by, N_("By"), N_("login of the operator")),
	TIME(struct asked, received_at, N_("Received"),
	     N_("when it reached the desk")),
	TIME(struct asked, publish_by, N_("Public by"),
	     N_("when everybody must be able to see it")),
	{ FIELD(struct asked, done_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("when it was carried out") },
	TIME(struct asked, published_at, N_("Published"),
	     N_("when a list that tells it went out")),
	{ 0 }
};

const struct record asked_record = {
	.name = "asked",
	.title = N_("A request to suspend, reinstate or revoke"),
	.size = sizeof(struct asked),
	.fields = asked_fields,
};

static const struct field suspended_fields[] = {
	TIME(struct suspended, started_at, N_("From"), N_("when it began")),
	TIME(struct suspended, ends_at, N_("Until"),
	     N_("when it ends as it was asked for")),
	{ FIELD(struct suspended, at_end), FIELD_WORD, .flags = FIELD_OUT,
	  .words = suspension_end_words,
	  .help = N_("what becomes of it then") },
	TIME(struct suspended, ended_at, N_("Ended"), N_("when it ended")),
	{ FIELD(struct suspended, ended_how), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = suspension_how_words,
	  .title = N_("How"), .help = N_("what ended it") },
	TEXT(struct suspended, ended_by, N_("By"),
	     N_("login of the operator")),
	{ 0 }
};

const struct record suspended_record = {
	.name = "suspended",
	.title = N_("An interval in which a product was suspended"),
	.size = sizeof(struct suspended),
	.fields = suspended_fields,
};

static const struct field event_fields[] = {
	{ FIELD(struct event, entry_id), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT, .title = N_("Entry"),
	  .help = N_("number of the journal entry") },
	TIME(struct event, at, N_("When"), N_("when it happened")),
	TEXT(struct event, event, N_("Event"), N_("what happened")),
	TEXT(struct event, operator_login, N_("By"),
	     N_("login of the operator")),
	{ FIELD(struct event, detail), FIELD_JSON, .flags = FIELD_OUT,
	  .help = N_("what the journal says of it") },
	{ 0 }
};

const struct record event_record = {
	.name = "event",
	.title = N_("An entry of the journal"),
	.size = sizeof(struct event),
	.fields = event_fields,
};

#define OUT(member_, type_, help_, ...)                                        \
	{ FIELD(struct detail, member_), type_, .flags = FIELD_OUT,            \
	  .help = help_, __VA_ARGS__ }
#define PLAIN(member_, type_, help_)                                           \
	{ FIELD(struct detail, member_), type_, .flags = FIELD_OUT,            \
	  .help = help_ }

static const struct field fields[] = {
	OUT(order_id, FIELD_ID, N_("the order"), .prefix = "ORD"),
	OUT(user_id, FIELD_ID, N_("the product"), .prefix = "USR"),
	PLAIN(external_code, FIELD_TEXT, N_("the customer's own key")),
	PLAIN(product, FIELD_TEXT, N_("code of the product")),
	OUT(status, FIELD_WORD, N_("where it is in its life"),
	    .words = product_status_words),
	OUT(recognition, FIELD_WORD, N_("how the holder is recognised"),
	    .words = recognition_words),
	PLAIN(unit, FIELD_TEXT, N_("code of the unit")),
	PLAIN(created_by_login, FIELD_TEXT, N_("who made the request")),
	PLAIN(handed_in_by_login, FIELD_TEXT, N_("who handed in the papers")),
	PLAIN(recognised_by_login, FIELD_TEXT, N_("who recognised the holder")),
	PLAIN(reviewed_by_login, FIELD_TEXT, N_("who reviewed the papers")),
	PLAIN(issued_by_login, FIELD_TEXT, N_("who had it issued")),
	PLAIN(created_at, FIELD_INSTANT, N_("when it was asked for")),
	PLAIN(submitted_at, FIELD_INSTANT, N_("when it was submitted")),
	PLAIN(status_at, FIELD_INSTANT, N_("when it took this status")),
	PLAIN(activated_at, FIELD_INSTANT, N_("when it was issued")),
	PLAIN(valid_until, FIELD_INSTANT, N_("when its certificate ends")),
	OUT(holder_id, FIELD_ID, N_("the holder's registry entry"),
	    .prefix = "HLD"),
	PLAIN(iut, FIELD_TEXT, N_("the holder's identifier at the issuer")),
	PLAIN(serial, FIELD_TEXT, N_("serial number of the certificate")),
	PLAIN(device_serial, FIELD_TEXT, N_("serial number of the device")),
	PLAIN(device_label, FIELD_TEXT, N_("label of the device")),
	PLAIN(device_manufacturer, FIELD_TEXT, N_("who made the device")),
	PLAIN(device_model, FIELD_TEXT, N_("what the device is")),
	PLAIN(reason, FIELD_TEXT, N_("why it was sent back or cancelled")),
	OUT(renews, FIELD_ID, N_("the product that it renews"),
	    .prefix = "USR"),
	OUT(renewed_by, FIELD_ID, N_("the product that renews it"),
	    .prefix = "USR"),
	PERSON_FIELDS(struct detail, FIELD_OUT),
	DOCUMENT_FIELDS(struct detail, FIELD_OUT),
	PLAIN(validity, FIELD_INTEGER, N_("validity asked for, in months")),
	PLAIN(organization_name, FIELD_TEXT, N_("organization in the role")),
	PLAIN(organization_identifier, FIELD_TEXT, N_("its identifier")),
	PLAIN(title, FIELD_TEXT, N_("the role")),
	PLAIN(istat_code, FIELD_TEXT, N_("ISTAT code of the profession")),
	PLAIN(limit_text, FIELD_TEXT, N_("limit of use")),
	PLAIN(consent_privacy, FIELD_BOOLEAN, N_("privacy policy read")),
	PLAIN(consent_terms, FIELD_BOOLEAN, N_("terms accepted")),
	PLAIN(consent_marketing, FIELD_BOOLEAN, N_("advertising agreed to")),
	PLAIN(privacy_version, FIELD_TEXT, N_("privacy policy consented to")),
	OUT(language, FIELD_WORD, N_("language of forms and mails"),
	    .words = language_words),
	PLAIN(message, FIELD_TEXT, N_("text for the holder")),
	PLAIN(note, FIELD_TEXT, N_("note for colleagues")),
	OUT(certificates, FIELD_RECORDS, N_("its certificates"),
	    .record = &issued_record),
	OUT(requests, FIELD_RECORDS, N_("requests to suspend or revoke it"),
	    .record = &asked_record),
	OUT(suspensions, FIELD_RECORDS, N_("when it was suspended"),
	    .record = &suspended_record),
	OUT(evidence, FIELD_RECORDS, N_("what proves who the holder is"),
	    .record = &evidence_record),
	OUT(envelopes, FIELD_RECORDS, N_("envelopes of its activation codes"),
	    .record = &sealed_record),
	OUT(messages, FIELD_RECORDS, N_("messages about it"),
	    .record = &message_record),
	OUT(events, FIELD_RECORDS, N_("what happened to it"),
	    .record = &event_record),
	{ 0 }
};

const struct record detail_record = {
	.name = "detail",
	.title = N_("Everything about one product"),
	.size = sizeof(struct detail),
	.fields = fields,
};
