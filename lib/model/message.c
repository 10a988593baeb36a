/* message - the field table of a mail or short message of the outbox */
#include <ipp/model/message.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

const struct word channel_words[] = {
	[CHANNEL_MAIL] = { "mail", N_("Mail") },
	[CHANNEL_SMS] = { "sms", N_("Short message") },
	{ 0 }
};

const struct word message_state_words[] = {
	[MESSAGE_PENDING] = { "pending", N_("Pending") },
	[MESSAGE_SENT] = { "sent", N_("Sent") },
	[MESSAGE_FAILED] = { "failed", N_("Failed") },
	[MESSAGE_VOID] = { "void", N_("Void") },
	{ 0 }
};

#define MESSAGE(member_) FIELD(struct message, member_)
#define KEPT (FIELD_OUT | FIELD_STORED)

static const struct field fields[] = {
	{ MESSAGE(message_id), FIELD_ID,
	  .flags = FIELD_IN | KEPT | FIELD_COLUMN,
	  .prefix = "MSG", .title = N_("Message"),
	  .help = N_("number of the message") },
	{ MESSAGE(channel), FIELD_WORD,
	  .flags = FIELD_IN | KEPT | FIELD_COLUMN,
	  .words = channel_words, .title = N_("Channel"),
	  .help = N_("how it goes out") },
	{ MESSAGE(state), FIELD_WORD,
	  .flags = FIELD_IN | KEPT | FIELD_COLUMN,
	  .words = message_state_words, .title = N_("State"),
	  .help = N_("what became of it") },
	{ MESSAGE(template), FIELD_TEXT, .flags = KEPT | FIELD_COLUMN,
	  .title = N_("Text"), .help = N_("which text it is") },
	{ MESSAGE(language), FIELD_WORD, .flags = KEPT,
	  .words = language_words, .help = N_("its language") },
	{ MESSAGE(recipient), FIELD_TEXT, .flags = KEPT | FIELD_COLUMN,
	  .title = N_("Recipient"),
	  .help = N_("address or number it goes to") },
	{ MESSAGE(recipient_name), FIELD_TEXT, .flags = KEPT,
	  .help = N_("name of the recipient") },
	{ MESSAGE(order_id), FIELD_ID, .flags = KEPT, .prefix = "ORD",
	  .help = N_("the order it speaks of") },
	{ MESSAGE(user_id), FIELD_ID,
	  .flags = FIELD_IN | KEPT | FIELD_COLUMN,
	  .prefix = "USR", .title = N_("Product"),
	  .help = N_("the product it speaks of") },
	{ MESSAGE(attempts), FIELD_INTEGER,
	  .flags = KEPT | FIELD_COLUMN | FIELD_RIGHT, .title = N_("Tries"),
	  .help = N_("how often sending it was tried") },
	{ MESSAGE(next_attempt_at), FIELD_INSTANT, .flags = KEPT,
	  .help = N_("when it is tried next") },
	{ MESSAGE(created_at), FIELD_INSTANT, .flags = KEPT,
	  .help = N_("when it was queued") },
	{ MESSAGE(sent_at), FIELD_INSTANT, .flags = KEPT,
	  .help = N_("when it was sent") },
	{ MESSAGE(last_error), FIELD_TEXT, .flags = KEPT | FIELD_COLUMN,
	  .title = N_("Why not"),
	  .help = N_("why the last try did not succeed") },
	{ 0 }
};

const struct record message_record = {
	.name = "message",
	.title = N_("A mail or short message of the outbox"),
	.size = sizeof(struct message),
	.fields = fields,
};
