/* ipp-request - requests for certificates: drafts, submissions, batches */
#include <unistd.h>

#include <ipp/act/form.h>
#include <ipp/act/request.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/ask_request.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/form.h>
#include <ipp/model/request.h>
#include <ipp/model/request_options.h>

static enum status keep(struct desk *desk, struct request *request,
			struct error *err)
{
	return request->order_id == ABSENT ?
		       request_new(desk, request, request, err) :
		       request_edit(desk, request, NULL, request, err);
}

static enum status ask_and_keep(struct job *job, struct request *request,
				struct error *err)
{
	static const struct request_acts acts = { request_look, request_propose,
						  request_wants_role, keep };
	struct order_reference named = { ABSENT, NULL };
	bool submit = false;
	enum status rc;

	if ((rc = ask_request(job, &acts, request, &submit, err)) != OK)
		return rc;
	named.order_id = request->order_id;
	return submit ? request_submit(job->desk, &named, false, job->out,
				       err) :
			request_show(job->desk, &named, job->out, err);
}

static enum status new(struct job *job, struct error *err)
{
	const struct new_options *options = job->options;
	struct request *request;

	if (options->ask != 1 || job->desk->flaws)
		return request_new(job->desk, job->in, job->out, err);
	request = arena_bytes(job->desk->arena, job->in, sizeof *request);
	request->order_id = ABSENT;
	return ask_and_keep(job, request, err);
}

static enum status edit(struct job *job, struct error *err)
{
	const struct edit_options *options = job->options;
	struct request request;
	enum status rc;

	rc = request_edit(job->desk, job->in, &options->clear, &request, err);
	if (rc != OK || job->desk->flaws)
		return rc;
	if (options->ask == 1)
		return ask_and_keep(job, &request, err);
	*(struct request *)job->out = request;
	return OK;
}

static enum status show(struct job *job, struct error *err)
{
	return request_show(job->desk, job->in, job->out, err);
}

static enum status submit(struct job *job, struct error *err)
{
	const struct submit_options *options = job->options;

	return request_submit(job->desk, job->in, options->notify == 1,
			      job->out, err);
}

static enum status delete(struct job *job, struct error *err)
{
	return request_delete(job->desk, job->in, job->out, err);
}

static enum status clone(struct job *job, struct error *err)
{
	return request_clone(job->desk, job->in, job->out, err);
}

static enum status renew(struct job *job, struct error *err)
{
	const struct renew_options *options = job->options;

	return request_renew(job->desk, job->in, options->recognition, job->out,
			     err);
}

static enum status put(void *rows, const struct request *request,
		       struct error *err)
{
	return rows_put(rows, request, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	const struct list_options *options = job->options;
	const struct drafts_asked asked = {
		.is_mine = options->mine == 1,
		.after = options->after,
		.limit = options->limit == ABSENT ? 50 : options->limit,
	};

	return request_drafts(job->desk, &asked, put, rows, err);
}

static enum status form_read(struct job *job, struct error *err)
{
	const struct import_options *options = job->options;
	const struct request_import *in = job->in;
	struct form_record *record = NULL;
	enum status rc = OK;

	if (in->from_form)
		rc = request_from_form(job->desk, in, &record, err);
	else if (options->from_form == 1)
		rc = error_set(err, DATA, "missing", "from_form",
			       "the form is missing; name it as an argument");
	job->work = record;
	return rc;
}

static enum status import(struct job *job, struct error *err)
{
	const struct import_options *options = job->options;
	const struct request_import *in = job->in;

	if (job->desk->flaws && (in->from_form || options->from_form == 1))
		return OK; /* the form would tell the rest */
	return request_import_form(job->desk, in, job->work,
				   options->draft == 1, job->out, err);
}

static const struct stage import_stages[] = {
	{ STAGE_APART, form_read }, { STAGE_STORE, import }, { STAGE_END, NULL },
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
#define DRAFTS (NEEDS | NEED_WRITE)
#define REQUEST .in = &request_record, .out = &request_record
#define ORDERS                                           \
	.argument = "order", .reads = READS_STREAM,      \
	.in = &order_reference_record, .out = &request_record
#define TALKS (DRAFTS | NEED_ALONE | CAN_REHEARSE | TELLS_ALL)

static const struct verb verbs[] = {
	{ .name = "new", .summary = N_("keep any part of a request as a draft"),
	  .reads = READS_ONE, REQUEST, .options = &new_options_record,
	  .needs = TALKS, .may = MAY_REQUEST, .run = new },
	{ .name = "edit", .summary = N_("change a draft, the latest if none is named"),
	  .argument = "order", .reads = READS_ONE, REQUEST,
	  .options = &edit_options_record, .needs = TALKS, .may = MAY_REQUEST, .run = edit },
	{ .name = "show", .summary = N_("show a request whole"),
	  ORDERS, .needs = NEEDS, .may = MAY_SEARCH, .run = show },
	{ .name = "list", .summary = N_("list drafts"),
	  .reads = READS_NOTHING, .out = &request_record,
	  .options = &list_options_record, .needs = NEEDS, .may = MAY_REQUEST,
	  .list = list },
	{ .name = "submit", .summary = N_("check drafts whole and hand them on"),
	  ORDERS, .options = &submit_options_record, .needs = DRAFTS,
	  .may = MAY_REQUEST, .run = submit },
	{ .name = "delete", .summary = N_("delete drafts"),
	  ORDERS, .needs = DRAFTS, .may = MAY_REQUEST, .run = delete },
	{ .name = "clone", .summary = N_("make a draft with the data of an order"),
	  .argument = "order", .reads = READS_ONE, REQUEST,
	  .needs = DRAFTS, .may = MAY_REQUEST, .run = clone },
	{ .name = "renew",
	  .summary = N_("make drafts that renew products which end soon"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &renewal_wish_record, .out = &request_record,
	  .options = &renew_options_record,
	  .needs = DRAFTS | NEED_CSV | CAN_BE_WHOLE, .may = MAY_REQUEST, .run = renew },
	{ .name = "import", .summary = N_("submit a batch of requests"),
	  .argument = "from_form", .reads = READS_STREAM,
	  .in = &request_import_record, .out = &request_record,
	  .options = &import_options_record,
	  .needs = DRAFTS | NEED_CSV | IS_REPEATABLE | CAN_BE_WHOLE | TELLS_ALL,
	  .may = MAY_REQUEST, .batch = 2048, .stages = import_stages },
	{ .name = "form", .summary = N_("print forms to be signed, as PDF"),
	  .argument = "order", .reads = READS_STREAM, .in = &form_wish_record,
	  .out = &form_file_record, .options = &form_options_record,
	  .needs = DRAFTS | NEED_ALONE, .may = MAY_SEARCH, .batch = 1, .run = form },
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
