/* ipp-notify - sends mails and short messages, and looks after the outbox */
#include <ipp/act/notify.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/expiry.h>
#include <ipp/model/message.h>
#include <ipp/model/settings.h>

struct deliver_options {
	int64_t limit;
};

static const struct field deliver_fields[] = {
	{ FIELD(struct deliver_options, limit), FIELD_INTEGER,
	  .title = "NUMBER", .help = N_("send at most so many messages") },
	{ 0 }
};
static const struct record deliver_options = {
	.name = "deliver_options", .size = sizeof(struct deliver_options),
	.fields = deliver_fields
};

struct due_options {
	const char *expiring;
};

static const struct field due_fields[] = {
	{ FIELD(struct due_options, expiring), FIELD_TEXT, .title = "DAYS",
	  .help = N_("tell people so many days before the end; 60,30,15,7 if "
		     "not given") },
	{ 0 }
};
static const struct record due_options = {
	.name = "due_options", .size = sizeof(struct due_options),
	.fields = due_fields
};

static const struct field list_fields[] = {
	{ FIELD(struct message_filter, state), FIELD_WORD,
	  .words = message_state_words, .title = "STATE",
	  .help = N_("list those in this state") },
	{ FIELD(struct message_filter, channel), FIELD_WORD,
	  .words = channel_words, .title = "CHANNEL",
	  .help = N_("list those of this channel") },
	{ FIELD(struct message_filter, user_id), FIELD_ID, .prefix = "USR",
	  .title = "USER_ID", .help = N_("list those about this product") },
	{ FIELD(struct message_filter, after), FIELD_ID, .prefix = "MSG",
	  .title = "MESSAGE_ID", .help = N_("go on after this message") },
	{ FIELD(struct message_filter, limit), FIELD_INTEGER, .title = "NUMBER",
	  .help = N_("list at most so many messages") },
	{ 0 }
};
static const struct record list_options = {
	.name = "list_options", .size = sizeof(struct message_filter),
	.fields = list_fields
};

static enum status put(void *rows, const struct message *message,
		       struct error *err)
{
	return rows_put(rows, message, err);
}

static enum status deliver(struct job *job, struct rows *rows,
			   struct error *err)
{
	const struct deliver_options *options = job->options;
	const struct settings *settings = job->desk->settings;

	if (settings->mail_transport == ABSENT &&
	    terminal_is_there(job->terminal))
		terminal_say(job->terminal, "%s",
			     _("no server is set up for mails, so they go into "
			       "a folder; see ipp.conf(5)"));
	return act_notify_deliver(job->desk, options->limit, put, rows, err);
}

static enum status notice_put(void *rows, const struct expiry_notice *notice,
			      struct error *err)
{
	return rows_put(rows, notice, err);
}

static enum status due(struct job *job, struct rows *rows, struct error *err)
{
	const struct due_options *options = job->options;

	return act_notify_due(job->desk, options->expiring, notice_put, rows,
			      err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return act_notify_list(job->desk, job->options, put, rows, err);
}

static enum status retry(struct job *job, struct rows *rows, struct error *err)
{
	return act_notify_retry(job->desk, job->in, put, rows, err);
}

#define SIGNED_IN (NEED_STORE | NEED_SESSION)

/* Who may is decided in the act: a service token may more than its profile. */
static const struct verb verbs[] = {
	{ .name = "deliver", .summary = N_("send the messages that are due"),
	  .out = &message_record, .options = &deliver_options,
	  .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE, .may = MAY_WORK,
	  .list = deliver },
	{ .name = "due",
	  .summary = N_("queue mails to people whose certificates end soon"),
	  .out = &expiry_notice_record, .options = &due_options,
	  .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE | CAN_REHEARSE,
	  .may = MAY_WORK, .list = due },
	{ .name = "list", .summary = N_("list the messages of the outbox"),
	  .out = &message_record, .options = &list_options,
	  .needs = SIGNED_IN, .may = MAY_WORK, .list = list },
	{ .name = "retry", .summary = N_("put back messages that failed"),
	  .argument = "message_id", .reads = READS_ONE, .in = &message_record,
	  .out = &message_record,
	  .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE, .may = MAY_WORK,
	  .list = retry },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-notify",
	.summary = N_("Send mails and short messages"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
