/* stash_notice_file - ends and counts for Prometheus, and as a calendar */
#include <inttypes.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/peer/prometheus.h>
#include <ipp/port/calendar.h>
#include <ipp/store/store.h>

#include "stash_notice.h"

/* More would be of no use to who reads them; the count is of all. */
#define SUBJECTS_MAX 10000
#define MINUTE	     60

/* What the files are made of. */
struct shelf {
	struct desk *desk;
	struct arena *arena;
	struct remote_subject *items; /* grown as needed */
	size_t count;
	int64_t total;
};

static enum status subject_keep(void *context,
				const struct remote_subject *subject,
				struct error *err)
{
	struct shelf *shelf = context;
	struct remote_subject *kept;

	(void)err; /* keeping cannot fail */
	if (shelf->count % 256 == 0)
		shelf->items = memory_grow(
		    shelf->items, (shelf->count + 256) * sizeof *shelf->items);
	kept = &shelf->items[shelf->count++];
	*kept = *subject;
	kept->alias = arena_text(shelf->arena, subject->alias);
	kept->wallet = arena_text(shelf->arena, subject->wallet);
	kept->authority = arena_text(shelf->arena, subject->authority);
	kept->subject = arena_text(shelf->arena, subject->subject);
	return OK;
}

/* The families, and what each takes of a certificate; ABSENT: nothing. */
typedef int64_t gauge_value(const struct remote_subject *it, int64_t now);

static int64_t granted(const struct remote_subject *it, int64_t value)
{
	return it->facts.grant_id == ABSENT ? ABSENT : value;
}

static int64_t access_end(const struct remote_subject *it, int64_t now)
{
	(void)now;
	return granted(it, it->facts.access_ends_at);
}

static int64_t certificate_end(const struct remote_subject *it, int64_t now)
{
	(void)now;
	return it->facts.not_after;
}

static int64_t signatures_used(const struct remote_subject *it, int64_t now)
{
	(void)now;
	return granted(it, it->facts.signatures_used);
}

static int64_t signatures_limit(const struct remote_subject *it, int64_t now)
{
	(void)now;
	return granted(it, it->facts.signature_limit);
}

static int64_t severity(const struct remote_subject *it, int64_t now)
{
	struct remote_notice_verdict verdict;
	int64_t worst = SEVERITY_OK;

	remote_notice_judge(&it->facts, now, &verdict);
	for (size_t i = 0; i < verdict.count; i++) {
		int64_t is = remote_notice_severity(
		    &verdict.items[i], REMOTE_NOTICE_CRITICAL_DAYS);

		worst = is > worst ? is : worst;
	}
	return worst;
}

/* What the collector reads is English, whoever runs the job. */
static const struct {
	const char *name, *help;
	gauge_value *value;
} gauges[] = {
	{ "ipp_stash_access_end_timestamp_seconds",
	  "When the access to a remote certificate ends.", access_end },
	{ "ipp_stash_certificate_end_timestamp_seconds",
	  "When a remote certificate itself ends.", certificate_end },
	{ "ipp_stash_signatures_used",
	  "Signatures used of the access to a remote certificate.",
	  signatures_used },
	{ "ipp_stash_signatures_limit",
	  "Signatures that the access to a remote certificate has.",
	  signatures_limit },
	{ "ipp_stash_severity",
	  "What is to be said of a remote certificate: 0 nothing, 2 warning, "
	  "3 critical.",
	  severity },
};

static void gauge_add(struct prometheus *file, const struct shelf *shelf,
		      const char *organization, gauge_value *value)
{
	for (size_t i = 0; i < shelf->count; i++) {
		const struct remote_subject *it = &shelf->items[i];
		const struct prometheus_label labels[] = {
			{ "organization", organization },
			{ "alias", it->alias },
			{ "authority", it->authority },
			{ "wallet", it->wallet },
		};
		int64_t number = value(it, shelf->desk->now);

		if (number != ABSENT)
			prometheus_sample(file, labels,
					  sizeof labels / sizeof *labels,
					  (double)number);
	}
}

static enum status prometheus_write(const struct shelf *shelf, const char *path,
				    struct error *err)
{
	OWN(prometheus) struct prometheus *file = prometheus_new();
	const char *organization = shelf->desk->session->client_code;
	const struct prometheus_label label = { "organization", organization };
	const char *text;
	size_t size;

	prometheus_family(file, "ipp_stash_run_timestamp_seconds",
			  "When stash-cert looked at the certificates.");
	prometheus_sample(file, &label, 1, (double)shelf->desk->now);
	prometheus_family(file, "ipp_stash_certificates",
			  "Remote certificates, here or left out.");
	prometheus_sample(file, &label, 1, (double)shelf->total);
	for (size_t i = 0; i < sizeof gauges / sizeof *gauges; i++) {
		prometheus_family(file, gauges[i].name, gauges[i].help);
		gauge_add(file, shelf, organization, gauges[i].value);
	}
	text = prometheus_text(file, &size);
	return file_write(path, text, size, 0644, err);
}

static enum status event_add(struct calendar *calendar,
			     const struct remote_subject *it, const char *uid,
			     const char *summary, int64_t at, int64_t since,
			     struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const struct calendar_event event = {
		.uid = uid,
		.summary = summary,
		.description = arena_printf(
		    arena,
		    _("Alias: %s\nAuthority: %s\nWallet: %s\nSubject: %s"),
		    it->alias, it->authority, it->wallet, it->subject),
		.at = at,
		.changed_at = since,
		.sequence = (int)((since - it->facts.registered_at) / MINUTE),
		.remind_days = it->facts.days,
	};

	return calendar_add(calendar, &event, err);
}

/* The ends that are yet to come, and that a renewal would move. */
static enum status subject_events(const struct shelf *shelf,
				  const struct remote_subject *it,
				  const char *identity,
				  struct calendar *calendar, struct error *err)
{
	const struct remote_notice_facts *facts = &it->facts;
	int64_t now = shelf->desk->now;
	enum status rc = OK;

	if (facts->is_silent || facts->is_revoked || facts->is_expired)
		return OK;
	if (facts->grant_id != ABSENT && facts->withdrawn_at == ABSENT &&
	    facts->access_ends_at > now)
		rc = event_add(
		    calendar, it,
		    arena_printf(shelf->arena, "access-%" PRId64 "@%s",
				 it->certificate_id, identity),
		    arena_printf(shelf->arena,
				 _("Access to remote certificate %s ends"),
				 it->alias),
		    facts->access_ends_at, facts->granted_at, err);
	if (rc == OK && facts->not_after > now)
		rc = event_add(
		    calendar, it,
		    arena_printf(shelf->arena, "certificate-%" PRId64 "@%s",
				 it->certificate_id, identity),
		    arena_printf(shelf->arena, _("Remote certificate %s ends"),
				 it->alias),
		    facts->not_after, facts->registered_at, err);
	return rc;
}

static enum status calendar_write(const struct shelf *shelf, const char *path,
				  struct error *err)
{
	OWN(calendar)
	struct calendar *calendar = calendar_new("-//ipp-tools//stash-cert//EN",
						 _("Remote certificates"));
	char identity[STORE_IDENTITY_SIZE];
	const char *text;
	size_t size;
	enum status rc;

	if ((rc = store_identity(shelf->desk->store, identity, err)) != OK)
		return rc;
	for (size_t i = 0; i < shelf->count && rc == OK; i++)
		rc = subject_events(shelf, &shelf->items[i], identity, calendar,
				    err);
	if (rc != OK || (rc = calendar_text(calendar, &text, &size, err)) != OK)
		return rc;
	return file_write(path, text, size, 0644, err);
}

/* What is yet to come first. */
static enum status shelf_fill(struct shelf *shelf, int64_t client_id,
			      struct error *err)
{
	struct store *store = shelf->desk->store;
	struct remote_range range = { shelf->desk->now, INT64_MAX,
				      SUBJECTS_MAX };
	enum status rc;

	if ((rc = remote_subject_count(store, client_id, &shelf->total, err)) !=
		OK ||
	    (rc = remote_subjects(store, client_id, &range, subject_keep, shelf,
				  err)) != OK)
		return rc;
	range = (struct remote_range){ 0, shelf->desk->now,
				       SUBJECTS_MAX - (int64_t)shelf->count };
	return remote_subjects(store, client_id, &range, subject_keep, shelf,
			       err);
}

enum status stash_notice_files(struct desk *desk, int64_t client_id,
			       const struct remote_notice_wish *wish,
			       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct shelf shelf = { .desk = desk, .arena = arena };
	enum status rc;

	if (!wish->prometheus && !wish->ical)
		return OK;
	rc = shelf_fill(&shelf, client_id, err);
	if (rc == OK && wish->prometheus)
		rc = prometheus_write(&shelf, wish->prometheus, err);
	if (rc == OK && wish->ical)
		rc = calendar_write(&shelf, wish->ical, err);
	memory_free(shelf.items);
	return rc;
}
