/* token - a PKCS #11 token as the two files that use it see it */
#ifndef IPP_LIB_PORT_TOKEN_H
#define IPP_LIB_PORT_TOKEN_H

#include <stdbool.h>

#include <p11-kit/pkcs11.h>

#include <ipp/port/signer.h>

struct token {
	void *library;
	CK_FUNCTION_LIST *call;
	bool initialized;
	CK_SLOT_ID slot;
	CK_SESSION_HANDLE session; /* 0: none */
	CK_FLAGS flags;
	char label[33];
};

/* UNAVAILABLE `token_failed`. */
enum status token_failed(const char *what, CK_RV code, struct error *err);

#endif
