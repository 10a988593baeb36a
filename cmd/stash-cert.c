/* stash-cert - the ledger of certificates that authorities keep */
#include <ipp/act/stash_certificate.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/remote_certificate.h>

#define TERMINAL_LIMIT 100

static enum status put(void *rows, const struct remote_certificate *it,
		       struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	struct remote_search wanted =
	    *(const struct remote_search *)job->options;

	if (wanted.limit == ABSENT && terminal_is_reader(job->terminal))
		wanted.limit = TERMINAL_LIMIT;
	return stash_certificate_list(job->desk, &wanted, put, rows, err);
}

static enum status show(struct job *job, struct error *err)
{
	const struct remote_certificate_reference *in = job->in;

	return stash_certificate_show(job->desk, in->alias, job->out, err);
}

static enum status edit(struct job *job, struct error *err)
{
	return stash_certificate_edit(job->desk, job->in, job->out, err);
}

static const struct verb verbs[] = {
	{ .name = "list",
	  .summary = N_("find certificates by any combination of filters"),
	  .out = &remote_certificate_record,
	  .options = &remote_search_record,
	  .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_LIST_REMOTELY,
	  .list = list },
	{ .name = "show",
	  .summary = N_("show everything about certificates"),
	  .argument = "alias",
	  .reads = READS_STREAM,
	  .in = &remote_certificate_reference_record,
	  .out = &remote_certificate_record,
	  .may = MAY_LIST_REMOTELY,
	  .needs = NEED_STORE | NEED_SESSION | NEED_SHEET,
	  .run = show },
	{ .name = "edit",
	  .summary = N_("change what is known of certificates"),
	  .argument = "alias",
	  .reads = READS_STREAM,
	  .in = &remote_certificate_record,
	  .out = &remote_certificate_record,
	  .may = MAY_SIGN_REMOTELY,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .run = edit },
	{ 0 }
};

static const struct tool tool = {
	.name = "stash-cert",
	.summary = N_("Keep the ledger of certificates that authorities lend"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
