/* officer_certificate - whether an officer may sign with a certificate */
#include <ipp/rule/officer_certificate.h>

#include <ipp/base/certificate.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/field.h>
#include <ipp/model/words.h>

static enum status status_check(const struct officer_certificate *it,
				struct error *err)
{
	char since[INSTANT_SIZE] = "?";

	if (it->since != ABSENT)
		instant_format(it->since, since);
	if (it->status == STATUS_SUSPENDED)
		return error_set(err, REFUSED, "certificate_suspended", NULL,
				 "certificate %s is suspended (%s); have it "
				 "reinstated, or sign with another",
				 it->facts->serial, since);
	if (it->status == STATUS_ACTIVE)
		return OK;
	return error_set(err, REFUSED, "certificate_revoked", NULL,
			 "certificate %s is revoked or over (%s); sign with "
			 "another",
			 it->facts->serial, since);
}

enum status officer_certificate_check(const struct officer_certificate *it,
				      int64_t now, struct error *err)
{
	const struct certificate_plan *plan = &it->facts->plan;
	char at[INSTANT_SIZE];

	if (!it->registered)
		return error_set(err, REFUSED, "certificate_not_registered",
				 NULL,
				 "certificate %s is not registered for you; "
				 "have it registered with: ipp-operator "
				 "certificate-add",
				 it->facts->serial);
	if (it->withdrawn_at != ABSENT) {
		instant_format(it->withdrawn_at, at);
		return error_set(err, REFUSED, "certificate_withdrawn", NULL,
				 "certificate %s was withdrawn from you at %s; "
				 "sign with another",
				 it->facts->serial, at);
	}
	if (plan->authority || !(plan->key_usage & KEY_USAGE_NON_REPUDIATION))
		return error_set(err, REFUSED, "certificate_purpose", NULL,
				 "certificate %s is not meant for signatures "
				 "of a person (nonRepudiation); sign with "
				 "another",
				 it->facts->serial);
	if (now < plan->not_before) {
		instant_format(plan->not_before, at);
		return error_set(err, REFUSED, "certificate_not_yet_valid",
				 NULL,
				 "certificate %s is valid from %s on only; "
				 "wait, or sign with another",
				 it->facts->serial, at);
	}
	if (now > plan->not_after) {
		instant_format(plan->not_after, at);
		return error_set(err, REFUSED, "certificate_expired", NULL,
				 "certificate %s expired at %s; sign with "
				 "another",
				 it->facts->serial, at);
	}
	return it->status == ABSENT ? OK : status_check(it, err);
}

enum status officer_role_check(const struct certificate_facts *facts,
			       struct error *err)
{
	bool organization = false, title = false;

	for (size_t i = 0; i < facts->plan.subject_count; i++) {
		enum attribute type = facts->plan.subject[i].type;

		organization = organization || type == ATTRIBUTE_ORGANIZATION;
		title = title || type == ATTRIBUTE_TITLE;
	}
	if (organization && title)
		return OK;
	return error_set(err, REFUSED, "role_certificate_needed", NULL,
			 "certificate %s names no organization and role of "
			 "yours; issue onto devices with your role certificate "
			 "(product RAO or DEV-RAO)",
			 facts->serial);
}
