/* notify_due - holders told that their certificates end soon */
#include "notify_due.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/expiry.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/store/expiry.h>
#include <ipp/store/journal.h>
#include <ipp/store/product.h>
#include <ipp/store/store.h>

#include "holder_message.h"
#include "notify_scope.h"

#define TOGETHER 1024 /* in one transaction */

const char *noticing_day(struct noticing *it, int64_t at, int64_t before)
{
	char day[DATE_SIZE];

	date_of(at - before * DAY_SECONDS, day);
	return arena_text(it->desk.arena, day);
}

static void texts_add(struct arena *arena, struct texts *texts,
		      const char *text)
{
	const char **items =
	    arena_alloc(arena, (texts->count + 1) * sizeof *items);

	if (texts->count > 0)
		memcpy(items, texts->items, texts->count * sizeof *items);
	items[texts->count] = text;
	*texts = (struct texts){ items, texts->count + 1 };
}

void notice_recipient(struct noticing *it, struct expiry_notice *notice,
		      const char *address)
{
	texts_add(it->desk.arena, &notice->recipients, address);
}

void notice_warn(struct noticing *it, struct expiry_notice *notice,
		 const char *text)
{
	texts_add(it->desk.arena, &notice->warnings, text);
}

static enum status notices_keep(struct noticing *it, noticing_tell *tell,
				const char *things, size_t size, size_t count,
				struct expiry_notice *said, size_t *n,
				struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc = tx_begin(it->desk.store, &tx, err);

	*n = 0;
	for (size_t i = 0; i < count && rc == OK; i++) {
		bool silent = false;

		record_clear(&expiry_notice_record, &said[*n]);
		rc = tell(it, things + i * size, &said[*n], &silent, err);
		*n += !silent;
	}
	return rc == OK ? tx_commit(&tx, err) : rc;
}

/* What is wrong with one certificate is no reason to be silent about others. */
static enum status failure_note(struct noticing *it, enum status rc,
				const struct error *why, struct error *err)
{
	if (rc != DATA && rc != REFUSED && rc != CONFIG)
		return error_merge(err, why);
	if (it->failed++ == 0)
		it->first = *why;
	return OK;
}

static enum status batch_tell(struct noticing *it, noticing_tell *tell,
			      const char *things, size_t size, size_t count,
			      struct error *err)
{
	struct expiry_notice *said =
	    arena_alloc(it->desk.arena, count * sizeof *said);
	struct error why;
	size_t n = 0;
	enum status rc;

	error_reset(&why);
	rc = notices_keep(it, tell, things, size, count, said, &n, &why);
	if (rc != OK && count == 1)
		return failure_note(it, rc, &why, err);
	if (rc != OK) { /* one after the other, then */
		for (size_t i = 0; i < count; i++)
			if ((rc = batch_tell(it, tell, things + i * size, size,
					     1, err)) != OK)
				return rc;
		return OK;
	}
	for (size_t i = 0; i < n; i++)
		if ((rc = it->each(it->context, &said[i], err)) != OK)
			return rc;
	return OK;
}

enum status noticing_run(struct noticing *it, noticing_tell *tell,
			 const void *things, size_t size, size_t count,
			 struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < count && rc == OK; i += TOGETHER) {
		size_t n = count - i < TOGETHER ? count - i : TOGETHER;

		arena_reset(it->desk.arena);
		rc = batch_tell(it, tell, (const char *)things + i * size, size,
				n, err);
	}
	return rc;
}

static enum status holder_mail(struct noticing *it,
			       const struct product *product,
			       struct expiry_notice *notice, struct error *err)
{
	struct desk *desk = &it->desk;
	int64_t left = expiry_days_left(product->valid_until, desk->now);
	bool is_asked = notice->renewal != ABSENT;
	char until[INSTANT_SIZE];
	struct request order;
	struct json *values;
	enum status rc;

	if (!product->email) {
		notice_warn(it, notice,
			    _("the holder has no e-mail address; tell him "
			      "otherwise"));
		return OK;
	}
	if ((rc = product_order_load(desk->store, product, desk->arena, &order,
				     err)) != OK)
		return rc;
	values = json_object_new();
	instant_format(product->valid_until, until);
	json_set_text(values, "certificate_serial",
		      product->serial ? product->serial : "");
	json_set_text(values, "valid_until", until);
	json_set_text(values, "expires_on",
		      noticing_day(it, product->valid_until, 0));
	json_set_text(values, "renew_by",
		      noticing_day(it, product->valid_until, 1));
	json_set_boolean(values, "may_renew", left > 0 && !is_asked);
	json_set_text(values, "renewal",
		      is_asked ? id_text(desk->arena, "USR", notice->renewal)
			       : "");
	notice_recipient(it, notice, product->email);
	return holder_message_queue(desk, product, &order,
				    "certificate_expiring", values, err);
}

static enum status holder_journal(struct noticing *it,
				  const struct product *product,
				  const struct expiry_notice *notice,
				  struct error *err)
{
	struct json *detail = json_object_new();

	json_set_integer(detail, "days", notice->days);
	json_set_text(detail, "expires_on",
		      noticing_day(it, product->valid_until, 0));
	json_set_boolean(detail, "mailed", notice->recipients.count > 0);
	return journal_append(&it->desk, "expiry_told", product->order_id,
			      product->user_id, detail, err);
}

/* The notice that is due, or ABSENT. */
static int64_t notice_due(struct noticing *it, const struct product *product)
{
	if (product->status != STATUS_ACTIVE)
		return ABSENT;
	return expiry_notice(&it->notices, product->activated_at,
			     product->valid_until, it->desk.now);
}

/* What is due is done with, also where nobody need hear of it. */
static enum status holder_tell(struct noticing *it, const void *what,
			       struct expiry_notice *ret, bool *silent,
			       struct error *err)
{
	struct store *store = it->desk.store;
	const int64_t *user_id = what;
	struct expiry_successor next;
	struct product product;
	bool is_new = false;
	enum status rc;

	*silent = true;
	if ((rc = product_load(store, it->scope.client_id, *user_id,
			       it->desk.arena, &product, err)) != OK ||
	    (ret->days = notice_due(it, &product)) == ABSENT ||
	    (rc = expiry_mark(store, *user_id, ret->days, &is_new, err)) !=
		OK ||
	    !is_new ||
	    (rc = expiry_successor_find(store, &product, &next, err)) != OK ||
	    next.is_issued ||
	    (next.renewal != ABSENT && ret->days != it->notices.days[0]))
		return rc;
	*silent = false;
	ret->order_id = product.order_id;
	ret->user_id = product.user_id;
	ret->product = product.product;
	ret->serial = product.serial;
	ret->surname = product.surname;
	ret->given_name = product.given_name;
	ret->valid_until = product.valid_until;
	ret->renewal = next.renewal;
	if ((rc = holder_mail(it, &product, ret, err)) != OK)
		return rc;
	return holder_journal(it, &product, ret, err);
}

static enum status holders_tell(struct noticing *it, struct error *err)
{
	struct expiry_list list = { .count = 0 };
	struct expiry_due due;
	enum status rc;

	for (size_t i = 0; i < it->notices.count; i++) {
		due.days = it->notices.days[i];
		expiry_range(&it->notices, i, it->desk.now, &due.from,
			     &due.before);
		if ((rc = expiry_due_find(it->desk.store, &it->scope, &due,
					  it->arena, &list, err)) != OK)
			return rc;
	}
	return noticing_run(it, holder_tell, list.user_ids,
			    sizeof *list.user_ids, list.count, err);
}

static enum status noticing_report(const struct noticing *it,
				   struct error *err)
{
	const struct mistake *first = &it->first.mistakes[0];

	if (it->failed == 0)
		return OK;
	return error_set(err, REFUSED, "notices_failed", NULL,
			 "certificates whose end could not be told of: %zu; the "
			 "first (%s): %s",
			 it->failed, first->code, first->text);
}

enum status act_notify_due(struct desk *desk, const char *expiring,
			   expiry_each *each, void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct noticing it = {
		.desk = *desk,
		.arena = desk->arena,
		.each = each,
		.context = context,
	};
	enum status rc;

	error_reset(&it.first);
	it.desk.arena = arena;
	if ((rc = expiry_notices_read(expiring, &it.notices, err)) != OK ||
	    (rc = notify_scope(desk, MAY_DELIVER, &it.scope, err)) != OK ||
	    (rc = holders_tell(&it, err)) != OK ||
	    (it.scope.unit_id == ABSENT &&
	     (rc = noticing_officers(&it, err)) != OK))
		return rc;
	return noticing_report(&it, err);
}
