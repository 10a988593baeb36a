/* detail - everything about a product or the products of an order */
#include <ipp/act/detail.h>

#include <string.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/detail.h>
#include <ipp/model/message.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/rule/status_change.h>
#include <ipp/store/desk.h>
#include <ipp/store/detail.h>
#include <ipp/store/device.h>
#include <ipp/store/evidence.h>
#include <ipp/store/order.h>
#include <ipp/store/outbox.h>
#include <ipp/store/product.h>

#define MESSAGES_MAX 200

/* Members of the same name in one record after the other. */
static void members_copy(const struct record *from, const void *from_base,
			 struct detail *ret)
{
	for (const struct field *to = detail_record.fields; to->name; to++) {
		const struct field *field = record_field(from, to->name);

		if (field && field->type == to->type)
			field_copy(to, ret, field, from_base);
	}
}

static enum status logins(struct desk *desk, const struct product *product,
			  struct detail *ret, struct error *err)
{
	const struct {
		int64_t operator_id;
		const char **login;
	} rows[] = {
		{ product->created_by, &ret->created_by_login },
		{ product->handed_in_by, &ret->handed_in_by_login },
		{ product->recognised_by, &ret->recognised_by_login },
		{ product->reviewed_by, &ret->reviewed_by_login },
		{ product->issued_by, &ret->issued_by_login },
	};
	enum status rc = OK;

	for (size_t i = 0; i < sizeof rows / sizeof *rows && rc == OK; i++)
		rc = detail_login(desk->store, rows[i].operator_id, desk->arena,
				  rows[i].login, err);
	return rc;
}

static enum status certificate_read_into(struct desk *desk,
					 const struct issued_row *row,
					 struct issued *ret, struct error *err)
{
	struct certificate_facts facts;
	unsigned char hash[DIGEST_SIZE];
	char *hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1), *pem;
	enum status rc;

	ret->serial = row->serial;
	ret->purpose = row->purpose;
	ret->profile = row->profile;
	ret->not_before = row->not_before;
	ret->not_after = row->not_after;
	ret->issued_at = row->issued_at;
	ret->revoked_at = row->revoked_at;
	if (row->reason != ABSENT)
		ret->crl_reason = revocation_reason_name(row->reason);
	if (!row->certificate.size)
		return OK;
	if ((rc = certificate_read(desk->arena, row->certificate.bytes,
				   row->certificate.size, &facts, err)) != OK ||
	    (rc = digest_sha256(row->certificate.bytes, row->certificate.size,
				hash, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	ret->fingerprint = hex;
	ret->subject = facts.subject_text;
	ret->issuer = facts.issuer_text;
	if ((rc = pem_encode(desk->arena, "CERTIFICATE", row->certificate,
			     &pem, err)) != OK)
		return rc;
	ret->pem = pem;
	return OK;
}

static enum status certificates(struct desk *desk, int64_t user_id,
				struct detail *ret, struct error *err)
{
	struct issued_row *rows;
	struct issued *items;
	size_t count;
	enum status rc;

	if ((rc = detail_certificates(desk->store, user_id, desk->arena, &rows,
				      &count, err)) != OK)
		return rc;
	items = arena_alloc(desk->arena, (count + 1) * sizeof *items);
	for (size_t i = 0; i < count && rc == OK; i++) {
		record_clear(&issued_record, &items[i]);
		rc = certificate_read_into(desk, &rows[i], &items[i], err);
	}
	ret->certificates = (struct records){ items, count };
	return rc;
}

struct messages {
	struct arena *arena;
	struct message *items;
	size_t count;
};

static enum status message_keep(void *context, const struct message *message,
				struct error *err)
{
	struct messages *messages = context;
	struct message *it = &messages->items[messages->count++];

	(void)err;
	*it = *message;
	it->template = arena_text(messages->arena, message->template);
	it->recipient = arena_text(messages->arena, message->recipient);
	it->recipient_name =
	    arena_text(messages->arena, message->recipient_name);
	it->last_error = arena_text(messages->arena, message->last_error);
	return OK;
}

static enum status messages(struct desk *desk, int64_t user_id,
			    struct detail *ret, struct error *err)
{
	struct messages list = { .arena = desk->arena };
	struct outbox_scope scope = { .client_id = desk->session->client_id,
				      .unit_id = ABSENT };
	struct message_filter filter = { .state = ABSENT,
					 .channel = ABSENT,
					 .user_id = user_id,
					 .after = ABSENT,
					 .limit = MESSAGES_MAX };
	enum status rc;

	list.items = arena_alloc(desk->arena,
				 MESSAGES_MAX * sizeof *list.items);
	if ((rc = outbox_list(desk->store, &scope, &filter, message_keep, &list,
			      err)) != OK)
		return rc;
	ret->messages = (struct records){ list.items, list.count };
	return OK;
}

static enum status device(struct desk *desk, int64_t user_id,
			  struct detail *ret, struct error *err)
{
	struct device_row row;
	enum status rc;
	bool found;

	if ((rc = device_load(desk->store, user_id, desk->arena, &row, &found,
			      err)) != OK ||
	    !found)
		return rc;
	ret->device_serial = row.serial;
	ret->device_label = row.label;
	ret->device_manufacturer = row.manufacturer;
	ret->device_model = row.model;
	return OK;
}

static enum status detail_fill(struct desk *desk, const struct product *product,
			       struct detail *ret, struct error *err)
{
	struct renewal renewal;
	struct request request;
	enum status rc;

	record_clear(&detail_record, ret);
	if ((rc = product_order_load(desk->store, product, desk->arena,
				     &request, err)) != OK)
		return rc;
	members_copy(&request_record, &request, ret);
	members_copy(&product_record, product, ret);
	if ((rc = order_find_renewal(desk->store, product->user_id, &renewal,
				     err)) != OK)
		return rc;
	ret->renewed_by = renewal.user_id;
	if ((rc = logins(desk, product, ret, err)) != OK ||
	    (rc = device(desk, product->user_id, ret, err)) != OK ||
	    (rc = certificates(desk, product->user_id, ret, err)) != OK ||
	    (rc = detail_requests(desk->store, product->user_id, desk->arena,
				  &ret->requests, err)) != OK ||
	    (rc = detail_suspensions(desk->store, product->user_id,
				     desk->arena, &ret->suspensions, err)) !=
		OK ||
	    (rc = detail_envelopes(desk->store, product->user_id, desk->arena,
				   &ret->envelopes, err)) != OK)
		return rc;
	return messages(desk, product->user_id, ret, err);
}

static enum status product_detail(struct desk *desk, int64_t user_id,
				  enum status (*each)(void *context,
						      const struct detail *d,
						      struct error *err),
				  void *context, struct error *err)
{
	struct product product;
	struct detail detail;
	enum status rc;

	if ((rc = product_open(desk, user_id, MAY_SEARCH, &product, err)) !=
		OK ||
	    (rc = detail_fill(desk, &product, &detail, err)) != OK ||
	    (rc = evidence_list(desk->store, user_id, desk->arena,
				&detail.evidence, err)) != OK)
		return rc;
	if ((rc = detail_events(desk->store, &product, desk->arena,
				&detail.events, err)) == OK) {
		rc = each(context, &detail, err);
		events_forget(&detail.events);
	}
	evidence_forget(&detail.evidence);
	return rc;
}

enum status act_detail(struct desk *desk, const struct detail_wish *wish,
		       enum status (*each)(void *context,
					   const struct detail *detail,
					   struct error *err),
		       void *context, struct error *err)
{
	int64_t number, *user_ids;
	size_t count;
	enum status rc;

	if (strlen(wish->id) < 4 ||
	    !integer_parse(wish->id + 3, 1, INT64_MAX, &number) ||
	    (!text_starts(wish->id, "USR") && !text_starts(wish->id, "ORD")))
		return error_set(err, DATA, "not_an_id", "id",
				 "\"%s\" is neither a product nor an order; "
				 "give USR... or ORD...",
				 wish->id);
	if (text_starts(wish->id, "USR"))
		return product_detail(desk, number, each, context, err);
	if ((rc = detail_products(desk->store, desk->session->client_id, number,
				  desk->arena, &user_ids, &count, err)) != OK)
		return rc;
	for (size_t i = 0; i < count && rc == OK; i++)
		rc = product_detail(desk, user_ids[i], each, context, err);
	return rc;
}
