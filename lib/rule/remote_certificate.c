/* remote_certificate - until when a remote certificate may be signed with */
#include <ipp/rule/remote_certificate.h>

#include <ipp/base/certificate.h>
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

/* Curves that authorities have (RFC 5480, 2.1.1.1). */
static const struct {
	enum key_kind kind;
	int bits;
	const char *oid;
} curves[] = {
	{ KEY_P256, 256, "1.2.840.10045.3.1.7" },
	{ KEY_P384, 384, "1.3.132.0.34" },
	{ KEY_OTHER, 521, "1.3.132.0.35" },
};

static const char *curve_of(const struct public_key *key)
{
	for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
		if (key->kind == curves[i].kind && key->bits == curves[i].bits)
			return curves[i].oid;
	return NULL;
}

bool remote_certificate_facts(struct remote_certificate *ret,
			      const struct certificate_facts *facts)
{
	const struct public_key *key = &facts->plan.key;
	bool is_ec = key->family == KEY_FAMILY_EC;
	const char *curve = is_ec ? curve_of(key) : NULL;

	if (key->family == KEY_FAMILY_OTHER || (is_ec && !curve))
		return false;
	ret->key_algorithm = is_ec ? REMOTE_KEY_EC : REMOTE_KEY_RSA;
	ret->key_bits = key->bits;
	ret->key_curve = curve;
	ret->subject = facts->subject_text;
	ret->issuer = facts->issuer_text;
	ret->serial = facts->serial;
	ret->not_before = facts->plan.not_before;
	ret->not_after = facts->plan.not_after;
	ret->fingerprint = facts->fingerprint;
	return true;
}
