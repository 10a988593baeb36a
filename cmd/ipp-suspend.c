/* ipp-suspend - suspend certificates, and reinstate them */
#include <ipp/act/revoke.h>
#include <ipp/act/suspend.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/status_change.h>

#define DUE_AT_ONCE 1024

struct suspend_options {
	int64_t lift, due;
};

static const struct field suspend_fields[] = {
	{ FIELD(struct suspend_options, lift), FIELD_BOOLEAN,
	  .help = N_("reinstate what is suspended, before its end") },
	{ FIELD(struct suspend_options, due), FIELD_BOOLEAN,
	  .help = N_("do what time brings: reinstate what has ended, expire "
		     "what is over") },
	{ 0 }
};
static const struct record suspend_options = {
	.name = "suspend_options", .size = sizeof(struct suspend_options),
	.fields = suspend_fields
};

struct emergency_options {
	const char *erc_file;
};

static const struct field emergency_fields[] = {
	{ FIELD(struct emergency_options, erc_file), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("read the code from this file (- is stdin, fd:N a "
		     "descriptor) instead of asking for it") },
	{ 0 }
};
static const struct record emergency_options = {
	.name = "emergency_options", .size = sizeof(struct emergency_options),
	.fields = emergency_fields
};

static enum status open_files(struct job *job, struct error *err)
{
	const struct suspend_options *options = job->options;

	if (options->lift == 1 && options->due == 1)
		return error_set(err, USAGE, "lift_or_due", "lift",
				 "--lift and --due are two things; give one of "
				 "them");
	job->shared = attachments_open();
	if (options->due == 1) /* no files: many at once take no memory */
		job->batch = DUE_AT_ONCE;
	return OK;
}

static enum status feed(struct job *job, struct feed *ret, struct error *err)
{
	const struct suspend_options *options = job->options;

	if (options->due != 1)
		return OK;
	ret->is_fed = true;
	return act_due(job->desk, &ret->ids, &ret->count, err);
}

static size_t weigh(void *shared, const void *in)
{
	return suspension_weigh(shared, in);
}

static enum status read_file(struct job *job, struct error *err)
{
	struct paper *paper = NULL;
	enum status rc =
	    suspension_read(job->desk, job->shared, job->in, &paper, err);

	job->work = paper;
	return rc;
}

static enum status change(struct job *job, struct error *err)
{
	const struct suspend_options *options = job->options;
	const struct suspension_wish *in = job->in;

	if (options->due == 1)
		return act_due_do(job->desk, in->user_id, job->out,
				  &job->silent, err);
	return options->lift == 1
		   ? act_lift(job->desk, in, job->work, job->out, err)
		   : act_suspend(job->desk, in, job->work, job->out, err);
}

static const struct stage stages[] = {
	{ STAGE_TALK, read_file },
	{ STAGE_STORE, change },
	{ STAGE_END, NULL },
};

static enum status emergency(struct job *job, struct error *err)
{
	const struct emergency_options *options = job->options;
	const struct emergency_wish *in = job->in;
	const char *erc = in->erc;
	char *said = NULL;
	enum status rc;

	if (!erc) {
		if ((rc = terminal_secret(job->terminal, options->erc_file,
					  _("Emergency code: "),
					  job->desk->arena, &said, err)) != OK)
			return rc;
		erc = said;
	}
	return act_emergency(job->desk, in, erc, job->out, err);
}

static const struct verb verbs[] = {
	{ .name = "emergency",
	  .summary = N_("suspend for a holder who says his emergency code"),
	  .argument = "user_id", .reads = READS_ONE,
	  .in = &emergency_wish_record, .out = &status_change_record,
	  .options = &emergency_options,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_ALONE,
	  .may = MAY_SUSPEND_BY_CODE, .run = emergency },
	{ .summary = N_("Suspend certificates, and reinstate them"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &suspension_wish_record, .out = &status_change_record,
	  .options = &suspend_options,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_CSV |
		   IS_REPEATABLE | CAN_BE_WHOLE,
	  .may = MAY_REVOKE, .open = open_files, .close = attachments_close,
	  .weigh = weigh, .feed = feed, .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-suspend",
	.summary = N_("Suspend certificates, and reinstate them"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
