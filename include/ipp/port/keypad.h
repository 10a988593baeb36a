/* keypad - whoever is at the keypad of a token or its reader is told */
#ifndef IPP_PORT_KEYPAD_H
#define IPP_PORT_KEYPAD_H

#include <ipp/base/error.h>

/* Where a token takes its PIN on a keypad alone (PKCS #11,
 * CKF_PROTECTED_AUTHENTICATION_PATH), nobody asks for it here. */
struct keypad {
	/* Says so to him, before the token of this label waits; USAGE
	 * `keypad_unattended` where nobody is there. */
	enum status (*says)(void *context, const char *token,
			    struct error *err);
	void *context;
};

/* USAGE `keypad_unattended`. */
enum status keypad_unattended(const char *token, struct error *err);

#endif
