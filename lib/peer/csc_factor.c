/* csc_factor - what a holder has to give before a credential signs */
#include "csc_part.h"

#include <string.h>
#include <strings.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define ID_MAX		 ((size_t)128)
#define EXPRESSION_MAX	 ((size_t)1024)
#define EXPRESSION_DEPTH 16

/* ---- expressions: OR and XOR bind weaker than AND */

struct expression {
	const char *at;
	const char *const *ids;
	size_t count;
	unsigned depth;
	bool is_broken;
};

static size_t word_size(const char *at)
{
	return strcspn(at, " \t()");
}

static void blanks_skip(struct expression *it)
{
	it->at += strspn(it->at, " \t");
}

/* Whether that word comes next; it is read then. */
static bool word_take(struct expression *it, const char *word)
{
	size_t n = strlen(word);

	blanks_skip(it);
	if (word_size(it->at) != n || strncasecmp(it->at, word, n) != 0)
		return false;
	it->at += n;
	return true;
}

static bool any_of(struct expression *it);

static bool one_of(struct expression *it)
{
	size_t n;
	bool ret = false;

	blanks_skip(it);
	if (*it->at == '(') {
		it->at++;
		if (++it->depth > EXPRESSION_DEPTH) {
			it->is_broken = true;
			return false;
		}
		ret = any_of(it);
		it->depth--;
		blanks_skip(it);
		if (*it->at == ')')
			it->at++;
		else
			it->is_broken = true;
		return ret;
	}
	n = word_size(it->at);
	it->is_broken = it->is_broken || n == 0;
	for (size_t i = 0; i < it->count; i++)
		ret = ret || (strlen(it->ids[i]) == n &&
			      !strncmp(it->at, it->ids[i], n));
	it->at += n;
	return ret;
}

static bool all_of(struct expression *it)
{
	bool ret = one_of(it);

	while (!it->is_broken && word_take(it, "AND"))
		ret = one_of(it) && ret;
	return ret;
}

static bool any_of(struct expression *it)
{
	bool ret = all_of(it);

	while (!it->is_broken) {
		if (word_take(it, "OR"))
			ret = all_of(it) || ret;
		else if (word_take(it, "XOR"))
			ret = all_of(it) != ret;
		else
			break;
	}
	return ret;
}

bool csc_expression_holds(const char *expression, const char *const *ids,
			  size_t count)
{
	struct expression it = { expression, ids, count, 0, false };
	bool ret;

	blanks_skip(&it);
	if (!*it.at)
		return true; /* nothing is asked for */
	ret = any_of(&it);
	blanks_skip(&it);
	return ret && !it.is_broken && !*it.at;
}

/* ---- PIN and OTP of version 1 */

struct factor_v1 {
	const char *presence, *format, *label, *description, *type;
};
static const struct csc_member members_v1[] = {
	{ "presence", CSC_MEMBER(struct factor_v1, presence), CSC_SHOWN, 16 },
	{ "format", CSC_MEMBER(struct factor_v1, format), CSC_SHOWN, 16 },
	{ "label", CSC_MEMBER(struct factor_v1, label), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ "description", CSC_MEMBER(struct factor_v1, description), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ "type", CSC_MEMBER(struct factor_v1, type), CSC_SHOWN, 16 },
	{ 0 }
};

/* `presence` is a text, but some say true. */
static const char *presence_of(const struct json *json, const char *text)
{
	const struct json *it = csc_find(json, "presence");

	if (it && json_kind(it) == JSON_IS_BOOLEAN)
		return json_is_yes(it) ? "true" : "false";
	return text;
}

static enum status factor_read_v1(struct csc *csc, struct arena *arena,
				  const struct json *json, const char *id,
				  struct csc_credential *ret, struct error *err)
{
	const struct json *it = csc_find(json, id);
	struct csc_factor *to = &ret->factors[ret->factor_count];
	struct factor_v1 from;
	const char *presence;
	bool is_pin = !strcmp(id, "PIN");

	if (!it || json_kind(it) != JSON_IS_OBJECT)
		return OK;
	memset(&from, 0, sizeof from);
	presence = presence_of(it, NULL);
	for (const struct csc_member *row = members_v1; row->name; row++) {
		enum status rc;
		const struct csc_member one[] = { *row, { 0 } };

		if (presence && !strcmp(row->name, "presence"))
			continue;
		if ((rc = csc_decode(csc, "credentials/info", one, it, &from,
				     arena, err)) != OK)
			return rc;
	}
	presence = presence ? presence : from.presence;
	if (!strcasecmp(presence, "false") || !*presence)
		return OK;
	*to = (struct csc_factor){
		.id = id,
		.kind = is_pin ? CSC_FACTOR_PASSWORD : CSC_FACTOR_CODE,
		.is_optional = !strcasecmp(presence, "optional"),
		.is_numeric = !strcasecmp(from.format, "N"),
		.is_called = !is_pin && !strcasecmp(from.type, "online"),
		.label = from.label,
		.description = from.description,
	};
	ret->factor_count++;
	return OK;
}

static enum status factors_read_v1(struct csc *csc, struct arena *arena,
				   const struct json *json,
				   struct csc_credential *ret,
				   struct error *err)
{
	enum status rc;
	const char *expression = "";

	if ((rc = factor_read_v1(csc, arena, json, "PIN", ret, err)) != OK ||
	    (rc = factor_read_v1(csc, arena, json, "OTP", ret, err)) != OK)
		return rc;
	for (size_t i = 0; i < ret->factor_count; i++)
		if (!ret->factors[i].is_optional)
			expression = arena_printf(arena, "%s%s%s", expression,
						  *expression ? " AND " : "",
						  ret->factors[i].id);
	ret->expression = expression;
	return OK;
}

/* ---- objects of version 2 */

struct factor_v2 {
	const char *id, *type, *format, *label, *description, *generator;
};
static const struct csc_member members_v2[] = {
	{ "id", CSC_MEMBER(struct factor_v2, id), CSC_TEXT, ID_MAX, true },
	{ "type", CSC_MEMBER(struct factor_v2, type), CSC_TEXT, 64, true },
	{ "format", CSC_MEMBER(struct factor_v2, format), CSC_SHOWN, 16 },
	{ "label", CSC_MEMBER(struct factor_v2, label), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ "description", CSC_MEMBER(struct factor_v2, description), CSC_SHOWN,
	  CSC_DESCRIPTION_MAX },
	{ "generator", CSC_MEMBER(struct factor_v2, generator), CSC_SHOWN, 64 },
	{ 0 }
};

/* ChallengeResponse: the answer to what getChallenge gives or sends. */
static const struct {
	const char *type;
	enum csc_factor_kind kind;
	bool is_called;
} types_v2[] = {
	{ "Password", CSC_FACTOR_PASSWORD, false },
	{ "PasswordOOB", CSC_FACTOR_APART, false },
	{ "ChallengeResponse", CSC_FACTOR_CHALLENGE, true },
	{ "ChallengeResponseOOB", CSC_FACTOR_APART, true },
};

static enum status factor_read_v2(struct csc *csc, struct arena *arena,
				  const struct json *json,
				  struct csc_factor *ret, struct error *err)
{
	struct factor_v2 from;
	enum status rc;

	if ((rc = csc_decode(csc, "credentials/info", members_v2, json, &from,
			     arena, err)) != OK)
		return rc;
	for (size_t i = 0; i < sizeof types_v2 / sizeof *types_v2; i++) {
		if (strcasecmp(types_v2[i].type, from.type) != 0)
			continue;
		*ret = (struct csc_factor){
			.id = from.id,
			.kind = types_v2[i].kind,
			.is_called = types_v2[i].is_called,
			.is_numeric = !strcasecmp(from.format, "N"),
			.label = from.label,
			.description = from.description,
		};
		if (*from.generator && ret->kind == CSC_FACTOR_PASSWORD)
			ret->kind = CSC_FACTOR_CODE;
		return OK;
	}
	return csc_garbled(csc, "credentials/info", "auth.objects.type",
			   N_("is not what it should be"), err);
}

static enum status factors_read_v2(struct csc *csc, struct arena *arena,
				   const struct json *auth,
				   struct csc_credential *ret,
				   struct error *err)
{
	struct {
		const char *expression;
	} whole;
	const struct csc_member members[] = {
		{ "expression", 0, CSC_TEXT, EXPRESSION_MAX }, { 0 }
	};
	const struct json *list = csc_find(auth, "objects");
	size_t count =
	    list && json_kind(list) == JSON_IS_ARRAY ? json_count(list) : 0;
	enum status rc;

	if (count > CSC_FACTORS_MAX)
		return csc_garbled(csc, "credentials/info", "auth.objects",
				   N_("has too many items"), err);
	if ((rc = csc_decode(csc, "credentials/info", members, auth, &whole,
			     arena, err)) != OK)
		return rc;
	ret->expression = whole.expression;
	for (size_t i = 0; i < count; i++)
		if ((rc = factor_read_v2(csc, arena, json_item(list, i),
					 &ret->factors[i], err)) != OK)
			return rc;
	ret->factor_count = count;
	/* none means: all of them */
	for (size_t i = 0; i < count && !*whole.expression; i++)
		ret->expression = arena_printf(arena, "%s%s%s", ret->expression,
					       i ? " AND " : "",
					       ret->factors[i].id);
	return OK;
}

enum status csc_factors_read(struct csc *csc, struct arena *arena,
			     const struct json *json,
			     struct csc_credential *ret, struct error *err)
{
	const struct json *auth = csc_find(json, "auth");

	ret->expression = "";
	ret->factor_count = 0;
	if (ret->auth_mode != CSC_EXPLICIT)
		return OK;
	return auth ? factors_read_v2(csc, arena, auth, ret, err)
		    : factors_read_v1(csc, arena, json, ret, err);
}
