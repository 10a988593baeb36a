/* service_token - tokens that unattended jobs work with */
#include <ipp/act/service_token.h>

#include <string.h>

#include <ipp/act/operator.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/operator.h>
#include <ipp/model/service_token.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/random.h>
#include <ipp/rule/access.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator.h>
#include <ipp/store/service_token.h>
#include <ipp/store/session.h>

#include "operator.h"

#define DAYS	 90
#define DAYS_MAX 366

/* What `service_token_each` found, and for whom. */
struct search {
	struct service_token *ret;
	int64_t operator_id;
	bool found;
	enum status (*each)(void *context, const void *service_token,
			    struct error *err);
	void *context;
};

static enum status keep(void *context, const struct service_token *it,
			int64_t operator_id, struct error *err)
{
	struct search *search = context;

	(void)err;
	*search->ret = *it;
	search->operator_id = operator_id;
	search->found = true;
	return OK;
}

static enum status pass(void *context, const struct service_token *it,
			int64_t operator_id, struct error *err)
{
	struct search *search = context;

	(void)operator_id;
	return search->each(search->context, it, err);
}

static enum status token_load(struct desk *desk, int64_t token_id,
			      struct service_token *ret, int64_t *operator_id,
			      struct error *err)
{
	struct search search = { .ret = ret };
	enum status rc;

	if ((rc = service_token_each(desk->store, desk->session->client_id,
				     token_id, desk->arena, keep, &search,
				     err)) != OK)
		return rc;
	if (!search.found)
		return error_set(err, DATA, "token_unknown", "token_id",
				 "there is no such token; see: ipp-token "
				 "list");
	*operator_id = search.operator_id;
	return OK;
}

static enum status scope_write(struct arena *arena, const struct texts *tools,
			       const char **ret, struct error *err)
{
	const char *scope = "";
	enum status rc;

	for (size_t i = 0; i < tools->count; i++) {
		if ((rc = scope_check_tool(tools->items[i], err)) != OK)
			return rc;
		scope = arena_printf(arena, "%s%s%s", scope, i ? " " : "",
				     tools->items[i]);
	}
	if (!*scope)
		return error_set(err, DATA, "missing", "tools",
				 "no tool is named that the token may run");
	*ret = scope;
	return OK;
}

/* The profile that `it` means; it must be clear which. */
static enum status profile_pick(struct desk *desk,
				const struct service_token *it,
				int64_t operator_id, int64_t *ret,
				struct error *err)
{
	const struct operator_profile *list;
	size_t count;
	enum status rc;

	rc = session_choices(desk, operator_id, it->profile, it->unit, &list,
			     &count, err);
	if (rc == NOPERM)
		return error_set(err, REFUSED, "has_no_profile", "profile",
				 "the operator has no such profile there; see: "
				 "ipp-operator show");
	if (rc != OK)
		return rc;
	if (count > 1)
		return error_set(err, DATA, "profile_unclear", "profile",
				 "the operator has several profiles; name one "
				 "with its unit");
	*ret = list->profile_id;
	return OK;
}

static enum status row_prepare(struct desk *desk,
			       const struct service_token *it,
			       struct session_row *row, struct error *err)
{
	struct operator_person person;
	int64_t days = it->days == ABSENT ? DAYS : it->days;
	enum status rc;

	if (days < 1 || days > DAYS_MAX)
		return error_set(err, DATA, "days_invalid", "days",
				 "a token lives 1 to %d days", DAYS_MAX);
	if ((rc = operator_show(desk, it->login, &person, err)) != OK ||
	    (rc = scope_write(desk->arena, &it->tools, &row->scope, err)) !=
		OK ||
	    (rc = profile_pick(desk, it, person.operator_id, &row->profile_id,
			       err)) != OK)
		return rc;
	row->is_service = true;
	row->operator_id = person.operator_id;
	row->label = it->label;
	row->created_at = desk->now;
	row->idle_seconds = days * DAY_SECONDS;
	row->expires_at = desk->now + days * DAY_SECONDS;
	return OK;
}

static enum status token_journal(struct desk *desk, const char *event,
				 const struct service_token *it,
				 const char *scope, struct error *err)
{
	struct json *detail = json_object_new();
	char until[INSTANT_SIZE];

	instant_format(it->expires_at, until);
	json_set_integer(detail, "token_id", it->token_id);
	json_set_text(detail, "profile", profile_words[it->profile].name);
	json_set_text(detail, "unit", it->unit);
	json_set_text(detail, "expires_at", until);
	if (it->label)
		json_set_text(detail, "label", it->label);
	if (scope)
		json_set_text(detail, "tools", scope);
	return operator_journal(desk, event, it->login, detail, err);
}

enum status service_token_add(struct desk *desk, const struct service_token *it,
			      char token[SESSION_TOKEN_SIZE],
			      struct service_token *ret, struct error *err)
{
	char made[SESSION_TOKEN_SIZE];
	struct session_row row = { .token = made };
	struct service_token out;
	int64_t operator_id;
	enum status rc;

	if ((rc = row_prepare(desk, it, &row, err)) != OK ||
	    (rc = session_token_make(made, err)) != OK ||
	    (rc = session_insert(desk->store, &row, err)) != OK ||
	    (rc = token_load(desk, row.session_id, &out, &operator_id, err)) !=
		OK ||
	    (rc = token_journal(desk, "token_added", &out, row.scope, err)) !=
		OK)
		return rc;
	memcpy(token, made, sizeof made);
	memory_wipe(made, sizeof made);
	*ret = out;
	return OK;
}

enum status service_token_withdraw(struct desk *desk, int64_t token_id,
				   struct service_token *ret, struct error *err)
{
	struct service_token it;
	int64_t operator_id;
	enum status rc;
	bool ended;

	if (token_id == ABSENT)
		return error_set(err, USAGE, "missing", "token_id",
				 "no token is named; see: ipp-token "
				 "list");
	if ((rc = manage_check(desk, err)) != OK ||
	    (rc = token_load(desk, token_id, &it, &operator_id, err)) != OK ||
	    (rc = session_end(desk->store, token_id, operator_id, desk->now,
			      &ended, err)) != OK)
		return rc;
	if (!ended)
		return error_set(err, REFUSED, "token_ended", "token_id",
				 "this token was withdrawn before");
	if ((rc = token_journal(desk, "token_withdrawn", &it, NULL, err)) == OK)
		rc = token_load(desk, token_id, ret, &operator_id, err);
	return rc;
}

enum status service_token_list(struct desk *desk,
			       enum status (*each)(void *context,
						   const void *service_token,
						   struct error *err),
			       void *context, struct error *err)
{
	struct search search = { .each = each, .context = context };
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK)
		return rc;
	return service_token_each(desk->store, desk->session->client_id, ABSENT,
				  desk->arena, pass, &search, err);
}
