/* detail - everything about one product, as the detail pages show it */
#ifndef IPP_MODEL_DETAIL_H
#define IPP_MODEL_DETAIL_H

#include <ipp/model/person.h>

/* The record `detail_wish`: what to show. */
struct detail_wish {
	const char *id; /* ORD… shows all products of the order, USR… one */
};
extern const struct record detail_wish_record;

/* The record `issued`: a certificate of the product. */
struct issued {
	const char *serial, *purpose, *profile, *subject, *issuer, *fingerprint;
	int64_t not_before, not_after, issued_at;
	const char *crl_reason; /* NULL: it is good */
	int64_t revoked_at;
	const char *pem;
};
extern const struct record issued_record;

/* The record `sealed`: an envelope that went out. */
struct sealed {
	const char *format, *passphrase_kind, *sealed_by;
	int64_t sealed_at, void_at;
};
extern const struct record sealed_record;

/* The record `asked`: a request to suspend, reinstate or revoke. */
struct asked {
	int64_t request_id, action, requester;
	const char *third_party;
	int64_t way, motive, publication;
	const char *status_note, *attachment, *done_by;
	int64_t received_at, publish_by, done_at, published_at;
};
extern const struct record asked_record;

/* The record `suspended`: an interval in which it was on hold. */
struct suspended {
	int64_t started_at, ends_at;
	int64_t at_end;		     /* enum suspension_end */
	int64_t ended_at, ended_how; /* enum suspension_how; ABSENT: open */
	const char *ended_by;
};
extern const struct record suspended_record;

/* The record `event`: an entry of the journal. */
struct event {
	int64_t entry_id, at;
	const char *event, *operator_login;
	struct json *detail;
};
extern const struct record event_record;

/* The record `detail`. */
struct detail {
	int64_t order_id, user_id;
	const char *external_code, *product;
	int64_t status, recognition;
	const char *unit, *created_by_login, *handed_in_by_login;
	const char *recognised_by_login, *reviewed_by_login, *issued_by_login;
	int64_t created_at, submitted_at, status_at, activated_at, valid_until;
	int64_t holder_id;
	const char *iut, *serial, *device_serial, *reason;
	int64_t renews, renewed_by; /* user_id, or ABSENT */
	const char *device_label, *device_manufacturer, *device_model;
	struct person person;
	struct identity_document document;
	int64_t validity;
	const char *organization_name, *organization_identifier;
	const char *title, *istat_code, *limit_text;
	int64_t consent_privacy, consent_terms, consent_marketing;
	const char *privacy_version;
	int64_t language;
	const char *message, *note;
	struct records certificates, requests, suspensions;
	struct records evidence, envelopes, messages, events;
};
extern const struct record detail_record;

#endif
