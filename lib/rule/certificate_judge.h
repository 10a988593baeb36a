/* certificate_judge - what the files that judge a certificate share */
#ifndef IPP_LIB_RULE_CERTIFICATE_JUDGE_H
#define IPP_LIB_RULE_CERTIFICATE_JUDGE_H

#include <ipp/rule/certificate_profile.h>

struct judge {
	const struct certificate_profile *profile;
	const struct certificate_issuer *issuer;
	const struct certificate_plan *plan;
	struct error *err;
	enum status verdict;
};

/* Adds a mistake unless `right`. */
void judge_that(struct judge *judge, bool right, const char *code,
		const char *field, const char *text);

bool judge_is_authority(const struct judge *judge);

/* Characters of UTF-8. */
size_t judge_characters(const char *text);

/* One file each. */
void judge_subject(struct judge *judge);
void judge_policies(struct judge *judge);
void judge_statements(struct judge *judge);

#endif
