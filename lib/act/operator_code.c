/* operator_code - the one-time code that lets an operator in anew */
#include <ipp/act/operator.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/operator.h>
#include <ipp/model/organization.h>
#include <ipp/model/settings.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/random.h>
#include <ipp/rule/activation.h>
#include <ipp/store/credential.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator.h>
#include <ipp/store/organization.h>
#include <ipp/store/outbox.h>
#include <ipp/store/session.h>
#include <ipp/store/store.h>

#include "operator.h"

#define CODE_SECONDS (3 * DAY_SECONDS)

_Static_assert(RESET_CODE_SIZE == ACTIVATION_PASSPHRASE_SIZE,
	       "a code has the form of a passphrase");

static enum status code_make(char ret[RESET_CODE_SIZE], struct error *err)
{
	unsigned char bytes[ACTIVATION_BYTES];
	enum status rc;
	bool made = false;

	while (!made) {
		struct activation_bytes from = { bytes, sizeof bytes };

		if ((rc = random_bytes(bytes, sizeof bytes, err)) != OK)
			return rc;
		made = activation_passphrase(&from, ret);
	}
	memory_wipe(bytes, sizeof bytes);
	return OK;
}

static enum status code_give(struct desk *desk, int64_t operator_id,
			     char code[RESET_CODE_SIZE], struct error *err)
{
	char made[RESET_CODE_SIZE];
	enum status rc;

	if ((rc = code_make(made, err)) == OK &&
	    (rc = credential_reset(desk->store, operator_id, made,
				   desk->now + CODE_SECONDS, err)) == OK)
		memcpy(code, made, sizeof made);
	memory_wipe(made, sizeof made);
	return rc;
}

static enum status added_check(struct desk *desk, struct operator_person *row,
			       struct error *err)
{
	enum status rc = operator_check(desk, row, err);

	if (row->profile == ABSENT)
		rc = error_add(err, DATA, "missing", "profile",
			       "profile is missing; give it");
	if (!row->unit)
		rc = error_add(err, DATA, "missing", "unit",
			       "unit is missing; give it");
	return rc;
}

static enum status added_journal(struct desk *desk,
				 const struct operator_person *row,
				 struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "profile", profile_words[row->profile].name);
	json_set_text(detail, "unit", row->unit);
	return operator_journal(desk, "operator_added", row->login, detail,
				err);
}

enum status operator_add(struct desk *desk, const struct operator_person *it,
			 char code[RESET_CODE_SIZE],
			 struct operator_person *ret, struct error *err)
{
	struct store *store = desk->store;
	int64_t client_id = desk->session->client_id;
	struct operator_person row = *it;
	struct unit unit;
	enum status rc;
	bool changed;

	if ((rc = manage_check(desk, err)) != OK)
		return rc;
	if (!row.login)
		return error_set(err, USAGE, "missing", "login",
				 "no operator is named; give a login");
	row.operator_id = ABSENT;
	row.client_id = client_id;
	row.enabled = 1;
	row.created_at = desk->now;
	if (row.language == ABSENT)
		row.language = LANGUAGE_IT;
	if ((rc = added_check(desk, &row, err)) != OK ||
	    (rc = unit_find(store, client_id, row.unit, desk->arena, &unit,
			    err)) != OK ||
	    (rc = operator_insert(store, &row, err)) != OK ||
	    (rc = profile_grant(store, row.operator_id, unit.unit_id,
				row.profile, &changed, err)) != OK ||
	    (rc = code_give(desk, row.operator_id, code, err)) != OK ||
	    (rc = added_journal(desk, &row, err)) != OK)
		return rc;
	return operator_load(store, row.operator_id, desk->now, desk->arena,
			     ret, err);
}

enum status operator_reset(struct desk *desk, const struct operator_person *it,
			   char code[RESET_CODE_SIZE],
			   struct operator_person *ret, struct error *err)
{
	struct operator_person row;
	enum status rc;

	if ((rc = operator_show(desk, it->login, &row, err)) != OK ||
	    (rc = code_give(desk, row.operator_id, code, err)) != OK ||
	    (rc = session_end_all(desk->store, row.operator_id, ABSENT, false,
				  desk->now, err)) != OK ||
	    (rc = operator_journal(desk, "operator_reset", row.login, NULL,
				   err)) != OK)
		return rc;
	return operator_load(desk->store, row.operator_id, desk->now,
			     desk->arena, ret, err);
}

enum status operator_mail_code(struct desk *desk,
			       const struct operator_person *it,
			       const char *code, struct error *err)
{
	OWN(json) struct json *values = json_object_new();
	struct organization organization;
	char until[INSTANT_SIZE];
	struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = "operator_reset_code",
		.language = it->language,
		.recipient = it->email,
		.recipient_name = arena_printf(desk->arena, "%s %s",
					       it->given_name, it->surname),
		.values = values,
		.order_id = ABSENT,
		.user_id = ABSENT,
	};
	enum status rc;

	if (!it->email)
		return error_set(err, DATA, "no_email", "email",
				 "operator \"%s\" has no e-mail address; write "
				 "the code to a file with --code-file",
				 it->login);
	if ((rc = organization_load(desk->store, it->client_id, desk->arena,
				    &organization, err)) != OK)
		return rc;
	instant_format(it->code_until, until);
	json_set_text(values, "operator_name", message.recipient_name);
	json_set_text(values, "operator_id", it->login);
	json_set_text(values, "reset_code", code);
	json_set_text(values, "reset_until", until);
	json_set_text(
	    values, "help",
	    arena_printf(desk->arena, "ipp-access activate %s", it->login));
	json_set_text(values, "organization_name", organization.name);
	return outbox_queue(desk, &message, err);
}
