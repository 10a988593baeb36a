/* health_store - checks of the store and of its journal */
#include "health_part.h"

#include <inttypes.h>

#include <ipp/act/check.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/store_check.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>

/* As many as are read in a few milliseconds. */
#define ENTRIES 2000

enum status probe_journal(struct probe *probe, struct error *err)
{
	struct arena *arena = probe->desk->arena;
	struct finding it = finding_of(probe);
	struct journal_state state;
	enum status rc =
	    probe->deep
		? journal_verify(probe->desk->store, arena, &state, err)
		: journal_verify_last(probe->desk->store, ENTRIES, arena,
				      &state, err);

	if (rc != OK)
		return rc;
	it.value = state.fault != JOURNAL_WHOLE;
	it.code = "journal_unsound";
	if (it.value)
		it.text = arena_printf(
		    arena,
		    _("entries %" PRId64 " to %" PRId64 " were changed, cut "
		      "off or written anew"),
		    state.entry_id, state.last_id);
	else if (probe->deep)
		it.text = arena_printf(
		    arena, _("all %" PRId64 " entries are as they were written"),
		    state.count);
	else
		it.text = arena_printf(
		    arena,
		    _("the newest of %" PRId64 " entries are as they were "
		      "written"),
		    state.count);
	return probe_judge(probe, &it, _("see: ipp-audit verify"), err);
}

struct proving {
	int64_t done, failed;
	const char *first; /* name and finding */
	struct arena *arena;
};

static enum status check_take(void *context, const struct store_check *check,
			      struct error *err)
{
	struct proving *proving = context;

	(void)err;
	proving->done++;
	if (check->passed == 1)
		return OK;
	if (proving->failed++ == 0)
		proving->first = arena_printf(proving->arena, "%s: %s",
					      check->check, check->finding);
	return OK;
}

/* What ipp-store check does. */
enum status probe_store(struct probe *probe, struct error *err)
{
	struct proving proving = { .arena = probe->desk->arena };
	struct finding it = finding_of(probe);
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = act_check(probe->desk, check_take, &proving, &why);
	if (rc != OK && !error_has(&why, "store_unsound"))
		return error_merge(err, &why);
	it.value = proving.failed;
	it.code = "store_unsound";
	it.text =
	    proving.first
		? proving.first
		: arena_printf(proving.arena,
			       _("all %" PRId64 " checks are passed"),
			       proving.done);
	return probe_judge(probe, &it, _("see: ipp-store check"), err);
}
