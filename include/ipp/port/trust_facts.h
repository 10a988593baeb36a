/* trust_facts - qualifications of trusted lists as JSON, and back */
#ifndef IPP_PORT_TRUST_FACTS_H
#define IPP_PORT_TRUST_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/trust.h>

struct arena;
struct json;

/* Nested lists of criteria below the outermost. */
#define TRUST_CRITERIA_DEPTH 2

/* An array; the caller frees it. */
struct json *
trust_qualifications_encode(const struct trust_qualification *items,
			    size_t count);

/* Reads what the other one wrote, and nothing else: false for any member,
 * number or nesting that it would not write. In the arena. */
bool trust_qualifications_decode(const struct json *json, struct arena *arena,
				 const struct trust_qualification **ret,
				 size_t *count);

#endif
