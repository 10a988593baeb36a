/* keypad - SoftHSM behind a reader with a keypad
 *
 * A PKCS #11 library that hands every call on to SoftHSM, but that takes PINs
 * on its keypad alone (CKF_PROTECTED_AUTHENTICATION_PATH): whoever gives one is
 * refused, whoever gives none waits for what is typed. That is the first line
 * of the file $KEYPAD, which goes away with it; where there is none, nobody
 * typed (CKR_FUNCTION_CANCELED).
 *
 * cc -shared -fPIC $(pkg-config --cflags p11-kit-1) keypad.c -o it.so */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <p11-kit/pkcs11.h>

#define LINE 80
#define LINES 20

static CK_FUNCTION_LIST *real, list;

static CK_RV typed(char ret[LINE])
{
	const char *path = getenv("KEYPAD");
	FILE *file = path ? fopen(path, "r+") : NULL;
	static char rest[LINES][LINE];
	size_t n = 0;

	if (!file)
		return CKR_FUNCTION_CANCELED;
	while (n < LINES && fgets(rest[n], LINE, file))
		n++;
	fclose(file);
	file = fopen(path, "w");
	if (n == 0 || !file)
		return CKR_FUNCTION_CANCELED;
	for (size_t i = 1; i < n; i++)
		fputs(rest[i], file);
	fclose(file);
	rest[0][strcspn(rest[0], "\n")] = '\0';
	strcpy(ret, rest[0]);
	return CKR_OK;
}

static CK_RV my_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
	CK_RV rv = real->C_GetTokenInfo(slot, info);

	if (rv == CKR_OK)
		info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
	return rv;
}

static CK_RV my_C_Login(CK_SESSION_HANDLE session, CK_USER_TYPE who,
			CK_UTF8CHAR *pin, CK_ULONG n)
{
	CK_SESSION_INFO info;
	char line[LINE];
	CK_RV rv;

	if (pin || n)
		return CKR_ARGUMENTS_BAD;
	if (who == CKU_USER && real->C_GetSessionInfo(session, &info) == CKR_OK &&
	    (info.state == CKS_RO_USER_FUNCTIONS ||
	     info.state == CKS_RW_USER_FUNCTIONS))
		return CKR_USER_ALREADY_LOGGED_IN;
	if ((rv = typed(line)) != CKR_OK)
		return rv;
	return real->C_Login(session, who, (CK_UTF8CHAR *)line, strlen(line));
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret)
{
	void *library = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW);
	CK_C_GetFunctionList get;

	if (!library)
		return CKR_GENERAL_ERROR;
	*(void **)&get = dlsym(library, "C_GetFunctionList");
	if (!get || get(&real) != CKR_OK)
		return CKR_GENERAL_ERROR;
	list = *real;
	list.C_GetTokenInfo = my_C_GetTokenInfo;
	list.C_Login = my_C_Login;
	*ret = &list;
	return CKR_OK;
}
