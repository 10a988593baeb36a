/* status_change - what suspending, reinstating and revoking have in common */
#include "status_change.h"

#include <string.h>

#include <ipp/act/product.h>
#include <ipp/act/revoke.h>
#include <ipp/base/certificate.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/evidence.h>
#include <ipp/port/certificate.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>
#include <ipp/store/desk.h>
#include <ipp/store/issuance.h>
#include <ipp/store/object.h>
#include <ipp/store/product.h>
#include <ipp/store/status_change.h>

#include "holder_message.h"
#include "organization_message.h"
#include "paper.h"

struct attachments {
	struct arena *arena;
	struct paper first; /* path NULL: none yet */
	/* what is likely to become that; of the thread that weighs */
	char *weighed;
	int64_t weighed_kind;
};

struct attachments *attachments_open(void)
{
	struct attachments *ret = memory_new(sizeof *ret);

	ret->arena = arena_new();
	return ret;
}

void attachments_close(void *attachments)
{
	struct attachments *it = attachments;

	if (!it)
		return;
	arena_free(it->arena);
	memory_free(it->weighed);
	memory_free(it);
}

size_t attachment_weigh(struct attachments *attachments, const char *path,
			int64_t kind)
{
	struct attachments *it = attachments;

	if (!path)
		return 0;
	if (!it->weighed) {
		it->weighed = memory_text(path);
		it->weighed_kind = kind;
	} else if (it->weighed_kind == kind && text_equal(it->weighed, path)) {
		return 0;
	}
	return file_bytes_of(path);
}

enum status attachment_read(struct desk *desk, struct attachments *attachments,
			    const char *path, int64_t kind, struct paper **ret,
			    struct error *err)
{
	struct paper *first = &attachments->first, *paper;
	struct arena *arena;
	enum status rc;
	bool is_first = !first->path;

	*ret = NULL;
	if (!path)
		return OK;
	if (!is_first && first->kind == kind && text_equal(first->path, path)) {
		*ret = first;
		return OK;
	}
	arena = is_first ? attachments->arena : desk->arena;
	paper = arena_alloc(arena, sizeof *paper);
	*paper = (struct paper){ .kind = kind,
				 .path = arena_text(arena, path) };
	if ((rc = papers_read(arena, paper, 1, err)) != OK ||
	    (rc = papers_inspect(arena, paper, 1, err)) != OK) {
		if (is_first)
			arena_reset(arena); /* the next may be better */
		return rc;
	}
	if (is_first)
		*first = *paper;
	*ret = paper;
	return OK;
}

static bool is_same_name(struct arena *arena, const char *a, const char *b)
{
	const char *key = unicode_search_key(arena, a);

	return key && text_equal(key, unicode_search_key(arena, b));
}

/* What stands in the certificate counts, not what was once asked for. */
static enum status third_party_look(struct desk *desk,
				    struct changing *changing,
				    struct error *err)
{
	struct certificate_facts facts;
	struct issuance row;
	enum status rc;
	bool found;

	if (!changing->wish.third_party)
		return OK;
	if ((rc = issuance_load(desk->store, changing->product.user_id,
				PURPOSE_OF_SIGNATURE, desk->arena, &row,
				&found, err)) != OK ||
	    !found ||
	    (rc = certificate_read(desk->arena, row.certificate.bytes,
				   row.certificate.size, &facts, err)) != OK)
		return rc;
	for (size_t i = 0; i < facts.plan.subject_count; i++) {
		const struct name_attribute *it = &facts.plan.subject[i];

		if ((it->type == ATTRIBUTE_ORGANIZATION ||
		     it->type == ATTRIBUTE_ORGANIZATION_IDENTIFIER) &&
		    is_same_name(desk->arena, it->value,
				 changing->wish.third_party))
			changing->wish.third_party_stands = true;
	}
	return OK;
}

static void warn(struct changing *changing, const char *text)
{
	changing->warnings[changing->warning_count++] = text;
}

enum status changing_judge(struct desk *desk, struct changing *changing,
			   struct error *err)
{
	struct status_wish *wish = &changing->wish;
	enum status rc;

	wish->activated_at = changing->product.activated_at;
	wish->valid_until = changing->product.valid_until;
	wish->now = desk->now;
	wish->has_attachment = changing->paper;
	if ((rc = third_party_look(desk, changing, err)) != OK ||
	    (rc = status_change_judge(wish, &changing->plan, err)) != OK)
		return rc;
	if (changing->plan.is_hastened)
		warn(changing, _("it must be public within the hour for this "
				 "motive, whatever was asked for"));
	if (changing->plan.is_late)
		warn(changing, _("the time by which it had to be public has "
				 "passed; publish at once"));
	return product_order_load(desk->store, &changing->product, desk->arena,
				  &changing->order, err);
}

enum status changing_record(struct desk *desk, struct changing *changing,
			    int64_t change, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	const struct status_wish *wish = &changing->wish;
	const struct status_plan *plan = &changing->plan;
	const struct paper *paper = changing->paper;
	unsigned char hash[OBJECT_HASH_SIZE];
	struct status_request *request = &changing->request;
	enum status rc;

	if (paper) {
		if ((rc = paper_keep(desk, paper, changing->product.user_id,
				     detail, err)) != OK)
			return rc;
		(void)hex_decode(paper->sha256, sizeof hash, hash);
	}
	request->user_id = changing->product.user_id;
	request->action = wish->action;
	request->requester = plan->requester;
	request->third_party = wish->third_party;
	request->motive = wish->motive;
	request->publication = plan->publication;
	request->note = changing->note;
	request->attachment = paper ? hash : NULL;
	request->received_at = plan->received_at;
	request->due_at = plan->due_at;
	request->change_id = change;
	rc = status_request_insert(desk, request, err);
	request->attachment = NULL;
	return rc;
}

const char *changing_time(struct desk *desk, int64_t at)
{
	char text[INSTANT_SIZE] = "";

	if (at != ABSENT)
		instant_format(at, text);
	return arena_text(desk->arena, text);
}

struct json *changing_tell(struct desk *desk, const struct changing *changing)
{
	const struct status_wish *wish = &changing->wish;
	const struct status_plan *plan = &changing->plan;
	struct json *ret = json_object_new();

	json_set_integer(ret, "request_id", changing->request.request_id);
	json_set_text(ret, "requester", requester_words[plan->requester].name);
	if (wish->third_party)
		json_set_text(ret, "third_party", wish->third_party);
	if (wish->motive != ABSENT)
		json_set_text(ret, "motive", motive_words[wish->motive].name);
	json_set_text(ret, "publication",
		      publication_words[plan->publication].name);
	json_set_text(ret, "received_at",
		      changing_time(desk, plan->received_at));
	json_set_text(ret, "publish_by", changing_time(desk, plan->due_at));
	if (changing->paper)
		json_set_text(ret, "attachment", changing->paper->sha256);
	return ret;
}

static enum status organization_mail(struct desk *desk,
				     struct changing *changing,
				     const char *what, struct json *values,
				     struct error *err)
{
	const char *name =
	    arena_printf(desk->arena, "organization_%s", what);
	bool unreachable;
	enum status rc = organization_message_queue(
	    desk, &changing->product, &changing->order, name, values,
	    &unreachable, err);

	if (rc == OK && unreachable)
		warn(changing, _("the organization that the certificate names "
				 "has no e-mail address here; tell it "
				 "otherwise"));
	return rc;
}

/* Why it was asked for is between the holder and the desk. */
enum status changing_mail(struct desk *desk, struct changing *changing,
			  const char *what, struct json *values_given,
			  struct error *err)
{
	OWN(json) struct json *values = values_given;
	const char *serial = changing->product.serial;
	enum status rc;

	json_set_text(values, "certificate_serial", serial ? serial : "");
	if ((rc = organization_mail(desk, changing, what, values, err)) != OK)
		return rc;
	if (!changing->product.email) {
		warn(changing, _("the holder has no e-mail address; tell him "
				 "otherwise"));
		return OK;
	}
	for (int64_t i = 0; motive_words[i].name; i++)
		json_set_boolean(values, motive_words[i].name,
				 i == changing->wish.motive);
	return holder_message_queue(
	    desk, &changing->product, &changing->order,
	    arena_printf(desk->arena, "certificate_%s", what), TAKE(values),
	    err);
}

void changing_show(struct desk *desk, const struct changing *changing,
		   struct status_change *ret)
{
	const struct product *product = &changing->product;
	size_t n = changing->warning_count;
	const char **warnings =
	    arena_alloc(desk->arena, CHANGING_WARNINGS_MAX * sizeof *warnings);

	memcpy(warnings, changing->warnings, sizeof changing->warnings);
	ret->order_id = product->order_id;
	ret->user_id = product->user_id;
	ret->product = product->product;
	ret->status = product->status;
	ret->surname = product->surname;
	ret->given_name = product->given_name;
	ret->serial = product->serial;
	ret->requester = changing->plan.requester;
	ret->motive = changing->wish.motive;
	ret->publication = changing->plan.publication;
	ret->publish_by = changing->plan.due_at;
	ret->warnings = (struct texts){ warnings, n };
}
