/* status_change - when a certificate may be suspended or revoked, and how */
#ifndef IPP_RULE_STATUS_CHANGE_H
#define IPP_RULE_STATUS_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

/* What is known of a request before it is judged. Times are seconds since
 * 1970; ABSENT where the request does not say. */
struct status_wish {
	int64_t action;	   /* enum status_action */
	int64_t requester; /* enum requester */
	const char *third_party;
	bool third_party_stands; /* in the certificate */
	int64_t motive;	     /* enum motive; ABSENT to reinstate */
	int64_t publication; /* enum publication */
	bool has_attachment;
	int64_t received_at, compromised_at;
	int64_t activated_at, valid_until, now;
};

/* What follows from it. */
struct status_plan {
	int64_t requester, publication;
	int64_t received_at, due_at;
	int64_t reason;	       /* enum revocation_reason */
	const char *crl_reason; /* as RFC 5280, 5.3.1, spells it */
	bool is_hastened; /* asked for within 24 hours, must be within one */
	bool is_late;	  /* due_at has passed */
};

/*
 * Judges a request, all its mistakes at once. A compromised key is public
 * within the hour whatever was asked for; a suspension, too. Withdrawal from
 * the contract needs the contract. A third party may act only where it stands
 * in the certificate (AgID, Determinazione 147/2019). REFUSED
 * `certificate_expired`, `third_party_not_named`; DATA `third_party_missing`,
 * `third_party_unused`, `attachment_missing`, `received_in_future`,
 * `received_too_early`, `compromised_in_future`, `compromised_unused`.
 */
enum status status_change_judge(const struct status_wish *wish,
				struct status_plan *ret, struct error *err);

/* How long a suspension may last, and what becomes of it then. */
struct suspension_limits {
	int64_t max_days; /* ABSENT: 180 */
	int64_t at_end;	  /* enum suspension_end; ABSENT: reinstate */
};

/* When a suspension ends that begins now. With `until` the certificate is
 * reinstated then; without one (ABSENT) it lasts as long as it may, at most
 * until the certificate expires, and what follows is what the limits say (DPCM
 * 30 March 2009, 24). DATA `until_in_past`, `until_too_late`,
 * `until_after_expiry`; CONFIG `suspension_limits`. */
enum status suspension_judge(const struct status_wish *wish, int64_t until,
			     const struct suspension_limits *limits,
			     int64_t *ends_at, int64_t *at_end,
			     struct error *err);

/* Until when no emergency code of a product is looked at after so many wrong
 * ones in a row: after five 15 minutes, after each five more twice as long, at
 * most a day; 0 in between. */
int64_t emergency_lock(int64_t failures, int64_t now);

/* The same of an operator after so many wrong ones within a day, whatever
 * product they were for: after twenty 15 minutes, and so on. */
int64_t emergency_operator_lock(int64_t failures, int64_t now);

/* The name of a reason (enum revocation_reason) in RFC 5280, 5.3.1. */
const char *revocation_reason_name(int64_t reason);

#endif
