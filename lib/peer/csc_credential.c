/* csc_credential - the credentials that a remote signing service keeps (11.4,
 * 11.5) */
#include "csc_part.h"

#include <string.h>
#include <strings.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/port/base64.h>
#include <ipp/port/json_text.h>

#define PAGE_SIZE 100

struct page {
	struct texts ids;
	const char *next;
};
static const struct csc_member page_members[] = {
	{ "credentialIDs", CSC_MEMBER(struct page, ids), CSC_TEXTS,
	  CSC_CREDENTIALS_MAX },
	{ "nextPageToken", CSC_MEMBER(struct page, next), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ 0 }
};

static enum status page_get(struct csc *csc, struct arena *arena,
			    const char *user_id, const char *token,
			    struct page *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct csc_call call = { .name = "credentials/list",
				 .is_idempotent = true,
				 .is_bearing = true };
	struct json_text body;
	enum status rc;
	int code;

	json_text_begin(&body, arena);
	if (user_id)
		json_text_text(&body, "userID", user_id);
	if (csc->service.version != CSC_V2)
		json_text_integer(&body, "maxResults", PAGE_SIZE);
	if (*token)
		json_text_text(&body, "pageToken", token);
	call.body = json_text_end(&body);
	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK)
		return rc;
	return csc_decode(csc, call.name, page_members, json, ret, arena, err);
}

static enum status too_many(struct error *err)
{
	return error_set(err, DATA, "too_many_credentials", NULL,
			 "authority lists more than %zu credentials; name one "
			 "with --credential",
			 CSC_CREDENTIALS_MAX);
}

enum status csc_credentials_list(struct csc *csc, struct arena *arena,
				 const char *user_id, struct texts *ret,
				 struct error *err)
{
	const char **ids =
	    arena_alloc(arena, CSC_CREDENTIALS_MAX * sizeof *ids);
	struct page page = { .next = "" };
	size_t count = 0, pages = 0;
	enum status rc;

	do {
		if ((rc = page_get(csc, arena, user_id, page.next, &page,
				   err)) != OK)
			return rc;
		/* pages without end, too, are too many */
		if (page.ids.count > CSC_CREDENTIALS_MAX - count ||
		    ++pages > CSC_CREDENTIALS_MAX)
			return too_many(err);
		for (size_t i = 0; i < page.ids.count; i++)
			ids[count++] = page.ids.items[i];
	} while (*page.next);
	*ret = (struct texts){ ids, count };
	return OK;
}

/* ---- one credential */

struct key_part {
	const char *status;
	struct texts algo;
	int64_t len;
	const char *curve;
};
static const struct csc_member key_members[] = {
	{ "status", CSC_MEMBER(struct key_part, status), CSC_TEXT, 64 },
	{ "algo", CSC_MEMBER(struct key_part, algo), CSC_TEXTS,
	  LIMIT_LIST_ITEMS },
	{ "len", CSC_MEMBER(struct key_part, len), CSC_INTEGER },
	{ "curve", CSC_MEMBER(struct key_part, curve), CSC_TEXT, 128 },
	{ 0 }
};

struct certificate_part {
	const char *status;
	struct texts certificates;
};
static const struct csc_member certificate_members[] = {
	{ "status", CSC_MEMBER(struct certificate_part, status), CSC_TEXT, 64 },
	{ "certificates", CSC_MEMBER(struct certificate_part, certificates),
	  CSC_LETTERS, CSC_CHAIN_MAX },
	{ 0 }
};

struct whole {
	const char *description, *mode, *scal;
	int64_t multisign;
};
static const struct csc_member whole_members[] = {
	{ "description", CSC_MEMBER(struct whole, description), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ "authMode", CSC_MEMBER(struct whole, mode), CSC_TEXT, 64 },
	{ "SCAL", CSC_MEMBER(struct whole, scal), CSC_TEXT, 64 },
	{ "multisign", CSC_MEMBER(struct whole, multisign), CSC_INTEGER },
	{ 0 }
};

struct name_value {
	const char *name;
	int value;
};
static const struct name_value modes[] = {
	{ "implicit", CSC_IMPLICIT },
	{ "explicit", CSC_EXPLICIT },
	{ "oauth2code", CSC_OAUTH2CODE },
	{ "oauth2", CSC_OAUTH2CODE },
	{ NULL, 0 },
};
static const struct name_value key_statuses[] = {
	{ "enabled", CSC_KEY_ENABLED },
	{ "disabled", CSC_KEY_DISABLED },
	{ NULL, 0 },
};
static const struct name_value certificate_statuses[] = {
	{ "", CSC_CERTIFICATE_UNTOLD },
	{ "valid", CSC_CERTIFICATE_VALID },
	{ "expired", CSC_CERTIFICATE_EXPIRED },
	{ "revoked", CSC_CERTIFICATE_REVOKED },
	{ "suspended", CSC_CERTIFICATE_SUSPENDED },
	{ NULL, 0 },
};

static bool value_of(const struct name_value *rows, const char *name, int *ret)
{
	for (; rows->name; rows++)
		if (!strcasecmp(rows->name, name)) {
			*ret = rows->value;
			return true;
		}
	return false;
}

static const char name_of_call[] = "credentials/info";

static enum status key_read(struct csc *csc, struct arena *arena,
			    const struct json *json, struct csc_credential *ret,
			    struct error *err)
{
	struct key_part key;
	enum status rc;
	int status;

	if ((rc = csc_decode(csc, name_of_call, key_members,
			     csc_find(json, "key"), &key, arena, err)) != OK)
		return rc;
	/* a status that we do not know is not that it may be used */
	if (!value_of(key_statuses, key.status, &status))
		return csc_garbled(csc, name_of_call, "key.status",
				   N_("is not what it should be"), err);
	ret->key_status = (enum csc_key_status)status;
	ret->key_algorithms = key.algo;
	ret->key_bits = key.len == ABSENT ? 0 : key.len;
	ret->curve = key.curve;
	return OK;
}

static enum status chain_read(struct csc *csc, struct arena *arena,
			      const struct json *json,
			      struct csc_credential *ret, struct error *err)
{
	struct certificate_part part;
	enum status rc;
	int status;

	if ((rc = csc_decode(csc, name_of_call, certificate_members,
			     csc_find(json, "cert"), &part, arena, err)) != OK)
		return rc;
	if (!value_of(certificate_statuses, part.status, &status))
		return csc_garbled(csc, name_of_call, "cert.status",
				   N_("is not what it should be"), err);
	ret->certificate_status = (enum csc_certificate_status)status;
	ret->chain_count = part.certificates.count;
	if (!ret->chain_count)
		return csc_garbled(csc, name_of_call, "cert.certificates",
				   N_("is not there"), err);
	for (size_t i = 0; i < ret->chain_count; i++)
		if (!base64_read(arena, part.certificates.items[i],
				 strlen(part.certificates.items[i]),
				 &ret->chain[i]))
			return csc_garbled(csc, name_of_call,
					   "cert.certificates",
					   N_("is no base64"), err);
	return OK;
}

static enum status whole_read(struct csc *csc, struct arena *arena,
			      const struct json *json,
			      struct csc_credential *ret, struct error *err)
{
	const struct json *auth = csc_find(json, "auth");
	struct whole whole;
	enum status rc;
	int mode;

	if ((rc = csc_decode(csc, name_of_call, whole_members, json, &whole,
			     arena, err)) != OK)
		return rc;
	if (!*whole.mode && auth && csc_find(auth, "mode") &&
	    json_as_text(csc_find(auth, "mode")))
		whole.mode = json_as_text(csc_find(auth, "mode"));
	if (!value_of(modes, whole.mode, &mode))
		return csc_garbled(csc, name_of_call, "authMode",
				   N_("is not what it should be"), err);
	ret->description = whole.description;
	ret->auth_mode = (enum csc_auth_mode)mode;
	ret->scal = !strcmp(whole.scal, "2") ? 2 : 1;
	/* 0 and nothing are servers' words for one */
	ret->multisign = whole.multisign < 1 ? 1 : whole.multisign;
	return csc_factors_read(csc, arena, json, ret, err);
}

enum status csc_credential_info(struct csc *csc, struct arena *arena,
				const char *credential_id,
				struct csc_credential *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct csc_call call = { .name = name_of_call,
				 .is_idempotent = true,
				 .is_bearing = true };
	struct csc_credential *it = arena_alloc(arena, sizeof *it);
	struct json_text body;
	enum status rc;
	int code;

	json_text_begin(&body, arena);
	json_text_text(&body, "credentialID", credential_id);
	json_text_text(&body, "certificates", "chain");
	json_text_boolean(&body, "certInfo", true);
	json_text_boolean(&body, "authInfo", true);
	call.body = json_text_end(&body);
	it->id = arena_text(arena, credential_id);
	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK ||
	    (rc = key_read(csc, arena, json, it, err)) != OK ||
	    (rc = chain_read(csc, arena, json, it, err)) != OK ||
	    (rc = whole_read(csc, arena, json, it, err)) != OK)
		return rc;
	*ret = *it;
	return OK;
}
