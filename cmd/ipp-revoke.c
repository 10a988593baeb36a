/* ipp-revoke - revoke certificates for good */
#include <ipp/act/revoke.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/status_change.h>

struct revoke_options {
	int64_t resume;
};

static const struct field revoke_fields[] = {
	{ FIELD(struct revoke_options, resume), FIELD_BOOLEAN,
	  .help = N_("go on with what was begun: what is revoked for the same "
		     "motive already is no error") },
	{ 0 }
};
static const struct record revoke_options = {
	.name = "revoke_options", .size = sizeof(struct revoke_options),
	.fields = revoke_fields
};

static enum status open_files(struct job *job, struct error *err)
{
	(void)err;
	job->shared = attachments_open();
	return OK;
}

static size_t weigh(void *shared, const void *in)
{
	return revocation_weigh(shared, in);
}

static enum status read_file(struct job *job, struct error *err)
{
	struct paper *paper = NULL;
	enum status rc =
	    revocation_read(job->desk, job->shared, job->in, &paper, err);

	job->work = paper;
	return rc;
}

static enum status revoke_product(struct job *job, struct error *err)
{
	const struct revoke_options *options = job->options;

	return act_revoke(job->desk, job->in, job->work, options->resume == 1,
			  job->out, err);
}

static const struct stage stages[] = {
	{ STAGE_TALK, read_file },
	{ STAGE_STORE, revoke_product },
	{ STAGE_END, NULL },
};

static const struct verb verbs[] = {
	{ .summary = N_("Revoke certificates for good"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &revocation_record, .out = &status_change_record,
	  .options = &revoke_options,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_CSV |
		   IS_REPEATABLE | CAN_BE_WHOLE,
	  .may = MAY_REVOKE, .batch = 1024, .open = open_files,
	  .close = attachments_close, .weigh = weigh, .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-revoke",
	.summary = N_("Revoke certificates for good"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
