/* ipp-search - find orders and products */
#include <ipp/act/detail.h>
#include <ipp/act/search.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/detail.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>

#define TERMINAL_LIMIT 100

static enum status put(void *context, const struct product *product,
		       struct error *err)
{
	return rows_put(context, product, err);
}

static enum status search(struct job *job, struct rows *rows,
			  struct error *err)
{
	struct search wanted = *(const struct search *)job->options;

	if (wanted.limit == ABSENT && terminal_is_reader(job->terminal))
		wanted.limit = TERMINAL_LIMIT;
	return act_search(job->desk, &wanted, put, rows, err);
}

static enum status sheet(void *context, const struct detail *detail,
			 struct error *err)
{
	return rows_put(context, detail, err);
}

static enum status show(struct job *job, struct rows *rows, struct error *err)
{
	return act_detail(job->desk, job->in, sheet, rows, err);
}

static const struct verb verbs[] = {
	{ .name = "show",
	  .summary = N_("show everything about products or orders"),
	  .argument = "id", .reads = READS_STREAM, .in = &detail_wish_record,
	  .out = &detail_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_SHEET, .may = MAY_SEARCH,
	  .list = show },
	{ .summary = N_("find products by any combination of filters"),
	  .out = &product_record, .options = &search_record,
	  .needs = NEED_STORE | NEED_SESSION, .may = MAY_SEARCH,
	  .list = search },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-search",
	.summary = N_("Find orders and products"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
