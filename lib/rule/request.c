/* request - the eight steps of a request, checked */
#include "request_part.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/text.h>
#include <ipp/model/country.h>
#include <ipp/rule/identifier.h>

#define TITLE_MAX 64 /* ub-title, RFC 5280, appendix A.1 */

bool is_excused(const struct check *check, const char *field)
{
	return record_excuses(check->view->flaws, field);
}

bool need(struct check *check, bool present, const char *field)
{
	if (!present && !is_excused(check, field))
		MISTAKE(check, "missing", field, "%s is missing; give it",
			field);
	return present;
}

void merge(struct check *check, const struct error *more)
{
	if (more->count > 0)
		check->rc = error_merge(check->err, more);
}

const char *capitals(struct check *check, const char *text)
{
	char *ret, *to;

	if (!text || !strpbrk(text, " abcdefghijklmnopqrstuvwxyz"))
		return text;
	ret = to = arena_text(check->arena, text);
	for (; *text; text++)
		if (*text != ' ')
			*to++ = *text >= 'a' && *text <= 'z' ?
					(char)(*text - 'a' + 'A') :
					*text;
	*to = '\0';
	return ret;
}

void check_country(struct check *check, const char **country,
		   const char *field)
{
	if (!*country)
		return;
	*country = capitals(check, *country);
	if (!country_is_alpha2(*country))
		MISTAKE(check, "country_unknown", field,
			"%s \"%s\" is no country; write its ISO 3166-1 code "
			"of two letters",
			field, *country);
}

void request_warn(struct request *request, struct arena *arena,
		  const char *code, const char *text)
{
	struct texts *all = &request->warnings;
	const char *warning = arena_printf(arena, "%s: %s", code, text);
	const char **items;

	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->items[i], warning))
			return;
	items = arena_alloc(arena, (all->count + 1) * sizeof *items);
	if (all->count > 0)
		memcpy(items, all->items, all->count * sizeof *items);
	items[all->count++] = warning;
	all->items = items;
}

static const char *recognition_name(int64_t recognition)
{
	return recognition_words[recognition].name;
}

static void check_recognition(struct check *check)
{
	int64_t recognition = check->request->recognition;

	if (need(check, recognition != ABSENT, "recognition") &&
	    !(check->view->facts->recognitions & 1U << recognition))
		MISTAKE(check, "recognition_disabled", "recognition",
			"recognition %s is not enabled for this organization; "
			"choose another, or have it enabled with: ipp-catalog "
			"enable",
			recognition_name(recognition));
}

static void check_product(struct check *check, const char *code)
{
	const struct product_facts *product;
	int64_t recognition = check->request->recognition;

	product = facts_product(check->view->facts, code);
	if (!product) {
		MISTAKE(check, "product_unknown", "products",
			"product \"%.40s\" is not in the catalogue; see: "
			"ipp-catalog list",
			code);
		return;
	}
	if (!product->is_enabled)
		MISTAKE(check, "product_disabled", "products",
			"product %s is not enabled for this organization; "
			"choose another, or have it enabled with: ipp-catalog "
			"enable",
			code);
	if (product->asked_by != ABSENT &&
	    product->asked_by != check->view->profile)
		MISTAKE(check, "product_reserved", "products",
			"product %s can be asked for by a %s only", code,
			profile_words[product->asked_by].name);
	if (recognition != ABSENT &&
	    !(product->recognitions & 1U << recognition))
		MISTAKE(check, "recognition_refused", "recognition",
			"product %s is not given on recognition %s; choose "
			"another of both",
			code, recognition_name(recognition));
}

static void check_products(struct check *check)
{
	const struct texts *products = &check->request->products;

	(void)need(check, products->count > 0, "products"); /* reported */
	for (size_t i = 0; i < products->count; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= !strcmp(products->items[i],
					 products->items[k]);
		if (again)
			MISTAKE(check, "product_twice", "products",
				"product \"%.40s\" is asked for twice; name it "
				"once",
				products->items[i]);
		else
			check_product(check, products->items[i]);
	}
}

/* The duration is fixed where the holder signs on paper. */
static void check_validity(struct check *check,
			   const struct product_facts *product)
{
	int64_t validity = check->request->validity;

	if (validity == ABSENT)
		return;
	if (validity < product->validity_min ||
	    validity > product->validity_max)
		MISTAKE(check, "validity_out_of_range", "validity",
			"validity %" PRId64 " is out of the range of product "
			"%s; give %" PRId64 " to %" PRId64 " %s",
			validity, product->product, product->validity_min,
			product->validity_max,
			product->is_in_months ? _("months") : _("minutes"));
	else if (check->request->recognition == RECOGNITION_OFFLINE &&
		 validity != product->validity)
		MISTAKE(check, "validity_fixed", "validity",
			"validity is fixed at %" PRId64 " %s for product %s "
			"on recognition offline; leave it out",
			product->validity,
			product->is_in_months ? _("months") : _("minutes"),
			product->product);
}

static void check_istat(struct check *check)
{
	const struct request *request = check->request;
	const char *code = request->istat_code;

	if (!code)
		return;
	if (strspn(code, "0123456789.") != strlen(code))
		MISTAKE(check, "istat_code_invalid", "istat_code",
			"istat_code \"%s\" holds more than digits and full "
			"stops; write it as 2.5.1.1.0",
			code);
	(void)need(check, request->title != NULL, "title"); /* reported */
	if (request->title &&
	    strlen(request->title) + strlen(code) + 2 > TITLE_MAX)
		MISTAKE(check, "istat_code_invalid", "istat_code",
			"title and istat_code are longer than %d bytes "
			"together; shorten the title",
			TITLE_MAX - 2);
}

static void check_role(struct check *check, bool wants_role)
{
	struct request *request = check->request;
	bool has_name = request->organization_name;
	bool has_title = request->title;

	request->organization_identifier =
		capitals(check, request->organization_identifier);
	if (request->organization_identifier &&
	    !identifier_is_valid(request->organization_identifier))
		MISTAKE(check, "organization_identifier_invalid",
			"organization_identifier",
			"organization_identifier \"%s\" is malformed; write "
			"it as VATIT-01234567897 or NTRIT-...",
			request->organization_identifier);
	check_istat(check);
	if (!(has_name && has_title) &&
	    is_excused(check, has_name ? "title" : "organization_name"))
		return;
	if (has_name != has_title)
		MISTAKE(check, "role_incomplete",
			has_name ? "title" : "organization_name",
			"organization_name and title stand together or not at "
			"all; give both");
	else if (wants_role && !has_name)
		MISTAKE(check, "role_missing", "organization_name",
			"a role certificate needs organization_name and "
			"title; give both");
	else if (!wants_role && request->products.count > 0 &&
		 (has_name || request->organization_identifier))
		MISTAKE(check, "role_unexpected", "organization_name",
			"an organization stands in role certificates only; "
			"ask for a role product, or leave it out");
}

static void check_configuration(struct check *check)
{
	const struct texts *products = &check->request->products;
	bool wants_role = false;

	for (size_t i = 0; i < products->count; i++) {
		const struct product_facts *product;

		product = facts_product(check->view->facts,
					products->items[i]);
		if (!product)
			continue;
		wants_role |= product->is_role;
		check_validity(check, product);
	}
	check_role(check, wants_role);
}

static void check_consent(struct check *check, int64_t consent,
			  const char *field, const char *what)
{
	if (need(check, consent != ABSENT, field) && consent != 1)
		MISTAKE(check, "consent_required", field,
			"%s is not given; without it nothing can be "
			"asked for",
			what);
}

static void check_policy(struct check *check)
{
	const struct organization_facts *facts = check->view->facts;
	struct request *request = check->request;

	if (request->privacy_version &&
	    !facts_has_privacy(facts, request->privacy_version))
		MISTAKE(check, "privacy_version_unknown", "privacy_version",
			"the organization has no privacy policy \"%s\"; name "
			"the one that the holder was shown",
			request->privacy_version);
	if (!request->privacy_version && facts->privacy_count > 0)
		request->privacy_version = facts->privacy_versions[0];
	if (!request->privacy_version)
		WARN(check, "privacy_policy_missing",
		     "the organization has no privacy policy that the consent "
		     "could name; add it with: ipp-org policy-add");
}

/* On video and SPID the holder is asked in the portal, not at the desk. */
static void check_consents(struct check *check)
{
	struct request *request = check->request;
	int64_t recognition = request->recognition;
	bool in_portal = recognition == RECOGNITION_VIDEO ||
			 recognition == RECOGNITION_SPID;

	if (request->consented_at != ABSENT &&
	    request->consented_at > check->view->now)
		MISTAKE(check, "consented_at_future", "consented_at",
			"consented_at lies in the future; give the time the "
			"consents were given");
	if (recognition == ABSENT && is_excused(check, "recognition"))
		return;
	if (in_portal && request->consent_privacy == ABSENT &&
	    request->consent_terms == ABSENT)
		return;
	if (!in_portal && request->message)
		MISTAKE(check, "message_unexpected", "message",
			"a message goes out on recognition video and spid "
			"only; leave it out");
	check_consent(check, request->consent_privacy, "consent_privacy",
		      _("the privacy consent"));
	check_consent(check, request->consent_terms, "consent_terms",
		      _("the consent to the terms"));
	if (request->consent_marketing == ABSENT &&
	    !is_excused(check, "consent_marketing"))
		MISTAKE(check, "missing", "consent_marketing",
			"consent_marketing is missing; ask the holder and "
			"give true or false");
	check_policy(check);
}

enum status request_check(struct request *request,
			  const struct request_view *view, unsigned steps,
			  struct arena *arena, struct error *err)
{
	struct check check = { request, view, arena, err, OK };

	if (steps & STEP_RECOGNITION)
		check_recognition(&check);
	if (steps & STEP_HOLDER)
		check_holder(&check);
	if (steps & STEP_DOCUMENT)
		check_document(&check);
	if (steps & STEP_CONTACTS)
		check_contacts(&check);
	if (steps & STEP_PRODUCT)
		check_products(&check);
	if (steps & STEP_CONFIGURATION)
		check_configuration(&check);
	if (steps & STEP_CONSENTS)
		check_consents(&check);
	return check.rc;
}
