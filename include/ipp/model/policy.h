/* policy - a privacy policy of an organization, as `ipp-org` tells it */
#ifndef IPP_MODEL_POLICY_H
#define IPP_MODEL_POLICY_H

#include <ipp/model/field.h>

#define POLICY_BYTES_MAX ((size_t)64 * 1024)

/* The record `policy`: row of table `privacy_policies`. */
struct policy_text {
	const char *privacy_version; /* as requests name it */
	int64_t language; /* enum language */
	int64_t valid_from;
	int64_t in_force;
	const char *sha256; /* of the text, lower-case hexadecimal */
	const char *text;
};

extern const struct record policy_record;

#endif
