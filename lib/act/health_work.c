/* health_work - checks of work that waits longer than it should */
#include "health_part.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/store/desk.h>
#include <ipp/store/health.h>
#include <ipp/store/store.h>

#define FAILURES_SECONDS (7 * DAY_SECONDS)

/* What waits, in words. */
struct wording {
	const char *code, *what, *remedy; /* the texts N_() */
};

static int64_t not_negative(int64_t seconds)
{
	return seconds > 0 ? seconds : 0;
}

static enum status waiting_tell(struct probe *probe,
				const struct backlog *backlog,
				const struct wording *wording,
				struct error *err)
{
	struct arena *arena = probe->desk->arena;
	struct finding it = finding_of(probe);

	it.value = 0;
	it.code = wording->code;
	it.text = arena_printf(arena, "%s: 0", _(wording->what));
	if (backlog->count > 0) {
		it.at = backlog->oldest;
		it.value = not_negative(probe->desk->now - backlog->oldest);
		it.text = arena_printf(
		    arena, _("%s: %" PRId64 ", the first for %s"),
		    _(wording->what), backlog->count,
		    measure_text(arena, MEASURE_SECONDS, it.value));
	}
	return probe_judge(probe, &it, _(wording->remedy), err);
}

static enum status waiting_look(struct probe *probe, enum backlog_kind kind,
				const struct wording *wording,
				struct error *err)
{
	struct backlog backlog;
	enum status rc = backlog_count(probe->desk->store, kind, ABSENT,
				       &backlog, err);

	return rc == OK ? waiting_tell(probe, &backlog, wording, err) : rc;
}

enum status probe_issuing(struct probe *probe, struct error *err)
{
	static const struct wording wording = {
		"issue_unfinished",
		N_("certificates that were begun and not issued"),
		N_("see: ipp-search --status=issuing, and run ipp-issue on "
		   "them again"),
	};

	return waiting_look(probe, BACKLOG_ISSUING, &wording, err);
}

enum status probe_unsealed(struct probe *probe, struct error *err)
{
	static const struct wording wording = {
		"codes_unsealed",
		N_("activation codes in no envelope"),
		N_("see: ipp-envelope pending, and run: ipp-envelope seal"),
	};

	return waiting_look(probe, BACKLOG_UNSEALED, &wording, err);
}

enum status probe_outbox(struct probe *probe, struct error *err)
{
	static const struct wording wording = {
		"messages_waiting",
		N_("messages that were not sent"),
		N_("see: ipp-notify list --state=pending, and run: ipp-notify "
		   "deliver"),
	};

	return waiting_look(probe, BACKLOG_MESSAGES, &wording, err);
}

/* Both are the work of ipp-suspend --due. */
enum status probe_suspensions(struct probe *probe, struct error *err)
{
	static const struct wording wording = {
		"suspension_over",
		N_("suspensions and certificates that are over"),
		N_("run: ipp-suspend --due"),
	};
	struct store *store = probe->desk->store;
	struct backlog open, expired;
	enum status rc;

	if ((rc = backlog_count(store, BACKLOG_SUSPENSIONS, probe->desk->now,
				&open, err)) != OK ||
	    (rc = backlog_count(store, BACKLOG_EXPIRED, probe->desk->now,
				&expired, err)) != OK)
		return rc;
	if (expired.count > 0 &&
	    (open.count == 0 || expired.oldest < open.oldest))
		open.oldest = expired.oldest;
	open.count += expired.count;
	return waiting_tell(probe, &open, &wording, err);
}

enum status probe_failures(struct probe *probe, struct error *err)
{
	struct finding it = finding_of(probe);
	struct backlog backlog;
	enum status rc;

	if ((rc = backlog_count(probe->desk->store, BACKLOG_FAILED,
				probe->desk->now - FAILURES_SECONDS, &backlog,
				err)) != OK)
		return rc;
	it.value = backlog.count;
	it.at = backlog.oldest;
	it.code = "messages_failed";
	it.text = arena_printf(probe->desk->arena,
			       _("messages that failed for good: %" PRId64),
			       backlog.count);
	return probe_judge(probe, &it,
			   _("see: ipp-notify list --state=failed, and put "
			     "them back with: ipp-notify retry"),
			   err);
}

/* A store that is younger than its first backup should be is well. */
enum status probe_backup(struct probe *probe, struct error *err)
{
	struct arena *arena = probe->desk->arena;
	struct finding it = finding_of(probe);
	int64_t created_at;
	const char *age;
	enum status rc;

	if ((rc = backup_last(probe->desk->store, &it.at, &created_at, err)) !=
	    OK)
		return rc;
	it.value = not_negative(probe->desk->now -
				(it.at == ABSENT ? created_at : it.at));
	age = measure_text(arena, MEASURE_SECONDS, it.value);
	it.code = it.at == ABSENT ? "backup_missing" : "backup_old";
	it.text = it.at == ABSENT
		      ? arena_printf(arena,
				     _("no backup was ever finished, and the "
				       "store is %s old"),
				     age)
		      : arena_printf(arena,
				     _("the last backup was finished %s ago"),
				     age);
	return probe_judge(probe, &it, _("run: ipp-store backup"), err);
}
