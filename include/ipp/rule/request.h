/* request - whether a request may be submitted; every mistake at once */
#ifndef IPP_RULE_REQUEST_H
#define IPP_RULE_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct organization_facts;
struct request;

/* The steps of asking, a set; the eighth is the summary. */
enum request_step {
	STEP_RECOGNITION = 1,
	STEP_HOLDER = 2,
	STEP_DOCUMENT = 4,
	STEP_CONTACTS = 8,
	STEP_PRODUCT = 16,
	STEP_CONFIGURATION = 32,
	STEP_CONSENTS = 64,
	STEP_ALL = 127,
};

struct request_view {
	const struct organization_facts *facts;
	const char *today; /* ISO date at the desk */
	int64_t now;
	int64_t profile;   /* enum profile of who asks */
	/* members that did not decode, or NULL: what follows from their
	 * absence is no further mistake */
	const struct error *flaws;
};

/*
 * Checks the steps, brings values into their written form (codes in capitals,
 * E.164, dates as they are) and appends to request->warnings what somebody
 * should confirm, each as `code: text`: tax_code_mismatch, holder_minor,
 * mrz_name, mrz_repaired, privacy_policy_missing. The domain of the e-mail is
 * in A-labels already.
 *
 * All mistakes, DATA on the member:
 *	missing (any member that is needed)
 * recognition: recognition_disabled
 * holder: name_invalid, single_name_conflict, birth_date_future, birth_date_implausible,
 *	birth_place_invalid, country_unknown, tax_code_* and identifier_* of
 *	rule/tax_code.h and rule/identifier.h, tax_code_required (an Italian),
 *	postal_code_invalid, province_invalid
 * document: document_number_invalid, document_expired, document_future,
 *	document_dates, mrz_* of rule/mrz.h, mrz_mismatch
 * contacts: email_invalid, email_alias_invalid, mobile_invalid
 * product: product_unknown, product_disabled, product_twice,
 *	product_reserved, recognition_refused
 * configuration: validity_fixed, validity_out_of_range, role_incomplete,
 *	role_missing, role_unexpected, organization_identifier_invalid,
 *	istat_code_invalid
 * consents: consent_required, consented_at_future, privacy_version_unknown,
 *	message_unexpected
 */
enum status request_check(struct request *request,
			  const struct request_view *view, unsigned steps,
			  struct arena *arena, struct error *err);

/* Appends `code: text` to the warnings; a warning that stands there already
 * is not repeated. */
void request_warn(struct request *request, struct arena *arena,
		  const char *code, const char *text);

/* True for the codes of Italian provinces. */
bool province_is_known(const char *code);

#endif
