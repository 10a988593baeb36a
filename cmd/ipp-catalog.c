/* ipp-catalog - what may be asked for, and what the organization may use */
#include <ipp/act/catalog.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/catalog.h>

static enum status put_item(void *rows, const struct catalog_item *it,
			    struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status put_change(void *rows, const struct catalog_change *it,
			      struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status put_limit(void *rows, const struct limit_of_use *it,
			     struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return act_catalog_list(job->desk, put_item, rows, err);
}

static enum status recognitions(struct job *job, struct rows *rows,
				struct error *err)
{
	return act_catalog_recognitions(job->desk, put_change, rows, err);
}

static enum status limits(struct job *job, struct rows *rows, struct error *err)
{
	return act_catalog_limits(job->desk, put_limit, rows, err);
}

static enum status show(struct job *job, struct error *err)
{
	const struct catalog_item *in = job->in;

	return act_catalog_show(job->desk, in->product, job->out, err);
}

static enum status change(struct job *job, int64_t enabled, struct error *err)
{
	struct catalog_change *out = job->out;

	*out = *(const struct catalog_change *)job->in;
	out->enabled = enabled;
	return act_catalog_change(job->desk, out, err);
}

static enum status enable(struct job *job, struct error *err)
{
	return change(job, 1, err);
}

static enum status disable(struct job *job, struct error *err)
{
	return change(job, 0, err);
}

static enum status load(struct job *job, struct error *err)
{
	return act_catalog_load(job->desk, err);
}

#define SIGNED_IN (NEED_STORE | NEED_SESSION)

static const struct verb verbs[] = {
	{ .name = "list",
	  .summary = N_("list the products"),
	  .out = &catalog_item_record,
	  .needs = SIGNED_IN,
	  .may = MAY_WORK,
	  .list = list },
	{ .name = "show",
	  .summary = N_("show everything about products"),
	  .argument = "product",
	  .reads = READS_ONE,
	  .in = &catalog_item_record,
	  .out = &catalog_item_record,
	  .needs = SIGNED_IN,
	  .may = MAY_WORK,
	  .run = show },
	{ .name = "enable",
	  .summary = N_("let the organization use products or a recognition"),
	  .argument = "product",
	  .reads = READS_ONE,
	  .in = &catalog_change_record,
	  .out = &catalog_change_record,
	  .needs = SIGNED_IN | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .run = enable },
	{ .name = "disable",
	  .summary = N_("stop the organization from using products or a "
			"recognition"),
	  .argument = "product",
	  .reads = READS_ONE,
	  .in = &catalog_change_record,
	  .out = &catalog_change_record,
	  .needs = SIGNED_IN | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .run = disable },
	{ .name = "recognitions",
	  .summary = N_("list the recognitions"),
	  .out = &catalog_change_record,
	  .needs = SIGNED_IN,
	  .may = MAY_WORK,
	  .list = recognitions },
	{ .name = "limits",
	  .summary = N_("list the limits of use to choose from"),
	  .out = &limit_of_use_record,
	  .needs = SIGNED_IN,
	  .may = MAY_WORK,
	  .list = limits },
	{ .name = "load",
	  .summary = N_("bring the catalogue to what ships with the program"),
	  .needs = SIGNED_IN | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .run = load },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-catalog",
	.summary = N_("Tell what may be asked for, and who may use it"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
