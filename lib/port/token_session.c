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

enum status keypad_unattended(const char *token, struct error *err)
{
	return error_set(err, USAGE, "keypad_unattended", "token",
			 "token \"%s\" takes its PIN on its keypad, and there "
			 "is no terminal to say so on; run this at a terminal, "
			 "or for jobs that nobody attends use a token or a "
			 "reader without a keypad",
			 token);
}

static bool is_open(const struct token *token)
{
	CK_SESSION_INFO info;

	return token->call->C_GetSessionInfo(token->session, &info) ==
		   CKR_OK &&
	       (info.state == CKS_RO_USER_FUNCTIONS ||
		info.state == CKS_RW_USER_FUNCTIONS);
}

enum status token_keypad_say(const struct token *token, bool again,
			     struct error *err)
{
	const struct keypad *keypad = token->keypad;

	if (!token_has_keypad(token) || (!again && is_open(token)))
		return OK;
	if (!keypad)
		return keypad_unattended(token->label, err);
	return keypad->says(keypad->context, token->label, err);
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
	case CKR_FUNCTION_CANCELED:
	case CKR_FUNCTION_REJECTED:
		return error_set(err, REFUSED, "keypad_cancelled", "token",
				 "nothing was typed on the keypad of token "
				 "\"%s\"; run the same command again, and type "
				 "the PIN there",
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
