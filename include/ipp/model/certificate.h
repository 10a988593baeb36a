/* certificate - a certificate that is, was or would be issued */
#ifndef IPP_MODEL_CERTIFICATE_H
#define IPP_MODEL_CERTIFICATE_H

#include <ipp/model/field.h>

/* The record `certificate`. */
struct certificate {
	int64_t order_id, user_id;
	const char *product, *profile;
	int64_t status;	     /* enum product_status */
	int64_t recognition; /* enum recognition */
	const char *subject, *issuer, *serial, *fingerprint;
	const char *key_kind;
	int64_t not_before, not_after;
	const char *authentication_serial, *authentication_fingerprint;
	const char *device_serial, *device_label;
	const char *device_manufacturer, *device_model;
	struct texts policies;
	const char *limit_text;
	int64_t envelope;	 /* enum envelope_format */
	int64_t passphrase_kind; /* enum passphrase_kind */
	int64_t preview, existing;
	struct texts warnings;
};

extern const struct record certificate_record;

#endif
