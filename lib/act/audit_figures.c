/* audit_figures - what came of the requests of a period */
#include <ipp/act/audit.h>

#include <ipp/model/figures.h>
#include <ipp/store/desk.h>
#include <ipp/store/figures.h>

struct counting {
	enum status (*each)(void *context, const struct figures *figures,
			    struct error *err);
	void *context;
	int64_t rows;
};

static enum status pass(void *context, const struct figures *figures,
			struct error *err)
{
	struct counting *it = context;

	it->rows++;
	return it->each(it->context, figures, err);
}

enum status act_audit_figures(struct desk *desk,
			      const struct figures_wish *wish,
			      enum status (*each)(void *context,
						  const struct figures *figures,
						  struct error *err),
			      void *context, struct error *err)
{
	static const struct figures none = { .group = "all",
					     .delay_longest = ABSENT,
					     .delay_average = ABSENT };
	struct counting counting = { each, context, 0 };
	struct figures_wish whole = *wish;
	enum status rc;

	whole.client_id = desk->session->client_id;
	whole.now = desk->now;
	whole.by = wish->by == ABSENT ? FIGURES_BY_NOTHING : wish->by;
	whole.from = wish->from == ABSENT
			 ? 0
			 : field_instant(wish->from, desk->now);
	whole.to = wish->to == ABSENT ? desk->now + 1
				      : field_instant(wish->to, desk->now);
	if (whole.to <= whole.from)
		return error_set(err, USAGE, "period", "to",
				 "the period ends before it begins; give a "
				 "later end");
	if ((rc = figures_count(desk->store, &whole, pass, &counting, err)) !=
		OK ||
	    counting.rows > 0 || whole.by != FIGURES_BY_NOTHING)
		return rc;
	return each(context, &none, err);
}
