/* check_issuance - every certificate again, against the store */
#ifndef IPP_ACT_CHECK_ISSUANCE_H
#define IPP_ACT_CHECK_ISSUANCE_H

#include <ipp/base/error.h>

struct desk;
struct store_check;

/* Reads every certificate that was issued or reserved, on all processors:
 * its serial number and the bytes that were signed are those that the store
 * reserved, its signature is that of its authority, it still passes the
 * judgement of its profile. The check is called `certificates`. */
enum status act_check_issuance(struct desk *desk, struct store_check *ret,
			       struct error *err);

#endif
