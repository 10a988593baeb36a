/* stash_notice_text - what is said of a remote certificate, in words */
#include "stash_notice.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>

/* What is so. Those that speak of an end name its day. */
static const char *const facts[] = {
	[NOTICE_CERTIFICATE_REVOKED] =
	    N_("the authority has revoked the certificate"),
	[NOTICE_CERTIFICATE_EXPIRED] = N_("the certificate has expired"),
	[NOTICE_CERTIFICATE_SUSPENDED] =
	    N_("the authority has suspended the certificate"),
	[NOTICE_KEY_DISABLED] = N_("the authority has disabled the key"),
	[NOTICE_ACCESS_ENDED] = N_("the access has ended"),
	[NOTICE_ACCESS_USED_UP] =
	    N_("the signatures of the access are used up"),
	[NOTICE_ACCESS_WITHDRAWN] = N_("the access was withdrawn"),
	[NOTICE_ACCESS_LOST] =
	    N_("the access is lost: an answer of the authority did not get "
	       "here"),
	[NOTICE_ACCESS_ENDING] = N_("the access ends"),
	[NOTICE_ACCESS_FILLING] =
	    N_("the signatures of the access are nearly used up"),
	[NOTICE_CERTIFICATE_ENDING] = N_("the certificate ends"),
	[NOTICE_REFRESH_REFUSED] =
	    N_("the authority refused to say how the certificate is"),
};

static const char *const remedies[] = {
	[NOTICE_CERTIFICATE_REVOKED] =
	    N_("get another one from the authority, and run: stash-cert add"),
	[NOTICE_CERTIFICATE_EXPIRED] =
	    N_("get another one from the authority, and run: stash-cert add"),
	[NOTICE_CERTIFICATE_SUSPENDED] =
	    N_("ask the authority why; then run: stash-cert refresh"),
	[NOTICE_KEY_DISABLED] =
	    N_("ask the authority why; then run: stash-cert refresh"),
	[NOTICE_ACCESS_ENDED] = N_("renew it with: stash-cert renew"),
	[NOTICE_ACCESS_USED_UP] = N_("renew it with: stash-cert renew"),
	[NOTICE_ACCESS_WITHDRAWN] = N_("renew it with: stash-cert renew"),
	[NOTICE_ACCESS_LOST] = N_("renew it with: stash-cert renew"),
	[NOTICE_ACCESS_ENDING] = N_("renew it with: stash-cert renew"),
	[NOTICE_ACCESS_FILLING] = N_("renew it with: stash-cert renew"),
	[NOTICE_CERTIFICATE_ENDING] =
	    N_("get another one from the authority, and run: stash-cert add"),
	[NOTICE_REFRESH_REFUSED] = N_("see what it said with: stash-cert show"),
};

const char *stash_notice_text(struct arena *arena,
			      const struct remote_subject *subject,
			      const struct remote_notice_item *item)
{
	const char *fact = _(facts[item->kind]);
	const char *remedy = _(remedies[item->kind]);
	char day[DATE_SIZE];

	if (item->ends_at != ABSENT) {
		date_of(item->ends_at, day);
		return arena_printf(arena, "%s (%s); %s", fact, day, remedy);
	}
	if (item->kind == NOTICE_ACCESS_FILLING)
		return arena_printf(arena, "%s (%" PRId64 "/%" PRId64 "); %s",
				    fact, subject->facts.signatures_used,
				    subject->facts.signature_limit, remedy);
	return arena_printf(arena, "%s; %s", fact, remedy);
}

void stash_notice_fill(struct arena *arena,
		       const struct remote_subject *subject,
		       const struct remote_notice_item *item,
		       struct remote_notice *ret)
{
	record_clear(&remote_notice_record, ret);
	ret->alias = subject->alias;
	ret->wallet = subject->wallet;
	ret->authority = subject->authority;
	ret->notice = item->kind;
	ret->severity =
	    remote_notice_severity(item, REMOTE_NOTICE_CRITICAL_DAYS);
	ret->ends_at = item->ends_at;
	ret->days = item->left;
	ret->percent = item->percent;
	if (subject->facts.grant_id != ABSENT) {
		ret->signatures_used = subject->facts.signatures_used;
		ret->signature_limit = subject->facts.signature_limit;
	}
	ret->text = stash_notice_text(arena, subject, item);
}
