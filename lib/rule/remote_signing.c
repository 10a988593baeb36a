/* remote_signing - whether a remote certificate may be signed with now */
#include <ipp/rule/remote_signing.h>

#include <inttypes.h>

#include <ipp/base/time.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>

static enum status ours_check(const struct remote_certificate *it,
			      const struct remote_authority *authority,
			      struct error *err)
{
	if (authority->status != REMOTE_ACTIVE)
		return error_set(err, REFUSED, "authority_not_active",
				 "authority",
				 "authority \"%s\" is suspended here; make it "
				 "active with: stash-ca edit",
				 authority->authority);
	if (it->status == REMOTE_SUSPENDED)
		return error_set(err, REFUSED, "certificate_suspended", "alias",
				 "remote certificate \"%s\" is suspended here; "
				 "make it active with: stash-cert edit",
				 it->alias);
	if (it->status == REMOTE_BLOCKED)
		return error_set(err, REFUSED, "certificate_blocked", "alias",
				 "remote certificate \"%s\" is blocked here; "
				 "ask who blocked it",
				 it->alias);
	return OK;
}

/* Why an access ends when it ends, for people. */
static const char *end_reason(const struct remote_certificate *it)
{
	switch (it->access_end_reason) {
	case REMOTE_END_DAYS:
		return _("the authority grants it for so many days");
	case REMOTE_END_HOLDER:
		return _("the holder chose so");
	default:
		return _("the certificate ends then");
	}
}

static enum status access_check(const struct remote_certificate *it,
				int64_t now, struct error *err)
{
	char at[INSTANT_SIZE];

	if (it->access == ACCESS_NONE)
		return error_set(err, REFUSED, "access_none", "alias",
				 "nobody has granted access to \"%s\" yet; "
				 "grant it with: stash-cert renew",
				 it->alias);
	if (it->access == ACCESS_WITHDRAWN)
		return error_set(err, REFUSED, "access_withdrawn", "alias",
				 "the access to \"%s\" was withdrawn; renew it "
				 "with: stash-cert renew",
				 it->alias);
	if (it->access == ACCESS_LOST)
		return error_set(err, REFUSED, "access_lost", "alias",
				 "the access to \"%s\" is lost: an answer of "
				 "the authority did not get here; renew it "
				 "with: stash-cert renew",
				 it->alias);
	instant_format(it->access_ends_at, at);
	if (now >= it->access_ends_at)
		return error_set(err, REFUSED, "access_ended", "alias",
				 "the access to \"%s\" ended at %s (%s); renew "
				 "it with: stash-cert renew",
				 it->alias, at, end_reason(it));
	if (remote_signing_left(it, 1) == 0)
		return error_set(err, REFUSED, "signatures_used_up", "alias",
				 "all %" PRId64 " signatures of the access to "
				 "\"%s\" are used; renew it with: stash-cert "
				 "renew",
				 it->signature_limit, it->alias);
	return OK;
}

static enum status validity_check(const struct remote_certificate *it,
				  int64_t now, struct error *err)
{
	if (now < it->not_before)
		return error_set(err, REFUSED, "certificate_not_yet_valid",
				 "alias",
				 "remote certificate \"%s\" is not valid yet; "
				 "look at the clock",
				 it->alias);
	if (now > it->not_after ||
	    it->certificate_status == REMOTE_CERTIFICATE_EXPIRED)
		return error_set(err, REFUSED, "certificate_expired", "alias",
				 "remote certificate \"%s\" has expired; sign "
				 "with another",
				 it->alias);
	if (it->certificate_status == REMOTE_CERTIFICATE_REVOKED)
		return error_set(err, REFUSED, "certificate_revoked", "alias",
				 "remote certificate \"%s\" is revoked; sign "
				 "with another",
				 it->alias);
	return OK;
}

static enum status theirs_check(const struct remote_certificate *it,
				int64_t now, struct error *err)
{
	enum status rc = validity_check(it, now, err);

	if (rc != OK)
		return rc;
	if (it->certificate_status == REMOTE_CERTIFICATE_SUSPENDED)
		return error_set(err, REFUSED, "certificate_on_hold", "alias",
				 "remote certificate \"%s\" is suspended by its "
				 "authority; have it reinstated there, then: "
				 "stash-cert refresh",
				 it->alias);
	if (it->key_status != REMOTE_KEY_ENABLED)
		return error_set(err, REFUSED, "key_disabled", "alias",
				 "the key of \"%s\" is disabled by its "
				 "authority; have it enabled there, then: "
				 "stash-cert refresh",
				 it->alias);
	return OK;
}

enum status remote_signing_check(const struct remote_certificate *it,
				 const struct remote_authority *authority,
				 int64_t now, struct error *err)
{
	enum status rc;

	if ((rc = ours_check(it, authority, err)) != OK ||
	    (rc = theirs_check(it, now, err)) != OK)
		return rc;
	return access_check(it, now, err);
}

int64_t remote_signing_left(const struct remote_certificate *it, int64_t wanted)
{
	int64_t left;

	if (it->signature_limit == ABSENT)
		return wanted;
	left = it->signature_limit - it->signatures_used;
	return left < 0 ? 0 : left < wanted ? left : wanted;
}
