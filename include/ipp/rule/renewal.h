/* renewal - whether a product may be renewed, and how its holder is known */
#ifndef IPP_RULE_RENEWAL_H
#define IPP_RULE_RENEWAL_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

/* From so many days before the end of the certificate until the day before
 * it; days are those of the calendar (UTC). */
#define RENEWAL_DAYS_MAX 90
#define RENEWAL_DAYS_MIN 1

struct product;

/* REFUSED on `user_id`: renewal_unissued, renewal_suspended, renewal_revoked,
 * renewal_expired, renewal_early, renewal_late. */
enum status renewal_check(const struct product *product, int64_t now,
			  struct error *err);

/*
 * How the holder is recognised for a renewal: `asked`, or where that is ABSENT
 * by a signature with the very certificate that ends, if the product may be
 * asked for so (`may_sign`) and the certificate was not itself issued on a
 * signature (Regulation 910/2014, 24(1a)(b)); else the way he was recognised
 * before, once more. ABSENT: somebody must say. *is_chain is true where that
 * certificate cannot identify him again.
 */
int64_t renewal_recognition(int64_t before, int64_t asked, bool may_sign,
			    bool *is_chain);

#endif
