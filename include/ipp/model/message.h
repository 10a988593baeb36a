/* message - a mail or short message of the outbox */
#ifndef IPP_MODEL_MESSAGE_H
#define IPP_MODEL_MESSAGE_H

#include <ipp/model/field.h>

enum channel { CHANNEL_MAIL, CHANNEL_SMS };
enum message_state {
	MESSAGE_PENDING,
	MESSAGE_SENT,
	MESSAGE_FAILED, /* for good; `ipp-notify retry` puts it back */
	MESSAGE_VOID,	/* no longer to be sent */
};

/* The record `message`: row of table `outbox`, without its contents. */
struct message {
	int64_t message_id;
	int64_t channel; /* enum channel */
	int64_t state;	 /* enum message_state */
	const char *template;
	int64_t language; /* enum language */
	const char *recipient, *recipient_name;
	int64_t order_id, user_id;
	int64_t attempts;
	int64_t next_attempt_at; /* ABSENT unless pending */
	int64_t created_at, sent_at;
	const char *last_error;
};

/* Which messages to list. */
struct message_filter {
	int64_t state, channel, user_id; /* ABSENT: any */
	int64_t after, limit;		 /* or ABSENT */
};

extern const struct record message_record;
extern const struct word channel_words[];
extern const struct word message_state_words[];

#endif
