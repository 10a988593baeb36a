/* ipp-recognize - record how holders were identified */
#include <ipp/act/recognize.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/product.h>
#include <ipp/model/recognition.h>
#include <ipp/model/recognition_options.h>

static bool is_review(const struct review_options *options)
{
	return options->accept == 1 || options->reject == 1;
}

static enum status review_check(const struct review_options *options,
				 struct error *err)
{
	if (options->accept == 1 && options->reject == 1)
		return error_set(err, USAGE, "verdict_ambiguous", "accept",
				 "--accept and --reject contradict each other; "
				 "give one of them");
	if (options->reject != 1 && (options->reason || options->notify == 1))
		return error_set(err, USAGE, "reason_unused", "reason",
				 "--reason and --notify belong to --reject; "
				 "give them together");
	return OK;
}

static enum status begin(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;
	struct offline *offline;
	enum status rc;

	if ((rc = review_check(&options->review, err)) != OK ||
	    is_review(&options->review))
		return rc;
	if ((rc = offline_begin(job->desk, job->in, options->forms, &offline,
				err)) != OK)
		return rc;
	job->work = offline;
	return OK;
}

static enum status read_files(struct job *job, struct error *err)
{
	return job->work ? offline_read(job->desk, job->work, err) : OK;
}

static enum status inspect(struct job *job, struct error *err)
{
	return job->work ? offline_inspect(job->desk, job->work, err) : OK;
}

static enum status review_record(struct job *job, int64_t user_id,
				 const struct review_options *options,
				 struct error *err)
{
	struct review verdict = { user_id, options->accept == 1,
				  options->reason, options->notify == 1 };

	return review(job->desk, &verdict, job->out, err);
}

static enum status record(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;
	const struct recognition_papers *in = job->in;

	if (job->work)
		return offline_record(job->desk, job->work, job->out, err);
	return review_record(job, in->user_id, &options->review, err);
}

static const struct stage offline_stages[] = {
	{ STAGE_STORE, begin },	  { STAGE_APART, read_files },
	{ STAGE_APART, inspect }, { STAGE_STORE, record },
	{ STAGE_END, NULL },
};

static enum status cancel(struct job *job, struct error *err)
{
	const struct cancel_options *options = job->options;
	const struct cancellation *in = job->in;
	struct review verdict = { .user_id = in->user_id,
				  .reason = options->reason,
				  .tells_holder = options->notify == 1 };

	return recognition_cancel(job->desk, &verdict, job->out, err);
}

static const struct verb verbs[] = {
	{ .name = "offline",
	  .summary = N_("record a recognition in person by its papers, or "
			"review papers that were handed in"),
	  .argument = "user_id",
	  .reads = READS_STREAM,
	  .in = &recognition_papers_record,
	  .out = &product_record,
	  .options = &offline_options_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_CSV,
	  .may = MAY_HAND_IN,
	  .batch = 8,
	  .stages = offline_stages },
	{ .name = "cancel",
	  .summary = N_("give up products before issue"),
	  .argument = "user_id",
	  .reads = READS_STREAM,
	  .in = &cancellation_record,
	  .out = &product_record,
	  .options = &cancel_options_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .may = MAY_REVIEW,
	  .run = cancel },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-recognize",
	.summary = N_("Record how holders were identified"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
