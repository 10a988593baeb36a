/* outbox - messages that follow from a change, written with it */
#ifndef IPP_STORE_OUTBOX_H
#define IPP_STORE_OUTBOX_H

#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct json;

enum outbox_channel { CHANNEL_MAIL, CHANNEL_SMS };

struct outbox_message {
	enum outbox_channel channel;
	const char *template_name; /* share/templates/NAME.LANG.txt */
	int64_t language;	   /* enum language */
	const char *recipient;	   /* address or E.164 number */
	const char *recipient_name;
	const struct json *values; /* of the template; kept encrypted */
	const unsigned char *attachment; /* SHA-256 of an object, or NULL */
	const char *attachment_name;
	int64_t order_id, user_id; /* or ABSENT */
	const char *once_key; /* a message of the same key is not queued
				 again; or NULL */
};

/* Queues a message in the open transaction; `ipp-notify deliver` sends it. */
enum status outbox_queue(struct desk *desk, const struct outbox_message *message,
			 struct error *err);

#endif
