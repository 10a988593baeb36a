/* delivery - mail and short messages, whichever way they leave */
#ifndef IPP_PEER_DELIVERY_H
#define IPP_PEER_DELIVERY_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/model/settings.h>
#include <ipp/peer/sms.h>
#include <ipp/port/http.h>
#include <ipp/port/mime.h>
#include <ipp/port/smtp.h>

/* The texts must live as long as the delivery. */
struct delivery_settings {
	struct mime_address from;     /* of every mail */
	struct mime_address reply_to; /* address NULL: none */
	enum mail_transport mail;
	const char *maildir;	 /* MAIL_MAILDIR: its path */
	struct smtp_config smtp; /* MAIL_SMTP */
	const char *sendmail;	 /* MAIL_SENDMAIL; NULL: /usr/sbin/sendmail */
	int sendmail_seconds;	 /* 0: 60 */
	enum sms_transport sms;
	const char *sms_folder;	    /* SMS_FOLDER: its path */
	const char *sms_sender;	    /* NULL: the gateway's own */
	struct sms_gateway gateway; /* SMS_HTTP */
	struct http_config http;    /* SMS_HTTP */
};

enum letter_channel { LETTER_MAIL, LETTER_SMS };

/* What the outbox holds. `to.address` is a mail address or a phone number; a
 * short message has text only, and line ends at its end are not sent. */
struct letter {
	enum letter_channel channel;
	const char *message_id; /* without < and >; the same at every attempt */
	struct mime_address to;
	const char *language;
	const char *subject;
	const char *text;
	int64_t date; /* when it was queued: also the same at every attempt */
	const struct mime_attachment *attachments;
	size_t attachment_count;
};

/* What to do with a letter after an attempt. */
enum delivery_result {
	DELIVERY_SENT,
	DELIVERY_TEMPORARY,	/* try again when retry_next says so */
	DELIVERY_PERMANENT,	/* give up and tell somebody */
	DELIVERY_CONFIGURATION, /* keep it, count no attempt, and stop: the
				   next letters would fare the same */
};

struct delivery;

/* Talks to nobody yet; makes the folders of Maildir and spool. CONFIG
 * `delivery_config` (no sender, no folder, no URL), and those of smtp_open,
 * http_open, maildir_make. */
enum status delivery_open(const struct delivery_settings *settings,
			  struct delivery **ret, struct error *err);
void delivery_close(struct delivery *delivery); /* NULL is fine */
DEFINE_OWN(delivery, struct delivery, delivery_close)

/* Sends one letter; a connection is kept for the next. A letter sent twice
 * with the same Message-ID lands once in a Maildir or spool; over SMTP and
 * sendmail only if no answer got lost. Errors: those of mime_build, smtp_send,
 * sendmail_send, maildir_put, sms_post, sms_spool. */
enum status delivery_send(struct delivery *delivery,
			  const struct letter *letter, struct error *err);

/* OK is SENT; DATA and REFUSED concern this letter and stay; USAGE, CONFIG,
 * NOPERM and CANTCREAT need somebody's hand; all else passes. */
enum delivery_result delivery_result_of(enum status status);

/* `sent`, `temporary`, `permanent`, `configuration` */
const char *delivery_result_name(enum delivery_result result);

#endif
