/* ipp-request - requests for certificates: drafts, submissions, batches */
#include <unistd.h>

#include <ipp/act/form.h>
#include <ipp/act/request.h>
#include <ipp/base/file.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/form.h>
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

struct form_options {
	int64_t blank, kind, language;
	const char *output;
};

static const struct field form_fields[] = {
	{ FIELD(struct form_options, blank), FIELD_BOOLEAN,
	  .help = N_("print the empty form of a product instead") },
	{ FIELD(struct form_options, kind), FIELD_WORD,
	  .words = form_kind_words,
	  .help = N_("the paper to print; form if not given") },
	{ FIELD(struct form_options, language), FIELD_WORD,
	  .words = language_words,
	  .help = N_("its language; the order's if not given") },
	{ FIELD(struct form_options, output), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "PATH", .letter = 'o',
	  .help = N_("write to this file, or into this folder as "
		     "ORD000000001-form.pdf; standard output if not given") },
	{ 0 }
};
static const struct record form_options = {
	.name = "form_options", .size = sizeof(struct form_options),
	.fields = form_fields
};

/* Standard output takes one form, and no screen does. */
static enum status form_print(struct job *job, const struct form *form,
			      struct error *err)
{
	if (job->number > 1)
		return error_set(err, USAGE, "output_missing", "output",
				 "there are several forms; name a folder with "
				 "--output");
	if (terminal_is_reader(job->terminal))
		return error_set(err, USAGE, "output_missing", "output",
				 "a PDF is not for a terminal; name a file with "
				 "--output");
	job->silent = true;
	return file_write_fd(STDOUT_FILENO, form->bytes, form->size,
			     "standard output", err);
}

static enum status form_write(struct job *job, const struct form *form,
			      struct error *err)
{
	const struct form_options *options = job->options;

	if (!options->output)
		return form_print(job, form, err);
	return form_save(job->desk, form, options->output, job->number > 1,
			 job->out, err);
}

static enum status form(struct job *job, struct error *err)
{
	const struct form_options *options = job->options;
	struct form_style style = {
		.kind = options->kind != ABSENT ? options->kind :
						  FORM_APPLICATION,
		.language = options->language,
	};
	struct form made;
	enum status rc;

	rc = options->blank == 1 ?
		     form_blank(job->desk, job->in, &style, &made, err) :
		     form_make(job->desk, job->in, &style, &made, err);
	return rc == OK ? form_write(job, &made, err) : rc;
}

#define NEEDS (NEED_STORE | NEED_SESSION)

static const struct verb verbs[] = {
	{ .name = "import", .summary = N_("submit a batch of requests"),
	  .reads = READS_STREAM, .in = &request_record, .out = &request_record,
	  .options = &import_options, .needs = NEEDS | NEED_WRITE | NEED_CSV | IS_REPEATABLE,
	  .may = MAY_REQUEST, .batch = 1024, .run = import },
	{ .name = "form", .summary = N_("print forms to be signed, as PDF"),
	  .argument = "order", .reads = READS_STREAM, .in = &form_wish_record,
	  .out = &form_file_record, .options = &form_options, .needs = NEEDS,
	  .may = MAY_SEARCH, .batch = 1, .run = form },
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
