/* remote_notice - what is to be said of a remote certificate, and when */
#include <ipp/rule/remote_notice.h>

#include <ipp/base/time.h>
#include <ipp/model/health.h>

struct judging {
	const struct remote_notice_facts *facts;
	int64_t now;
	struct remote_notice_verdict *verdict;
};

static int64_t day_of(int64_t at)
{
	return at / DAY_SECONDS - (at % DAY_SECONDS < 0);
}

/* The least of those that lie ahead. */
static void earlier(int64_t *least, int64_t at, int64_t now)
{
	if (at != ABSENT && at > now && (*least == ABSENT || at < *least))
		*least = at;
}

static void tell_next(struct judging *it, int64_t at)
{
	earlier(&it->verdict->tell_at, at, it->now);
}

/* Something is so from then on, and told. */
static void notice_next(struct judging *it, int64_t at)
{
	earlier(&it->verdict->notice_at, at, it->now);
	tell_next(it, at);
}

static int64_t occurrence_of(const struct remote_notice_facts *facts,
			     enum remote_notice_kind kind)
{
	switch (kind) {
	case NOTICE_ACCESS_ENDED:
	case NOTICE_ACCESS_USED_UP:
	case NOTICE_ACCESS_WITHDRAWN:
	case NOTICE_ACCESS_LOST:
	case NOTICE_ACCESS_ENDING:
	case NOTICE_ACCESS_FILLING:
		return facts->grant_id;
	default:
		return facts->change;
	}
}

/* What was said of this occurrence, by a clock that was not far ahead. */
static const struct remote_told *told_find(const struct judging *it,
					   enum remote_notice_kind kind)
{
	static const struct remote_told nothing = { .occurrence = ABSENT,
						    .threshold = ABSENT };
	const struct remote_told *told = &it->facts->told[kind];

	if (told->occurrence == ABSENT ||
	    told->occurrence != occurrence_of(it->facts, kind) ||
	    told->at - DAY_SECONDS > it->now)
		return &nothing;
	return told;
}

static struct remote_notice_item *item_add(struct judging *it,
					   enum remote_notice_kind kind)
{
	struct remote_notice_item *ret =
	    &it->verdict->items[it->verdict->count++];

	*ret = (struct remote_notice_item){
		.kind = kind,
		.count = told_find(it, kind)->count + 1,
		.occurrence = occurrence_of(it->facts, kind),
		.ends_at = ABSENT,
		.left = ABSENT,
		.percent = ABSENT,
		.threshold = ABSENT,
	};
	return ret;
}

/* Each day once, for `times` days (ABSENT: as long as it is so). */
static void daily_judge(struct judging *it, struct remote_notice_item *item,
			int64_t times)
{
	const struct remote_told *told = told_find(it, item->kind);
	int64_t today = day_of(it->now);

	if (times != ABSENT && told->count >= times)
		return;
	item->is_new = told->occurrence == ABSENT || day_of(told->at) < today;
	if (times == ABSENT || told->count + item->is_new < times)
		tell_next(it, (today + 1) * DAY_SECONDS);
}

/* Each threshold once, and none after one that is nearer to the end. */
static void threshold_judge_once(const struct judging *it,
				 struct remote_notice_item *item)
{
	const struct remote_told *told = told_find(it, item->kind);

	item->is_new =
	    told->occurrence == ABSENT ||
	    (item->threshold != ABSENT && told->threshold != ABSENT &&
	     item->threshold < told->threshold);
}

/* What is over, and stays so until somebody does something. */
static void standing_add(struct judging *it, enum remote_notice_kind kind,
			 int64_t ends_at)
{
	struct remote_notice_item *item = item_add(it, kind);
	int64_t days = it->facts->days;

	if (ends_at != ABSENT) {
		item->ends_at = ends_at;
		item->left = day_of(ends_at) - day_of(it->now);
	}
	if (it->facts->by_threshold)
		threshold_judge_once(it, item);
	else
		daily_judge(it, item, (days == ABSENT ? 0 : days) + 1);
}

/* The day on which an end comes near, that lies after the one it was granted
 * on; ABSENT if none does. */
static int64_t near_day(const struct judging *it, int64_t begun_at,
			int64_t ends_at)
{
	const struct remote_notice_facts *facts = it->facts;
	int64_t first = day_of(begun_at) + 1, last = day_of(ends_at);
	int64_t days = facts->days;

	if (facts->by_threshold) {
		days = ABSENT;
		for (size_t i = facts->thresholds.count; i-- > 0;)
			if (last - facts->thresholds.days[i] >= first) {
				days = facts->thresholds.days[i];
				break;
			}
	}
	if (days == ABSENT)
		return ABSENT;
	return last - days > first ? last - days : first;
}

/* An end that lies ahead. */
static void ending_judge(struct judging *it, enum remote_notice_kind kind,
			 int64_t begun_at, int64_t ends_at)
{
	const struct expiry_notices *thresholds = &it->facts->thresholds;
	int64_t near = near_day(it, begun_at, ends_at);
	struct remote_notice_item *item;

	notice_next(it, ends_at);
	if (near == ABSENT)
		return;
	notice_next(it, near * DAY_SECONDS);
	for (size_t i = 0; it->facts->by_threshold && i < thresholds->count;
	     i++)
		tell_next(it, (day_of(ends_at) - thresholds->days[i]) *
				  DAY_SECONDS);
	if (day_of(it->now) < near)
		return;
	item = item_add(it, kind);
	item->ends_at = ends_at;
	item->left = day_of(ends_at) - day_of(it->now);
	if (!it->facts->by_threshold) {
		daily_judge(it, item, ABSENT);
		return;
	}
	item->threshold = expiry_notice(thresholds, begun_at, ends_at, it->now);
	if (item->threshold != ABSENT)
		threshold_judge_once(it, item);
}

/* Of counts that may be as large as a count can be. */
static int64_t share_of(int64_t used, int64_t limit)
{
	if (used >= limit)
		return 100;
	return used > INT64_MAX / 100 ? used / (limit / 100)
				      : used * 100 / limit;
}

/* The least count that is more than `percent` of the limit; the limit at
 * most. */
static int64_t count_at(int64_t limit, int64_t percent)
{
	int64_t ret = limit / 100 * percent + limit % 100 * percent / 100;

	return ret < limit ? ret + 1 : limit;
}

static void filling_judge(struct judging *it)
{
	const struct remote_notice_facts *facts = it->facts;
	struct remote_notice_item *item;
	int64_t at;

	it->verdict->notice_signatures = facts->signature_limit;
	if (facts->percent == ABSENT)
		return;
	at = count_at(facts->signature_limit, facts->percent);
	if (facts->signatures_used < at) {
		it->verdict->notice_signatures = at;
		return;
	}
	item = item_add(it, NOTICE_ACCESS_FILLING);
	item->percent =
	    share_of(facts->signatures_used, facts->signature_limit);
	if (facts->by_threshold)
		threshold_judge_once(it, item);
	else
		daily_judge(it, item, ABSENT);
}

/* The grant: what is over of it says all. */
static void access_judge(struct judging *it)
{
	const struct remote_notice_facts *facts = it->facts;
	int64_t limit = facts->signature_limit, ends_at = facts->access_ends_at;

	if (facts->grant_id == ABSENT)
		return;
	if (ends_at != ABSENT && it->now >= ends_at) {
		standing_add(it, NOTICE_ACCESS_ENDED, ends_at);
		return;
	}
	if (limit != ABSENT && facts->signatures_used >= limit) {
		standing_add(it, NOTICE_ACCESS_USED_UP, ABSENT);
		it->verdict->items[it->verdict->count - 1].percent = 100;
	} else if (facts->withdrawn_at != ABSENT) {
		standing_add(it,
			     facts->is_lost ? NOTICE_ACCESS_LOST
					    : NOTICE_ACCESS_WITHDRAWN,
			     ABSENT);
	} else if (ends_at != ABSENT &&
		   (facts->not_after == ABSENT || ends_at < facts->not_after))
		ending_judge(it, NOTICE_ACCESS_ENDING, facts->granted_at,
			     ends_at);
	if (ends_at != ABSENT)
		notice_next(it, ends_at);
	if (limit != ABSENT && facts->signatures_used < limit &&
	    facts->withdrawn_at == ABSENT)
		filling_judge(it);
}

static void certificate_judge(struct judging *it)
{
	const struct remote_notice_facts *facts = it->facts;
	int64_t not_after = facts->not_after;

	if (facts->is_revoked) {
		standing_add(it, NOTICE_CERTIFICATE_REVOKED, ABSENT);
		return;
	}
	if (facts->is_expired || (not_after != ABSENT && not_after < it->now)) {
		standing_add(it, NOTICE_CERTIFICATE_EXPIRED, not_after);
		return;
	}
	if (facts->is_suspended)
		standing_add(it, NOTICE_CERTIFICATE_SUSPENDED, ABSENT);
	if (facts->is_key_disabled)
		standing_add(it, NOTICE_KEY_DISABLED, ABSENT);
	access_judge(it);
	if (not_after != ABSENT) {
		ending_judge(it, NOTICE_CERTIFICATE_ENDING,
			     facts->registered_at, not_after);
		notice_next(it, not_after + 1);
	}
	if (facts->is_refused)
		standing_add(it, NOTICE_REFRESH_REFUSED, ABSENT);
}

void remote_notice_judge(const struct remote_notice_facts *facts, int64_t now,
			 struct remote_notice_verdict *ret)
{
	struct judging it = { .facts = facts, .now = now };

	*ret = (struct remote_notice_verdict){ .notice_at = ABSENT,
					       .tell_at = ABSENT,
					       .notice_signatures = ABSENT };
	it.verdict = ret;
	if (facts->is_silent)
		return;
	certificate_judge(&it);
	if (ret->count > 0)
		ret->notice_at = 0;
	ret->is_muted = facts->muted_until != ABSENT &&
			now < facts->muted_until;
	if (!ret->is_muted)
		return;
	for (size_t i = 0; i < ret->count; i++)
		ret->items[i].is_new = false;
	ret->tell_at = facts->muted_until;
}

enum severity remote_notice_severity(const struct remote_notice_item *item,
				     int64_t critical_days)
{
	switch (item->kind) {
	case NOTICE_ACCESS_ENDING:
	case NOTICE_CERTIFICATE_ENDING:
		return item->left <= critical_days ? SEVERITY_CRITICAL
						   : SEVERITY_WARNING;
	case NOTICE_ACCESS_FILLING:
	case NOTICE_REFRESH_REFUSED:
		return SEVERITY_WARNING;
	default:
		return SEVERITY_CRITICAL;
	}
}
