/* consent_options - how the holder of a remote certificate is asked */
#ifndef IPP_MODEL_CONSENT_OPTIONS_H
#define IPP_MODEL_CONSENT_OPTIONS_H

#include <stdint.h>

/* What stash-cert, stash-sign and ipp-sign share. */
struct consent_options {
	const char *pin_file, *otp_file; /* instead of asking, or NULL */
	int64_t browser;		 /* open one here */
	int64_t wait; /* seconds that he has; ABSENT: the default */
};

#endif
