/* request_import - a reseller's document: new and submitted in one */
#include <ipp/act/request.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/port/digest.h>
#include <ipp/rule/permission.h>
#include <ipp/store/order.h>

#include "overlay.h"
#include "request_part.h"

/* What the document holds, whatever its form was: JSON or CSV, the order of
 * its members, blanks. */
static enum status content_hash(struct desk *desk, const struct request *in,
				unsigned char ret[CONTENT_HASH_SIZE],
				struct error *err)
{
	size_t n = 0, room = 4096;
	OWN(bytes) unsigned char *bytes = memory_grow(NULL, room);

	for (const struct field *f = request_record.fields; f->name; f++) {
		const char *value;
		size_t name_size, value_size;

		if (!(f->flags & FIELD_IN) || field_is_absent(f, in))
			continue;
		value = field_format(f, in, desk->arena);
		name_size = strlen(f->name) + 1;
		value_size = strlen(value) + 1;
		if (n + name_size + value_size > room) {
			room = 2 * room + name_size + value_size;
			bytes = memory_grow(bytes, room);
		}
		memcpy(bytes + n, f->name, name_size);
		memcpy(bytes + n + name_size, value, value_size);
		n += name_size + value_size;
	}
	return digest_sha256(bytes, n, ret, err);
}

/* The order that has the code already. */
static enum status met_before(struct desk *desk, const struct request *in,
			      int64_t order_id, bool is_same,
			      struct request *ret, struct error *err)
{
	const struct session *session = desk->session;
	enum status rc;

	if ((rc = order_load(desk->store, session->client_id, order_id,
			     desk->arena, ret, err)) != OK ||
	    (rc = permission_check(session->profile, session->unit_id,
				   MAY_REQUEST, ret->unit_id, err)) != OK)
		return rc;
	ret->existing = true;
	if (is_same || ret->status == STATUS_DRAFT)
		return OK;
	return error_set(err, DATA, "external_code_conflict", "external_code",
			 "external_code \"%s\" was imported before as ORD%09"
			 PRId64 " with other content; give a new code, or see "
			 "that order",
			 in->external_code, order_id);
}

static enum status submit(struct desk *desk, struct request *request,
			  const unsigned char *hash, bool keep,
			  struct error *err)
{
	struct holder holder;
	struct error mistakes;
	enum status rc;

	error_reset(&mistakes);
	rc = request_prove(desk, request, &holder, &mistakes);
	if (rc == OK)
		return request_keep(desk, request, hash, &holder, err);
	if (rc != DATA || !keep) {
		(void)error_merge(err, &mistakes);
		return rc;
	}
	if ((rc = request_bear(desk, request, err)) != OK)
		return rc;
	request_mistakes(desk, request, &mistakes);
	return request_keep(desk, request, hash, NULL, err);
}

/* What the next tool, and whoever reads along, wants to know of each of a
 * hundred thousand; request_show tells the rest. */
static void brief(const struct request *request, struct request *ret)
{
	record_clear(&request_record, ret);
	ret->order_id = request->order_id;
	ret->external_code = request->external_code;
	ret->recognition = request->recognition;
	ret->products = request->products;
	ret->holder_id = request->holder_id;
	ret->person.surname = request->person.surname;
	ret->person.given_name = request->person.given_name;
	ret->person.single_name = request->person.single_name;
	ret->person.tax_code = request->person.tax_code;
	ret->unit = request->unit;
	ret->status = request->status;
	ret->user_ids = request->user_ids;
	ret->warnings = request->warnings;
	ret->existing = request->existing;
}

static enum status code_missing(struct error *err)
{
	return error_add(err, DATA, "missing", "external_code",
			 "external_code is missing; give each row its own, so "
			 "that it is not imported twice");
}

/* What else is wrong with a document that did not decode. */
static enum status look(struct desk *desk, const struct request *in, bool keep,
			struct error *err)
{
	struct request request;
	struct holder holder;
	enum status rc = OK;

	if (!in->external_code &&
	    !record_excuses(desk->flaws, "external_code"))
		rc = code_missing(err);
	record_clear(&request_record, &request);
	overlay(&request_record, &request, in);
	request.order_id = ABSENT;
	rc = status_worse(rc, request_unit(desk, &request, err));
	return status_worse(rc, keep ? request_bear(desk, &request, err) :
				       request_prove(desk, &request, &holder,
						     err));
}

enum status request_import(struct desk *desk, const struct request *in,
			   bool keep, struct request *ret, struct error *err)
{
	unsigned char hash[CONTENT_HASH_SIZE], before[CONTENT_HASH_SIZE];
	struct request request;
	int64_t order_id = ABSENT;
	enum status rc;

	if (desk->flaws)
		return look(desk, in, keep, err);
	if (!in->external_code)
		return code_missing(err);
	if ((rc = content_hash(desk, in, hash, err)) != OK ||
	    (rc = order_find_external(desk->store, desk->session->client_id,
				      in->external_code, &order_id, before,
				      err)) != OK)
		return rc;
	record_clear(&request_record, &request);
	if (order_id != ABSENT) {
		bool is_same = !memcmp(hash, before, sizeof hash);

		rc = met_before(desk, in, order_id, is_same, &request, err);
		if (rc != OK)
			return rc;
		if (request.status != STATUS_DRAFT) {
			brief(&request, ret);
			return OK;
		}
	}
	overlay(&request_record, &request, in);
	request.order_id = order_id;
	if ((rc = request_unit(desk, &request, err)) != OK ||
	    (rc = submit(desk, &request, hash, keep, err)) != OK)
		return rc;
	brief(&request, ret);
	return OK;
}
