/* ipp-check - whether the desk is well, for people and for monitors */
#include <ipp/act/health.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/health.h>

static const enum status answers[] = {
	[SEVERITY_OK] = OK,
	[SEVERITY_INFO] = REFUSED,
	[SEVERITY_WARNING] = WARNED,
	[SEVERITY_CRITICAL] = ALARMED,
};

static enum status put(void *rows, const struct finding *it, struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status check(struct job *job, struct rows *rows, struct error *err)
{
	enum severity worst = SEVERITY_OK;
	enum status rc = act_health(job->desk, job->options, put, rows, &worst,
				    err);

	if (rc == OK)
		job->answer = answers[worst];
	return rc;
}

static enum status put_check(void *rows, const struct health_check *it,
			     struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	const struct health_wish none = { .at_least = ABSENT };

	return act_health_list(job->desk, &none, put_check, rows, err);
}

/* Everybody who may read the store may ask how it is, as with ipp-store
 * check: a monitor has no session, and no finding names a holder. */
static const struct verb verbs[] = {
	{ .name = "list", .summary = N_("list the checks and their thresholds"),
	  .out = &health_check_record, .list = list },
	{ .summary = N_("Tell whether the desk is well"),
	  .out = &finding_record, .options = &health_wish_record,
	  .needs = NEED_STORE, .list = check },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-check",
	.summary = N_("Tell whether the desk is well"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
