/* ipp-trust - say whose certificates signatures may lead to */
#include <ipp/act/trust.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/trust.h>

static const struct field import_fields[] = {
	{ FIELD(struct trust_wish, service_type), FIELD_WORD,
	  .words = trust_service_words, .title = "TYPE",
	  .help = N_("what imported certificates are for; ca if not given, "
		     "ca_qc where they issue qualified certificates") },
	{ FIELD(struct trust_wish, territory), FIELD_TEXT, .max = 8,
	  .title = "COUNTRY",
	  .help = N_("country of imported certificates (ISO 3166-1)") },
	{ FIELD(struct trust_wish, provider), FIELD_TEXT, .max = 200,
	  .title = "NAME",
	  .help = N_("who runs the service of imported certificates") },
	{ FIELD(struct trust_wish, service), FIELD_TEXT, .max = 200,
	  .title = "NAME",
	  .help = N_("name of that service; the subject if not given") },
	{ FIELD(struct trust_wish, signers), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("certificates that may sign the trusted list; those of "
		     "the list of lists if not given") },
	{ FIELD(struct trust_wish, url), FIELD_TEXT, .max = 500, .title = "URL",
	  .help = N_("where newer editions of the trusted list are found") },
	{ 0 }
};
static const struct record import_options = { .name = "import_options",
					      .size = sizeof(struct trust_wish),
					      .fields = import_fields };

struct update_options {
	int64_t all;
	const char *territory;
};

static const struct field update_fields[] = {
	{ FIELD(struct update_options, all), FIELD_BOOLEAN,
	  .help = N_("look for every list, whether it is due or not") },
	{ FIELD(struct update_options, territory), FIELD_TEXT, .max = 8,
	  .title = "COUNTRY",
	  .help = N_("look for this list only, whether it is due or not") },
	{ 0 }
};
static const struct record update_options = { .name = "update_options",
					      .size =
						  sizeof(struct update_options),
					      .fields = update_fields };

static const struct field list_fields[] = {
	{ FIELD(struct trust_selection, source), FIELD_WORD,
	  .words = trust_source_words, .title = "SOURCE",
	  .help = N_("list those of this source") },
	{ FIELD(struct trust_selection, territory), FIELD_TEXT, .max = 8,
	  .title = "COUNTRY", .help = N_("list those of this country") },
	{ FIELD(struct trust_selection, service_type), FIELD_WORD,
	  .words = trust_service_words, .title = "TYPE",
	  .help = N_("list those of services of this type") },
	{ FIELD(struct trust_selection, status), FIELD_WORD,
	  .words = trust_status_words, .title = "STATUS",
	  .help = N_("list those that have this status at the moment") },
	{ 0 }
};
static const struct record list_options = { .name = "list_options",
					    .size = sizeof(
						struct trust_selection),
					    .fields = list_fields };

static enum status import_begin(struct job *job, struct error *err)
{
	const struct trust_file *in = job->in;
	struct trust_wish wish = *(const struct trust_wish *)job->options;
	struct trust_file_work *work;
	enum status rc;

	wish.file = in->file;
	if ((rc = trust_import_begin(job->desk, &wish, &work, err)) == OK)
		job->work = work;
	return rc;
}

static enum status import_read(struct job *job, struct error *err)
{
	return trust_import_read(job->desk, job->work, err);
}

static enum status import_keep(struct job *job, struct error *err)
{
	return trust_import_keep(job->desk, job->work, job->out, err);
}

static const struct stage import_stages[] = {
	{ STAGE_STORE, import_begin },
	{ STAGE_APART, import_read },
	{ STAGE_STORE, import_keep },
	{ STAGE_END, NULL },
};

static enum status put(void *rows, const struct trusted_anchor *it,
		       struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return trust_list_anchors(job->desk, job->options, put, rows, err);
}

static enum status show(struct job *job, struct rows *rows, struct error *err)
{
	const struct trusted_anchor *in = job->in;
	const struct trust_selection selection = {
		.source = ABSENT,
		.service_type = ABSENT,
		.status = ABSENT,
		.fingerprint = in->fingerprint,
		.whole = true,
	};

	return trust_list_anchors(job->desk, &selection, put, rows, err);
}

static enum status forget(struct job *job, struct error *err)
{
	const struct trusted_anchor *in = job->in;

	job->silent = true;
	return trust_remove(job->desk, in->fingerprint, err);
}

static enum status put_list(void *rows, const struct trusted_list *it,
			    struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status lists(struct job *job, struct rows *rows, struct error *err)
{
	return trust_list_lists(job->desk, put_list, rows, err);
}

static enum status update(struct job *job, struct rows *rows, struct error *err)
{
	const struct update_options *options = job->options;
	const struct trust_update wish = { options->territory,
					   options->all == 1 };

	return trust_update(job->desk, &wish, put_list, rows, err);
}

static enum status drop(struct job *job, struct error *err)
{
	const struct trusted_list *in = job->in;

	job->silent = true;
	return trust_list_drop(job->desk, in->territory, err);
}

#define SIGNED_IN (NEED_STORE | NEED_SESSION)

static const struct verb verbs[] = {
	{ .name = "import",
	  .summary = N_("trust the certificates or the trusted lists of files"),
	  .argument = "file",
	  .reads = READS_STREAM,
	  .in = &trust_file_record,
	  .out = &trust_import_record,
	  .options = &import_options,
	  .needs = SIGNED_IN | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .batch = 1,
	  .stages = import_stages },
	{ .name = "list",
	  .summary = N_("list the certificates that are trusted"),
	  .out = &trust_anchor_record,
	  .options = &list_options,
	  .needs = SIGNED_IN,
	  .may = MAY_WORK,
	  .list = list },
	{ .name = "show",
	  .summary = N_("show a trusted certificate with its history"),
	  .argument = "fingerprint",
	  .reads = READS_ONE,
	  .in = &trust_anchor_record,
	  .out = &trust_anchor_record,
	  .needs = SIGNED_IN | NEED_SHEET,
	  .may = MAY_WORK,
	  .list = show },
	{ .name = "remove",
	  .summary = N_("trust an imported certificate no more"),
	  .argument = "fingerprint",
	  .reads = READS_STREAM,
	  .in = &trust_anchor_record,
	  .out = &trust_anchor_record,
	  .needs = SIGNED_IN | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .run = forget },
	{ .name = "update",
	  .summary = N_("look for newer editions of the trusted lists"),
	  .out = &trust_list_record,
	  .options = &update_options,
	  .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE,
	  .may = MAY_MANAGE,
	  .list = update },
	{ .name = "lists",
	  .summary = N_("list the trusted lists"),
	  .out = &trust_list_record,
	  .needs = SIGNED_IN,
	  .may = MAY_WORK,
	  .list = lists },
	{ .name = "drop",
	  .summary = N_("forget a trusted list and all that it brought"),
	  .argument = "territory",
	  .reads = READS_STREAM,
	  .in = &trust_list_record,
	  .out = &trust_list_record,
	  .needs = SIGNED_IN | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .run = drop },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-trust",
	.summary = N_("Say whose certificates signatures may lead to"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
