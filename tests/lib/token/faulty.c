/* faulty - SoftHSM with a fault at a chosen call
 *
 * A PKCS #11 library that hands every call on to SoftHSM. FAULT=NAME:N:WHAT
 * has the Nth call (from 1) of a function go wrong: `before` and `after` kill
 * the process there (SIGKILL), a number is returned as its CK_RV. The calls
 * that change a token are counted: C_InitToken, C_InitPIN, C_SetPIN,
 * C_GenerateKeyPair, C_Sign, C_CreateObject. FAULT_LOG=FILE gets their names.
 *
 * cc -shared -fPIC $(pkg-config --cflags p11-kit-1) faulty.c -o it.so */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <p11-kit/pkcs11.h>

static CK_FUNCTION_LIST *real, list;

static void log_name(const char *name)
{
	const char *path = getenv("FAULT_LOG");
	FILE *file = path ? fopen(path, "a") : NULL;

	if (file) {
		fprintf(file, "%s\n", name);
		fclose(file);
	}
}

/* What is to happen at this call: NULL for nothing. */
static const char *fault(const char *name, int count)
{
	static char text[80];
	const char *wanted = getenv("FAULT");
	char *number, *what;

	if (!wanted || strlen(wanted) >= sizeof text)
		return NULL;
	strcpy(text, wanted);
	if (!(number = strchr(text, ':')) || !(what = strchr(number + 1, ':')))
		return NULL;
	*number++ = *what++ = '\0';
	return strcmp(text, name) == 0 && atoi(number) == count ? what : NULL;
}

#define DIE() kill(getpid(), SIGKILL)
#define CALL(name_, parameters_, arguments_)                            \
	static CK_RV my_##name_ parameters_                             \
	{                                                               \
		static int count;                                       \
		const char *what = fault(#name_, ++count);              \
		CK_RV rv;                                               \
                                                                        \
		log_name(#name_);                                       \
		if (what && strcmp(what, "before") == 0)                \
			DIE();                                          \
		if (what && strcmp(what, "after") != 0)                 \
			return (CK_RV)strtoul(what, NULL, 0);           \
		rv = real->name_ arguments_;                            \
		if (what)                                               \
			DIE();                                          \
		return rv;                                              \
	}

CALL(C_InitToken, (CK_SLOT_ID a, CK_UTF8CHAR *b, CK_ULONG c, CK_UTF8CHAR *d),
     (a, b, c, d))
CALL(C_InitPIN, (CK_SESSION_HANDLE a, CK_UTF8CHAR *b, CK_ULONG c), (a, b, c))
CALL(C_SetPIN,
     (CK_SESSION_HANDLE a, CK_UTF8CHAR *b, CK_ULONG c, CK_UTF8CHAR *d,
      CK_ULONG e),
     (a, b, c, d, e))
CALL(C_GenerateKeyPair,
     (CK_SESSION_HANDLE a, CK_MECHANISM *b, CK_ATTRIBUTE *c, CK_ULONG d,
      CK_ATTRIBUTE *e, CK_ULONG f, CK_OBJECT_HANDLE *g, CK_OBJECT_HANDLE *h),
     (a, b, c, d, e, f, g, h))
CALL(C_Sign,
     (CK_SESSION_HANDLE a, CK_BYTE *b, CK_ULONG c, CK_BYTE *d, CK_ULONG *e),
     (a, b, c, d, e))
CALL(C_CreateObject,
     (CK_SESSION_HANDLE a, CK_ATTRIBUTE *b, CK_ULONG c, CK_OBJECT_HANDLE *d),
     (a, b, c, d))

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret)
{
	void *library = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW);
	CK_C_GetFunctionList get;
	CK_RV rv;

	if (!library)
		return CKR_GENERAL_ERROR;
	*(void **)&get = dlsym(library, "C_GetFunctionList");
	if (!get || (rv = get(&real)) != CKR_OK)
		return CKR_GENERAL_ERROR;
	list = *real;
	list.C_InitToken = my_C_InitToken;
	list.C_InitPIN = my_C_InitPIN;
	list.C_SetPIN = my_C_SetPIN;
	list.C_GenerateKeyPair = my_C_GenerateKeyPair;
	list.C_Sign = my_C_Sign;
	list.C_CreateObject = my_C_CreateObject;
	*ret = &list;
	return CKR_OK;
}
