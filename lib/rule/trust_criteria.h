/* trust_criteria - which certificates a trusted list means */
#ifndef IPP_LIB_RULE_TRUST_CRITERIA_H
#define IPP_LIB_RULE_TRUST_CRITERIA_H

#include <ipp/base/trust.h>

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

/* TS 119 612, 5.5.9.2.2. UNKNOWN where it hangs on a criterion that we do not
 * know, or if there is no criterion at all. */
enum answer trust_criteria_judge(const struct trust_criteria *criteria,
				 const struct certificate_plan *leaf);

#endif
