/* token - finds a PKCS #11 token by its library, label or serial number */
#include "token.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define SLOTS_MAX 64

enum status token_failed(const char *what, CK_RV code, struct error *err)
{
	return error_set(err, UNAVAILABLE, "token_failed", NULL,
			 "%s failed (PKCS #11 code 0x%lx); put the token in "
			 "again, or see what its maker says",
			 what, (unsigned long)code);
}

void token_close(struct token *token)
{
	if (!token)
		return;
	/* a token that does not let go is none of our business any more */
	if (token->session)
		(void)token->call->C_CloseSession(token->session);
	if (token->initialized)
		(void)token->call->C_Finalize(NULL);
	if (token->library)
		(void)dlclose(token->library);
	memory_free(token);
}

const char *token_label(const struct token *token)
{
	return token->label;
}

bool token_has_keypad(const struct token *token)
{
	return token->flags & CKF_PROTECTED_AUTHENTICATION_PATH;
}

static enum status unusable(const char *module, const char *why,
			    struct error *err)
{
	return error_set(err, CONFIG, "module_unusable", "module",
			 "\"%s\" is no PKCS #11 library that works here (%s); "
			 "name that of the token's maker",
			 module, why);
}

static enum status library_load(struct token *token, const char *module,
				struct error *err)
{
	CK_C_INITIALIZE_ARGS how = { .flags = CKF_OS_LOCKING_OK };
	CK_C_GetFunctionList list;
	CK_RV rv;

	token->library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
	if (!token->library)
		return unusable(module, dlerror(), err);
	*(void **)&list = dlsym(token->library, "C_GetFunctionList");
	if (!list || list(&token->call) != CKR_OK || !token->call)
		return unusable(module, _("it lists no functions"), err);
	rv = token->call->C_Initialize(&how);
	if (rv != CKR_OK)
		return unusable(module, _("it does not start"), err);
	token->initialized = true;
	return OK;
}

/* Fields of PKCS #11 are padded with blanks. */
static void trimmed(char *ret, const CK_UTF8CHAR *field, size_t n)
{
	while (n > 0 && (field[n - 1] == ' ' || field[n - 1] == '\0'))
		n--;
	memcpy(ret, field, n);
	ret[n] = '\0';
}

struct found {
	CK_SLOT_ID slot;
	CK_FLAGS flags;
	char label[33];
	size_t count;
};

static void slot_look(const struct token *token, CK_SLOT_ID slot,
		      const char *wanted, struct found *found)
{
	CK_TOKEN_INFO info;
	char label[33], serial[17];

	if (token->call->C_GetTokenInfo(slot, &info) != CKR_OK ||
	    !(info.flags & CKF_TOKEN_INITIALIZED))
		return;
	trimmed(label, info.label, sizeof info.label);
	trimmed(serial, info.serialNumber, sizeof info.serialNumber);
	if (wanted && strcmp(wanted, label) != 0 &&
	    strcmp(wanted, serial) != 0)
		return;
	found->slot = slot;
	found->flags = info.flags;
	(void)snprintf(found->label, sizeof found->label, "%s", label);
	found->count++;
}

static enum status slot_find(struct token *token, const char *wanted,
			     struct error *err)
{
	CK_SLOT_ID slots[SLOTS_MAX];
	CK_ULONG count = SLOTS_MAX;
	struct found found = { 0 };
	CK_RV rv = token->call->C_GetSlotList(CK_TRUE, slots, &count);

	if (rv != CKR_OK)
		return token_failed("listing the tokens", rv, err);
	for (CK_ULONG i = 0; i < count; i++)
		slot_look(token, slots[i], wanted, &found);
	if (found.count == 0)
		return error_set(err, DATA, "token_missing", "token",
				 "there is no token \"%s\"; put it in, or name "
				 "another with --token",
				 wanted ? wanted : "*");
	if (found.count > 1)
		return error_set(err, DATA, "token_ambiguous", "token",
				 "there are %zu tokens that fit, \"%s\" among "
				 "them; name one by label or serial number "
				 "with --token",
				 found.count, found.label);
	token->slot = found.slot;
	token->flags = found.flags;
	memcpy(token->label, found.label, sizeof token->label);
	return OK;
}

enum status token_find(const char *module, const char *wanted,
		       struct token **ret, struct error *err)
{
	OWN(token) struct token *token = memory_new(sizeof *token);
	enum status rc;

	if ((rc = library_load(token, module, err)) != OK ||
	    (rc = slot_find(token, wanted, err)) != OK)
		return rc;
	*ret = TAKE(token);
	return OK;
}
