/* request_from_form - the record in a form becomes a request */
#include <ipp/act/request.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/file_inspect.h>
#include <ipp/rule/permission.h>
#include <ipp/store/desk.h>
#include <ipp/store/order.h>

#include "form_record.h"
#include "overlay.h"

enum status request_from_form(struct desk *desk,
			      const struct request_import *in,
			      struct form_record **ret, struct error *err)
{
	struct form_record *record = arena_alloc(desk->arena, sizeof *record);
	OWN(arena) struct arena *pages = arena_new(); /* larger than the record */
	struct file_bytes form = { .name = in->from_form };
	unsigned char *bytes;
	enum status rc;

	if ((rc = file_read(pages, in->from_form, LIMIT_FILE_BYTES,
			    &bytes, &form.size, err)) != OK)
		return rc;
	form.bytes = bytes;
	if ((rc = form_record_read(desk->arena, &form, record, err)) != OK)
		return rc;
	*ret = record;
	return OK;
}

/* The order that the form was printed of, if it is here and still says the
 * same. */
static enum status order_find(struct desk *desk, const struct request *record,
			      struct request *ret, bool *found,
			      struct error *err)
{
	const struct session *session = desk->session;
	struct error unknown;
	struct request order;
	enum status rc;

	*found = false;
	error_reset(&unknown);
	if (record->order_id == ABSENT)
		return OK;
	rc = order_load(desk->store, session->client_id, record->order_id,
			desk->arena, &order, &unknown);
	if (rc == DATA)
		return OK;
	if (rc != OK)
		return error_merge(err, &unknown);
	if (order.status == STATUS_DRAFT ||
	    form_record_differences(desk->arena, record, &order))
		return OK;
	if ((rc = permission_check(session->profile, session->unit_id,
				   MAY_REQUEST, order.unit_id, err)) != OK)
		return rc;
	*found = true;
	*ret = order;
	return OK;
}

enum status request_import_form(struct desk *desk,
				const struct request_import *in,
				const struct form_record *record, bool keep,
				struct request *ret, struct error *err)
{
	struct request request, order;
	enum status rc;
	bool found;

	if (!record)
		return request_import(desk, &in->request, keep, ret, err);
	request = record->request;
	if ((rc = order_find(desk, &request, &order, &found, err)) != OK)
		return rc;
	if (found) {
		*ret = order;
		ret->existing = true;
		return OK;
	}
	/* numbers and names of the desk that printed it */
	request.order_id = request.holder_id = ABSENT;
	request.name = request.unit = NULL;
	overlay(&request_record, &request, &in->request);
	if (!request.external_code)
		request.external_code = form_record_code(desk->arena, record);
	return request_import(desk, &request, keep, ret, err);
}
