/* expiry - who is told that a certificate ends */
#ifndef IPP_MODEL_EXPIRY_H
#define IPP_MODEL_EXPIRY_H

#include <ipp/model/field.h>

/* The record `expiry_notice`: what somebody was told of a holder's or an
 * officer's certificate. */
struct expiry_notice {
	int64_t order_id, user_id; /* of a holder's */
	const char *product, *serial;
	const char *login, *fingerprint; /* of an officer's */
	const char *surname, *given_name;
	int64_t valid_until;
	int64_t days;	 /* the notice: so many days before the end */
	int64_t renewal; /* product that renews it and is not issued yet */
	struct texts recipients;
	struct texts warnings;
};
extern const struct record expiry_notice_record;

#endif
