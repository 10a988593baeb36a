/* issue_options - what ipp-issue takes as options */
#ifndef IPP_MODEL_ISSUE_OPTIONS_H
#define IPP_MODEL_ISSUE_OPTIONS_H

#include <ipp/model/envelope.h>
#include <ipp/model/field.h>
#include <ipp/model/signing.h>

enum seal { SEAL_NOW, SEAL_LATER };

extern const struct word device_key_words[]; /* kinds of keys on devices */

/* The holder's smart card or key. */
struct device_options {
	const char *device; /* PKCS #11 library; NULL: none is there */
	const char *device_token;
	const char *device_pin_file, *device_puk_file;
	int64_t device_key; /* of device_key_words */
	int64_t device_erase, device_afresh, device_lost;
};

struct issue_options {
	int64_t confirm, preview, seal;
	struct envelope_options sealing;
	struct device_options device;
	struct signing_options signing; /* of the officer */
};

extern const struct record issue_options_record;

#endif
