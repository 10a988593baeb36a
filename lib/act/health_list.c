/* health_list - what must be public, and whether it is: for people and checks */
#include "health_part.h"

#include <inttypes.h>

#include <ipp/act/publication.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/publication_check.h>
#include <ipp/model/settings.h>
#include <ipp/rule/permission.h>
#include <ipp/store/desk.h>
#include <ipp/store/publication.h>

#define DONE_LIMIT 100

void publication_judge(struct publication_check *it,
		       const struct threshold *threshold, int64_t now)
{
	bool is_list = it->kind == PUBLICATION_OF_LIST;

	if (is_list && it->number == ABSENT) {
		it->state = PUBLICATION_MISSING;
		return;
	}
	if (!is_list && it->published_at != ABSENT) {
		it->state = it->published_at > it->due_at
				? PUBLICATION_DONE_LATE
				: PUBLICATION_DONE;
		return;
	}
	it->left_percent = percent_left(
	    is_list ? it->this_update : it->received_at, it->due_at, now);
	if (now >= it->due_at)
		it->state = PUBLICATION_LATE;
	else if (!threshold->is_off &&
		 threshold_judge(threshold, true, it->left_percent) !=
		     SEVERITY_OK)
		it->state = PUBLICATION_SOON;
	else
		it->state = is_list ? PUBLICATION_DONE : PUBLICATION_DUE;
}

static const char *when(struct arena *arena, int64_t at)
{
	char *ret = arena_alloc(arena, INSTANT_SIZE);

	instant_format(at, ret);
	return ret;
}

static const char *list_name(struct arena *arena,
			     const struct publication_check *it)
{
	const char *ret = it->authority;

	if (it->partition > 0)
		ret = arena_printf(arena, "%s, %" PRId64, ret, it->partition);
	return it->base_number == ABSENT
		   ? ret
		   : arena_printf(arena, _("%s, changes"), ret);
}

/* Nobody is told of lists of changes that are made no more. */
static bool is_no_more(const struct desk *desk,
		       const struct publication_check *it)
{
	return it->kind == PUBLICATION_OF_LIST && it->base_number != ABSENT &&
	       (!desk->settings || desk->settings->crl_delta_hours == ABSENT);
}

static enum status list_missing(struct probe *probe,
				const struct publication_check *list,
				struct error *err)
{
	struct finding it = finding_of(probe);

	it.subject = list_name(probe->desk->arena, list);
	it.code = "list_missing";
	it.severity = list->certificates ? SEVERITY_CRITICAL : SEVERITY_INFO;
	it.text = _("no list of revoked certificates was ever published; run: "
		    "ipp-ca crl");
	return probe_tell(probe, &it, err);
}

static enum status list_look(void *context, const struct publication_check *row,
			     struct error *err)
{
	struct probe *probe = context;
	struct arena *arena = probe->desk->arena;
	struct publication_check list = *row;
	struct finding it = finding_of(probe);

	if (is_no_more(probe->desk, row))
		return OK;
	publication_judge(&list, &probe->threshold, probe->desk->now);
	if (list.state == PUBLICATION_MISSING)
		return list_missing(probe, &list, err);
	it.subject = list_name(arena, &list);
	it.value = list.left_percent;
	it.at = list.due_at;
	it.severity =
	    threshold_judge(&probe->threshold, true, list.left_percent);
	if (list.state == PUBLICATION_LATE) {
		it.severity = SEVERITY_CRITICAL;
		it.code = "list_late";
		it.text = arena_printf(
		    arena,
		    _("list %" PRId64 " should have been replaced by %s, and "
		      "relying parties refuse every certificate; run: ipp-ca "
		      "crl --due"),
		    list.number, when(arena, list.due_at));
		return probe_tell(probe, &it, err);
	}
	if (it.severity != SEVERITY_OK)
		it.code = "list_ending";
	it.text = arena_printf(
	    arena,
	    _("list %" PRId64 " is %s old and holds for %s more"), list.number,
	    measure_text(arena, MEASURE_SECONDS,
			 probe->desk->now - list.this_update),
	    measure_text(arena, MEASURE_SECONDS,
			 list.due_at - probe->desk->now));
	return list.partition > 0 ? probe_judge(probe, &it, NULL, err)
				  : probe_tell(probe, &it, err);
}

/* Those of an authority also where they are well, for their ages are wanted; of
 * its partitions, which may be a thousand, those that are not. */
enum status probe_lists(struct probe *probe, struct error *err)
{
	enum status rc =
	    publication_lists(probe->desk->store, list_look, probe, err);

	if (rc != OK || probe->told > 0)
		return rc;
	return error_set(err, CONFIG, "authority_missing", NULL,
			 "this store has no certificate authority; make one "
			 "with: ipp-ca init");
}

/* How many requests there are in each state, and the first. */
struct waiting {
	const struct probe *probe;
	int64_t counts[PUBLICATION_MISSING + 1];
	int64_t first_due, least_left;
};

static enum status request_count(void *context,
				 const struct publication_check *row,
				 struct error *err)
{
	struct waiting *waiting = context;
	struct publication_check it = *row;

	(void)err;
	publication_judge(&it, &waiting->probe->threshold,
			  waiting->probe->desk->now);
	waiting->counts[it.state]++;
	if (waiting->first_due == ABSENT)
		waiting->first_due = it.due_at;
	if (it.left_percent < waiting->least_left)
		waiting->least_left = it.left_percent;
	return OK;
}

enum status probe_deadlines(struct probe *probe, struct error *err)
{
	static const struct publication_filter all = {
		.state = ABSENT, .limit = ABSENT,
		.client_id = ABSENT, .unit_id = ABSENT,
	};
	struct waiting waiting = { .probe = probe, .first_due = ABSENT,
				   .least_left = INT64_MAX };
	struct arena *arena = probe->desk->arena;
	struct finding it = finding_of(probe);
	int64_t late, others;
	enum status rc =
	    publication_requests(probe->desk->store, &all, false,
				 request_count, &waiting, err);

	if (rc != OK)
		return rc;
	if (waiting.first_due == ABSENT) {
		it.severity = SEVERITY_OK;
		it.text = _("every request is public");
		return probe_tell(probe, &it, err);
	}
	late = waiting.counts[PUBLICATION_LATE];
	others = waiting.counts[PUBLICATION_SOON] +
		 waiting.counts[PUBLICATION_DUE];
	it.value = waiting.least_left;
	it.at = waiting.first_due;
	it.severity = late > 0 ? SEVERITY_CRITICAL
			       : threshold_judge(&probe->threshold, true,
						 it.value);
	if (it.severity != SEVERITY_OK)
		it.code = late > 0 ? "request_late" : "request_due_soon";
	it.text = arena_printf(
	    arena,
	    it.code ? _("requests that are not public: %" PRId64 " late, "
			"%" PRId64 " more; the first was to be by %s; run: "
			"ipp-ca crl --due, and see: ipp-ca check")
		    : _("requests that are not public: %" PRId64 " late, "
			"%" PRId64 " more; the first must be by %s"),
	    late, others, when(arena, waiting.first_due));
	return probe_tell(probe, &it, err);
}

/* For people: each of them. */
struct showing {
	const struct desk *desk;
	const struct publication_filter *filter;
	struct threshold lists, requests;
	enum status (*each)(void *context, const struct publication_check *it,
			    struct error *err);
	void *context;
	int64_t left; /* that may still be shown */
	bool is_late;
};

static enum status show(void *context, const struct publication_check *row,
			struct error *err)
{
	struct showing *showing = context;
	const struct publication_filter *filter = showing->filter;
	struct publication_check it = *row;

	if (is_no_more(showing->desk, row))
		return OK;
	publication_judge(&it,
			  it.kind == PUBLICATION_OF_LIST ? &showing->lists
							 : &showing->requests,
			  showing->desk->now);
	showing->is_late |= it.state == PUBLICATION_LATE ||
			    (it.state == PUBLICATION_MISSING &&
			     it.certificates);
	if ((filter->state != ABSENT && it.state != filter->state) ||
	    (it.kind == PUBLICATION_OF_REQUEST && showing->left == 0))
		return OK;
	if (it.kind == PUBLICATION_OF_REQUEST)
		showing->left--;
	return showing->each(showing->context, &it, err);
}

static enum status requests_show(struct showing *showing, struct error *err)
{
	const struct session *session = showing->desk->session;
	struct publication_filter wanted = *showing->filter;
	bool done = wanted.state == PUBLICATION_DONE ||
		    wanted.state == PUBLICATION_DONE_LATE;

	if (done && wanted.limit == ABSENT)
		wanted.limit = DONE_LIMIT;
	showing->left = wanted.limit == ABSENT ? INT64_MAX : wanted.limit;
	if (!done)
		wanted.limit = ABSENT; /* it is of those in the state */
	wanted.client_id = session->client_id;
	wanted.unit_id = ABSENT;
	if (permission_reach(session->profile, MAY_SEARCH) == REACH_UNIT)
		wanted.unit_id = session->unit_id;
	return publication_requests(showing->desk->store, &wanted, done, show,
				    showing, err);
}

enum status act_publications(struct desk *desk,
			     const struct publication_filter *filter,
			     enum status (*each)(
				 void *context,
				 const struct publication_check *it,
				 struct error *err),
			     void *context, struct error *err)
{
	struct showing showing = { .desk = desk, .filter = filter,
				   .each = each, .context = context };
	enum status rc;

	if (filter->limit != ABSENT && filter->limit < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	if ((rc = health_threshold(desk, NULL, "lists", &showing.lists,
				   err)) != OK ||
	    (rc = health_threshold(desk, NULL, "deadlines", &showing.requests,
				   err)) != OK ||
	    (rc = publication_lists(desk->store, show, &showing, err)) != OK ||
	    (rc = requests_show(&showing, err)) != OK)
		return rc;
	if (showing.is_late)
		return error_set(err, REFUSED, "publication_late", NULL,
				 "something is not public that should be; run: "
				 "ipp-ca crl --due");
	return OK;
}
