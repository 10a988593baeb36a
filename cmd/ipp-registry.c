/* ipp-registry - holders and their identity documents: the master data */
#include <ipp/act/registry.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/holder.h>

#define TERMINAL_LIMIT 100

static enum status add(struct job *job, struct error *err)
{
	return registry_add(job->desk, job->in, job->out, err);
}

struct find_options {
	int64_t limit, after;
};

static const struct field find_fields[] = {
	{ FIELD(struct find_options, limit), FIELD_INTEGER, .title = "NUMBER",
	  .help = N_("list at most so many; 100 on a terminal if not given") },
	{ FIELD(struct find_options, after), FIELD_ID, .prefix = "HLD",
	  .title = "HOLDER_ID", .help = N_("go on after this entry") },
	{ 0 }
};
static const struct record find_options = { .name = "find_options",
					    .size = sizeof(struct find_options),
					    .fields = find_fields };

static enum status put(void *rows, const struct holder *holder,
		       struct error *err)
{
	return rows_put(rows, holder, err);
}

static enum status find(struct job *job, struct rows *rows, struct error *err)
{
	const struct find_options *options = job->options;
	struct holder_filter filter = { .like = job->in,
					.after = options->after,
					.limit = options->limit };

	if (filter.limit == ABSENT && terminal_is_reader(job->terminal))
		filter.limit = TERMINAL_LIMIT;
	return registry_find(job->desk, &filter, put, rows, err);
}

static enum status show(struct job *job, struct error *err)
{
	const struct holder_named *in = job->in;

	return registry_show(job->desk, in->holder_id, job->out, err);
}

struct edit_options {
	struct texts clear;
	int64_t confirm;
};

static const struct field edit_fields[] = {
	{ FIELD(struct edit_options, clear), FIELD_TEXTS, .title = "WORDS",
	  .help = N_("empty these members, apart by blanks") },
	{ FIELD(struct edit_options, confirm), FIELD_BOOLEAN,
	  .help = N_("change identity or document of a verified entry, which "
		     "is not verified any more then") },
	{ 0 }
};
static const struct record edit_options = { .name = "edit_options",
					    .size = sizeof(struct edit_options),
					    .fields = edit_fields };

static enum status edit(struct job *job, struct error *err)
{
	const struct edit_options *options = job->options;
	struct registry_change change = { .in = job->in,
					  .clear = &options->clear,
					  .is_confirmed = options->confirm ==
							  1 };

	return registry_edit(job->desk, &change, job->out, err);
}

static enum status image_begin(struct job *job, struct error *err)
{
	struct images *images;
	enum status rc = images_begin(job->desk, job->in, &images, err);

	if (rc == OK)
		job->work = images;
	return rc;
}

static enum status image_read(struct job *job, struct error *err)
{
	return images_read(job->desk, job->work, err);
}

static enum status image_keep(struct job *job, struct error *err)
{
	return images_keep(job->desk, job->work, job->out, err);
}

static const struct stage image_stages[] = {
	{ STAGE_STORE, image_begin },
	{ STAGE_APART, image_read },
	{ STAGE_STORE, image_keep },
	{ STAGE_END, NULL },
};

#define READS  (NEED_STORE | NEED_SESSION)
#define WRITES (READS | NEED_WRITE)

static const struct verb verbs[] = {
	{ .name = "add",
	  .summary = N_("enter holders"),
	  .reads = READS_STREAM,
	  .in = &holder_record,
	  .out = &holder_record,
	  .needs = WRITES | NEED_CSV | TELLS_ALL,
	  .may = MAY_REQUEST,
	  .run = add },
	{ .name = "find",
	  .summary = N_("find holders by tax code, or by at least three "
			"personal data"),
	  .argument = "tax_code",
	  .reads = READS_ONE,
	  .in = &holder_record,
	  .out = &holder_record,
	  .options = &find_options,
	  .needs = READS,
	  .may = MAY_SEARCH,
	  .list = find },
	{ .name = "show",
	  .summary = N_("show entries with images of documents and with "
			"products"),
	  .argument = "holder_id",
	  .reads = READS_ONE,
	  .in = &holder_named_record,
	  .out = &holder_record,
	  .needs = READS,
	  .may = MAY_SEARCH,
	  .run = show },
	{ .name = "edit",
	  .summary = N_("change entries"),
	  .argument = "holder_id",
	  .reads = READS_STREAM,
	  .in = &holder_record,
	  .out = &holder_record,
	  .options = &edit_options,
	  .needs = WRITES | NEED_CSV | TELLS_ALL,
	  .may = MAY_REQUEST,
	  .run = edit },
	{ .name = "image",
	  .summary = N_("add images of the identity document"),
	  .argument = "holder_id",
	  .reads = READS_STREAM,
	  .in = &document_files_record,
	  .out = &holder_record,
	  .needs = WRITES,
	  .may = MAY_REQUEST,
	  .batch = 1,
	  .stages = image_stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-registry",
	.summary = N_("Keep holders and their identity documents"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
