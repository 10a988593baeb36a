/* ipp-search - find orders and products */
#include <ipp/act/search.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
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

static const struct verb verbs[] = {
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
