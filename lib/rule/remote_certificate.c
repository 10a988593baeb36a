/* remote_certificate - until when a remote certificate may be signed with */
#include <ipp/rule/remote_certificate.h>

#include <stdbool.h>

#include <ipp/base/time.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>

enum status remote_grant_limit(struct remote_grant *grant, struct error *err)
{
	const struct {
		int64_t at;
		enum remote_end_reason reason;
	} ends[] = {
		{ grant->access_days == ABSENT
		      ? ABSENT
		      : grant->granted_at + grant->access_days * DAY_SECONDS,
		  REMOTE_END_DAYS },
		{ grant->holder_ends_at, REMOTE_END_HOLDER },
		{ grant->certificate_ends_at, REMOTE_END_CERTIFICATE },
	};
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (ends[i].at != ABSENT && ends[i].at < least) {
			least = ends[i].at;
			grant->access_end_reason = ends[i].reason;
		}
	grant->access_ends_at = least;
	if (least > grant->granted_at)
		return OK;
	return error_set(
	    err, REFUSED, "access_over_before", "access_ends_at",
	    "the access would end before it begins (%s); see that "
	    "the certificate is renewed, or choose a later date",
	    remote_end_reason_words[grant->access_end_reason].name);
}

int64_t remote_access_at(int64_t access, int64_t access_ends_at, int64_t now)
{
	return access == ACCESS_GRANTED && access_ends_at <= now ? ACCESS_ENDED
								 : access;
}

static const bool steps[][REMOTE_BLOCKED + 1] = {
	/*			active suspended blocked */
	[REMOTE_ACTIVE] = { 1, 1, 1 },
	[REMOTE_SUSPENDED] = { 1, 1, 1 },
	[REMOTE_BLOCKED] = { 1, 0, 1 },
};

enum status remote_status_check(int64_t status, int64_t next, struct error *err)
{
	if (steps[status][next])
		return OK;
	return error_set(err, REFUSED, "transition_refused", "status",
			 "what is %s cannot become %s; make it active first",
			 remote_status_words[status].name,
			 remote_status_words[next].name);
}
