/* ipp-request - requests for certificates: drafts, submissions, batches */
#include <ipp/act/request.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/request.h>

struct import_options {
	int64_t draft;
};

static const struct field import_fields[] = {
	{ FIELD(struct import_options, draft), FIELD_BOOLEAN,
	  .help = N_("keep what cannot be submitted as drafts") },
	{ 0 }
};
static const struct record import_options = {
	.name = "import_options", .size = sizeof(struct import_options),
	.fields = import_fields
};

static enum status import(struct job *job, struct error *err)
{
	const struct import_options *options = job->options;

	return request_import(job->desk, job->in, options->draft == 1, job->out,
			      err);
}

#define NEEDS (NEED_STORE | NEED_SESSION)

static const struct verb verbs[] = {
	{ .name = "import", .summary = N_("submit a batch of requests"),
	  .reads = READS_STREAM, .in = &request_record, .out = &request_record,
	  .options = &import_options, .needs = NEEDS | NEED_WRITE | NEED_CSV,
	  .may = MAY_REQUEST, .batch = 1024, .run = import },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-request",
	.summary = N_("Ask for certificates"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
