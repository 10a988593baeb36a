/* ipp-scan - ask an antivirus about files, and fail closed */
#include <ipp/act/scan.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/scan.h>

static enum status open_scanner(struct job *job, struct error *err)
{
	struct scanner *scanner = NULL;
	enum status rc = scanner_open(job->desk, &scanner, err);

	job->shared = scanner;
	return rc;
}

static void close_scanner(void *shared)
{
	scanner_close(shared);
}

static void answer(struct job *job, const struct scan_verdict *verdict)
{
	if (verdict->verdict != SCAN_CLEAN)
		job->answer = REFUSED;
}

static enum status scan(struct job *job, struct error *err)
{
	const struct scan_wish *in = job->in;
	enum status rc =
	    scan_path(job->desk, job->shared, in->file, job->out, err);

	if (rc == OK)
		answer(job, job->out);
	return rc;
}

static const struct stage stages[] = { { STAGE_APART, scan },
				       { STAGE_END, NULL } };

struct listing {
	struct job *job;
	struct rows *rows;
};

static enum status put(void *context, const struct scan_verdict *verdict,
		       struct error *err)
{
	struct listing *listing = context;

	answer(listing->job, verdict);
	return rows_put(listing->rows, verdict, err);
}

static enum status papers(struct job *job, struct rows *rows, struct error *err)
{
	const struct scan_papers *in = job->in;
	struct listing listing = { job, rows };

	return scan_papers(job->desk, job->shared, in->user_id, put, &listing,
			   err);
}

static const struct verb verbs[] = {
	{ .name = "papers",
	  .summary = N_("scan the papers that are kept for products, and keep "
			"the verdicts as evidence"),
	  .argument = "user_id",
	  .reads = READS_STREAM,
	  .in = &scan_papers_record,
	  .out = &scan_verdict_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_ALONE,
	  .may = MAY_HAND_IN,
	  .open = open_scanner,
	  .close = close_scanner,
	  .list = papers },
	{ .summary = N_("scan files for viruses"),
	  .argument = "file",
	  .reads = READS_STREAM,
	  .in = &scan_wish_record,
	  .out = &scan_verdict_record,
	  .needs = NEED_CLOCK,
	  .batch = 16,
	  .open = open_scanner,
	  .close = close_scanner,
	  .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-scan",
	.summary = N_("Scan files for viruses, and fail closed"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
