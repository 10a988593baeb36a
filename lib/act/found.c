/* found - a store gets an organization, with its unit and its first officer */
#include <ipp/act/authority.h>
#include <ipp/act/catalog.h>
#include <ipp/act/found.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/founding.h>
#include <ipp/model/operator.h>
#include <ipp/model/organization.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>
#include <ipp/rule/access.h>
#include <ipp/store/credential.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/operator.h>
#include <ipp/store/organization.h>
#include <ipp/store/store.h>

#include "secret.h"

/* What the steps hand on. The first officer is at work from the step that
 * makes him, so that entries of the journal name him. */
struct foundation {
	struct desk desk;
	struct session session;
	const struct founding *plan;
	const char *password; /* its hash */
};

static enum status name_check(const char *name, const char *field,
			      enum status rc, struct error *err)
{
	if (text_is_empty(name))
		return error_add(err, DATA, "missing", field,
				 "%s of the first officer is missing; give it",
				 field);
	if (!unicode_is_name(name))
		return error_add(err, DATA, "not_a_name", field,
				 "\"%.64s\" cannot be a name; take letters, "
				 "apostrophes, hyphens and single blanks",
				 name);
	return rc;
}

enum status founding_check(const struct founding *it, struct error *err)
{
	enum status rc = OK;
	struct error one;

	error_reset(&one);
	if (!it->client_code)
		rc = error_add(err, DATA, "missing", "client_code",
			       "client_code is missing; give it");
	else if (code_check(it->client_code, "client_code", &one) != OK)
		rc = error_merge(err, &one);
	error_reset(&one);
	if (code_check(it->unit, "unit", &one) != OK)
		rc = error_merge(err, &one);
	error_reset(&one);
	if (!it->login)
		rc = error_add(err, DATA, "missing", "operator",
			       "the login of the first officer is missing; "
			       "give it with: --operator");
	else if (login_check(it->login, &one) != OK)
		rc = error_merge(err, &one);
	rc = name_check(it->surname, "surname", rc, err);
	rc = name_check(it->given_name, "given_name", rc, err);
	if (it->email && !mailbox_is_sendable(it->email))
		rc = error_add(err, DATA, "email_invalid", "email",
			       "\"%.80s\" is no mail address", it->email);
	return rc;
}

static enum status found_organization(struct foundation *it, struct error *err)
{
	struct organization row;
	enum status rc;

	record_clear(&organization_record, &row);
	row.client_code = it->plan->client_code;
	row.name = it->plan->organization;
	row.four_eyes = it->plan->four_eyes;
	row.created_at = it->desk.now;
	if ((rc = organization_insert(it->desk.store, &row, err)) != OK)
		return rc;
	it->session.client_id = row.client_id;
	it->session.client_code = it->plan->client_code;
	it->session.four_eyes = it->plan->four_eyes;
	return OK;
}

static enum status found_unit(struct foundation *it, struct error *err)
{
	struct unit row = { .client_id = it->session.client_id,
			    .unit = it->plan->unit,
			    .name = it->plan->unit,
			    .parent_id = ABSENT };
	enum status rc;

	if ((rc = unit_insert(it->desk.store, &row, err)) != OK)
		return rc;
	it->session.unit_id = row.unit_id;
	it->session.unit = it->plan->unit;
	return OK;
}

static enum status found_operator(struct foundation *it, struct error *err)
{
	const struct founding *plan = it->plan;
	struct store *store = it->desk.store;
	struct operator_person row;
	enum status rc;
	bool changed;

	record_clear(&operator_record, &row);
	row.client_id = it->session.client_id;
	row.login = plan->login;
	row.surname = plan->surname;
	row.given_name = plan->given_name;
	row.email = plan->email;
	row.language = LANGUAGE_IT;
	row.enabled = 1;
	row.created_at = it->desk.now;
	if ((rc = operator_insert(store, &row, err)) != OK ||
	    (rc = profile_grant(store, row.operator_id, it->session.unit_id,
				PROFILE_MASTER_RAO, &changed, err)) != OK ||
	    (rc = credential_set_password(store, row.operator_id, it->password,
					  err)) != OK ||
	    (rc = credential_set_totp(store, row.operator_id, plan->totp,
				      plan->totp_step, err)) != OK)
		return rc;
	it->session.operator_id = row.operator_id;
	it->session.profile = PROFILE_MASTER_RAO;
	it->session.login = plan->login;
	it->desk.session = &it->session;
	return OK;
}

/* The organization may use everything until somebody says otherwise. */
static enum status found_catalog(struct foundation *it, struct error *err)
{
	unsigned all = 0;

	for (int i = 0; recognition_words[i].name; i++)
		all |= 1u << i;
	return act_catalog_enable_all(&it->desk, it->session.client_id, all,
				      err);
}

static enum status found_products(struct foundation *it, struct error *err)
{
	return act_catalog_load(&it->desk, err);
}

static enum status found_authority(struct foundation *it, struct error *err)
{
	const struct founding *plan = it->plan;
	struct authority_wish wish = { .organization = plan->organization,
				       .key = ABSENT,
				       .remote_qscd = ABSENT,
				       .base_url = plan->base_url };

	if (plan->no_authority ||
	    !(store_is_demo(it->desk.store) || plan->base_url))
		return OK;
	return act_authority_make(&it->desk, &wish, err);
}

static enum status founded_journal(struct foundation *it, const char *event,
				   struct error *err)
{
	struct json *detail = json_object_new();

	json_set_boolean(detail, "demo", store_is_demo(it->desk.store));
	json_set_text(detail, "client_code", it->plan->client_code);
	json_set_text(detail, "unit", it->plan->unit);
	json_set_text(detail, "login", it->plan->login);
	return journal_append(&it->desk, event, ABSENT, ABSENT, detail, err);
}

static enum status found_journal(struct foundation *it, struct error *err)
{
	return founded_journal(it, "store_founded", err);
}

static enum status another_journal(struct foundation *it, struct error *err)
{
	return founded_journal(it, "organization_added", err);
}

typedef enum status step(struct foundation *it, struct error *err);

/* In this order; each may use what those before it made. */
static step *const steps[] = {
	found_organization, found_unit,	   found_operator,  found_journal,
	found_products,	    found_catalog, found_authority,
};
static step *const steps_of_another[] = {
	found_organization, found_unit, found_operator, another_journal,
	found_catalog,
};

enum status act_found(const struct desk *desk, const struct founding *plan,
		      struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct foundation it = { .desk = *desk, .plan = plan };
	enum status rc;

	if (desk->clock_stands && !store_is_demo(desk->store))
		return error_set(err, CONFIG, "clock_fixed", "IPP_NOW",
				 "IPP_NOW is set, but this is no demo store; "
				 "unset it");
	if ((rc = founding_check(plan, err)) != OK ||
	    (rc = secret_hash_password(desk->store, plan->password, desk->arena,
				       &it.password, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK)
		return rc;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if ((rc = steps[i](&it, err)) != OK)
			return rc;
	return tx_commit(&tx, err);
}

enum status act_found_another(const struct desk *desk,
			      const struct founding *plan,
			      struct organization *ret, struct error *err)
{
	struct foundation it = { .desk = *desk, .plan = plan };
	size_t count = sizeof steps_of_another / sizeof *steps_of_another;
	enum status rc;

	if ((rc = founding_check(plan, err)) != OK ||
	    (rc = secret_hash_password(desk->store, plan->password, desk->arena,
				       &it.password, err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		if ((rc = steps_of_another[i](&it, err)) != OK)
			return rc;
	return organization_load(desk->store, it.session.client_id, desk->arena,
				 ret, err);
}

enum status act_found_list(const struct desk *desk,
			   enum status (*each)(void *context,
					       const struct organization *it,
					       struct error *err),
			   void *context, struct error *err)
{
	return organization_each(desk->store, desk->arena, each, context, err);
}
