/* token - finds a PKCS #11 token by its library, label or serial number */
#include "token.h"

#include <stdlib.h>
#include <string.h>

#include <p11-kit/p11-kit.h>

#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>

static enum status token_removed(struct error *err)
{
	return error_set(err, UNAVAILABLE, "token_removed", NULL,
			 "the token was drawn out or does not answer; put it "
			 "in again and run the same command");
}

enum status token_failed(const char *what, CK_RV code, struct error *err)
{
	switch (code) {
	case CKR_DEVICE_REMOVED:
	case CKR_TOKEN_NOT_PRESENT:
	case CKR_DEVICE_ERROR:
	case CKR_SLOT_ID_INVALID:
	case CKR_SESSION_HANDLE_INVALID:
		return token_removed(err);
	case CKR_DEVICE_MEMORY:
		return error_set(err, UNAVAILABLE, "token_full", NULL,
				 "there is no room left on the token (%s); use "
				 "an empty one",
				 what);
	case CKR_TOKEN_WRITE_PROTECTED:
	case CKR_SESSION_READ_ONLY:
		return error_set(err, REFUSED, "token_read_only", NULL,
				 "the token lets nobody write on it (%s); use "
				 "another",
				 what);
	}
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
		(void)p11_kit_module_finalize(token->call);
	if (token->call)
		p11_kit_module_release(token->call);
	secret_free(token->pin);
	memory_free(token);
}

void token_pin_keep(struct token *token, const char *pin)
{
	secret_free(token->pin);
	token->pin = secret_alloc(strlen(pin) + 1);
	memcpy(token->pin, pin, strlen(pin) + 1);
}

const char *token_label(const struct token *token)
{
	return token->label;
}

bool token_has_keypad(const struct token *token)
{
	return token->flags & CKF_PROTECTED_AUTHENTICATION_PATH;
}

void token_attend(struct token *token, const struct keypad *keypad)
{
	token->keypad = keypad;
}

static enum status unusable(const char *module, const char *why,
			    struct error *err)
{
	return error_set(err, CONFIG, "module_unusable", "module",
			 "\"%s\" is no PKCS #11 library that works here (%s); "
			 "name that of the token's maker",
			 module, why);
}

/* p11-kit starts a library once and ends it with its last user, so that the
 * officer's token, a holder's and the authority's may be of one maker. */
enum status token_library(const char *module, struct token **ret,
			  struct error *err)
{
	OWN(token) struct token *token = memory_new(sizeof *token);
	char *path = strchr(module, '/') ? realpath(module, NULL) : NULL;
	const char *why;

	/* a name alone is looked for where the system keeps such libraries */
	token->call = p11_kit_module_load(path ? path : module, 0);
	free(path);
	if (!token->call) {
		why = p11_kit_message();
		return unusable(module, why ? why : _("it lists no functions"),
				err);
	}
	if (p11_kit_module_initialize(token->call) != CKR_OK)
		return unusable(module, _("it does not start"), err);
	token->initialized = true;
	*ret = TAKE(token);
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

bool token_look(struct token *token, CK_SLOT_ID slot)
{
	CK_TOKEN_INFO info;

	if (token->call->C_GetTokenInfo(slot, &info) != CKR_OK)
		return false;
	token->slot = slot;
	token->flags = info.flags;
	trimmed(token->label, info.label, sizeof info.label);
	trimmed(token->serial, info.serialNumber, sizeof info.serialNumber);
	trimmed(token->manufacturer, info.manufacturerID,
		sizeof info.manufacturerID);
	trimmed(token->model, info.model, sizeof info.model);
	token->pin_least = info.ulMinPinLen;
	token->pin_most = info.ulMaxPinLen;
	return true;
}

enum status token_slots(const struct token *library,
			CK_SLOT_ID ret[TOKEN_SLOTS_MAX], CK_ULONG *count,
			struct error *err)
{
	CK_ULONG n = 0;
	CK_RV rv;

	/* asked for the number first, libraries look at what is there now */
	rv = library->call->C_GetSlotList(CK_TRUE, NULL, &n);
	n = TOKEN_SLOTS_MAX;
	if (rv == CKR_OK)
		rv = library->call->C_GetSlotList(CK_TRUE, ret, &n);
	if (rv != CKR_OK)
		return token_failed("listing the tokens", rv, err);
	*count = n;
	return OK;
}

static bool fits(const struct token *token, const char *wanted)
{
	return (token->flags & CKF_TOKEN_INITIALIZED) &&
	       (!wanted || strcmp(wanted, token->label) == 0 ||
		strcmp(wanted, token->serial) == 0);
}

static enum status slot_find(struct token *token, const char *wanted,
			     struct error *err)
{
	CK_SLOT_ID slots[TOKEN_SLOTS_MAX], slot = 0;
	CK_ULONG count = 0;
	size_t found = 0;
	enum status rc;

	if ((rc = token_slots(token, slots, &count, err)) != OK)
		return rc;
	for (CK_ULONG i = 0; i < count; i++)
		if (token_look(token, slots[i]) && fits(token, wanted)) {
			slot = slots[i];
			found++;
		}
	if (found > 0 && !token_look(token, slot))
		found = 0; /* drawn out meanwhile */
	if (found == 0)
		return error_set(err, DATA, "token_missing", "token",
				 "there is no token \"%s\"; put it in, or name "
				 "another with --token",
				 wanted ? wanted : "*");
	if (found > 1)
		return error_set(err, DATA, "token_ambiguous", "token",
				 "there are %zu tokens that fit, \"%s\" among "
				 "them; name one by label or serial number "
				 "with --token",
				 found, token->label);
	return OK;
}

enum status token_find(const char *module, const char *wanted,
		       struct token **ret, struct error *err)
{
	OWN(token) struct token *token = NULL;
	enum status rc;

	if ((rc = token_library(module, &token, err)) != OK ||
	    (rc = slot_find(token, wanted, err)) != OK)
		return rc;
	*ret = TAKE(token);
	return OK;
}
