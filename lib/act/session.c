/* session - begun, switched and ended */
#include <ipp/act/session.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/operator.h>
#include <ipp/model/organization.h>
#include <ipp/model/session.h>
#include <ipp/model/settings.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/random.h>
#include <ipp/rule/access.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/operator.h>
#include <ipp/store/organization.h>
#include <ipp/store/session.h>
#include <ipp/store/store.h>

#define TOKEN_BYTES ((SESSION_TOKEN_SIZE - 1) / 2)

/* "rao@MAIN, ir@NORTH" */
static const char *choices_text(struct arena *arena,
				const struct operator_profile *list,
				size_t count)
{
	const char *ret = "";

	for (size_t i = 0; i < count; i++)
		ret = arena_printf(arena, "%s%s%s@%s", ret, i ? ", " : "",
				   profile_words[list[i].profile].name,
				   list[i].unit);
	return ret;
}

enum status session_choices(struct desk *desk, int64_t operator_id,
			    int64_t profile, const char *unit,
			    const struct operator_profile **ret, size_t *count,
			    struct error *err)
{
	struct operator_profile *list, *wanted;
	size_t all, n = 0;
	enum status rc;

	if ((rc = profile_list(desk->store, operator_id, desk->arena, &list,
			       &all, err)) != OK)
		return rc;
	wanted = arena_alloc(desk->arena, (all + 1) * sizeof *wanted);
	for (size_t i = 0; i < all; i++)
		if ((profile == ABSENT || list[i].profile == profile) &&
		    (!unit || text_equal(list[i].unit, unit)))
			wanted[n++] = list[i];
	if (n == 0 && all == 0)
		return error_set(err, NOPERM, "no_such_profile", NULL,
				 "you have no profile; ask a master RAO for "
				 "one");
	if (n == 0)
		return error_set(err, NOPERM, "no_such_profile", NULL,
				 "you have no such profile there; yours are: "
				 "%s",
				 choices_text(desk->arena, list, all));
	*ret = wanted;
	*count = n;
	return OK;
}

enum status session_token_make(char ret[SESSION_TOKEN_SIZE], struct error *err)
{
	unsigned char bytes[TOKEN_BYTES];
	enum status rc;

	if ((rc = random_bytes(bytes, sizeof bytes, err)) != OK)
		return rc;
	hex_encode(bytes, sizeof bytes, ret);
	memory_wipe(bytes, sizeof bytes);
	return OK;
}

static struct json *choice_json(const struct operator_profile *choice)
{
	struct json *ret = json_object_new();

	json_set_text(ret, "profile", profile_words[choice->profile].name);
	json_set_text(ret, "unit", choice->unit);
	return ret;
}

enum status session_begin(struct desk *desk,
			  const struct operator_profile *choice,
			  char ret[SESSION_TOKEN_SIZE], struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	const struct settings *settings = desk->settings;
	char token[SESSION_TOKEN_SIZE];
	struct session_row row = { .token = token,
				   .operator_id = choice->operator_id,
				   .profile_id = choice->profile_id,
				   .created_at = desk->now };
	struct desk as = *desk;
	struct session session;
	int64_t seconds;
	enum status rc;

	if ((rc = session_limits(settings->session_idle_minutes,
				 settings->session_hours, &row.idle_seconds,
				 &seconds, err)) != OK ||
	    (rc = session_token_make(token, err)) != OK)
		return rc;
	row.expires_at = desk->now + seconds;
	as.session = &session;
	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = session_insert(desk->store, &row, err)) != OK ||
	    (rc = session_find(desk->store, token, desk->now, desk->arena,
			       &session, err)) != OK ||
	    (rc = journal_append(&as, "session_started", ABSENT, ABSENT,
				 choice_json(choice), err)) != OK ||
	    (rc = tx_commit(&tx, err)) != OK)
		return rc;
	memcpy(ret, token, sizeof token);
	memory_wipe(token, sizeof token);
	return OK;
}

static struct texts scope_list(struct arena *arena, const char *scope)
{
	const char **items =
	    arena_alloc(arena, LIMIT_LIST_ITEMS * sizeof *items);
	size_t count = 0, n;

	for (; scope && *scope && count < LIMIT_LIST_ITEMS;
	     scope += n + strspn(scope + n, " ")) {
		n = strcspn(scope, " ");
		items[count++] = arena_text_n(arena, scope, n);
	}
	return (struct texts){ items, count };
}

static enum status facts_fill(struct desk *desk, const struct session *session,
			      struct session_facts *ret, struct error *err)
{
	struct operator_person person;
	struct organization organization;
	int64_t idle, until;
	enum status rc;

	if ((rc = operator_load(desk->store, session->operator_id, desk->now,
				desk->arena, &person, err)) != OK ||
	    (rc = organization_load(desk->store, session->client_id,
				    desk->arena, &organization, err)) != OK ||
	    (rc = session_idle_seconds(desk->store, session->session_id, &idle,
				       err)) != OK)
		return rc;
	ret->login = person.login;
	ret->surname = person.surname;
	ret->given_name = person.given_name;
	ret->profile = session->profile;
	ret->unit = session->unit;
	ret->client_code = organization.client_code;
	ret->organization = organization.name;
	ret->service = session->is_service;
	ret->tools = scope_list(desk->arena, session->scope);
	ret->created_at = session->created_at;
	ret->idle_until = session->used_at + idle;
	ret->expires_at = session->expires_at;
	until = ret->idle_until < ret->expires_at ? ret->idle_until
						  : ret->expires_at;
	ret->minutes_left = (until - desk->now) / 60;
	return OK;
}

enum status session_switch(struct desk *desk,
			   const struct operator_profile *choice,
			   struct session_facts *ret, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct session session = *desk->session;
	struct json *detail;
	enum status rc;

	if (session.is_service)
		return error_set(err, NOPERM, "service_token", NULL,
				 "a service token cannot switch; make another");
	detail = choice_json(choice);
	json_set_text(detail, "from_profile",
		      profile_words[session.profile].name);
	json_set_text(detail, "from_unit", session.unit);
	session.profile = choice->profile;
	session.profile_id = choice->profile_id;
	session.unit_id = choice->unit_id;
	session.unit = choice->unit;
	if ((rc = tx_begin(desk->store, &tx, err)) != OK) {
		json_free(detail);
		return rc;
	}
	if ((rc = journal_append(desk, "session_switched", ABSENT, ABSENT,
				 detail, err)) != OK ||
	    (rc = session_set_profile(desk->store, session.session_id,
				      choice->profile_id, err)) != OK ||
	    (rc = facts_fill(desk, &session, ret, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status session_finish(struct desk *desk, const char *token,
			   struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct session session;
	struct desk as = *desk;
	struct error unusable;
	enum status rc;
	bool ended;

	error_reset(&unusable);
	rc = session_find(desk->store, token, desk->now, desk->arena, &session,
			  &unusable);
	if (rc == NOPERM)
		return OK; /* it is of no use to anybody already */
	if (rc != OK)
		return error_merge(err, &unusable);
	if (session.is_service)
		return error_set(err, NOPERM, "service_token", NULL,
				 "a service token does not end so; run: "
				 "ipp-token withdraw");
	as.session = &session;
	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = session_end(desk->store, session.session_id,
			      session.operator_id, desk->now, &ended, err)) !=
		OK ||
	    (rc = journal_append(&as, "session_ended", ABSENT, ABSENT, NULL,
				 err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status session_tell(struct desk *desk, const char *token,
			 struct session_facts *ret, struct error *err)
{
	struct session session;
	enum status rc;

	if (!token)
		return facts_fill(desk, desk->session, ret, err);
	if ((rc = session_find(desk->store, token, desk->now, desk->arena,
			       &session, err)) != OK)
		return rc;
	return facts_fill(desk, &session, ret, err);
}
