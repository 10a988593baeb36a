/* trust_criteria - which certificates a trusted list means */
#include "trust_criteria.h"

#include <string.h>

struct tally {
	size_t yes, no, unknown;
};

static const struct {
	const char *oid; /* X.520 */
	enum attribute type;
} attributes[] = {
	{ "2.5.4.3", ATTRIBUTE_COMMON_NAME },
	{ "2.5.4.4", ATTRIBUTE_SURNAME },
	{ "2.5.4.5", ATTRIBUTE_SERIAL_NUMBER },
	{ "2.5.4.6", ATTRIBUTE_COUNTRY },
	{ "2.5.4.7", ATTRIBUTE_LOCALITY },
	{ "2.5.4.8", ATTRIBUTE_STATE },
	{ "2.5.4.10", ATTRIBUTE_ORGANIZATION },
	{ "2.5.4.11", ATTRIBUTE_ORGANIZATIONAL_UNIT },
	{ "2.5.4.12", ATTRIBUTE_TITLE },
	{ "2.5.4.13", ATTRIBUTE_DESCRIPTION },
	{ "2.5.4.42", ATTRIBUTE_GIVEN_NAME },
	{ "2.5.4.46", ATTRIBUTE_DN_QUALIFIER },
	{ "2.5.4.65", ATTRIBUTE_PSEUDONYM },
	{ "2.5.4.97", ATTRIBUTE_ORGANIZATION_IDENTIFIER },
};

static void count(struct tally *tally, bool holds)
{
	if (holds)
		tally->yes++;
	else
		tally->no++;
}

static bool has_policy(const struct certificate_plan *leaf, const char *oid)
{
	for (size_t i = 0; i < leaf->policy_count; i++)
		if (!strcmp(leaf->policies[i].oid, oid))
			return true;
	return false;
}

static bool has_purpose(const struct certificate_plan *leaf, const char *oid)
{
	for (size_t i = 0; i < leaf->extended_key_usage.count; i++)
		if (!strcmp(leaf->extended_key_usage.items[i], oid))
			return true;
	return false;
}

static bool has_attribute(const struct certificate_plan *leaf, const char *oid)
{
	enum attribute type = ATTRIBUTE_OTHER;

	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (!strcmp(attributes[i].oid, oid))
			type = attributes[i].type;
	for (size_t i = 0; i < leaf->subject_count; i++) {
		const struct name_attribute *it = &leaf->subject[i];

		if (it->type != ATTRIBUTE_OTHER
			? it->type == type
			: it->oid && !strcmp(it->oid, oid))
			return true;
	}
	return false;
}

/* An empty set asserts nothing that could be judged. */
static void sets_count(const struct texts *sets, size_t set_count,
		       bool (*has)(const struct certificate_plan *leaf,
				   const char *oid),
		       const struct certificate_plan *leaf,
		       struct tally *tally)
{
	for (size_t i = 0; i < set_count; i++) {
		bool all = true;

		for (size_t k = 0; k < sets[i].count; k++)
			all = all && has(leaf, sets[i].items[k]);
		if (sets[i].count == 0)
			tally->unknown++;
		else
			count(tally, all);
	}
}

static void lists_count(const struct trust_criteria *criteria,
			const struct certificate_plan *leaf,
			struct tally *tally)
{
	for (size_t i = 0; i < criteria->list_count; i++) {
		enum answer answer =
		    trust_criteria_judge(&criteria->lists[i], leaf);

		if (answer == ANSWER_UNKNOWN)
			tally->unknown++;
		else
			count(tally, answer == ANSWER_YES);
	}
}

/* One of the first kind decides; else one that nobody knows leaves it open. */
static enum answer decide(size_t deciding, enum answer then, size_t unknown,
			  enum answer otherwise)
{
	if (deciding)
		return then;
	return unknown ? ANSWER_UNKNOWN : otherwise;
}

enum answer trust_criteria_judge(const struct trust_criteria *criteria,
				 const struct certificate_plan *leaf)
{
	struct tally tally = { .unknown = criteria->foreign };

	for (size_t i = 0; i < criteria->usage_count; i++)
		count(&tally, (leaf->key_usage & criteria->usages[i].mask) ==
				  criteria->usages[i].value);
	sets_count(criteria->policies, criteria->policy_count, has_policy,
		   leaf, &tally);
	sets_count(criteria->purposes, criteria->purpose_count, has_purpose,
		   leaf, &tally);
	sets_count(criteria->attributes, criteria->attribute_count,
		   has_attribute, leaf, &tally);
	lists_count(criteria, leaf, &tally);
	if (tally.yes + tally.no + tally.unknown == 0)
		return ANSWER_UNKNOWN;
	switch (criteria->assertion) {
	case TRUST_ASSERT_ALL:
		return decide(tally.no, ANSWER_NO, tally.unknown, ANSWER_YES);
	case TRUST_ASSERT_ANY:
		return decide(tally.yes, ANSWER_YES, tally.unknown, ANSWER_NO);
	case TRUST_ASSERT_NONE:
		return decide(tally.yes, ANSWER_NO, tally.unknown, ANSWER_YES);
	default:
		return ANSWER_UNKNOWN;
	}
}
