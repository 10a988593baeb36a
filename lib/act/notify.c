/* notify - sends what is in the outbox, each message once */
#include <ipp/act/notify.h>

#include <string.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/settings.h>
#include <ipp/model/words.h>
#include <ipp/peer/delivery.h>
#include <ipp/port/json.h>
#include <ipp/rule/retry.h>
#include <ipp/rule/template.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/object.h>
#include <ipp/store/outbox.h>
#include <ipp/store/store.h>

#include "notify_scope.h"

/* Longer than any peer may take for one message. */
#define LEASE_SECONDS 600
/* As many in a row not taken mean that nobody is there. */
#define SILENCES_MAX 3

struct mailer {
	struct desk *desk;
	struct delivery *delivery;
	struct arena *arena; /* of the message at hand */
	struct outbox_scope scope;
	struct outbox_claim claim;
	const char *domain; /* of Message-IDs */
	unsigned channels;  /* still in use: 1 << enum channel */
	unsigned silences[2];
	int64_t started, left, failed;
	struct error config; /* the first error of configuration */
};

/* A run may take long, and its leases must not begin in the past. */
static int64_t instant_now(const struct mailer *mailer)
{
	return mailer->desk->now + (steady_clock() - mailer->started) / 1000;
}

static enum status mailer_claim(struct mailer *mailer, bool *found,
				struct error *err)
{
	struct store *store = mailer->desk->store;
	struct outbox_turn turn = {
		.scope = mailer->scope,
		.channels = mailer->channels,
		.due_at = mailer->desk->now,
		.domain = mailer->domain,
	};
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(store, &tx, err)) != OK)
		return rc;
	turn.lease_until = instant_now(mailer) + LEASE_SECONDS;
	if ((rc = outbox_claim(store, &turn, mailer->arena, found,
			       &mailer->claim, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status attachment_get(struct mailer *mailer,
				  struct mime_attachment *ret,
				  struct error *err)
{
	const struct outbox_claim *claim = &mailer->claim;
	unsigned char *bytes;
	enum status rc;

	if ((rc = object_get(mailer->desk->store, mailer->arena,
			     claim->attachment, &bytes, &ret->size, err)) != OK)
		return rc;
	ret->bytes = bytes;
	ret->name = claim->attachment_name ? claim->attachment_name
					   : "attachment";
	ret->type = claim->attachment_type;
	return OK;
}

static enum status words_find(struct mailer *mailer, struct template_text *ret,
			      struct error *err)
{
	const struct settings *settings = mailer->desk->settings;
	const struct outbox_claim *claim = &mailer->claim;
	const char *email = settings->desk_email ? settings->desk_email
						 : claim->organization_email;
	const struct outbox_common common = {
		.organization_name = claim->organization,
		.desk_name = settings->desk_name,
		.desk_email = email,
		.demo = store_is_demo(mailer->desk->store),
	};

	return outbox_text(mailer->desk->store, claim, &common, mailer->arena,
			   ret, err);
}

static enum status mailer_send(struct mailer *mailer, struct error *err)
{
	const struct outbox_claim *claim = &mailer->claim;
	const struct message *message = &claim->message;
	struct mime_attachment attachment = { 0 };
	struct template_text text;
	struct letter letter = {
		.channel = message->channel == CHANNEL_SMS ? LETTER_SMS
							   : LETTER_MAIL,
		.message_id = claim->reference,
		.to = { message->recipient_name, message->recipient },
		.language = language_words[message->language].name,
		.date = message->created_at,
		.attachments = &attachment,
		.attachment_count = claim->attachment ? 1 : 0,
	};
	enum status rc;

	if ((rc = words_find(mailer, &text, err)) != OK ||
	    (claim->attachment &&
	     (rc = attachment_get(mailer, &attachment, err)) != OK))
		return rc;
	letter.subject = text.subject;
	letter.text = text.body;
	return delivery_send(mailer->delivery, &letter, err);
}

/* What the verdict means for the message. */
static void message_judge(struct mailer *mailer, enum delivery_result result,
			  const struct error *why)
{
	struct message *message = &mailer->claim.message;
	int64_t now = instant_now(mailer);

	message->next_attempt_at = ABSENT;
	message->last_error = NULL;
	if (result == DELIVERY_SENT) {
		message->state = MESSAGE_SENT;
		message->sent_at = now;
		return;
	}
	message->last_error = arena_printf(mailer->arena, "%s: %s",
					   why->mistakes[0].code,
					   why->mistakes[0].text);
	message->state = MESSAGE_PENDING;
	if (result == DELIVERY_PERMANENT ||
	    !retry_next(message->created_at, now, (unsigned)message->attempts,
			&message->next_attempt_at)) {
		message->state = MESSAGE_FAILED;
		mailer->failed++;
	}
}

static enum status message_journal(struct mailer *mailer, struct error *err)
{
	const struct message *message = &mailer->claim.message;
	struct desk desk = *mailer->desk;
	struct json *detail;

	if (message->state == MESSAGE_PENDING)
		return OK;
	detail = json_object_new();
	desk.arena = mailer->arena;
	desk.now = instant_now(mailer);
	json_set_integer(detail, "message_id", message->message_id);
	json_set_text(detail, "channel", channel_words[message->channel].name);
	json_set_text(detail, "template", message->template);
	return journal_append(&desk,
			      message->state == MESSAGE_SENT ? "message_sent"
							     : "message_failed",
			      message->order_id, message->user_id, detail, err);
}

static enum status mailer_settle(struct mailer *mailer, bool *mine,
				 struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(mailer->desk->store, &tx, err)) != OK ||
	    (rc = outbox_settle(mailer->desk->store, &mailer->claim, mine,
				err)) != OK ||
	    (*mine && (rc = message_journal(mailer, err)) != OK))
		return rc;
	return tx_commit(&tx, err);
}

/* Nothing more goes out this way until somebody mends it. */
static enum status channel_stop(struct mailer *mailer, const struct error *why,
				struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	mailer->channels &= ~(1u << mailer->claim.message.channel);
	if (mailer->config.count == 0)
		mailer->config = *why;
	if ((rc = tx_begin(mailer->desk->store, &tx, err)) != OK ||
	    (rc = outbox_release(mailer->desk->store, &mailer->claim, err)) !=
		OK)
		return rc;
	return tx_commit(&tx, err);
}

static void silence_note(struct mailer *mailer, enum status status)
{
	int64_t channel = mailer->claim.message.channel;

	if (status != UNAVAILABLE)
		mailer->silences[channel] = 0;
	else if (++mailer->silences[channel] == SILENCES_MAX)
		mailer->channels &= ~(1u << channel);
}

static enum status message_deliver(struct mailer *mailer, notify_each *each,
				   void *context, struct error *err)
{
	enum delivery_result result;
	struct error why;
	bool mine = true;
	enum status rc;

	error_reset(&why);
	rc = mailer_send(mailer, &why);
	result = delivery_result_of(rc);
	if (result == DELIVERY_CONFIGURATION)
		return channel_stop(mailer, &why, err);
	silence_note(mailer, rc);
	message_judge(mailer, result, &why);
	if ((rc = mailer_settle(mailer, &mine, err)) != OK || !mine)
		return rc;
	return each(context, &mailer->claim.message, err);
}

static enum status mailer_loop(struct mailer *mailer, notify_each *each,
			       void *context, struct error *err)
{
	enum status rc;
	bool found;

	while (mailer->channels && mailer->left-- > 0) {
		arena_reset(mailer->arena); /* secrets end here */
		if ((rc = mailer_claim(mailer, &found, err)) != OK)
			return rc;
		if (!found)
			break;
		if ((rc = message_deliver(mailer, each, context, err)) != OK)
			return rc;
	}
	return OK;
}

/* Message-IDs end in the domain that mail comes from, where it has one. */
static const char *reference_domain(const char *sender, struct arena *arena)
{
	const char *at = sender ? strrchr(sender, '@') : NULL;

	if (at && message_id_is_valid(arena_printf(arena, "1%s", at)))
		return at + 1;
	return "ipp.invalid";
}

static enum status mailer_report(const struct mailer *mailer, struct error *err)
{
	if (mailer->config.count > 0)
		return error_merge(err, &mailer->config);
	if (mailer->failed == 0)
		return OK;
	return error_set(err, REFUSED, "delivery_failed", NULL,
			 "messages that failed for good: %lld; see: "
			 "ipp-notify list --state=failed",
			 (long long)mailer->failed);
}

enum status act_notify_deliver(struct desk *desk, int64_t limit,
			       notify_each *each, void *context,
			       struct error *err)
{
	OWN(delivery) struct delivery *delivery = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct mailer mailer = {
		.desk = desk,
		.arena = arena,
		.channels = 1u << CHANNEL_MAIL | 1u << CHANNEL_SMS,
		.started = steady_clock(),
		.left = limit == ABSENT ? INT64_MAX : limit,
	};
	struct delivery_settings settings;
	enum status rc;

	error_reset(&mailer.config);
	if (mailer.left < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	if ((rc = notify_scope(desk, MAY_DELIVER, &mailer.scope, err)) != OK ||
	    (rc = notify_settings(desk, desk->arena, &settings, err)) != OK ||
	    (rc = delivery_open(&settings, &delivery, err)) != OK)
		return rc;
	mailer.delivery = delivery;
	mailer.domain = reference_domain(settings.from.address, desk->arena);
	if ((rc = mailer_loop(&mailer, each, context, err)) != OK)
		return rc;
	return mailer_report(&mailer, err);
}
