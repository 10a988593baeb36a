/* request_part - proves, bears and keeps a request */
#include "request_part.h"

#include <string.h>

#include <ipp/act/registry.h>
#include <ipp/act/request.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/facts.h>
#include <ipp/model/holder.h>
#include <ipp/model/settings.h>
#include <ipp/port/hostname.h>
#include <ipp/port/json_text.h>
#include <ipp/rule/permission.h>
#include <ipp/rule/request.h>
#include <ipp/store/facts.h>
#include <ipp/store/journal.h>
#include <ipp/store/order.h>

static enum status view_open(struct desk *desk, struct request_view *ret,
			     struct error *err)
{
	char today[DATE_SIZE];

	date_of(desk->now, today);
	ret->today = arena_text(desk->arena, today);
	ret->now = desk->now;
	ret->profile = desk->session->profile;
	ret->flaws = desk->flaws;
	return facts_of(desk->store, desk->session->client_id, desk->now,
			&ret->facts, err);
}

void email_domain(struct desk *desk, struct person *person, struct error *err)
{
	const char *email = person->email;
	const char *at = email ? strrchr(email, '@') : NULL;
	char *domain;

	for (const char *p = email; p && *p; p++)
		if (*p & 0x80) {
			if (at && hostname_to_ascii(desk->arena, at + 1,
						    "email", &domain,
						    err) == OK)
				person->email = arena_printf(
					desk->arena, "%.*s@%s",
					(int)(at - email), email, domain);
			return;
		}
}

enum status request_examine(struct desk *desk, struct request *request,
			    unsigned steps, struct error *err)
{
	struct request_view view;
	struct error more;
	enum status rc;

	if ((rc = view_open(desk, &view, err)) != OK)
		return rc;
	error_reset(&more);
	if (steps & STEP_CONTACTS)
		email_domain(desk, &request->person, &more);
	if (more.count > 0)
		return error_merge(err, &more);
	return request_check(request, &view, steps, desk->arena, err);
}

enum status request_look(struct desk *desk, struct request *request,
			 unsigned steps, struct error *err)
{
	struct holder holder;
	enum status rc = request_examine(desk, request, steps, err);

	if (steps & STEP_CONTACTS && (rc == OK || rc == DATA))
		rc = status_worse(rc, registry_look(desk, request, &holder,
						    err));
	return rc;
}

static void defaults(struct desk *desk, struct request *request)
{
	const char *language = desk->settings ? desk->settings->language : NULL;

	if (request->language == ABSENT && language)
		request->language = word_find(language_words, language);
	if (request->language == ABSENT)
		request->language = LANGUAGE_IT;
	if (request->consented_at == ABSENT && request->consent_privacy == 1)
		request->consented_at = desk->now;
}

enum status request_prove(struct desk *desk, struct request *request,
			  struct holder *holder, struct error *err)
{
	unsigned steps = STEP_ALL;
	enum status rc;

	if (error_is_on(desk->flaws, "holder_id")) /* his data might be there */
		steps &= ~(STEP_HOLDER | STEP_DOCUMENT | STEP_CONTACTS);
	request->warnings = (struct texts){ 0 };
	if ((rc = registry_fill(desk, request, err)) != OK)
		return rc;
	defaults(desk, request);
	rc = request_examine(desk, request, steps, err);
	if (rc == OK || rc == DATA)
		rc = status_worse(rc,
				  registry_look(desk, request, holder, err));
	if ((rc == OK || rc == DATA) && !desk->flaws)
		rc = status_worse(rc,
				  renewal_prove(desk, request, holder, err));
	return rc;
}

enum status request_unit(struct desk *desk, struct request *request,
			 struct error *err)
{
	const struct session *session = desk->session;
	const struct organization_facts *facts;
	const struct unit_facts *unit;
	enum status rc;

	if (!request->unit || !strcmp(request->unit, session->unit)) {
		request->unit = session->unit;
		request->unit_id = session->unit_id;
		return OK;
	}
	if ((rc = facts_of(desk->store, session->client_id, desk->now, &facts,
			   err)) != OK)
		return rc;
	unit = facts_unit(facts, request->unit);
	if (!unit)
		return error_add(err, DATA, "unit_unknown", "unit",
				 "the organization has no unit \"%s\"; see: "
				 "ipp-org unit-list",
				 request->unit);
	request->unit_id = unit->unit_id;
	return permission_check(session->profile, session->unit_id, MAY_REQUEST,
				unit->unit_id, err);
}

enum status request_bear(struct desk *desk, struct request *request,
			 struct error *err)
{
	const struct organization_facts *facts;
	unsigned char hash[CONTENT_HASH_SIZE];
	int64_t other = ABSENT;
	enum status rc;

	if ((rc = registry_fill(desk, request, err)) != OK ||
	    (rc = facts_of(desk->store, desk->session->client_id, desk->now,
			   &facts, err)) != OK)
		return rc;
	for (size_t i = 0; i < request->products.count; i++)
		if (!facts_product(facts, request->products.items[i]))
			rc = error_add(err, DATA, "product_unknown", "products",
				       "product \"%.40s\" is not in the "
				       "catalogue; see: ipp-catalog list",
				       request->products.items[i]);
	if (request->external_code) {
		enum status e = order_find_external(desk->store,
						    desk->session->client_id,
						    request->external_code,
						    &other, hash, err);
		rc = status_worse(rc, e);
	}
	if (other != ABSENT && other != request->order_id)
		rc = error_add(err, DATA, "external_code_conflict",
			       "external_code",
			       "external_code \"%s\" is another order's; give "
			       "another, or leave it out",
			       request->external_code);
	return status_worse(rc, renewal_bear(desk, request, err));
}

void request_mistakes(struct desk *desk, struct request *request,
		      const struct error *mistakes)
{
	const char *missing = NULL;

	for (size_t i = 0; i < mistakes->count; i++) {
		const struct mistake *m = &mistakes->mistakes[i];

		if (strcmp(m->code, "missing") != 0)
			request_warn(request, desk->arena, m->code, m->text);
		else
			missing = missing ? arena_printf(desk->arena, "%s, %s",
							 missing, m->field) :
					    m->field;
	}
	if (missing)
		request_warn(request, desk->arena, "missing", missing);
}

/* In the order of the names, as the journal wants it. */
static const char *facts_text(const struct desk *desk,
			      const struct request *request,
			      const struct holder *holder)
{
	const struct texts *products = &request->products;
	struct json_text to;

	json_text_begin(&to, desk->arena);
	if (request->external_code)
		json_text_text(&to, "external_code", request->external_code);
	if (holder)
		json_text_text(&to, "holder_id",
			       field_format(record_field(&holder_record,
							 "holder_id"),
					    holder, desk->arena));
	json_text_texts(&to, "products", products->items, products->count);
	if (request->renews != ABSENT)
		json_text_text(&to, "renews",
			       id_text(desk->arena, "USR", request->renews));
	json_text_text(&to, "tool", desk->tool);
	return json_text_end(&to);
}

enum status request_keep(struct desk *desk, struct request *request,
			 const unsigned char *hash, struct holder *submitted,
			 struct error *err)
{
	bool is_new = request->order_id == ABSENT;
	const char *event = is_new ? "request_created" : "request_changed";
	enum status rc;

	request->status = STATUS_DRAFT;
	if (submitted) {
		event = "request_submitted";
		request->status = STATUS_TO_IDENTIFY;
		request->submitted_at = desk->now;
		if ((rc = registry_enter(desk, request, submitted, err)) != OK)
			return rc;
	}
	rc = is_new ? order_insert(desk, request, hash, err) :
		      order_update(desk, request, hash, err);
	if (rc != OK)
		return rc;
	return journal_append_text(desk, event, request->order_id, ABSENT,
				   facts_text(desk, request, submitted), err);
}
