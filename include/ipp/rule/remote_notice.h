/* remote_notice - what is to be said of a remote certificate */
#ifndef IPP_RULE_REMOTE_NOTICE_H
#define IPP_RULE_REMOTE_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/model/remote_notice.h>
#include <ipp/rule/expiry.h>

/* What was said last of one matter. */
struct remote_told {
	int64_t occurrence; /* as of remote_notice_facts; ABSENT: nothing */
	int64_t at;	    /* when */
	int64_t count;	    /* on so many days, or thresholds */
	int64_t threshold;  /* days: which, or ABSENT */
};

/* What the store knows of a certificate. */
struct remote_notice_facts {
	bool is_silent;	     /* of no use to us: blocked, or its authority is */
	bool is_key_disabled, is_suspended, is_revoked; /* at the authority */
	bool is_expired;     /* likewise, whatever not_after says */
	bool is_refused;     /* reading it again was refused */
	bool is_lost;	     /* withdrawn, as an answer did not get here */
	int64_t change;	     /* counts the changes of all these */
	int64_t registered_at, not_after, muted_until;
	/* of the newest grant; ABSENT: there is none */
	int64_t grant_id, granted_at, access_ends_at, withdrawn_at;
	int64_t signature_limit, signatures_used;
	/* of its authority */
	int64_t days, percent; /* ABSENT: no such notice */
	bool by_threshold;
	struct expiry_notices thresholds;
	struct remote_told told[REMOTE_NOTICE_COUNT];
};

/* One thing that is so now. */
struct remote_notice_item {
	enum remote_notice_kind kind;
	bool is_new;	    /* nobody was told today, or of this threshold */
	int64_t occurrence; /* of the grant or the change that it is about */
	int64_t ends_at;    /* of an end; or ABSENT */
	int64_t left;	    /* days of the calendar (UTC) until then */
	int64_t percent;    /* of the signatures, or ABSENT */
	int64_t threshold;  /* days: the one that is reached, or ABSENT */
	int64_t count;	    /* so often it is told, this time included */
};

struct remote_notice_verdict {
	struct remote_notice_item items[REMOTE_NOTICE_COUNT]; /* worst first */
	size_t count;
	bool is_muted; /* they are so, and nobody is told */
	/* As long as no fact changes: when there is something, and when there
	 * is something to tell next; ABSENT: never. */
	int64_t notice_at, tell_at;
	/* With so many signatures used there is something else; or ABSENT. */
	int64_t notice_signatures;
};

/*
 * Judges a certificate at an instant. An end is near in the last `days` days
 * of the calendar (UTC), though not on the day of the grant itself; or with
 * thresholds from the largest that lies within the grant. Signatures are near
 * their limit from `percent` percent on.
 *
 * What is near is told each day, or each threshold of each grant once: of those
 * that were missed only the nearest. What has come to its end, was withdrawn,
 * revoked, suspended, disabled or refused is told each day, too, but no more
 * than `days` + 1 times; with thresholds once. A clock that was put back by a
 * day or less repeats nothing; what was told by one that was further ahead
 * does not count.
 *
 * What makes another matter idle silences it: of a certificate that is over
 * nobody hears that its access ends.
 */
void remote_notice_judge(const struct remote_notice_facts *facts, int64_t now,
			 struct remote_notice_verdict *ret);

#define REMOTE_NOTICE_CRITICAL_DAYS 1 /* unless somebody says otherwise */

/* How bad an item is: what is over is critical, and what ends within
 * `critical_days` days; all else is a warning. An enum severity. */
enum severity remote_notice_severity(const struct remote_notice_item *item,
				     int64_t critical_days);

#endif
