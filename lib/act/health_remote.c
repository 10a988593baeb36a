/* health_remote - checks of certificates that authorities keep for others */
#include "health_part.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/store/desk.h>
#include <ipp/store/health.h>

/* All organizations', and so one finding: whose alias is whose business stays
 * with them. */
enum status probe_remote_access(struct probe *probe, struct error *err)
{
	struct arena *arena = probe->desk->arena;
	struct finding it = finding_of(probe);
	struct remote_ends ends;
	char date[DATE_SIZE];
	enum status rc;

	if ((rc = remote_ends_read(probe->desk->store, probe->desk->now,
				   probe->desk->now + probe->threshold.warning,
				   &ends, err)) != OK)
		return rc;
	if (ends.first_at == ABSENT) {
		it.severity = SEVERITY_OK;
		it.text = _("no access to a remote certificate ends soon");
		return probe_tell(probe, &it, err);
	}
	date_of(ends.first_at, date);
	it.code = ends.first_at > probe->desk->now ? "remote_access_ending"
						   : "remote_access_ended";
	it.at = ends.first_at;
	it.value = ends.first_at - probe->desk->now;
	it.text = arena_printf(
	    arena,
	    _("access to remote certificates that ends soon or has ended: "
	      "%" PRId64 ", the first on %s"),
	    ends.count, date);
	return probe_judge(probe, &it,
			   _("see: stash-cert notices --check, and renew it: "
			     "stash-cert renew"),
			   err);
}

/* What runs by itself must run. */
enum status probe_remote_notices(struct probe *probe, struct error *err)
{
	struct finding it = finding_of(probe);
	struct backlog backlog;
	enum status rc;

	if ((rc = backlog_count(probe->desk->store, BACKLOG_REMOTE_NOTICES,
				probe->desk->now, &backlog, err)) != OK)
		return rc;
	if (backlog.count == 0) {
		it.severity = SEVERITY_OK;
		it.text = _("there are no remote certificates");
		return probe_tell(probe, &it, err);
	}
	it.code = "remote_notices_old";
	it.at = backlog.oldest;
	it.value = probe->desk->now > backlog.oldest
		       ? probe->desk->now - backlog.oldest
		       : 0;
	it.text = arena_printf(
	    probe->desk->arena,
	    _("notices about remote certificates were last seen to %s ago"),
	    measure_text(probe->desk->arena, MEASURE_SECONDS, it.value));
	return probe_judge(probe, &it, _("run: stash-cert notices"), err);
}
