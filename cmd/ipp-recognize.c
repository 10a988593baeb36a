/* ipp-recognize - record how holders were identified */
#include <ipp/act/recognize.h>
#include <ipp/act/signing.h>
#include <ipp/act/verify.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
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

static enum status sign_check(const struct offline_options *options,
			      struct error *err)
{
	if (options->sign == 1 ? !is_review(&options->review)
			       : !options->reports)
		return OK;
	return error_set(err, USAGE, "sign_unused", "sign",
			 "--sign makes a report of a recognition, and "
			 "--reports belongs to it; leave out what is too much");
}

/* The officer's key, for the reports of all holders. */
static enum status open_key(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;
	struct arena *arena = job->desk->arena;
	struct signing *signing = NULL;
	const char *question;
	char *secret = NULL;
	enum status rc;

	if ((rc = sign_check(options, err)) != OK || options->sign != 1)
		return rc;
	if ((rc = signing_begin(job->desk, &options->signing, &signing, err)) !=
	    OK)
		return rc;
	job->shared = signing;
	question = signing_question(signing, arena);
	if (question && (rc = terminal_secret(job->terminal,
					      options->signing.secret_file,
					      question, arena, &secret, err)) !=
			    OK)
		return rc;
	return signing_unlock(job->desk, signing, secret, err);
}

static void close_key(void *shared)
{
	signing_close(shared);
}

static enum status begin(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;
	struct offline *offline;
	enum status rc;

	if ((rc = review_check(&options->review, err)) != OK ||
	    is_review(&options->review))
		return rc;
	if ((rc = offline_begin(job->desk, job->in, options->forms,
				job->shared, &offline, err)) != OK)
		return rc;
	job->work = offline;
	return OK;
}

/* Reviews pass by. */
#define APART(name_)                                                        \
	static enum status name_(struct job *job, struct error *err)        \
	{                                                                   \
		return job->work ? offline_##name_(job->desk, job->work,    \
						   err)                     \
				 : OK;                                      \
	}
APART(read)
APART(inspect)
APART(report)
APART(prepare)
APART(sign)

static enum status verify(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;

	return job->work ? offline_verify(job->desk, job->work,
					  options->offline == 1, err)
			 : OK;
}

/* Of the report that was signed here, if there is one. */
#define VERIFY(name_)                                                       \
	static enum status name_(struct job *job, struct error *err)        \
	{                                                                   \
		struct verification *it =                                   \
		    job->work ? offline_verification(job->work) : NULL;     \
                                                                            \
		return it ? verification_##name_(job->desk, it, err) : OK;  \
	}
VERIFY(judge)
VERIFY(load)
VERIFY(fetch)
VERIFY(keep)

static enum status save(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;

	return job->work ? offline_save(job->desk, job->work, options->reports,
					err)
			 : OK;
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
	{ STAGE_STORE, begin },	  { STAGE_APART, read },
	{ STAGE_APART, inspect }, { STAGE_APART, report },
	{ STAGE_APART, prepare }, { STAGE_APART, sign },
	{ STAGE_STORE, verify },  { STAGE_APART, judge },
	{ STAGE_STORE, load },	  { STAGE_APART, judge },
	{ STAGE_STORE, load },	  { STAGE_APART, judge },
	{ STAGE_APART, fetch },	  { STAGE_APART, judge },
	{ STAGE_STORE, keep },	  { STAGE_APART, fetch },
	{ STAGE_APART, judge },	  { STAGE_STORE, keep },
	{ STAGE_STORE, record },  { STAGE_APART, save },
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
	  .open = open_key,
	  .close = close_key,
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
