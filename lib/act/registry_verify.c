/* registry_verify - what an officer has seen becomes the registry's */
#include <ipp/act/registry.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/holder.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/evidence.h>
#include <ipp/store/holder.h>
#include <ipp/store/object.h>

#include "overlay.h"
#include "registry_part.h"

#define SIDES 3

/* Which side of the document a piece of evidence shows, or ABSENT. */
static int64_t side_of(int64_t kind)
{
	switch (kind) {
	case EVIDENCE_DOCUMENT_FRONT:
		return SIDE_FRONT;
	case EVIDENCE_DOCUMENT_BACK:
		return SIDE_BACK;
	case EVIDENCE_DOCUMENT:
		return SIDE_BOTH;
	default:
		return ABSENT;
	}
}

/* The images that came with the last statement: those before were of an
 * attempt that was rejected. */
static void images_choose(const struct records *evidence,
			  const char *ret[SIDES])
{
	const struct evidence *items = evidence->items;
	bool is_over = false;

	for (size_t i = 0; i < evidence->count; i++) {
		int64_t side = side_of(items[i].kind);

		if (side != ABSENT && is_over) {
			memset(ret, 0, SIDES * sizeof *ret);
			is_over = false;
		}
		if (side != ABSENT)
			ret[side] = items[i].sha256;
		is_over |= items[i].kind == EVIDENCE_STATEMENT;
	}
}

static enum status image_keep(struct desk *desk, const struct holder *holder,
			      int64_t side, const char *sha256,
			      struct error *err)
{
	struct document_image image = {
		.holder_id = holder->holder_id,
		.document_number = holder->document.document_number,
		.side = side,
	};
	unsigned char hash[OBJECT_HASH_SIZE];

	if (!hex_decode(sha256, sizeof hash, hash))
		return error_set(err, INTERNAL, "hash_malformed", "sha256",
				 "the store has \"%.80s\" for a SHA-256",
				 sha256);
	return holder_image_put(desk, &image, hash, err);
}

static enum status images_take(struct desk *desk, const struct holder *holder,
			       int64_t user_id, struct json *files,
			       struct error *err)
{
	const char *chosen[SIDES] = { 0 };
	struct records evidence;
	enum status rc;

	if (!holder->document.document_number)
		return OK;
	if ((rc = evidence_list(desk->store, user_id, desk->arena, &evidence,
				err)) != OK)
		return rc;
	images_choose(&evidence, chosen);
	for (int64_t side = 0; side < SIDES && rc == OK; side++) {
		if (!chosen[side])
			continue;
		json_set_text(files, document_side_words[side].name,
			      chosen[side]);
		rc = image_keep(desk, holder, side, chosen[side], err);
	}
	evidence_forget(&evidence);
	return rc;
}

/* What the order says, over what the entry says. */
static enum status data_take(struct desk *desk, const struct request *order,
			     struct holder *holder, struct error *err)
{
	const struct person before = holder->person;
	struct error taken;
	enum status rc;

	if (!text_equal(order->document.document_number,
			holder->document.document_number))
		holder->document = (struct identity_document){
			.document_type = ABSENT
		};
	overlay_person(&holder_record, holder, &request_record, order);
	registry_names(&holder->person, &order->person);
	error_reset(&taken);
	rc = registry_contacts(desk, &holder->person, holder->holder_id,
			       &taken);
	if (rc == DATA) {
		holder->person.email = before.email;
		holder->person.email_alias = before.email_alias;
		holder->person.mobile = before.mobile;
		rc = OK;
	}
	return rc == OK ? OK : error_merge(err, &taken);
}

enum status registry_verify(struct desk *desk, const struct request *order,
			    int64_t user_id, struct error *err)
{
	OWN(json) struct json *detail = NULL;
	struct arena *arena = desk->arena;
	struct json *files;
	struct holder holder;
	enum status rc;

	if (order->holder_id == ABSENT)
		return OK;
	if ((rc = holder_load(desk->store, order->client_id, order->holder_id,
			      arena, &holder, err)) != OK)
		return rc;
	if (!text_equal(identity_key(arena, &holder.person),
			identity_key(arena, &order->person)))
		return OK;
	detail = json_object_new();
	files = json_object_new();
	json_set(detail, "files", files);
	holder.verified_at = desk->now;
	if ((rc = data_take(desk, order, &holder, err)) != OK ||
	    (rc = holder_update(desk, &holder, err)) != OK ||
	    (rc = images_take(desk, &holder, user_id, files, err)) != OK)
		return rc;
	return holder_journal(desk, "holder_verified", &holder, order->order_id,
			      TAKE(detail), err);
}
