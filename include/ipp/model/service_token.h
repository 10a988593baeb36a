/* service_token - what an unattended job signs in with */
#ifndef IPP_MODEL_SERVICE_TOKEN_H
#define IPP_MODEL_SERVICE_TOKEN_H

#include <ipp/model/field.h>

/* The record `service_token`: a row of table `sessions`. */
struct service_token {
	int64_t token_id;
	const char *login;
	int64_t profile; /* enum profile */
	const char *unit;
	const char *label;
	struct texts tools; /* it may run */
	int64_t days;	    /* it lives, when it is made */
	int64_t created_at, used_at, expires_at, ended_at;
};

extern const struct record service_token_record;

/* The record `operator_certificate`: a certificate that an officer signs
 * with. */
struct operator_certificate {
	const char *login;
	const char *fingerprint; /* SHA-256, lower-case hexadecimal */
	const char *subject, *issuer, *serial;
	int64_t not_before, not_after, added_at, withdrawn_at;
	int64_t usable; /* it can sign today */
};

extern const struct record operator_certificate_record;

#endif
