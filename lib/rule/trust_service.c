/* trust_service - what an anchor is worth for a certificate, at an instant */
#include <ipp/rule/trust_service.h>

#include <ipp/model/field.h>

#include "trust_criteria.h"

#define FOR_ANY (TRUST_FOR_SIGNATURES | TRUST_FOR_SEALS | TRUST_FOR_WEB)

enum standing { NEVER, BEFORE_EIDAS, ALWAYS };

/* TS 119 612, 5.5.4 and annex J; what is not here is never good. */
static const struct {
	enum standing qualified; /* of services for what is qualified */
	enum standing national;	 /* of others */
} standings[TRUST_STATUS_OTHER + 1] = {
	[TRUST_GRANTED] = { ALWAYS, ALWAYS },
	[TRUST_RECOGNISED] = { NEVER, ALWAYS },
	[TRUST_UNDER_SUPERVISION] = { BEFORE_EIDAS, BEFORE_EIDAS },
	[TRUST_SUPERVISION_IN_CESSATION] = { BEFORE_EIDAS, BEFORE_EIDAS },
	[TRUST_ACCREDITED] = { BEFORE_EIDAS, BEFORE_EIDAS },
};

const struct trust_period *
trust_service_period(const struct trust_anchor *anchor, int64_t at)
{
	for (size_t i = 0; i < anchor->period_count; i++)
		if (anchor->periods[i].from <= at)
			return &anchor->periods[i];
	return NULL;
}

static bool is_granted(const struct trust_anchor *anchor,
		       const struct trust_period *period, int64_t at)
{
	bool national = anchor->service_type == TRUST_CA ||
			anchor->service_type == TRUST_TSA;
	enum standing standing;

	if (!period || period->status < 0 ||
	    period->status > TRUST_STATUS_OTHER)
		return false;
	standing = national ? standings[period->status].national
			    : standings[period->status].qualified;
	return standing == ALWAYS ||
	       (standing == BEFORE_EIDAS && at < EIDAS_INSTANT);
}

/* What the list says of this certificate. Where nobody can tell whether it
 * is meant, only what makes it less holds. */
static unsigned qualifiers_of(const struct trust_period *period,
			      const struct certificate_plan *leaf)
{
	unsigned ret = 0;

	for (size_t i = 0; i < period->qualification_count; i++) {
		const struct trust_qualification *it =
		    &period->qualifications[i];

		switch (trust_criteria_judge(&it->criteria, leaf)) {
		case ANSWER_YES:
			ret |= it->qualifiers;
			break;
		case ANSWER_UNKNOWN:
			ret |= it->qualifiers &
			       (TRUST_NOT_QUALIFIED | TRUST_NO_QSCD |
				TRUST_FOR_SEALS | TRUST_FOR_WEB);
			break;
		case ANSWER_NO:
			break;
		}
	}
	return ret;
}

/* TS 119 615, 4.4.4: the list overrides the certificate. */
static bool is_for_signatures(const struct certificate_plan *leaf,
			      unsigned qualifiers)
{
	if (qualifiers & FOR_ANY)
		return (qualifiers & FOR_ANY) == TRUST_FOR_SIGNATURES;
	return leaf->qc.types == 0 || leaf->qc.types == QC_TYPE_ESIGN;
}

/* Before eIDAS a list did not say what a service is for. */
static bool serves_signatures(const struct trust_period *period, int64_t at)
{
	return period->purposes ? period->purposes & TRUST_FOR_SIGNATURES
				: at < EIDAS_INSTANT;
}

/* At one instant; both it and that of issuing must be good. */
static void leaf_judge(const struct trust_anchor *anchor,
		       const struct certificate_plan *leaf, int64_t at,
		       struct trust_verdict *ret)
{
	const struct trust_period *period = trust_service_period(anchor, at);
	unsigned qualifiers;

	if (!is_granted(anchor, period, at) ||
	    !serves_signatures(period, at)) {
		ret->qualified = ret->qscd = false;
		return;
	}
	qualifiers = qualifiers_of(period, leaf);
	ret->qualified =
	    ret->qualified && !(qualifiers & TRUST_NOT_QUALIFIED) &&
	    ((leaf->has_qc && leaf->qc.compliance) ||
	     (qualifiers & TRUST_QC_STATEMENT)) &&
	    is_for_signatures(leaf, qualifiers);
	ret->qscd = ret->qscd && !(qualifiers & TRUST_NO_QSCD) &&
		    ((leaf->has_qc && leaf->qc.qscd) ||
		     (qualifiers & TRUST_WITH_QSCD));
}

void trust_service_judge(const struct trust_anchor *anchor,
			 const struct certificate_plan *leaf, int64_t at,
			 int64_t now, int64_t grace, struct trust_verdict *ret)
{
	const struct trust_period *period = trust_service_period(anchor, at);

	*ret = (struct trust_verdict){
		.status = period ? period->status : ABSENT,
		.since = period ? period->from : ABSENT,
		.granted = is_granted(anchor, period, at),
		.fresh = anchor->next_update == ABSENT ||
			 now <= anchor->next_update ||
			 now - anchor->next_update <= grace,
	};
	if (!leaf) {
		ret->qualified = ret->granted &&
				 anchor->service_type == TRUST_TSA_QTST;
		return;
	}
	ret->qualified = ret->qscd = anchor->service_type == TRUST_CA_QC;
	leaf_judge(anchor, leaf, leaf->not_before, ret);
	leaf_judge(anchor, leaf, at, ret);
}
