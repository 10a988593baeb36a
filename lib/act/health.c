/* health - whether the desk is well, check by check */
#include "health_part.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/settings.h>
#include <ipp/store/desk.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* name, what it measures, in what, whether less is worse, deep, thresholds */
const struct health_row health_rows[] = {
	{ "lists",
	  N_("time left until the next update of the newest list of revoked "
	     "certificates"),
	  MEASURE_PERCENT, true, false, "25%:10%", probe_lists },
	{ "deadlines",
	  N_("time left of requests to suspend, reinstate or revoke that are "
	     "not public yet"),
	  MEASURE_PERCENT, true, false, "50%:10%", probe_deadlines },
	{ "suspensions",
	  N_("time since a suspension or certificate ended that is still "
	     "open"),
	  MEASURE_SECONDS, false, false, "30m:1d", probe_suspensions },
	{ "issuing",
	  N_("time since a serial number was reserved for a certificate that "
	     "is not issued"),
	  MEASURE_SECONDS, false, false, "1h:1d", probe_issuing },
	{ "unsealed",
	  N_("time that activation codes have waited for their envelope"),
	  MEASURE_SECONDS, false, false, "4h:1d", probe_unsealed },
	{ "outbox", N_("time that a message has waited for its delivery"),
	  MEASURE_SECONDS, false, false, "1h:1d", probe_outbox },
	{ "failures",
	  N_("messages of the last seven days that failed for good"),
	  MEASURE_COUNT, false, false, "1:100", probe_failures },
	{ "officers",
	  N_("time left of the registered certificates of officers"),
	  MEASURE_SECONDS, true, false, "30d:7d", probe_officers },
	{ "tokens", N_("time left of service tokens that nothing follows"),
	  MEASURE_SECONDS, true, false, "14d:2d", probe_tokens },
	{ "authorities",
	  N_("time left of the certificates of the authority itself"),
	  MEASURE_SECONDS, true, false, "180d:30d", probe_authorities },
	{ "responder",
	  N_("time left of the certificate of who answers about certificates "
	     "(OCSP), which renews itself before"),
	  MEASURE_SECONDS, true, false, "7d:2d", probe_responder },
	{ "remote_access",
	  N_("time left of the access to remote certificates"),
	  MEASURE_SECONDS, true, false, "3d:0s", probe_remote_access },
	{ "remote_notices",
	  N_("time since somebody should have been told of remote "
	     "certificates"),
	  MEASURE_SECONDS, false, false, "2d:4d", probe_remote_notices },
	{ "trust_lists",
	  N_("time left until the next update of a trusted list"),
	  MEASURE_SECONDS, true, false, "3d:0s", probe_trust_lists },
	{ "antivirus", N_("age of the virus database"), MEASURE_SECONDS,
	  false, false, "2d:7d", probe_antivirus },
	{ "disk", N_("room left where the desk writes"), MEASURE_PERCENT,
	  true, false, "15%:5%", probe_disk },
	{ "backup", N_("time since the last finished backup"),
	  MEASURE_SECONDS, false, false, "2d:7d", probe_backup },
	{ "journal",
	  N_("faults of the journal, of its newest entries or with --deep of "
	     "all"),
	  MEASURE_COUNT, false, false, "1:1", probe_journal },
	{ "store", N_("checks of the store that it does not pass"),
	  MEASURE_COUNT, false, true, "1:1", probe_store },
};
const size_t health_row_count = COUNT(health_rows);

static const struct health_row *row_find(const char *name, size_t n)
{
	for (size_t i = 0; i < health_row_count; i++)
		if (strlen(health_rows[i].name) == n &&
		    !strncmp(health_rows[i].name, name, n))
			return &health_rows[i];
	return NULL;
}

static enum status check_unknown(const char *name, size_t n, enum status rc,
				 const char *field, struct error *err)
{
	return error_set(err, rc, "unknown_check", field,
			 "there is no check \"%.*s\"; see: ipp-check list",
			 n < 40 ? (int)n : 40, name);
}

/* Takes from NAME:WARNING:CRITICAL what is of this check. */
static enum status threshold_take(const struct texts *texts, const char *field,
				  const struct health_row *row,
				  struct threshold *ret, struct error *err)
{
	for (size_t i = 0; texts && i < texts->count; i++) {
		const char *text = texts->items[i];
		size_t n = strcspn(text, ":");
		const struct health_row *named = row_find(text, n);
		enum status rc;

		if (!named)
			return check_unknown(text, n, DATA, field, err);
		if (named == row &&
		    (rc = threshold_parse(text[n] ? text + n + 1 : text,
					  row->measure, row->falls, field, ret,
					  err)) != OK)
			return rc;
	}
	return OK;
}

enum status health_threshold(const struct desk *desk,
			     const struct health_wish *wish, const char *check,
			     struct threshold *ret, struct error *err)
{
	const struct health_row *row = row_find(check, strlen(check));
	struct error why;

	error_reset(&why);
	if (threshold_parse(row->thresholds, row->measure, row->falls, NULL,
			    ret, err) != OK)
		return INTERNAL;
	if (desk->settings &&
	    threshold_take(&desk->settings->check_thresholds,
			   "check_thresholds", row, ret, &why) != OK)
		return error_set(err, CONFIG, "setting_invalid",
				 "check_thresholds", "%s",
				 why.mistakes[0].text);
	if (wish && threshold_take(&wish->threshold, "threshold", row, ret,
				   err) != OK) {
		err->status = USAGE;
		return USAGE;
	}
	return OK;
}

struct finding finding_of(const struct probe *probe)
{
	struct finding ret;

	record_clear(&finding_record, &ret);
	ret.check = probe->row->name;
	ret.measure = ABSENT;
	ret.checked_at = probe->desk->now;
	return ret;
}

static const char *text_keep(struct health *health, const char *text)
{
	return text ? arena_text(health->desk->arena, text) : NULL;
}

/* For the file; what it is told by may be gone then. */
static void finding_keep(struct health *health, const struct finding *it)
{
	struct finding *kept;

	if (health->count == health->room) {
		health->room = 2 * health->room + 32;
		health->findings =
		    memory_grow(health->findings,
				health->room * sizeof *health->findings);
	}
	kept = &health->findings[health->count++];
	*kept = *it;
	kept->subject = text_keep(health, it->subject);
}

enum status probe_tell(struct probe *probe, const struct finding *it,
		       struct error *err)
{
	struct health *health = probe->health;
	struct finding copy = *it;
	enum status rc = OK;

	probe->told++;
	if (copy.value != ABSENT)
		copy.measure = probe->row->measure;
	if ((enum severity)copy.severity > health->worst)
		health->worst = (enum severity)copy.severity;
	if (health->wish->prometheus)
		finding_keep(health, &copy);
	if (health->wish->at_least == ABSENT ||
	    copy.severity >= health->wish->at_least)
		rc = health->each(health->context, &copy, err);
	health->is_broken = rc != OK;
	return rc;
}

enum status probe_judge(struct probe *probe, struct finding *it,
			const char *remedy, struct error *err)
{
	bool falls = probe->row->falls;
	struct finding *best = &probe->best;

	it->severity = threshold_judge(&probe->threshold, falls, it->value);
	if (it->severity != SEVERITY_OK && remedy)
		it->text = arena_printf(probe->desk->arena, "%s; %s", it->text,
					remedy);
	if (it->severity != SEVERITY_OK)
		return probe_tell(probe, it, err);
	it->code = NULL;
	if (probe->has_best && (falls ? it->value >= best->value
				      : it->value <= best->value))
		return OK;
	probe->has_best = true;
	*best = *it;
	best->subject = text_keep(probe->health, it->subject);
	best->text = text_keep(probe->health, it->text);
	return OK;
}

/* A check that cannot be done says nothing good. */
static enum status probe_fail(struct probe *probe, const struct error *why,
			      struct error *err)
{
	struct finding it = finding_of(probe);

	it.severity = SEVERITY_CRITICAL;
	it.code = why->count ? why->mistakes[0].code : "check_failed";
	it.text = arena_printf(probe->desk->arena,
			       _("the check could not be done: %s"),
			       why->count ? why->mistakes[0].text : "");
	return probe_tell(probe, &it, err);
}

static enum status check_run(struct health *health,
			     const struct health_row *row, struct error *err)
{
	struct probe probe = { .desk = health->desk,
			       .row = row,
			       .deep = health->wish->deep == 1,
			       .health = health };
	struct error why;
	enum status rc;

	if ((rc = health_threshold(health->desk, health->wish, row->name,
				   &probe.threshold, err)) != OK ||
	    probe.threshold.is_off)
		return rc;
	error_reset(&why);
	rc = row->run(&probe, &why);
	if (health->is_broken)
		return error_merge(err, &why);
	if (rc != OK)
		return probe_fail(&probe, &why, err);
	if (probe.told > 0)
		return OK;
	if (!probe.has_best) {
		probe.best = finding_of(&probe);
		probe.best.severity = SEVERITY_OK;
	}
	return probe_tell(&probe, &probe.best, err);
}

/* Whether a check is among the names, which may also be apart by commas. */
static bool is_named(const struct texts *names, const struct health_row *row)
{
	for (size_t i = 0; i < names->count; i++)
		for (const char *p = names->items[i]; *p;) {
			size_t n = strcspn(p, ",");

			if (row_find(p, n) == row)
				return true;
			p += n + (p[n] == ',');
		}
	return false;
}

static enum status names_check(const struct texts *names, struct error *err)
{
	for (size_t i = 0; i < names->count; i++)
		for (const char *p = names->items[i]; *p;) {
			size_t n = strcspn(p, ",");

			if (!row_find(p, n))
				return check_unknown(p, n, USAGE, "only", err);
			p += n + (p[n] == ',');
		}
	return OK;
}

/* So that what is misspelt is told before anything is done. */
static enum status wish_check(const struct desk *desk,
			      const struct health_wish *wish,
			      struct error *err)
{
	struct threshold ignored;
	enum status rc = names_check(&wish->only, err);

	for (size_t i = 0; i < health_row_count && rc == OK; i++)
		rc = health_threshold(desk, wish, health_rows[i].name,
				      &ignored, err);
	return rc;
}

static bool is_wanted(const struct health_wish *wish,
		      const struct health_row *row)
{
	if (wish->only.count > 0)
		return is_named(&wish->only, row);
	return !row->deep || wish->deep == 1;
}

enum status act_health(struct desk *desk, const struct health_wish *wish,
		       enum status (*each)(void *context,
					   const struct finding *it,
					   struct error *err),
		       void *context, enum severity *ret, struct error *err)
{
	struct health health = {
		.desk = desk, .wish = wish, .each = each, .context = context
	};
	enum status rc = wish_check(desk, wish, err);

	for (size_t i = 0; i < health_row_count && rc == OK; i++)
		if (is_wanted(wish, &health_rows[i]))
			rc = check_run(&health, &health_rows[i], err);
	if (rc == OK && wish->prometheus)
		rc = health_file_write(&health, err);
	if (rc == OK)
		*ret = health.worst;
	memory_free(health.findings);
	return rc;
}

enum status act_health_list(struct desk *desk, const struct health_wish *wish,
			    enum status (*each)(void *context,
						const struct health_check *it,
						struct error *err),
			    void *context, struct error *err)
{
	enum status rc = wish_check(desk, wish, err);

	for (size_t i = 0; i < health_row_count && rc == OK; i++) {
		const struct health_row *row = &health_rows[i];
		struct threshold threshold;
		struct health_check it = { .check = row->name,
					   .summary = _(row->summary),
					   .measure = row->measure,
					   .deep = row->deep };

		if ((rc = health_threshold(desk, wish, row->name, &threshold,
					   err)) != OK)
			return rc;
		it.enabled = !threshold.is_off;
		if (!threshold.is_off) {
			it.warning = threshold_text(desk->arena, row->measure,
						    threshold.warning);
			it.critical = threshold_text(desk->arena, row->measure,
						     threshold.critical);
		}
		rc = each(context, &it, err);
	}
	return rc;
}
