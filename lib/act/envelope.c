/* envelope - activation codes sealed later, sealed anew, read, forgotten */
#include <ipp/act/envelope.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/act/product.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/facts.h>
#include <ipp/port/cms_envelope.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_file.h>
#include <ipp/port/unicode.h>
#include <ipp/store/desk.h>
#include <ipp/store/device.h>
#include <ipp/store/facts.h>
#include <ipp/store/issuance.h>
#include <ipp/store/journal.h>
#include <ipp/store/product.h>

#include "envelope_page.h"
#include "sealing.h"

struct enveloping {
	struct arena *arena;
	int64_t now;
	enum envelope_task task;
	struct product product;
	struct request order;
	struct vault vault;
	struct holder_key key;
	struct kept_codes kept;
	struct sealing sealing;
	bool is_done;
	struct sealed_envelope former; /* if done */
};

static enum status pending_check(struct desk *desk, struct enveloping *it,
				 struct error *err)
{
	bool has_envelope;
	enum status rc;

	if (it->key.pending.size > 0)
		return OK;
	if ((rc = envelope_load(desk->store, it->product.user_id, desk->arena,
				&it->former, &has_envelope, err)) != OK)
		return rc;
	it->is_done = has_envelope;
	return has_envelope ?
		       OK :
		       error_set(err, REFUSED, "codes_not_pending", "user_id",
				 "the codes of USR%09" PRId64 " do not wait to "
				 "be sealed; see: ipp-envelope resend",
				 it->product.user_id);
}

static enum status resend_check(struct desk *desk, struct enveloping *it,
				struct error *err)
{
	enum status rc;

	if (it->key.pending.size > 0)
		return error_set(err, REFUSED, "codes_not_sealed", "user_id",
				 "the codes of USR%09" PRId64 " were never "
				 "sealed; run: ipp-envelope seal",
				 it->product.user_id);
	if ((rc = codes_load(desk->store, it->product.user_id, desk->arena,
			     &it->kept.sealed, err)) != OK)
		return rc;
	return it->kept.sealed.size > 0 ?
		       OK :
		       error_set(err, REFUSED, "codes_forgotten", "user_id",
				 "the holder of USR%09" PRId64 " has used his "
				 "codes, so they were forgotten; revoke the "
				 "certificate and issue another",
				 it->product.user_id);
}

static enum status sealing_look(struct desk *desk, struct enveloping *it,
				const struct envelope_options *options,
				struct error *err)
{
	const struct organization_facts *facts;
	const struct product_facts *item;
	enum status rc;

	if ((rc = product_order_load(desk->store, &it->product, desk->arena,
				     &it->order, err)) != OK ||
	    (rc = facts_of(desk->store, it->product.client_id, desk->now,
			   &facts, err)) != OK ||
	    (rc = vault_open(desk->store, &it->vault, err)) != OK)
		return rc;
	item = facts_product(facts, it->product.product);
	sealing_begin(&it->sealing, &it->product, &it->order, options);
	it->sealing.product_name =
		item ? product_name(item, &it->order, desk->arena) :
		       it->product.product;
	it->sealing.valid_until = it->product.valid_until;
	it->sealing.is_resent = it->task == ENVELOPE_RESEND;
	it->sealing.demo = it->vault.demo;
	return it->is_done ? OK : sealing_check(&it->sealing, err);
}

enum status act_envelope_check(struct desk *desk, enum envelope_task task,
			       const struct envelope_options *options,
			       int64_t user_id, struct enveloping **ret,
			       struct error *err)
{
	struct enveloping *it = arena_alloc(desk->arena, sizeof *it);
	struct device_row device;
	enum status rc;
	bool found;

	*it = (struct enveloping){ .arena = desk->arena,
				   .now = desk->now,
				   .task = task };
	if ((rc = product_open(desk, user_id,
			       task == ENVELOPE_SEAL ? MAY_ISSUE : MAY_REVOKE,
			       &it->product, err)) != OK ||
	    (rc = holder_key_load(desk->store, user_id, desk->arena, &it->key,
				  &found, err)) != OK ||
	    (!found && (rc = device_load(desk->store, user_id, desk->arena,
					 &device, &found, err)) != OK))
		return rc;
	if (it->product.status != STATUS_ACTIVE || !found)
		return error_set(err, REFUSED, "not_active", "user_id",
				 "USR%09" PRId64 " is %s; only an active "
				 "product has activation codes",
				 user_id,
				 product_status_words[it->product.status].name);
	rc = task == ENVELOPE_SEAL ? pending_check(desk, it, err) :
				     resend_check(desk, it, err);
	if (rc != OK || (rc = sealing_look(desk, it, options, err)) != OK)
		return rc;
	*ret = it;
	return OK;
}

bool act_envelope_asks(const struct enveloping *it)
{
	return !it->is_done &&
	       (it->sealing.source == PASSPHRASE_FROM_TERMINAL ||
		it->sealing.source == PASSPHRASE_FROM_FILE);
}

enum status act_envelope_passphrase(struct enveloping *it,
				    const char *passphrase, struct error *err)
{
	return passphrase_take(passphrase, it->arena, &it->sealing.passphrase,
			       err);
}

enum status act_envelope_make(struct enveloping *it, struct error *err)
{
	struct octets private;
	enum status rc;

	if (it->is_done)
		return OK;
	if (it->task == ENVELOPE_RESEND) {
		rc = codes_open(&it->vault, it->product.user_id,
				it->kept.sealed, &it->sealing.codes, err);
	} else {
		rc = holder_key_open(&it->vault, &it->key, it->arena, &private,
				     err);
		if (rc == OK)
			rc = codes_make(&it->vault, private, it->arena,
					&it->sealing.codes, &it->key,
					&it->kept, err);
	}
	return rc == OK ? sealing_make(&it->sealing, it->now, it->arena, err) :
			  rc;
}

/* What was sealed by a run before. */
static void former_show(const struct enveloping *it, struct envelope *ret)
{
	char *hex = arena_alloc(it->arena, 2 * sizeof it->former.sha256 + 1);

	hex_encode(it->former.sha256, sizeof it->former.sha256, hex);
	ret->order_id = it->product.order_id;
	ret->user_id = it->product.user_id;
	ret->product = it->product.product;
	ret->status = it->product.status;
	ret->envelope = word_find(envelope_format_words, it->former.format);
	ret->passphrase_kind = word_find(passphrase_kind_words,
					 it->former.passphrase_kind);
	ret->sha256 = hex;
	ret->sealed_at = it->former.sealed_at;
	ret->existing = 1;
}

enum status act_envelope_settle(struct desk *desk, struct enveloping *it,
				struct envelope *ret, struct error *err)
{
	int64_t user_id = it->product.user_id;
	struct json *detail;
	enum status rc;

	if (it->is_done) {
		former_show(it, ret);
		return OK;
	}
	if (it->task == ENVELOPE_SEAL &&
	    ((rc = holder_key_wrap(desk, &it->key, err)) != OK ||
	     (rc = codes_insert(desk, user_id, it->kept.sealed,
				it->kept.erc_hash, err)) != OK))
		return rc;
	if ((rc = sealing_send(desk, &it->sealing, ret, err)) != OK)
		return rc;
	detail = json_object_new();
	sealing_tell(&it->sealing, ret, detail);
	return journal_append(desk,
			      it->task == ENVELOPE_SEAL ? "envelope_sealed" :
							  "envelope_resent",
			      it->product.order_id, user_id, detail, err);
}

enum status act_envelope_pending(struct desk *desk,
				 enum status (*each)(void *context,
						     const struct envelope *it,
						     struct error *err),
				 void *context, struct error *err)
{
	const struct session *session = desk->session;
	enum reach reach = permission_reach(session->profile, MAY_ISSUE);

	return holder_key_pending(desk->store, session->client_id,
				  reach == REACH_UNIT ? session->unit_id :
							ABSENT,
				  each, context, err);
}

static bool is_pdf(const void *bytes, size_t size)
{
	return size > 5 && !memcmp(bytes, "%PDF-", 5);
}

enum status act_envelope_open(const void *bytes, size_t size,
			      const char *passphrase, struct arena *arena,
			      char **ret, struct error *err)
{
	char *normal = unicode_nfc(arena, passphrase);
	unsigned char *plain, *text;
	size_t n;
	enum status rc;

	if (!normal)
		return error_set(err, DATA, "passphrase_wrong", "passphrase",
				 "the passphrase is wrong; try again");
	if (is_pdf(bytes, size)) {
		if ((rc = pdf_decrypt(arena, bytes, size, normal, &plain, &n,
				      err)) != OK ||
		    (rc = pdf_attachment_read(arena, plain, n,
					      ENVELOPE_TEXT_NAME,
					      LIMIT_TEXT_BYTES, &text, &n,
					      err)) != OK)
			return rc;
	} else if ((rc = cms_envelope_open(arena, normal, bytes, size, &text,
					   &n, err)) != OK) {
		return rc;
	}
	*ret = arena_text_n(arena, (const char *)text, n);
	if (!unicode_is_valid(*ret, "\n"))
		return error_set(err, DATA, "envelope_broken", NULL,
				 "the envelope holds no text; ask for another");
	return OK;
}

enum status act_codes_forget(struct desk *desk, int64_t order_id,
			     int64_t user_id, struct error *err)
{
	enum status rc = codes_forget(desk, user_id, err);

	return rc == OK ? journal_append(desk, "codes_forgotten", order_id,
					 user_id, NULL, err) :
			  rc;
}
