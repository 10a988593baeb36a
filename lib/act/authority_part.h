/* authority_part - what the files that make authorities share */
#ifndef IPP_LIB_ACT_AUTHORITY_PART_H
#define IPP_LIB_ACT_AUTHORITY_PART_H

#include <stdint.h>

#include <ipp/act/authority.h>

struct key;

/* Makes the key of an authority of this name, role and kind. Errors of
 * key_generate, or of key_token_make. */
enum status authority_key_make(struct desk *desk, const struct authority *it,
			       const struct key_wish *place, struct key **ret,
			       struct error *err);

/* DATA `partitions_invalid`. */
enum status partitions_check(int64_t n, struct error *err);

#endif
