/* delivery - mail and short messages, whichever way they leave */
#include <ipp/peer/delivery.h>

#include <string.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/peer/maildir.h>
#include <ipp/peer/sendmail.h>

#define SENDMAIL_DEFAULT "/usr/sbin/sendmail"
#define SENDMAIL_SECONDS 60

struct delivery {
	struct delivery_settings settings;
	struct smtp *smtp; /* MAIL_SMTP only */
	struct http *http; /* SMS_HTTP only */
};

static enum status config_refuse(const char *what, struct error *err)
{
	return error_set(err, CONFIG, "delivery_config", NULL,
			 "delivery has no %s; mend the configuration", what);
}

static enum status mail_open(struct delivery *delivery, struct error *err)
{
	const struct delivery_settings *settings = &delivery->settings;

	if (!mailbox_is_sendable(settings->from.address))
		return config_refuse(_("proper sender address"), err);
	switch (settings->mail) {
	case MAIL_SMTP:
		return smtp_open(&settings->smtp, &delivery->smtp, err);
	case MAIL_SENDMAIL:
		if (!settings->sendmail)
			delivery->settings.sendmail = SENDMAIL_DEFAULT;
		if (!settings->sendmail_seconds)
			delivery->settings.sendmail_seconds = SENDMAIL_SECONDS;
		return OK;
	case MAIL_MAILDIR:
		break;
	}
	if (text_is_empty(settings->maildir))
		return config_refuse("Maildir", err);
	return maildir_make(settings->maildir, err);
}

static enum status sms_open(struct delivery *delivery, struct error *err)
{
	const struct delivery_settings *settings = &delivery->settings;

	if (settings->sms == SMS_HTTP) {
		if (text_is_empty(settings->gateway.url))
			return config_refuse(_("URL of an SMS gateway"), err);
		return http_open(&settings->http, &delivery->http, err);
	}
	if (text_is_empty(settings->sms_folder))
		return config_refuse(_("folder for short messages"), err);
	return sms_spool_make(settings->sms_folder, err);
}

enum status delivery_open(const struct delivery_settings *settings,
			  struct delivery **ret, struct error *err)
{
	OWN(delivery) struct delivery *delivery = memory_new(sizeof *delivery);
	enum status rc;

	delivery->settings = *settings;
	if ((rc = mail_open(delivery, err)) != OK ||
	    (rc = sms_open(delivery, err)) != OK)
		return rc;
	*ret = TAKE(delivery);
	return OK;
}

void delivery_close(struct delivery *delivery)
{
	if (!delivery)
		return;
	smtp_close(delivery->smtp);
	http_close(delivery->http);
	free(delivery);
}

static enum status mail_send(struct delivery *delivery, struct arena *arena,
			     const struct letter *letter, struct error *err)
{
	/* RFC 3834, 5: so that no robot answers it. */
	static const struct mime_header automatic = { "Auto-Submitted",
						      "auto-generated" };
	const struct delivery_settings *settings = &delivery->settings;
	const struct mime_message message = {
		.from = settings->from,
		.to = letter->to,
		.reply_to = settings->reply_to,
		.subject = letter->subject,
		.date = letter->date,
		.message_id = letter->message_id,
		.language = letter->language,
		.text = letter->text,
		.attachments = letter->attachments,
		.attachment_count = letter->attachment_count,
		.headers = &automatic,
		.header_count = 1,
	};
	const char *from = settings->from.address;
	enum status rc;
	size_t size;
	char *bytes;

	if ((rc = mime_build(arena, &message, &bytes, &size, err)) != OK)
		return rc;
	if (settings->mail == MAIL_MAILDIR)
		return maildir_put(settings->maildir, letter->message_id, bytes,
				   size, err);
	if (settings->mail == MAIL_SENDMAIL)
		return sendmail_send(settings->sendmail, from, bytes, size,
				     settings->sendmail_seconds, err);
	bytes = mime_crlf(arena, bytes, size, &size);
	return smtp_send(delivery->smtp, from, letter->to.address, bytes, size,
			 err);
}

static enum status sms_send(struct delivery *delivery, struct arena *arena,
			    const struct letter *letter, struct error *err)
{
	const struct delivery_settings *settings = &delivery->settings;
	size_t n = strlen(letter->text);
	struct sms sms = { .message_id = letter->message_id,
			   .to = letter->to.address,
			   .sender = settings->sms_sender };

	while (n > 0 && letter->text[n - 1] == '\n')
		n--;
	sms.text = arena_text_n(arena, letter->text, n);
	if (settings->sms == SMS_HTTP)
		return sms_post(delivery->http, &settings->gateway, &sms, err);
	return sms_spool(settings->sms_folder, &sms, err);
}

enum status delivery_send(struct delivery *delivery,
			  const struct letter *letter, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();

	if (letter->channel == LETTER_SMS)
		return sms_send(delivery, arena, letter, err);
	return mail_send(delivery, arena, letter, err);
}

enum delivery_result delivery_result_of(enum status status)
{
	switch (status) {
	case OK:
		return DELIVERY_SENT;
	case REFUSED:
	case DATA:
		return DELIVERY_PERMANENT;
	case USAGE:
	case CONFIG:
	case NOPERM:
	case CANTCREAT:
		return DELIVERY_CONFIGURATION;
	default:
		return DELIVERY_TEMPORARY;
	}
}

const char *delivery_result_name(enum delivery_result result)
{
	static const char *const names[] = {
		[DELIVERY_SENT] = "sent",
		[DELIVERY_TEMPORARY] = "temporary",
		[DELIVERY_PERMANENT] = "permanent",
		[DELIVERY_CONFIGURATION] = "configuration",
	};

	return names[result];
}
