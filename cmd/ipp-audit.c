/* ipp-audit - the journal, and the proof of what happened */
#include <ipp/act/audit.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/journal.h>

#define TERMINAL_LIMIT 100

static enum status put(void *rows, const struct journal_entry *entry,
		       struct error *err)
{
	return rows_put(rows, entry, err);
}

static enum status log_list(struct job *job, struct rows *rows,
			    struct error *err)
{
	struct journal_filter wanted =
	    *(const struct journal_filter *)job->options;

	if (wanted.limit == ABSENT && terminal_is_reader(job->terminal))
		wanted.limit = TERMINAL_LIMIT;
	return act_audit_log(job->desk, &wanted, put, rows, err);
}

static const struct verb verbs[] = {
	{ .name = "log", .summary = N_("list what the journal says"),
	  .out = &journal_entry_record, .options = &journal_filter_record,
	  .needs = NEED_STORE | NEED_SESSION, .may = MAY_EXPORT,
	  .list = log_list },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-audit",
	.summary = N_("Read and prove the journal"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
