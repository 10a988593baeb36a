/* csc_info - what a remote signing service says of itself (11.1) */
#include "csc_part.h"

#include <string.h>
#include <strings.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

#define SHOWN(member_)                                                     \
	{                                                                  \
#member_, CSC_MEMBER(struct csc_info, member_), CSC_SHOWN, \
		    CSC_DESCRIPTION_MAX                                    \
	}

static const struct csc_member info_members[] = {
	SHOWN(specs),
	SHOWN(name),
	SHOWN(region),
	SHOWN(lang),
	SHOWN(description),
	{ "authType", CSC_MEMBER(struct csc_info, auth_types), CSC_TEXTS,
	  LIMIT_LIST_ITEMS },
	{ "methods", CSC_MEMBER(struct csc_info, methods), CSC_TEXTS,
	  LIMIT_LIST_ITEMS },
	{ "oauth2", CSC_MEMBER(struct csc_info, oauth2), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ "oauth2Issuer", CSC_MEMBER(struct csc_info, oauth2_issuer), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ "asynchronousOperationMode",
	  CSC_MEMBER(struct csc_info, asynchronous), CSC_BOOLEAN },
	{ 0 }
};

struct algorithms {
	struct texts algos;
};
static const struct csc_member algorithm_members[] = {
	{ "algos", CSC_MEMBER(struct algorithms, algos), CSC_TEXTS,
	  LIMIT_LIST_ITEMS },
	{ 0 }
};

static const struct csc_member server_members[] = {
	{ "label", CSC_MEMBER(struct csc_oauth_server, label), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ "baseUri", CSC_MEMBER(struct csc_oauth_server, base_url), CSC_TEXT,
	  LIMIT_TEXT_BYTES },
	{ "issuerIdentifier", CSC_MEMBER(struct csc_oauth_server, issuer),
	  CSC_TEXT, LIMIT_TEXT_BYTES },
	{ 0 }
};

/* Those beyond the bound are not needed: the first is used. */
static enum status servers_read(struct csc *csc, struct arena *arena,
				const struct json *json, struct csc_info *ret,
				struct error *err)
{
	const struct json *list = csc_find(json, "oauth2Servers");
	size_t count = 0;
	enum status rc;

	if (list && json_kind(list) == JSON_IS_ARRAY)
		count = json_count(list);
	if (count > CSC_OAUTH_SERVERS_MAX)
		count = CSC_OAUTH_SERVERS_MAX;
	for (size_t i = 0; i < count; i++)
		if ((rc = csc_decode(csc, "info", server_members,
				     json_item(list, i), &ret->oauth_servers[i],
				     arena, err)) != OK)
			return rc;
	ret->oauth_server_count = count;
	return OK;
}

enum status csc_info(struct csc *csc, struct arena *arena, struct csc_info *ret,
		     struct error *err)
{
	static const struct csc_call call = { .name = "info",
					      .body = "{}",
					      .is_idempotent = true };
	OWN(json) struct json *json = NULL;
	struct csc_info *info = arena_alloc(arena, sizeof *info);
	struct algorithms algorithms;
	enum status rc;
	int code;

	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK ||
	    (rc = csc_decode(csc, call.name, info_members, json, info, arena,
			     err)) != OK ||
	    (rc = csc_decode(csc, call.name, algorithm_members,
			     csc_find(json, "signAlgorithms"), &algorithms,
			     arena, err)) != OK ||
	    (rc = servers_read(csc, arena, json, info, err)) != OK)
		return rc;
	info->sign_algorithms = algorithms.algos;
	*ret = *info;
	return OK;
}

bool csc_info_has(const struct csc_info *info, const char *method)
{
	for (size_t i = 0; i < info->methods.count; i++) {
		const char *it = info->methods.items[i];

		if (!strcasecmp(it + (*it == '/'), method))
			return true;
	}
	return info->methods.count == 0;
}
