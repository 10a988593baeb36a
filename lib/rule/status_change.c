/* status_change - when a certificate may be suspended or revoked, and how */
#include <ipp/rule/status_change.h>

#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/status_change.h>

#define HOUR_SECONDS	       ((int64_t)3600)
#define SUSPENSION_DAYS	       180
#define SUSPENSION_DAYS_MAX    1100
#define EMERGENCY_TRIES	       5
#define EMERGENCY_OPERATOR_TRIES 20
#define EMERGENCY_LOCK_SECONDS ((int64_t)900)

/* What a motive means for relying parties. */
static const struct motive_row {
	int64_t reason, publication;
	bool is_forced;	     /* the publication is not to be chosen */
	bool needs_contract; /* as attachment */
} rows[] = {
	[MOTIVE_CONTRACT_WITHDRAWAL] = { REASON_CESSATION_OF_OPERATION,
					 PUBLICATION_NORMAL, false, true },
	[MOTIVE_KEY_COMPROMISED] = { REASON_KEY_COMPROMISE,
				     PUBLICATION_IMMEDIATE, true, false },
	[MOTIVE_ROLE_REVOKED] = { REASON_AFFILIATION_CHANGED,
				  PUBLICATION_NORMAL, false, false },
	[MOTIVE_DEVICE_UNUSABLE] = { REASON_SUPERSEDED, PUBLICATION_NORMAL,
				     false, false },
	[MOTIVE_DATA_CHANGED] = { REASON_AFFILIATION_CHANGED,
				  PUBLICATION_NORMAL, false, false },
	[MOTIVE_OFFICE_PROCEDURE] = { REASON_PRIVILEGE_WITHDRAWN,
				      PUBLICATION_NORMAL, false, false },
	[MOTIVE_LOSS] = { REASON_CERTIFICATE_HOLD, PUBLICATION_IMMEDIATE, true,
			  false },
	[MOTIVE_DISUSE] = { REASON_CERTIFICATE_HOLD, PUBLICATION_IMMEDIATE,
			    true, false },
	[MOTIVE_VERIFICATION] = { REASON_CERTIFICATE_HOLD,
				  PUBLICATION_IMMEDIATE, true, false },
	[MOTIVE_OTHER] = { REASON_CERTIFICATE_HOLD, PUBLICATION_IMMEDIATE,
			   true, false },
};

static const struct motive_row reinstating = { REASON_REMOVE_FROM_CRL,
					       PUBLICATION_NORMAL, false,
					       false };

const char *revocation_reason_name(int64_t reason)
{
	static const char *const names[] = {
		[REASON_UNSPECIFIED] = "unspecified",
		[REASON_KEY_COMPROMISE] = "keyCompromise",
		[REASON_AFFILIATION_CHANGED] = "affiliationChanged",
		[REASON_SUPERSEDED] = "superseded",
		[REASON_CESSATION_OF_OPERATION] = "cessationOfOperation",
		[REASON_CERTIFICATE_HOLD] = "certificateHold",
		[REASON_REMOVE_FROM_CRL] = "removeFromCRL",
		[REASON_PRIVILEGE_WITHDRAWN] = "privilegeWithdrawn",
	};

	return names[reason];
}

static enum status third_party_judge(const struct status_wish *wish,
				     int64_t requester, struct error *err)
{
	bool is_one = requester == REQUESTER_THIRD_PARTY;

	if (is_one && !wish->third_party)
		return error_add(err, DATA, "third_party_missing",
				 "third_party",
				 "a third party must be named; give the "
				 "organization with --third-party");
	if (!is_one && wish->third_party)
		return error_add(err, DATA, "third_party_unused",
				 "third_party",
				 "\"%s\" is no third party here; give "
				 "--requester=third_party, or leave it out",
				 wish->third_party);
	if (is_one && !wish->third_party_stands)
		return error_add(err, REFUSED, "third_party_not_named",
				 "third_party",
				 "\"%s\" does not stand in the certificate, so "
				 "it may not ask for this; have the holder or "
				 "the certifier ask",
				 wish->third_party);
	return OK;
}

static enum status received_judge(const struct status_wish *wish,
				  struct error *err)
{
	if (wish->received_at == ABSENT)
		return OK;
	if (wish->received_at > wish->now)
		return error_add(err, DATA, "received_in_future",
				 "received_at",
				 "the request cannot come from the future; "
				 "correct the time");
	if (wish->received_at < wish->activated_at)
		return error_add(err, DATA, "received_too_early",
				 "received_at",
				 "the request cannot be older than the "
				 "certificate; correct the time");
	return OK;
}

static enum status compromised_judge(const struct status_wish *wish,
				     struct error *err)
{
	if (wish->compromised_at == ABSENT)
		return OK;
	if (wish->motive != MOTIVE_KEY_COMPROMISED)
		return error_add(err, DATA, "compromised_unused",
				 "compromised_at",
				 "the motive is not that the key is "
				 "compromised; leave out since when, or give "
				 "that motive");
	if (wish->compromised_at > wish->now)
		return error_add(err, DATA, "compromised_in_future",
				 "compromised_at",
				 "the key cannot have been compromised in the "
				 "future; correct the time");
	return OK;
}

static enum status paper_judge(const struct status_wish *wish,
			       const struct motive_row *row, struct error *err)
{
	if (!row->needs_contract || wish->has_attachment)
		return OK;
	return error_add(err, DATA, "attachment_missing", "attachment",
			 "to withdraw from the contract its withdrawal is "
			 "needed; give it with --attachment");
}

enum status suspension_judge(const struct status_wish *wish, int64_t until,
			     const struct suspension_limits *limits,
			     int64_t *ends_at, int64_t *at_end,
			     struct error *err)
{
	int64_t days = limits->max_days == ABSENT ? SUSPENSION_DAYS
						  : limits->max_days;
	int64_t last = wish->now + days * DAY_SECONDS;

	if (days < 1 || days > SUSPENSION_DAYS_MAX)
		return error_set(err, CONFIG, "suspension_limits",
				 "suspension_max_days",
				 "a suspension may last 1 to %d days; correct "
				 "max_days in section [suspension]",
				 SUSPENSION_DAYS_MAX);
	if (until == ABSENT) {
		*ends_at = last < wish->valid_until ? last : wish->valid_until;
		*at_end = limits->at_end == ABSENT ? AT_END_REINSTATE
						   : limits->at_end;
		return OK;
	}
	if (until <= wish->now)
		return error_set(err, DATA, "until_in_past", "until",
				 "a suspension ends in the future; give a "
				 "later time");
	if (until > wish->valid_until)
		return error_set(err, DATA, "until_after_expiry", "until",
				 "the certificate expires before the "
				 "suspension would end; give an earlier time, "
				 "or revoke it");
	if (until > last)
		return error_set(err, DATA, "until_too_late", "until",
				 "a suspension lasts %lld days at most; give "
				 "an earlier time",
				 (long long)days);
	*ends_at = until;
	*at_end = AT_END_REINSTATE;
	return OK;
}

static int64_t lock_after(int64_t tries, int64_t failures, int64_t now)
{
	int64_t seconds = EMERGENCY_LOCK_SECONDS;

	if (failures == 0 || failures % tries != 0)
		return 0;
	for (int64_t n = failures / tries; n > 1 && seconds < DAY_SECONDS; n--)
		seconds *= 2;
	return now + (seconds < DAY_SECONDS ? seconds : DAY_SECONDS);
}

int64_t emergency_lock(int64_t failures, int64_t now)
{
	return lock_after(EMERGENCY_TRIES, failures, now);
}

int64_t emergency_operator_lock(int64_t failures, int64_t now)
{
	return lock_after(EMERGENCY_OPERATOR_TRIES, failures, now);
}

enum status status_change_judge(const struct status_wish *wish,
				struct status_plan *ret, struct error *err)
{
	const struct motive_row *row =
	    wish->motive == ABSENT ? &reinstating : &rows[wish->motive];
	struct status_plan plan = { .reason = row->reason };
	enum status rc = OK;

	if (wish->valid_until < wish->now)
		rc = error_add(err, REFUSED, "certificate_expired", "user_id",
			       "the certificate has expired, so nobody relies "
			       "on it any more; leave it as it is");
	plan.requester =
	    wish->requester == ABSENT ? REQUESTER_OWNER : wish->requester;
	rc = status_worse(rc, third_party_judge(wish, plan.requester, err));
	rc = status_worse(rc, paper_judge(wish, row, err));
	rc = status_worse(rc, received_judge(wish, err));
	rc = status_worse(rc, compromised_judge(wish, err));
	if (rc != OK)
		return rc;
	plan.publication = row->is_forced || wish->publication == ABSENT
			       ? row->publication
			       : wish->publication;
	plan.is_hastened = wish->publication == PUBLICATION_NORMAL &&
			   plan.publication == PUBLICATION_IMMEDIATE;
	plan.received_at =
	    wish->received_at == ABSENT ? wish->now : wish->received_at;
	plan.due_at = plan.received_at +
		      (plan.publication == PUBLICATION_IMMEDIATE ? HOUR_SECONDS
								 : DAY_SECONDS);
	plan.is_late = plan.due_at < wish->now;
	plan.crl_reason = revocation_reason_name(plan.reason);
	*ret = plan;
	return OK;
}
