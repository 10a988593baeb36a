/* token_device - a holder's device is found, and gets its PIN and PUK */
#include <ipp/port/device.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "token.h"

struct device_facts device_facts(const struct token *token)
{
	return (struct device_facts){
		.label = token->label,
		.serial = token->serial,
		.manufacturer = token->manufacturer,
		.model = token->model,
		.is_initialized = token->flags & CKF_TOKEN_INITIALIZED,
		.has_pin = token->flags & CKF_USER_PIN_INITIALIZED,
	};
}

static bool is_named(const struct token *token, const char *name)
{
	return text_equal(token->label, name) || text_equal(token->serial, name);
}

/* How well a token fits: blank ones first, where none is named. */
static int fitness(const struct token *token, const char *name,
		   const char *other)
{
	if (name)
		return is_named(token, name);
	if (!(token->flags & CKF_TOKEN_INITIALIZED))
		return 2;
	return !other || !text_equal(token->serial, other);
}

static enum status slot_choose(struct token *token, const char *name,
			       const char *other, struct error *err)
{
	CK_SLOT_ID slots[TOKEN_SLOTS_MAX], slot = 0;
	CK_ULONG count = 0;
	size_t found = 0;
	int best = 1;
	enum status rc;

	if ((rc = token_slots(token, slots, &count, err)) != OK)
		return rc;
	for (CK_ULONG i = 0; i < count; i++) {
		int fits = token_look(token, slots[i]) ?
				   fitness(token, name, other) :
				   0;

		if (fits < best)
			continue;
		found = fits > best ? 1 : found + 1;
		best = fits;
		slot = slots[i];
	}
	if (found > 1)
		return error_set(err, DATA, "device_ambiguous", "device_token",
				 "there are %zu devices that fit; name one by "
				 "label or serial number with --device-token",
				 found);
	if (found == 0 || !token_look(token, slot))
		return error_set(err, DATA, "device_missing", "device_token",
				 "there is no device \"%s\"; put it in, or name "
				 "another with --device-token",
				 name ? name : "*");
	return OK;
}

enum status device_find(const char *module, const char *name, const char *other,
			struct token **ret, struct error *err)
{
	OWN(token) struct token *token = NULL;
	enum status rc;

	if ((rc = token_library(module, &token, err)) != OK ||
	    (rc = slot_choose(token, name, other, err)) != OK)
		return rc;
	*ret = TAKE(token);
	return OK;
}

static enum status unsuitable(const struct token *token, const char *why,
			      struct error *err)
{
	return error_set(err, REFUSED, "device_unsuitable", "device",
			 "device \"%s\" %s; use another", token->serial, why);
}

enum status device_check(const struct token *token, size_t pin_length,
			 struct error *err)
{
	if (token_has_keypad(token))
		return error_set(err, REFUSED, "device_keypad", "device",
				 "device \"%s\" takes PIN and PUK on a keypad "
				 "alone, but those of the envelope are set by "
				 "this desk and known to nobody here; put it "
				 "into a reader without a keypad, or use "
				 "another",
				 token->serial);
	if (token->flags & CKF_WRITE_PROTECTED)
		return unsuitable(token, _("lets nobody write on it"), err);
	/* one that was never initialized tells neither that nor lengths */
	if (!(token->flags & CKF_TOKEN_INITIALIZED))
		return OK;
	if (token->flags & (CKF_SO_PIN_LOCKED | CKF_USER_PIN_LOCKED))
		return error_set(err, REFUSED, "pin_locked", "device",
				 "the PIN or PUK of device \"%s\" is locked; "
				 "use another device",
				 token->serial);
	if (pin_length < token->pin_least ||
	    (token->pin_most > 0 && pin_length > token->pin_most))
		return unsuitable(token, _("takes no PIN of 8 digits"), err);
	return OK;
}

static bool is_wrong(CK_RV rv)
{
	return rv == CKR_PIN_INCORRECT || rv == CKR_PIN_INVALID ||
	       rv == CKR_PIN_LEN_RANGE;
}

static enum status pin_judge(const struct token *token, CK_RV rv,
			     struct error *err)
{
	if (is_wrong(rv))
		return error_set(err, DATA, "device_pin_wrong",
				 "device_pin_file",
				 "the PIN does not open device \"%s\"; a few "
				 "wrong ones lock it, so check before you try "
				 "again",
				 token->serial);
	return token_login_judge(token, rv, err);
}

static enum status puk_judge(const struct token *token, CK_RV rv,
			     struct error *err)
{
	if (is_wrong(rv))
		return error_set(err, DATA, "device_puk_wrong",
				 "device_puk_file",
				 "the PUK does not open device \"%s\"; a few "
				 "wrong ones end it, so check before you try "
				 "again",
				 token->serial);
	return token_login_judge(token, rv, err);
}

static enum status none_there(const struct token *token, struct error *err)
{
	if (token_object(token, NULL, 0) == CK_INVALID_HANDLE)
		return OK;
	return error_set(err, REFUSED, "device_not_blank", "device",
			 "device \"%s\" is not blank: there are keys or "
			 "certificates on it; use another, or have all of that "
			 "erased with --device-erase",
			 token->serial);
}

enum status device_blank(struct token *token, const struct device_codes *codes,
			 struct error *err)
{
	enum status rc;

	if (!(token->flags & CKF_TOKEN_INITIALIZED))
		return OK;
	if ((rc = token_session(token, false, err)) != OK ||
	    (rc = none_there(token, err)) != OK || !codes->pin)
		return rc;
	rc = pin_judge(token, token_login(token, CKU_USER, codes->pin), err);
	if (rc != OK)
		return rc;
	rc = none_there(token, err);
	(void)token->call->C_Logout(token->session); /* it was only a look */
	return rc;
}

/* Some libraries give the slot another number then. */
static CK_RV token_init(struct token *token, const char *puk, const char *label)
{
	CK_UTF8CHAR padded[32], copy[TOKEN_PIN_MAX];
	size_t n = strlen(puk), label_n = strlen(label);
	CK_RV rv;

	if (n > sizeof copy)
		return CKR_PIN_LEN_RANGE;
	if (token->session)
		(void)token->call->C_CloseSession(token->session);
	token->session = 0;
	memset(padded, ' ', sizeof padded);
	memcpy(padded, label,
	       label_n < sizeof padded ? label_n : sizeof padded);
	memcpy(copy, puk, n);
	rv = token->call->C_InitToken(token->slot, copy, n, padded);
	memory_wipe(copy, sizeof copy);
	return rv;
}

static enum status initialize(struct token *token, const char *puk,
			      const char *other, const char *label,
			      struct error *err)
{
	CK_RV rv = token_init(token, puk, label);
	enum status rc;

	if (is_wrong(rv) && other)
		rv = token_init(token, other, label);
	rc = is_wrong(rv) ? puk_judge(token, rv, err) :
	     rv != CKR_OK ?
			    token_failed("initializing the device", rv, err) :
			    OK;
	return rc == OK ? slot_choose(token, label, NULL, err) : rc;
}

static enum status puk_missing(const struct token *token, struct error *err)
{
	return error_set(err, DATA, "device_puk_missing", "device_puk_file",
			 "device \"%s\" has a PUK already, and it is not "
			 "known; give it with --device-puk-file",
			 token->serial);
}

/* Opens it as its security officer; *old is the PUK that did, if that is to be
 * replaced. */
static enum status puk_open(struct token *token,
			    const struct device_preparation *how, bool is_ours,
			    const char **old, struct error *err)
{
	enum status rc = token_session(token, true, err);
	CK_RV rv = CKR_PIN_INCORRECT;

	*old = NULL;
	if (rc != OK)
		return rc;
	if (is_ours || how->resumes) {
		rv = token_login(token, CKU_SO, how->now.puk);
		if (!is_wrong(rv))
			return puk_judge(token, rv, err);
	}
	*old = how->then.puk;
	return *old ? puk_judge(token, token_login(token, CKU_SO, *old), err) :
		      puk_missing(token, err);
}

static enum status codes_set(struct token *token,
			     const struct device_codes *codes, const char *old,
			     struct error *err)
{
	CK_UTF8CHAR pin[TOKEN_PIN_MAX], puk[TOKEN_PIN_MAX], before[TOKEN_PIN_MAX];
	size_t pin_n = strlen(codes->pin), puk_n = strlen(codes->puk);
	size_t old_n = old ? strlen(old) : 0;
	CK_RV rv;

	memcpy(pin, codes->pin, pin_n); /* both ours: 8 digits */
	memcpy(puk, codes->puk, puk_n);
	memcpy(before, old ? old : "", old_n); /* it fitted at login */
	rv = token->call->C_InitPIN(token->session, pin, pin_n);
	if (rv == CKR_OK && old)
		rv = token->call->C_SetPIN(token->session, before, old_n, puk,
					   puk_n);
	memory_wipe(pin, sizeof pin);
	memory_wipe(puk, sizeof puk);
	memory_wipe(before, sizeof before);
	(void)token->call->C_Logout(token->session); /* its user comes next */
	return rv == CKR_OK ? OK :
			      token_failed("setting PIN and PUK", rv, err);
}

enum status device_prepare(struct token *token,
			   const struct device_preparation *how,
			   struct error *err)
{
	bool is_new = !(token->flags & CKF_TOKEN_INITIALIZED);
	bool is_named = text_equal(token->label, how->label);
	const char *old;
	enum status rc = OK;

	if (is_new) {
		rc = initialize(token, how->now.puk, NULL, how->label, err);
	} else if (how->erases && !is_named) {
		if (!how->then.puk)
			return puk_missing(token, err);
		rc = initialize(token, how->then.puk,
				how->resumes ? how->now.puk : NULL, how->label,
				err);
	}
	if (rc != OK || (rc = puk_open(token, how, is_new, &old, err)) != OK)
		return rc;
	return codes_set(token, &how->now, old, err);
}

enum status device_unlock(struct token *token, const char *pin,
			  struct error *err)
{
	enum status rc;

	if ((rc = token_session(token, true, err)) != OK ||
	    (rc = pin_judge(token, token_login(token, CKU_USER, pin), err)) !=
		    OK)
		return rc;
	token_pin_keep(token, pin);
	return OK;
}
