/* health_machine - checks of what the desk stands on: disks, antivirus */
#include "health_part.h"

#include <inttypes.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/settings.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "scan_engine.h"

static enum status folder_look(struct probe *probe, const char *path,
			       struct error *err)
{
	struct finding it = finding_of(probe);
	struct folder_room room;
	enum status rc = folder_room(path, &room, err);

	if (rc != OK)
		return rc;
	it.subject = path;
	it.code = "disk_filling";
	it.value = room.percent;
	it.text = arena_printf(
	    probe->desk->arena,
	    _("%d%% and %" PRId64 " MiB are free"), room.percent,
	    room.bytes >> 20);
	return probe_judge(probe, &it, _("make room, or move it"), err);
}

/* The folders that are written to, each once. */
enum status probe_disk(struct probe *probe, struct error *err)
{
	const struct settings *settings = probe->desk->settings;
	const char *folders[] = {
		store_directory(probe->desk->store),
		settings ? settings->crl_folder : NULL,
		settings ? settings->mail_folder : NULL,
		settings ? settings->sms_folder : NULL,
	};
	enum status rc = OK;

	for (size_t i = 0; i < sizeof folders / sizeof *folders && rc == OK;
	     i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= text_equal(folders[i], folders[k]);
		if (folders[i] && !again)
			rc = folder_look(probe, folders[i], err);
	}
	return rc;
}

/* A desk that takes no files of strangers needs none. */
static bool is_wanted(const struct settings *settings)
{
	return settings->scan_socket || settings->scan_database;
}

static enum status absent_tell(struct probe *probe, struct error *err)
{
	struct finding it = finding_of(probe);

	it.severity = SEVERITY_INFO;
	it.code = "antivirus_absent";
	it.text = _("no antivirus is set up, so signed forms of strangers are "
		    "not taken; see section [scan] of ipp.conf(5), or switch "
		    "this check off");
	return probe_tell(probe, &it, err);
}

static enum status undated_tell(struct probe *probe, const char *engine,
				struct error *err)
{
	struct finding it = finding_of(probe);

	it.subject = engine;
	it.severity = SEVERITY_INFO;
	it.code = "antivirus_undated";
	it.text = _("nobody knows how old the virus database is, and the "
		    "configuration believes it all the same");
	return probe_tell(probe, &it, err);
}

enum status probe_antivirus(struct probe *probe, struct error *err)
{
	const struct settings *settings = probe->desk->settings;
	struct finding it = finding_of(probe);
	struct clamav_facts facts;
	struct error why;
	int64_t most;
	enum status rc;

	error_reset(&why);
	if ((rc = scanner_date(probe->desk, &facts, &most, &why)) != OK) {
		if (!is_wanted(settings) &&
		    (error_has(&why, "scan_engine_missing") ||
		     error_has(&why, "scan_database_missing")))
			return absent_tell(probe, err);
		return error_merge(err, &why);
	}
	if (facts.date <= 0)
		return undated_tell(probe, facts.engine, err);
	it.subject = facts.engine;
	it.at = facts.date;
	it.value = probe->desk->now > facts.date
		       ? probe->desk->now - facts.date
		       : 0;
	it.code = "antivirus_old";
	it.text = arena_printf(
	    probe->desk->arena, _("the virus database is %s old"),
	    measure_text(probe->desk->arena, MEASURE_SECONDS, it.value));
	if (it.value > most)
		probe->threshold = (struct threshold){ 0, 0, false };
	return probe_judge(
	    probe, &it,
	    arena_printf(probe->desk->arena,
			 _("bring it up to date (freshclam); nothing is clean "
			   "by one that is older than %s"),
			 measure_text(probe->desk->arena, MEASURE_SECONDS,
				      most)),
	    err);
}
