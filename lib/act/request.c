/* request - drafts kept, changed, submitted, copied, deleted */
#include <ipp/act/request.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/model/product.h>
#include <ipp/rule/permission.h>
#include <ipp/rule/request.h>
#include <ipp/store/journal.h>
#include <ipp/store/order.h>
#include <ipp/store/store.h>

#include "holder_message.h"
#include "overlay.h"
#include "request_part.h"

static enum status find_by_text(struct desk *desk, const char *text,
				int64_t *ret, struct error *err)
{
	const struct field *field = record_field(&request_record, "order_id");
	struct request parsed;
	struct error ignored; /* then it is a name */
	enum status rc;

	error_reset(&ignored);
	record_clear(&request_record, &parsed);
	if (field_parse(field, &parsed, text, desk->arena, &ignored) == OK) {
		*ret = parsed.order_id;
		return OK;
	}
	if ((rc = order_find_named(desk->store, desk->session->client_id, text,
				   ret, err)) != OK)
		return rc;
	if (*ret == ABSENT)
		return error_set(err, DATA, "draft_unknown", "order",
				 "there is no draft \"%.80s\"; see: "
				 "ipp-request list",
				 text);
	return OK;
}

static enum status find_id(struct desk *desk, const struct order_reference *named,
			   bool latest, int64_t *ret, struct error *err)
{
	enum status rc;

	if (named->order_id != ABSENT) {
		*ret = named->order_id;
		return OK;
	}
	if (named->order)
		return find_by_text(desk, named->order, ret, err);
	if (!latest)
		return error_set(err, DATA, "missing", "order_id",
				 "order_id is missing; give it");
	if ((rc = order_find_latest(desk->store, desk->session->operator_id,
				    ret, err)) != OK)
		return rc;
	if (*ret == ABSENT)
		return error_set(err, DATA, "no_draft", NULL,
				 "there is no draft of yours to go on with; "
				 "begin one with: ipp-request new");
	return OK;
}

static enum status open(struct desk *desk, const struct order_reference *named,
			bool latest, struct request *ret, struct error *err)
{
	const struct session *session = desk->session;
	struct request request;
	int64_t order_id = ABSENT;
	enum status rc;

	if ((rc = find_id(desk, named, latest, &order_id, err)) != OK ||
	    (rc = order_load(desk->store, session->client_id, order_id,
			     desk->arena, &request, err)) != OK ||
	    (rc = permission_check(session->profile, session->unit_id,
				   MAY_REQUEST, request.unit_id, err)) != OK)
		return rc;
	*ret = request;
	return OK;
}

static struct order_reference reference(const struct request *in)
{
	return (struct order_reference){ in->order_id, in->order };
}

static enum status draft_check(const struct request *request,
			       const char *advice, struct error *err)
{
	if (request->status == STATUS_DRAFT)
		return OK;
	return error_set(err, REFUSED, "not_a_draft", "order_id",
			 "ORD%09" PRId64 " is submitted already (%s); %s",
			 request->order_id,
			 request->status == ABSENT ?
				 "" :
				 product_status_words[request->status].name,
			 advice);
}

enum status request_foresee(struct desk *desk, struct request *request,
			    struct error *err)
{
	struct request copy = *request;
	struct holder holder;
	struct error mistakes;
	enum status rc;

	error_reset(&mistakes);
	rc = request_prove(desk, &copy, &holder, &mistakes);
	if (rc != OK && rc != DATA && rc != REFUSED) {
		(void)error_merge(err, &mistakes);
		return rc;
	}
	request->warnings = copy.warnings;
	request_mistakes(desk, request, &mistakes);
	return OK;
}

enum status request_show(struct desk *desk, const struct order_reference *named,
			 struct request *ret, struct error *err)
{
	const struct session *session = desk->session;
	int64_t order_id = ABSENT;
	enum status rc;

	if ((rc = find_id(desk, named, true, &order_id, err)) != OK ||
	    (rc = order_load(desk->store, session->client_id, order_id,
			     desk->arena, ret, err)) != OK ||
	    (rc = permission_check(session->profile, session->unit_id,
				   MAY_SEARCH, ret->unit_id, err)) != OK)
		return rc;
	return ret->status == STATUS_DRAFT ? request_foresee(desk, ret, err) : OK;
}

/* As far as it goes; with flaws nothing is kept. */
static enum status draft_keep(struct desk *desk, struct request *request,
			      struct tx **tx, struct error *err)
{
	enum status rc;

	if ((rc = request_unit(desk, request, err)) != OK ||
	    (rc = request_bear(desk, request, err)) != OK || desk->flaws ||
	    (rc = request_keep(desk, request, NULL, NULL, err)) != OK ||
	    (rc = request_foresee(desk, request, err)) != OK)
		return rc;
	return tx_commit(tx, err);
}

enum status request_new(struct desk *desk, const struct request *in,
			struct request *ret, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct request request;
	enum status rc;

	record_clear(&request_record, &request);
	overlay(&request_record, &request, in);
	request.order_id = ABSENT;
	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = draft_keep(desk, &request, &tx, err)) != OK || desk->flaws)
		return rc;
	*ret = request;
	return OK;
}

enum status request_edit(struct desk *desk, const struct request *in,
			 const struct texts *clear, struct request *ret,
			 struct error *err)
{
	struct order_reference named = reference(in);
	OWN(tx) struct tx *tx = NULL;
	struct request request;
	enum status rc;

	if (!in->order && in->order_id == ABSENT &&
	    (record_excuses(desk->flaws, "order") ||
	     record_excuses(desk->flaws, "order_id")))
		return OK;
	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = open(desk, &named, true, &request, err)) != OK ||
	    (rc = draft_check(&request, _("give it up and mend a copy: ipp-recognize cancel, ipp-request clone"), err)) != OK)
		return rc;
	if (in->unit)
		request.unit = in->unit;
	overlay(&request_record, &request, in);
	if ((rc = overlay_clear(&request_record, &request, clear, err)) != OK ||
	    (rc = draft_keep(desk, &request, &tx, err)) != OK || desk->flaws)
		return rc;
	*ret = request;
	return OK;
}

static enum status holder_tell(struct desk *desk, const struct request *request,
			       struct error *err)
{
	struct product product = {
		.order_id = request->order_id,
		.user_id = ABSENT,
		.surname = request->person.surname,
		.given_name = request->person.given_name,
		.email = request->person.email,
	};
	enum status rc = OK;

	for (size_t i = 0; i < request->products.count && rc == OK; i++) {
		product.product = request->products.items[i];
		rc = holder_message_queue(desk, &product, request,
					  "request_received", NULL, err);
	}
	return rc;
}

enum status request_submit(struct desk *desk,
			   const struct order_reference *named,
			   bool tells_holder, struct request *ret,
			   struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct request request;
	struct holder holder;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = open(desk, named, true, &request, err)) != OK ||
	    (rc = draft_check(&request, _("see what became of it with: ipp-search show"), err)) != OK ||
	    (rc = request_prove(desk, &request, &holder, err)) != OK ||
	    (rc = request_keep(desk, &request, NULL, &holder, err)) != OK ||
	    (tells_holder && (rc = holder_tell(desk, &request, err)) != OK) ||
	    (rc = tx_commit(&tx, err)) != OK)
		return rc;
	*ret = request;
	return OK;
}

enum status request_delete(struct desk *desk,
			   const struct order_reference *named,
			   struct request *ret, struct error *err)
{
	struct request request;
	enum status rc;

	if ((rc = open(desk, named, false, &request, err)) != OK ||
	    (rc = draft_check(&request, _("give it up with: ipp-recognize cancel"), err)) != OK ||
	    (rc = order_delete(desk->store, request.order_id, err)) != OK ||
	    (rc = journal_append(desk, "request_deleted", request.order_id,
				 ABSENT, NULL, err)) != OK)
		return rc;
	*ret = request;
	return OK;
}

enum status request_clone(struct desk *desk, const struct request *in,
			  struct request *ret, struct error *err)
{
	static const char *const own[] = {
		"order_id",	  "external_code",     "name",
		"consent_privacy", "consent_terms",    "consent_marketing",
		"consented_at",	  "privacy_version",   "submitted_at",
		"created_by",	  "created_at",	       "updated_at",
		"status",	  "user_ids",	       "renews",
	};
	struct order_reference named = reference(in);
	struct request request, blank;
	enum status rc;

	if ((rc = open(desk, &named, true, &request, err)) != OK)
		return rc;
	record_clear(&request_record, &blank);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		const struct field *f = record_field(&request_record, own[i]);

		field_copy(f, &request, f, &blank);
	}
	overlay(&request_record, &request, in);
	return request_new(desk, &request, ret, err);
}

enum status request_drafts(struct desk *desk, const struct drafts_asked *asked,
			   enum status (*each)(void *context,
					       const struct request *request,
					       struct error *err),
			   void *context, struct error *err)
{
	const struct session *session = desk->session;
	bool is_all = permission_reach(session->profile, MAY_REQUEST) ==
		      REACH_ORGANIZATION;
	const struct draft_filter filter = {
		.client_id = session->client_id,
		.unit_id = is_all ? ABSENT : session->unit_id,
		.created_by = asked->is_mine ? session->operator_id : ABSENT,
		.after = asked->after,
		.limit = asked->limit,
	};
	size_t count = 0;
	int64_t *ids;
	enum status rc = order_drafts(desk->store, &filter, desk->arena, &ids,
				      &count, err);

	for (size_t i = 0; i < count && rc == OK; i++) {
		const struct order_reference named = { ids[i], NULL };
		struct request request;

		if ((rc = request_show(desk, &named, &request, err)) == OK)
			rc = each(context, &request, err);
	}
	return rc;
}
