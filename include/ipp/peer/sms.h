/* sms - short messages, through a gateway or into a folder */
#ifndef IPP_PEER_SMS_H
#define IPP_PEER_SMS_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct http;

#define SMS_PARTS_MAX 6 /* nobody wants to pay for, or read, more */

struct sms {
	const char *message_id; /* as of a mail (base/mailbox.h) */
	const char *to;		/* E.164: +393331234567 */
	const char *sender;	/* what the gateway shows; NULL: its own */
	const char *text;	/* UTF-8 */
};

/* A gateway takes a POST of a JSON object whose members have these names. */
struct sms_gateway {
	const char *url;
	const char *token;	   /* bearer; NULL: none */
	const char *to_member;	   /* NULL: "to" */
	const char *text_member;   /* NULL: "text" */
	const char *sender_member; /* NULL: "sender" */
};

/* True for `+` and 7 to 15 digits that do not begin with 0 (ITU-T E.164). */
bool phone_is_sendable(const char *number);

/* How many messages `text` is charged as: 160 characters of the GSM alphabet
 * (those of its extension, like the euro sign, count two), else 70 units of
 * UTF-16; 153 or 67 in each part of a longer one (3GPP TS 23.038, 23.040). 0
 * if it is empty or not UTF-8. */
size_t sms_parts(const char *text);

/* Makes the folders that sms_spool needs (0700). CANTCREAT. */
enum status sms_spool_make(const char *path, struct error *err);

/* Puts the message as a JSON object (`message_id`, `to`, `sender`, `text`,
 * `parts`) into PATH/new/, once, as maildir_put does; whoever sends it takes
 * the file away. */
enum status sms_spool(const char *path, const struct sms *sms,
		      struct error *err);

/*
 * Posts the message with the Message-ID as Idempotency-Key, so that a gateway
 * that knows this header does not send it twice.
 *   OK           2xx
 *   DATA         `phone_refused`, `sms_refused` (text empty or too long,
 *                Message-ID): nothing was sent
 *   REFUSED      `sms_refused`: any other 4xx, for good
 *   BUSY         `sms_deferred`: 409, 425, 429
 *   UNAVAILABLE  `sms_unavailable`: 408, 5xx; and those of http_call
 *   CONFIG       `sms_gateway`: 3xx, 401, 403, 404, 405; and http_call's
 */
enum status sms_post(struct http *http, const struct sms_gateway *gateway,
		     const struct sms *sms, struct error *err);

#endif
