/* status_change - requests to suspend, reinstate and revoke, and their words */
#ifndef IPP_MODEL_STATUS_CHANGE_H
#define IPP_MODEL_STATUS_CHANGE_H

#include <ipp/model/field.h>

enum status_action { ACTION_SUSPEND, ACTION_REINSTATE, ACTION_REVOKE };
extern const struct word status_action_words[];

enum requester { REQUESTER_OWNER, REQUESTER_CERTIFIER, REQUESTER_THIRD_PARTY };
extern const struct word requester_words[];

/* How soon everybody must be able to see it. */
enum publication { PUBLICATION_NORMAL, PUBLICATION_IMMEDIATE };
extern const struct word publication_words[];

/* Those of a revocation, then those of a suspension. */
enum motive {
	MOTIVE_CONTRACT_WITHDRAWAL,
	MOTIVE_KEY_COMPROMISED,
	MOTIVE_ROLE_REVOKED,
	MOTIVE_DEVICE_UNUSABLE,
	MOTIVE_DATA_CHANGED,
	MOTIVE_OFFICE_PROCEDURE,
	MOTIVE_LOSS,
	MOTIVE_DISUSE,
	MOTIVE_VERIFICATION,
	MOTIVE_OTHER,
};
extern const struct word motive_words[];
extern const struct word revocation_motive_words[];
extern const struct word suspension_motive_words[]; /* from MOTIVE_LOSS on */

/* How a request reached us: at the desk, or on the telephone with the holder's
 * emergency code. */
enum request_way { WAY_DESK, WAY_EMERGENCY };
extern const struct word request_way_words[];

/* What becomes of a suspension at its end. */
enum suspension_end { AT_END_REINSTATE, AT_END_REVOKE };
extern const struct word suspension_end_words[];

/* What ended it. */
enum suspension_how {
	ENDED_BY_END,
	ENDED_BY_LIFT,
	ENDED_BY_REVOCATION,
	ENDED_BY_EXPIRY,
};
extern const struct word suspension_how_words[];

/* CRLReason, RFC 5280, 5.3.1. */
enum revocation_reason {
	REASON_UNSPECIFIED = 0,
	REASON_KEY_COMPROMISE = 1,
	REASON_AFFILIATION_CHANGED = 3,
	REASON_SUPERSEDED = 4,
	REASON_CESSATION_OF_OPERATION = 5,
	REASON_CERTIFICATE_HOLD = 6,
	REASON_REMOVE_FROM_CRL = 8,
	REASON_PRIVILEGE_WITHDRAWN = 9,
};

/* A row of table `status_requests`. */
struct status_request {
	int64_t request_id, user_id;
	int64_t action;		 /* enum status_action */
	int64_t requester;	 /* enum requester */
	const char *third_party; /* organization; of a third party */
	int64_t way;		 /* enum request_way */
	int64_t motive;		 /* enum motive; ABSENT to reinstate */
	int64_t publication;	 /* enum publication */
	const char *note;
	const unsigned char *attachment; /* SHA-256 of an object, or NULL */
	int64_t received_at, due_at, done_at, done_by;
	int64_t change_id;    /* the last change that it made */
	int64_t published_at; /* ABSENT: not yet */
};

/* A row of table `suspensions`. */
struct suspension {
	int64_t suspension_id, user_id, request_id;
	int64_t started_at, ends_at;
	int64_t at_end;		     /* enum suspension_end */
	int64_t ended_at, ended_how; /* enum suspension_how; ABSENT: open */
	int64_t ended_by, end_request_id;
};

/* The record `revocation`: a product to be revoked, and who asks why. */
struct revocation {
	int64_t user_id;
	int64_t requester; /* enum requester */
	const char *third_party;
	int64_t motive;	     /* enum motive */
	int64_t publication; /* enum publication; ABSENT: as the motive has it */
	int64_t received_at, compromised_at;
	const char *attachment; /* path */
	const char *status_note;
};
extern const struct record revocation_record;

/* The record `suspension_wish`: a product to be suspended, and who asks why;
 * also one to be reinstated. */
struct suspension_wish {
	int64_t user_id;
	int64_t requester; /* enum requester */
	const char *third_party;
	int64_t motive; /* of suspension_motive_words */
	int64_t until;
	int64_t received_at;
	const char *attachment; /* path */
	const char *status_note;
};
extern const struct record suspension_wish_record;

/* The record `emergency_wish`: what a holder says on the telephone. */
struct emergency_wish {
	int64_t user_id;
	const char *iut; /* instead of user_id */
	const char *erc;
	int64_t until;
	const char *status_note;
};
extern const struct record emergency_wish_record;

/* The record `status_change`: what became of a product. */
struct status_change {
	int64_t order_id, user_id;
	const char *product;
	int64_t status; /* enum product_status */
	const char *surname, *given_name;
	const char *serial;
	int64_t requester, motive, publication;
	const char *crl_reason; /* as RFC 5280 spells it */
	int64_t revoked_at, suspended_until, publish_by;
	int64_t existing; /* 1: it was so before */
	struct texts warnings;
};
extern const struct record status_change_record;

#endif
