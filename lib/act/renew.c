/* renew - a request for what takes the place of a product that ends */
#include <ipp/act/request.h>

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/facts.h>
#include <ipp/model/holder.h>
#include <ipp/model/product.h>
#include <ipp/port/json.h>
#include <ipp/rule/renewal.h>
#include <ipp/rule/request.h>
#include <ipp/store/facts.h>
#include <ipp/store/holder.h>
#include <ipp/store/journal.h>
#include <ipp/store/order.h>
#include <ipp/store/product.h>

#include "overlay.h"
#include "registry_part.h"
#include "request_part.h"

/* What is renewed, and what is known of it. */
struct renewing {
	struct desk *desk;
	struct product product;
	struct request before; /* the order that it came from */
	struct request *request;
	bool is_chain; /* the certificate cannot identify him again */
};

/* A consent to the first certificate is none to the next. */
static enum status consents_take(struct renewing *it,
				 const struct renewal_wish *in,
				 struct error *err)
{
	struct request *request = it->request;
	bool has_any = in->consent_privacy != ABSENT ||
		       in->consent_terms != ABSENT ||
		       in->consent_marketing != ABSENT;

	if (has_any && in->consented_at == ABSENT)
		return error_set(err, DATA, "consent_undated", "consented_at",
				 "consents to a renewal are given anew; say "
				 "when, with consented_at");
	if (has_any && in->consented_at <= it->product.activated_at)
		return error_set(err, DATA, "consent_old", "consented_at",
				 "consented_at is from before the certificate "
				 "that is renewed was issued; ask the holder "
				 "anew");
	request->consent_privacy = in->consent_privacy;
	request->consent_terms = in->consent_terms;
	request->consent_marketing = in->consent_marketing;
	request->privacy_version = in->privacy_version;
	request->consented_at = in->consented_at;
	return OK;
}

/* What an officer verified goes before what was once asked for, and so does
 * where the holder is reached today. */
static enum status person_take(struct renewing *it, struct error *err)
{
	struct request *request = it->request;
	struct holder holder;
	enum status rc;

	request->person = it->before.person;
	request->document = it->before.document;
	request->holder_id = it->product.holder_id;
	if (request->holder_id == ABSENT)
		return OK;
	if ((rc = holder_load(it->desk->store, it->product.client_id,
			      request->holder_id, it->desk->arena, &holder,
			      err)) != OK)
		return rc;
	if (holder.verified_at != ABSENT) {
		if (holder.document.document_number)
			request->document = holder.document;
		overlay_person(&request_record, request, &holder_record,
			       &holder);
		registry_names(&request->person, &holder.person);
	}
	if (holder.person.email) {
		request->person.email = holder.person.email;
		request->person.email_alias = holder.person.email_alias;
	}
	if (holder.person.mobile)
		request->person.mobile = holder.person.mobile;
	return OK;
}

static enum status recognition_take(struct renewing *it, int64_t asked,
				    struct error *err)
{
	struct desk *desk = it->desk;
	const unsigned sign = 1u << RECOGNITION_SIGN;
	const struct organization_facts *facts;
	const struct product_facts *item;
	enum status rc;

	if ((rc = facts_of(desk->store, it->product.client_id, desk->now,
			   &facts, err)) != OK)
		return rc;
	item = facts_product(facts, it->product.product);
	it->request->recognition = renewal_recognition(
	    it->product.recognition, asked,
	    item && item->recognitions & facts->recognitions & sign,
	    &it->is_chain);
	return OK;
}

static enum status renewal_fill(struct renewing *it,
				const struct renewal_wish *in,
				int64_t recognition, struct error *err)
{
	struct request *request = it->request, *before = &it->before;
	const char **code = arena_alloc(it->desk->arena, sizeof *code);
	enum status rc;

	record_clear(&request_record, request);
	*code = it->product.product;
	request->products = (struct texts){ code, 1 };
	request->renews = it->product.user_id;
	request->unit = it->product.unit;
	request->validity = before->validity;
	request->organization_name = before->organization_name;
	request->organization_identifier = before->organization_identifier;
	request->title = before->title;
	request->istat_code = before->istat_code;
	request->limit_text = before->limit_text;
	request->language = before->language;
	if ((rc = consents_take(it, in, err)) != OK ||
	    (rc = person_take(it, err)) != OK)
		return rc;
	return recognition_take(it, recognition, err);
}

/* What was asked for before is told, not asked for again. */
static enum status existing_show(struct desk *desk, int64_t order_id,
				 struct request *ret, struct error *err)
{
	const struct order_reference named = { order_id, NULL };
	enum status rc = request_show(desk, &named, ret, err);

	if (rc == OK)
		ret->existing = 1;
	return rc;
}

static enum status renewal_journal(struct renewing *it, struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "renewal", it->request->user_ids.items[0]);
	return journal_append(it->desk, "renewal_requested",
			      it->product.order_id, it->product.user_id,
			      detail, err);
}

static enum status renewal_keep(struct renewing *it, struct error *err)
{
	struct desk *desk = it->desk;
	struct request *request = it->request;
	enum status rc;

	if ((rc = request_unit(desk, request, err)) != OK ||
	    (rc = request_bear(desk, request, err)) != OK ||
	    (rc = request_keep(desk, request, NULL, NULL, err)) != OK ||
	    (rc = renewal_journal(it, err)) != OK ||
	    (rc = request_foresee(desk, request, err)) != OK)
		return rc;
	if (it->is_chain)
		request_warn(request, desk->arena, "recognition_chain",
			     _("the certificate was itself issued on a "
			       "signature and cannot identify its holder "
			       "again; recognise him otherwise, or by a "
			       "signature with another certificate (Regulation "
			       "910/2014, 24(1a)(b))"));
	return OK;
}

enum status request_renew(struct desk *desk, const struct renewal_wish *in,
			  int64_t recognition, struct request *ret,
			  struct error *err)
{
	struct renewing it = { .desk = desk };
	struct renewal renewal;
	struct request request;
	enum status rc;

	it.request = &request;
	if ((rc = product_open(desk, in->user_id, MAY_REQUEST, &it.product,
			       err)) != OK ||
	    (rc = order_find_renewal(desk->store, in->user_id, &renewal,
				     err)) != OK)
		return rc;
	if (renewal.order_id != ABSENT)
		return existing_show(desk, renewal.order_id, ret, err);
	if ((rc = renewal_check(&it.product, desk->now, err)) != OK ||
	    (rc = product_order_load(desk->store, &it.product, desk->arena,
				     &it.before, err)) != OK ||
	    (rc = renewal_fill(&it, in, recognition, err)) != OK ||
	    (rc = renewal_keep(&it, err)) != OK)
		return rc;
	*ret = request;
	return OK;
}

enum status renewal_bear(struct desk *desk, const struct request *request,
			 struct error *err)
{
	struct product product;
	enum status rc;

	if (request->renews == ABSENT)
		return OK;
	if ((rc = product_load(desk->store, desk->session->client_id,
			       request->renews, desk->arena, &product, err)) !=
	    OK)
		return rc;
	if (request->products.count != 1 ||
	    !text_equal(request->products.items[0], product.product))
		rc = error_add(err, DATA, "renewal_product", "products",
			       "this renews USR%09" PRId64 " and asks for "
			       "product %s alone; make another request for "
			       "anything else",
			       request->renews, product.product);
	if (request->holder_id != ABSENT &&
	    request->holder_id != product.holder_id)
		rc = error_add(err, DATA, "renewal_holder", "holder_id",
			       "this renews USR%09" PRId64 ", which is another "
			       "holder's; make a new request for this one",
			       request->renews);
	return rc;
}

enum status renewal_prove(struct desk *desk, const struct request *request,
			  const struct holder *holder, struct error *err)
{
	struct product product;
	enum status rc;

	if (request->renews == ABSENT)
		return OK;
	if ((rc = product_load(desk->store, desk->session->client_id,
			       request->renews, desk->arena, &product, err)) !=
		OK ||
	    (rc = renewal_check(&product, desk->now, err)) != OK)
		return rc;
	if (holder->holder_id != product.holder_id)
		return error_add(err, DATA, "renewal_holder", "tax_code",
				 "this renews USR%09" PRId64 ", which is "
				 "another holder's; make a new request for "
				 "this one",
				 request->renews);
	return OK;
}
