/* request_propose - what is known elsewhere, for a person to confirm */
#include <ipp/act/request.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/facts.h>
#include <ipp/model/holder.h>
#include <ipp/rule/mrz.h>
#include <ipp/rule/tax_code.h>
#include <ipp/store/facts.h>
#include <ipp/store/holder.h>

#include "overlay.h"
#include "request_part.h"

static void fill(const char **member, const char *value)
{
	if (!*member && value && *value)
		*member = value;
}

static void fill_number(int64_t *member, int64_t value)
{
	if (*member == ABSENT)
		*member = value;
}

static enum status from_mrz(struct desk *desk, struct request *request,
			    const char *today, struct error *err)
{
	struct identity_document *document = &request->document;
	struct person *person = &request->person;
	enum status rc;
	struct mrz mrz;

	if (!document->mrz)
		return OK;
	if ((rc = mrz_parse(desk->arena, document->mrz, today, 0, &mrz, err)) !=
	    OK)
		return rc;
	fill_number(&document->document_type, mrz.format == MRZ_TD3
						  ? DOCUMENT_PASSPORT
						  : DOCUMENT_IDENTITY_CARD);
	fill(&document->document_country, mrz.issuer);
	fill(&document->document_number, mrz.number);
	fill(&document->document_expiry_date, mrz.expiry_date);
	fill(&person->surname, mrz.surname);
	fill(&person->given_name, mrz.given_name);
	if (!*mrz.given_name && !mrz.is_truncated && !person->given_name)
		fill_number(&person->single_name, 1);
	fill(&person->birth_date, mrz.birth_date);
	fill(&person->citizenship, mrz.nationality);
	fill_number(&person->sex, mrz.sex);
	return OK;
}

static enum status from_tax_code(struct desk *desk, struct request *request,
				 const char *today, struct error *err)
{
	struct person *person = &request->person;
	struct tax_code code;
	char date[DATE_SIZE];
	enum status rc;

	if (!person->tax_code)
		return OK;
	if ((rc = tax_code_check(person->tax_code, &code, err)) != OK)
		return rc;
	if (code.is_provisional)
		return OK;
	tax_code_birth_date(&code, today, date);
	fill(&person->birth_date, arena_text(desk->arena, date));
	fill(&person->birth_place_code,
	     arena_text(desk->arena, code.birth_place_code));
	fill_number(&person->sex, code.sex);
	if (code.birth_place_code[0] != 'Z')
		fill(&person->birth_country, "IT");
	return OK;
}

enum status request_propose(struct desk *desk, struct request *request,
			    struct error *err)
{
	const char *identity = identity_key(desk->arena, &request->person);
	struct error more;
	struct holder holder;
	char today[DATE_SIZE];
	enum status rc;

	error_reset(&more);
	date_of(desk->now, today);
	if (identity) {
		rc = holder_find_identity(desk->store, desk->session->client_id,
					  identity, desk->arena, &holder, err);
		if (rc != OK)
			return rc;
		overlay_missing(&request_record, request, &holder_record,
				&holder);
	}
	rc = from_mrz(desk, request, today, err);
	if (from_tax_code(desk, request, today, &more) != OK)
		rc = error_merge(err, &more);
	return rc;
}

enum status request_wants_role(struct desk *desk, const struct request *request,
			       bool *ret, struct error *err)
{
	const struct organization_facts *facts;
	enum status rc;

	if ((rc = facts_of(desk->store, desk->session->client_id, desk->now,
			   &facts, err)) != OK)
		return rc;
	*ret = false;
	for (size_t i = 0; i < request->products.count; i++) {
		const struct product_facts *product;

		product = facts_product(facts, request->products.items[i]);
		*ret |= product && product->is_role;
	}
	return OK;
}
