/* token_session - a PKCS #11 token is opened, and objects on it are found */
#include "token.h"

#include <string.h>

#include <ipp/base/memory.h>

enum status token_session(struct token *token, bool writes, struct error *err)
{
	CK_FLAGS flags =
		CKF_SERIAL_SESSION | (writes ? CKF_RW_SESSION : (CK_FLAGS)0);
	CK_RV rv;

	if (token->session)
		(void)token->call->C_CloseSession(token->session); /* it ends */
	token->session = 0;
	rv = token->call->C_OpenSession(token->slot, flags, NULL, NULL,
					&token->session);
	return rv == CKR_OK ? OK :
			      token_failed("talking to the token", rv, err);
}

CK_RV token_login(const struct token *token, CK_USER_TYPE who, const char *pin)
{
	CK_UTF8CHAR copy[TOKEN_PIN_MAX];
	size_t n = pin ? strlen(pin) : 0;
	CK_RV rv;

	if (n > sizeof copy)
		return CKR_PIN_LEN_RANGE;
	memcpy(copy, pin ? pin : "", n);
	rv = token->call->C_Login(token->session, who, pin ? copy : NULL, n);
	memory_wipe(copy, sizeof copy);
	return rv;
}

enum status token_login_judge(const struct token *token, CK_RV rv,
			      struct error *err)
{
	switch (rv) {
	case CKR_OK:
	case CKR_USER_ALREADY_LOGGED_IN:
		return OK;
	case CKR_PIN_INCORRECT:
	case CKR_PIN_INVALID:
	case CKR_PIN_LEN_RANGE:
		return error_set(err, DATA, "pin_wrong", "secret_file",
				 "the PIN does not open token \"%s\"; a few "
				 "wrong ones lock it, so check before you try "
				 "again",
				 token->label);
	case CKR_PIN_LOCKED:
	case CKR_PIN_EXPIRED:
	case CKR_USER_PIN_NOT_INITIALIZED:
		return error_set(err, REFUSED, "pin_locked", "token",
				 "the PIN of token \"%s\" is locked or not "
				 "set; set a new one with its PUK",
				 token->label);
	default:
		return token_failed("opening the token", rv, err);
	}
}

CK_OBJECT_HANDLE token_object(const struct token *token,
			      CK_ATTRIBUTE *attributes, CK_ULONG count)
{
	CK_OBJECT_HANDLE ret = CK_INVALID_HANDLE;
	CK_ULONG found = 0;

	if (token->call->C_FindObjectsInit(token->session, attributes, count) !=
	    CKR_OK)
		return CK_INVALID_HANDLE;
	if (token->call->C_FindObjects(token->session, &ret, 1, &found) !=
		    CKR_OK ||
	    found != 1)
		ret = CK_INVALID_HANDLE;
	(void)token->call->C_FindObjectsFinal(token->session); /* found it */
	return ret;
}
