/* sealing - activation codes on their way into an envelope */
#include "sealing.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/facts.h>
#include <ipp/port/cms_envelope.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_file.h>
#include <ipp/port/random.h>
#include <ipp/port/unicode.h>
#include <ipp/rule/activation.h>
#include <ipp/rule/template.h>
#include <ipp/store/desk.h>
#include <ipp/store/issuance.h>
#include <ipp/store/object.h>
#include <ipp/store/outbox.h>

#include "envelope_page.h"
#include "passphrase_list.h"

#define PASSPHRASE_LEAST 12
#define OWNER_LETTERS	 32

int64_t passphrase_kind_of(int64_t source)
{
	return source == PASSPHRASE_FROM_GENERATOR ? PASSPHRASE_GENERATED :
	       source == PASSPHRASE_FROM_TAX_CODE  ? PASSPHRASE_TAX_CODE :
						     PASSPHRASE_CHOSEN;
}

static int64_t language_of(const struct sealing *it)
{
	return it->order->language == ABSENT ? LANGUAGE_IT :
					       it->order->language;
}

void sealing_begin(struct sealing *it, const struct product *product,
		   const struct request *order,
		   const struct envelope_options *options)
{
	it->product = product;
	it->order = order;
	it->format = options->envelope == ABSENT ? ENVELOPE_PDF :
						   options->envelope;
	it->source = options->passphrase == ABSENT ? PASSPHRASE_FROM_GENERATOR :
						     options->passphrase;
	it->passphrases_path = options->passphrases;
}

const char *product_name(const struct product_facts *item,
			 const struct request *order, struct arena *arena)
{
	return arena_text(arena, order->language == LANGUAGE_EN ?
					 item->name_en :
					 item->name_it);
}

enum status sealing_check(const struct sealing *it, struct error *err)
{
	const struct person *person = &it->order->person;
	enum status rc = OK;

	if (!person->email)
		rc = error_add(err, DATA, "email_missing", "email",
			       "the holder has no e-mail address to send the "
			       "envelope to; add one, or issue with: "
			       "--seal=later");
	if (it->source == PASSPHRASE_FROM_GENERATOR && !person->mobile &&
	    !it->passphrases_path)
		rc = error_add(err, DATA, "mobile_missing", "mobile",
			       "the holder has no mobile number to send the "
			       "passphrase to; hand it over yourself with: "
			       "--passphrases=FILE");
	if (it->source == PASSPHRASE_FROM_TAX_CODE && !person->tax_code)
		rc = error_add(err, DATA, "tax_code_missing", "tax_code",
			       "the holder has no tax code to be the "
			       "passphrase; use: --passphrase=generate");
	return rc;
}

enum status passphrase_take(const char *text, struct arena *arena, char **ret,
			    struct error *err)
{
	char *passphrase = text ? unicode_nfc(arena, text) : NULL;

	if (text && (!passphrase || !unicode_is_valid(passphrase, NULL)))
		return error_set(err, DATA, "passphrase_invalid", "passphrase",
				 "the passphrase holds what cannot be typed; "
				 "choose another");
	if (!passphrase || unicode_length(passphrase) < PASSPHRASE_LEAST)
		return error_set(err, DATA, "passphrase_short", "passphrase",
				 "the passphrase has less than %d characters; "
				 "choose a longer one, or use: "
				 "--passphrase=generate",
				 PASSPHRASE_LEAST);
	if (strlen(passphrase) > LIMIT_PASSPHRASE_BYTES)
		return error_set(err, DATA, "passphrase_size", "passphrase",
				 "the passphrase is longer than %zu bytes; "
				 "choose a shorter one",
				 LIMIT_PASSPHRASE_BYTES);
	*ret = passphrase;
	return OK;
}

static enum status passphrase_draw(struct arena *arena, char **ret,
				   struct error *err)
{
	char *text = arena_alloc(arena, ACTIVATION_PASSPHRASE_SIZE);
	unsigned char bytes[ACTIVATION_BYTES];
	struct activation_bytes from;
	enum status rc;

	do {
		rc = random_bytes(bytes, sizeof bytes, err);
		from = (struct activation_bytes){ bytes, sizeof bytes };
	} while (rc == OK && !activation_passphrase(&from, text));
	memory_wipe(bytes, sizeof bytes);
	if (rc == OK)
		*ret = text;
	return rc;
}

static enum status pdf_seal(struct sealing *it,
			    const struct envelope_page *page,
			    struct arena *arena, struct error *err)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct pdf_attachment codes = {
		.name = ENVELOPE_TEXT_NAME,
		.description = page->title,
		.mime = "text/plain",
		.bytes = page->text,
		.size = strlen(page->text),
	};
	char owner[OWNER_LETTERS + 1];
	unsigned char *plain, *whole, *closed;
	size_t n;
	enum status rc;

	if ((rc = envelope_page_pdf(page, arena, &plain, &n, err)) != OK ||
	    (rc = pdf_attach(arena, plain, n, &codes, &whole, &n, err)) !=
		    OK ||
	    (rc = random_word(owner, OWNER_LETTERS, letters, err)) != OK ||
	    (rc = pdf_encrypt(arena, whole, n, it->passphrase, owner, &closed,
			      &n, err)) != OK)
		return rc;
	it->file = (struct octets){ closed, n };
	return OK;
}

static enum status cms_seal(struct sealing *it,
			    const struct envelope_page *page,
			    struct arena *arena, struct error *err)
{
	unsigned char *closed;
	size_t n;
	enum status rc = cms_envelope_seal(arena, it->passphrase, page->text,
					   strlen(page->text), &closed, &n,
					   err);

	if (rc == OK)
		it->file = (struct octets){ closed, n };
	return rc;
}

/* A day as people of that language write it. */
static const char *day(int64_t at, int64_t language, struct arena *arena)
{
	char date[DATE_SIZE];

	date_of(at, date);
	return language == LANGUAGE_IT ?
		       arena_printf(arena, "%s/%.2s/%.4s", date + 8, date + 5,
				    date) :
		       arena_text(arena, date);
}

static const char *holder_name(const struct sealing *it, struct arena *arena)
{
	const struct person *person = &it->order->person;

	return arena_printf(arena, "%s%s%s",
			    person->given_name ? person->given_name : "",
			    person->given_name && person->surname ? " " : "",
			    person->surname ? person->surname : "");
}

enum status sealing_make(struct sealing *it, int64_t now, struct arena *arena,
			 struct error *err)
{
	int64_t language = language_of(it);
	const char *user_id = arena_printf(arena, "USR%09" PRId64,
					   it->product->user_id);
	const struct template_value values[] = {
		{ "holder_name", holder_name(it, arena) },
		{ "product_name", it->product_name },
		{ "user_id", user_id },
		{ "iut", it->product->iut },
		{ "valid_until", day(it->valid_until, language, arena) },
		{ "pin", it->codes.pin },
		{ "puk", it->codes.puk },
		{ "erc", it->codes.erc },
		{ "resent", it->is_resent ? "yes" : NULL },
		{ "demo", it->demo ? "yes" : NULL },
		{ NULL, NULL },
	};
	struct envelope_page page;
	enum status rc;

	if (it->source == PASSPHRASE_FROM_GENERATOR &&
	    (rc = passphrase_draw(arena, &it->passphrase, err)) != OK)
		return rc;
	if (it->source == PASSPHRASE_FROM_TAX_CODE)
		it->passphrase = arena_text(arena, it->order->person.tax_code);
	if ((rc = envelope_page_write(language_words[language].name, values,
				      user_id, now, arena, &page, err)) != OK)
		return rc;
	it->file_name = arena_printf(
		arena, "%s-%s.%s",
		language == LANGUAGE_IT ? "busta" : "envelope", user_id,
		it->format == ENVELOPE_CMS ? "p7m" : "pdf");
	return it->format == ENVELOPE_CMS ? cms_seal(it, &page, arena, err) :
					    pdf_seal(it, &page, arena, err);
}

static enum status mail_queue(struct desk *desk, const struct sealing *it,
			      const unsigned char *sha256, struct error *err)
{
	OWN(json) struct json *values = json_object_new();
	const struct product *product = it->product;
	const char *name = holder_name(it, desk->arena);
	int64_t language = language_of(it);
	bool by_sms = it->source == PASSPHRASE_FROM_GENERATOR &&
		      it->order->person.mobile;
	bool by_tax_code = it->source == PASSPHRASE_FROM_TAX_CODE;
	struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = it->is_resent ? "envelope_resent" :
						 "envelope",
		.language = language,
		.recipient = it->order->person.email,
		.recipient_name = name,
		.values = values,
		.attachment = sha256,
		.attachment_name = it->file_name,
		.order_id = product->order_id,
		.user_id = product->user_id,
	};

	json_set_text(values, "holder_name", name);
	json_set_text(values, "product_name", it->product_name);
	json_set_text(values, "user_id",
		      arena_printf(desk->arena, "USR%09" PRId64,
				   product->user_id));
	json_set_text(values, "order_id",
		      arena_printf(desk->arena, "ORD%09" PRId64,
				   product->order_id));
	json_set_text(values, "valid_until",
		      day(it->valid_until, language, desk->arena));
	json_set_text(values, "envelope_file", it->file_name);
	json_set_boolean(values, "envelope_is_pdf",
			 it->format == ENVELOPE_PDF);
	json_set_boolean(values, "envelope_is_cms",
			 it->format == ENVELOPE_CMS);
	json_set_boolean(values, "passphrase_is_tax_code", by_tax_code);
	json_set_boolean(values, "passphrase_by_sms", by_sms);
	json_set_boolean(values, "passphrase_by_hand",
			 !by_sms && !by_tax_code);
	return outbox_queue(desk, &message, err);
}

static enum status sms_queue(struct desk *desk, const struct sealing *it,
			     struct error *err)
{
	OWN(json) struct json *values = json_object_new();
	const char *user_id = arena_printf(desk->arena, "USR%09" PRId64,
					   it->product->user_id);
	struct outbox_message message = {
		.channel = CHANNEL_SMS,
		.template_name = "passphrase_sms",
		.language = language_of(it),
		.recipient = it->order->person.mobile,
		.recipient_name = holder_name(it, desk->arena),
		.values = values,
		.order_id = it->product->order_id,
		.user_id = it->product->user_id,
	};

	if (it->source != PASSPHRASE_FROM_GENERATOR || !message.recipient)
		return OK;
	json_set_text(values, "user_id", user_id);
	json_set_text(values, "passphrase", it->passphrase);
	return outbox_queue(desk, &message, err);
}

enum status sealing_send(struct desk *desk, const struct sealing *it,
			 struct envelope *ret, struct error *err)
{
	bool is_pdf = it->format != ENVELOPE_CMS;
	struct sealed_envelope row = {
		.user_id = it->product->user_id,
		.format = envelope_format_words[it->format].name,
		.passphrase_kind =
			passphrase_kind_words[passphrase_kind_of(it->source)]
				.name,
	};
	int64_t former;
	char *hex;
	enum status rc;

	if ((rc = object_put(desk, it->file.bytes, it->file.size,
			     is_pdf ? "application/pdf" :
				      "application/pkcs7-mime",
			     ABSENT, row.sha256, err)) != OK ||
	    (rc = envelope_insert(desk, &row, &former, err)) != OK ||
	    (rc = mail_queue(desk, it, row.sha256, err)) != OK ||
	    (rc = sms_queue(desk, it, err)) != OK)
		return rc;
	if (it->source == PASSPHRASE_FROM_GENERATOR && it->passphrases_path &&
	    !desk->dry_run &&
	    (rc = passphrase_list_add(it->passphrases_path, row.user_id,
				      it->passphrase, err)) != OK)
		return rc;
	hex = arena_alloc(desk->arena, 2 * sizeof row.sha256 + 1);
	hex_encode(row.sha256, sizeof row.sha256, hex);
	ret->order_id = it->product->order_id;
	ret->user_id = row.user_id;
	ret->product = it->product->product;
	ret->status = it->product->status;
	ret->envelope = it->format;
	ret->passphrase_kind = passphrase_kind_of(it->source);
	ret->file = it->file_name;
	ret->sha256 = hex;
	ret->sealed_at = desk->now;
	ret->replaced = former != ABSENT ? 1 : ABSENT;
	return OK;
}

void sealing_tell(const struct sealing *it, const struct envelope *made,
		  struct json *detail)
{
	json_set_text(detail, "envelope",
		      envelope_format_words[it->format].name);
	json_set_text(detail, "envelope_sha256", made->sha256);
	json_set_text(detail, "passphrase_kind",
		      passphrase_kind_words[made->passphrase_kind].name);
}
