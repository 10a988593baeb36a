/* certificate_check_policy - judges policies and QC statements */
#include <string.h>

#include <ipp/base/text.h>

#include "certificate_judge.h"

#define NOTICE_MAX 200 /* characters; RFC 5280, 4.2.1.4 */

/* EN 319 411-1 and -2: every policy of theirs. */
static const char *const families[] = { "0.4.0.2042.1.", "0.4.0.194112.1." };
static const char qualified_family[] = "0.4.0.194112.1.";
static const char *const qscd[] = { "0.4.0.194112.1.2", "0.4.0.194112.1.3" };

static bool is_etsi(const char *oid)
{
	return text_starts(oid, families[0]) || text_starts(oid, families[1]);
}

static const struct policy *policy_find(const struct judge *judge,
					const char *oid)
{
	for (size_t i = 0; i < judge->plan->policy_count; i++)
		if (strcmp(judge->plan->policies[i].oid, oid) == 0)
			return &judge->plan->policies[i];
	return NULL;
}

static bool has_policies_of_profile(const struct judge *judge)
{
	const struct texts *wanted = &judge->profile->policies;

	for (size_t i = 0; i < wanted->count; i++)
		if (!policy_find(judge, wanted->items[i]))
			return false;
	return judge->plan->policy_count ==
	       wanted->count + (judge->profile->policy != NULL);
}

static bool has_own_policy(const struct judge *judge)
{
	const char *arc = judge->issuer->policy_arc;
	size_t n = arc ? strlen(arc) : 0;

	for (size_t i = 0; n && i < judge->plan->policy_count; i++) {
		const char *oid = judge->plan->policies[i].oid;

		if (text_starts(oid, arc) && oid[n] == '.' &&
		    text_equal(oid + n + 1, judge->profile->policy))
			return true;
	}
	return false;
}

static bool policies_are_different(const struct judge *judge)
{
	for (size_t i = 0; i < judge->plan->policy_count; i++)
		if (policy_find(judge, judge->plan->policies[i].oid) !=
		    &judge->plan->policies[i])
			return false;
	return true;
}

static void judge_family(struct judge *judge)
{
	const struct certificate_plan *plan = judge->plan;
	const char *etsi = NULL;
	size_t n = 0;
	bool device;

	for (size_t i = 0; i < plan->policy_count; i++)
		if (is_etsi(plan->policies[i].oid)) {
			etsi = plan->policies[i].oid;
			n++;
		}
	judge_that(judge, n == 1, "policy_not_one", "policies",
		   "a certificate follows exactly one policy of EN 319 411 "
		   "(EN 319 411-1, 5.3)");
	if (n != 1)
		return;
	device = text_equal(etsi, qscd[0]) || text_equal(etsi, qscd[1]);
	judge_that(judge,
		   text_starts(etsi, qualified_family) ==
			   (plan->has_qc && plan->qc.compliance) &&
		       device == (plan->has_qc && plan->qc.qscd),
		   "policy_against_statements", "policies",
		   "the policy and the QC statements disagree on whether the "
		   "certificate is qualified or its key is in a device (EN "
		   "319 411-2, 5.3)");
}

static void judge_notices(struct judge *judge)
{
	const char *limit = judge->profile->limit;
	bool fits = true, limited = !limit;

	for (size_t i = 0; i < judge->plan->policy_count; i++) {
		const char *text = judge->plan->policies[i].explicit_text;

		if (!text)
			continue;
		fits = fits && *text && judge_characters(text) <= NOTICE_MAX;
		limited = limited || strstr(text, limit);
	}
	judge_that(judge, fits, "notice_too_long", "limit",
		   "the limit of use has no or more than 200 characters; "
		   "shorten it (RFC 5280, 4.2.1.4)");
	judge_that(judge, limited, "limit_missing", "limit",
		   "the limit of use of this product does not stand in the "
		   "certificate (AgID 147/2019)");
}

void judge_policies(struct judge *judge)
{
	enum certificate_purpose purpose = judge->profile->purpose;

	judge_that(judge, has_policies_of_profile(judge), "policies_wrong",
		   "policies",
		   "the policies are not those of the profile (EN 319 412-2, "
		   "4.3.3; AgID)");
	judge_that(judge, !judge->profile->policy || has_own_policy(judge),
		   "policy_of_issuer_missing", "policies",
		   "the issuer's own policy is missing; configure its arc");
	judge_that(judge, policies_are_different(judge), "policy_twice",
		   "policies", "a policy stands twice (RFC 5280, 4.2.1.4)");
	if (purpose == PURPOSE_SIGNATURE || purpose == PURPOSE_AUTHENTICATION)
		judge_family(judge);
	judge_notices(judge);
}

static bool is_one_bit(unsigned set)
{
	return set && !(set & (set - 1));
}

/* ISO 4217; XXX is no currency, XTS is for tests. */
static bool limit_is_money(const struct qc_limit *limit)
{
	const char *c = limit->currency;

	if (!c[0])
		return limit->amount == 0 && limit->exponent == 0;
	for (int i = 0; i < 3; i++)
		if (c[i] < 'A' || c[i] > 'Z')
			return false;
	return strcmp(c, "XXX") != 0 && strcmp(c, "XTS") != 0 &&
	       limit->amount >= 0 && limit->exponent >= 0;
}

static bool pds_is_english(const struct qc_statements *qc)
{
	bool english = false;

	for (size_t i = 0; i < qc->pds_count; i++) {
		if (!text_starts(qc->pds[i].url, "https://"))
			return false;
		english = english || text_equal(qc->pds[i].language, "en");
	}
	return english;
}

void judge_statements(struct judge *judge)
{
	const struct certificate_profile *profile = judge->profile;
	const struct qc_statements *qc = &judge->plan->qc;

	judge_that(judge, judge->plan->has_qc == profile->qualified,
		   "statements_wrong", "qc",
		   "qualified certificates have QC statements, others have "
		   "none (EN 319 412-5, 4.1)");
	if (!profile->qualified || !judge->plan->has_qc)
		return;
	judge_that(judge, qc->compliance, "compliance_missing", "qc",
		   "the statement QcCompliance is missing (EN 319 412-5, "
		   "4.2.1)");
	judge_that(judge, qc->qscd == profile->qscd, "qscd_wrong", "qc",
		   "the statement QcSSCD does not fit the profile (EN 319 "
		   "412-5, 4.2.2)");
	judge_that(judge,
		   is_one_bit(qc->types) && qc->types == profile->qc_types,
		   "qc_type_wrong", "qc",
		   "the statement QcType names one type, that of the profile "
		   "(EN 319 412-5, 4.2.3)");
	judge_that(judge, qc->retention_years == profile->retention_years,
		   "retention_wrong", "qc",
		   "the retention period is not that of the profile (CAD, art. "
		   "32(3)(j))");
	judge_that(judge, limit_is_money(&qc->limit), "limit_value_wrong",
		   "limit_value",
		   "the limit of value is not a currency of ISO 4217 with "
		   "amount and exponent of 0 or more (EN 319 412-5, 4.3.2)");
	judge_that(judge, pds_is_english(qc), "pds_wrong", "pds",
		   "a disclosure statement in English, at an address with "
		   "https://, is missing (EN 319 412-5, 4.3.4)");
	judge_that(judge,
		   is_one_bit(qc->identified) &&
		       qc->identified <= QC_IDENTIFIED_EIDAS2_B,
		   "identification_wrong", "recognition",
		   "the statement QcIdentMethod names one method (EN 319 "
		   "412-5, 4.3.6)");
	judge_that(judge, qc->other.count == 0, "statement_not_allowed", "qc",
		   "there is a statement that the profile does not have, such "
		   "as QcCClegislation (EN 319 412-5, 4.2.4)");
}
