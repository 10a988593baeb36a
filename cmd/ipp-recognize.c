/* ipp-recognize - record how holders were identified */
#include <ipp/act/recognize.h>
#include <ipp/act/recognize_sign.h>
#include <ipp/act/signing.h>
#include <ipp/act/verify.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/product.h>
#include <ipp/model/recognition.h>
#include <ipp/model/recognition_options.h>

/* The officer's key, for the reports of all holders. */
static enum status open_key(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;
	struct signing *signing = NULL;
	enum status rc;

	if ((rc = offline_options_check(options, err)) != OK ||
	    options->sign != 1)
		return rc;
	rc = signing_open(job->desk, &options->signing, terminal_secret,
			  job->terminal, &signing, err);
	job->shared = signing;
	return rc;
}

static void close_key(void *key)
{
	signing_close(key);
}

static enum status begin(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;
	struct offline *offline = NULL;
	enum status rc = OK;

	if (!review_options_given(&options->review))
		rc = offline_begin(job->desk, job->in, options->forms,
				   job->shared, &offline, err);
	job->work = offline;
	return rc;
}

/* Reviews pass by. */
#define STEP(name_, call_)                                           \
	static enum status name_(struct job *job, struct error *err) \
	{                                                            \
		return job->work ? (call_) : OK;                     \
	}
STEP(read, offline_read(job->desk, job->work, err))
STEP(inspect, offline_inspect(job->desk, job->work, err))
STEP(report, offline_report(job->desk, job->work, err))
STEP(prepare, offline_prepare(job->desk, job->work, err))
STEP(sign, offline_sign(job->desk, job->work, err))

static enum status verify(struct job *job, struct error *err)
{
	const struct offline_options *options = job->options;

	return job->work ? offline_verify(job->desk, job->work,
					  options->offline == 1, err)
			 : OK;
}

/* A step of act/verify.h, where there is a signature to verify. */
#define VERIFY(name_, step_, of_)                                            \
	static enum status name_(struct job *job, struct error *err)         \
	{                                                                    \
		struct verification *it = job->work ? of_(job->work) : NULL; \
									     \
		return it ? verification_##step_(job->desk, it, err) : OK;   \
	}
VERIFY(judge, judge, offline_verification)
VERIFY(load, load, offline_verification)
VERIFY(fetch, fetch, offline_verification)
VERIFY(keep, keep, offline_verification)

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

/* The rounds of act/verify.h. */
#define LOAD(judge_, load_) { STAGE_STORE, load_ }, { STAGE_APART, judge_ }
#define FETCH(judge_, load_, fetch_, keep_)                                \
	{ STAGE_APART, fetch_ }, { STAGE_APART, judge_ },                  \
	    { STAGE_STORE, keep_ }, LOAD(judge_, load_), LOAD(judge_, load_)
#define ROUNDS(judge_, load_, fetch_, keep_)                               \
	{ STAGE_APART, judge_ }, LOAD(judge_, load_), LOAD(judge_, load_), \
	    FETCH(judge_, load_, fetch_, keep_),                           \
	    FETCH(judge_, load_, fetch_, keep_),                           \
	    FETCH(judge_, load_, fetch_, keep_),                           \
	    FETCH(judge_, load_, fetch_, keep_)

static const struct stage offline_stages[] = {
	{ STAGE_STORE, begin },	  { STAGE_APART, read },
	{ STAGE_APART, inspect }, { STAGE_APART, report },
	{ STAGE_APART, prepare }, { STAGE_APART, sign },
	{ STAGE_STORE, verify },  ROUNDS(judge, load, fetch, keep),
	{ STAGE_STORE, record },  { STAGE_APART, save },
	{ STAGE_END, NULL },
};

static enum status sign_open(struct job *job, struct error *err)
{
	const struct sign_options *options = job->options;
	struct sign_id_desk *shared = NULL;
	enum status rc = review_options_check(&options->review, err);

	if (rc == OK && !review_options_given(&options->review))
		rc = sign_id_desk_open(job->desk, options->forms,
				       options->offline == 1,
				       options->refer == 1, &shared, err);
	job->shared = shared;
	return rc;
}

static enum status sign_begin(struct job *job, struct error *err)
{
	struct sign_id *work = NULL;
	enum status rc = OK;

	if (job->shared)
		rc = sign_id_begin(job->desk, job->in, &work, err);
	job->work = work;
	return rc;
}

STEP(sign_find, sign_id_find(job->desk, job->shared, job->work, err))
STEP(sign_read, sign_id_read(job->desk, job->work, err))
STEP(sign_verify, sign_id_verify(job->desk, job->shared, job->work, err))
STEP(sign_inspect, sign_id_inspect(job->desk, job->shared, job->work, err))
VERIFY(sign_judge, judge, sign_id_verification)
VERIFY(sign_load, load, sign_id_verification)
VERIFY(sign_fetch, fetch, sign_id_verification)
VERIFY(sign_keep, keep, sign_id_verification)

static enum status sign_record(struct job *job, struct error *err)
{
	const struct sign_options *options = job->options;
	const struct signed_form *in = job->in;

	if (job->work)
		return sign_id_record(job->desk, job->work, job->out, err);
	return review_record(job, in->user_id, &options->review, err);
}

static const struct stage sign_stages[] = {
	{ STAGE_STORE, sign_begin },
	{ STAGE_TALK, sign_find },
	{ STAGE_APART, sign_read },
	{ STAGE_STORE, sign_verify },
	ROUNDS(sign_judge, sign_load, sign_fetch, sign_keep),
	{ STAGE_APART, sign_inspect },
	{ STAGE_STORE, sign_record },
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
	{ .name = "sign",
	  .summary = N_("record a recognition by the holder's digital signature "
			"on the form, or review what was referred"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &signed_form_record,
	  .out = &product_record,
	  .options = &sign_options_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_CSV,
	  .may = MAY_RECOGNISE,
	  .batch = 16,
	  .open = sign_open,
	  .close = sign_id_desk_close,
	  .stages = sign_stages },
	{ .name = "cancel",
	  .summary = N_("give up products before issue"),
	  .argument = "user_id", .reads = READS_STREAM,
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
