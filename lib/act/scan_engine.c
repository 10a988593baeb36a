/* scan_engine - finds the engine of the settings, and whether it is fresh */
#include "scan_engine.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/settings.h>
#include <ipp/store/desk.h>

#define SECONDS_DEFAULT 60
#define SECONDS_MAX	600
#define DAYS_DEFAULT	7
#define DAYS_MAX	365

/* Where Debian's freshclam puts it. */
#define DATABASE "/var/lib/clamav"

static int64_t max_age_days(const struct settings *settings)
{
	return settings->scan_max_age_days == ABSENT
		   ? DAYS_DEFAULT
		   : settings->scan_max_age_days;
}

static enum status settings_check(const struct settings *settings,
				  struct error *err)
{
	int64_t seconds = settings->scan_timeout_seconds;
	int64_t days = settings->scan_max_age_days;

	if (seconds != ABSENT && (seconds < 1 || seconds > SECONDS_MAX))
		return error_set(err, CONFIG, "scan_config",
				 "scan_timeout_seconds",
				 "a scan may take 1 to %d seconds; correct "
				 "timeout_seconds in [scan]",
				 SECONDS_MAX);
	if (days != ABSENT && (days < 1 || days > DAYS_MAX))
		return error_set(err, CONFIG, "scan_config",
				 "scan_max_age_days",
				 "a virus database may be 1 to %d days old; "
				 "correct max_age_days in [scan]",
				 DAYS_MAX);
	return OK;
}

/* A time in the future is no age; but clamd tells the time of its place. */
static enum status date_check(const struct clamav_facts *facts,
			      const struct settings *settings, int64_t now,
			      struct error *err)
{
	char date[DATE_SIZE];

	if (facts->date <= 0) {
		if (settings->scan_allow_undated == 1)
			return OK;
		return error_set(err, CONFIG, "scan_database_undated", NULL,
				 "nobody knows how old the virus database of "
				 "%s is; use one of ClamAV, or for trying out "
				 "set allow_undated = yes in [scan]",
				 facts->engine);
	}
	date_of(facts->date, date);
	if (facts->date > now + DAY_SECONDS)
		return error_set(err, CONFIG, "scan_database_future", NULL,
				 "the virus database is of %s, which is still "
				 "to come; set the clock right",
				 date);
	return OK;
}

static enum status age_check(const struct clamav_facts *facts,
			     const struct settings *settings, int64_t now,
			     struct error *err)
{
	char date[DATE_SIZE];
	enum status rc = date_check(facts, settings, now, err);

	if (rc != OK || facts->date <= 0)
		return rc;
	date_of(facts->date, date);
	if (now - facts->date > max_age_days(settings) * DAY_SECONDS)
		return error_set(err, CONFIG, "scan_database_old", NULL,
				 "the virus database is of %s, older than "
				 "%" PRId64 " days; bring it up to date "
				 "(freshclam)",
				 date, max_age_days(settings));
	return OK;
}

enum status scanner_facts(const struct scanner *scanner, int64_t now,
			  struct clamav_facts *ret, struct error *err)
{
	struct clamav_facts facts;
	enum status rc;

	if (scanner->clamav)
		facts = *clamav_facts(scanner->clamav);
	else if ((rc = clamd_facts(&scanner->clamd, &facts, err)) != OK)
		return rc;
	if ((rc = age_check(&facts, scanner->settings, now, err)) != OK)
		return rc;
	*ret = facts;
	return OK;
}

static const char *database_of(const struct settings *settings)
{
	return settings->scan_database ? settings->scan_database : DATABASE;
}

static struct clamd clamd_of(const struct settings *settings)
{
	return (struct clamd){ settings->scan_socket,
			       settings->scan_timeout_seconds == ABSENT
				   ? SECONDS_DEFAULT
				   : (unsigned)settings->scan_timeout_seconds };
}

enum status scanner_date(const struct desk *desk, struct clamav_facts *ret,
			 int64_t *most, struct error *err)
{
	const struct settings *settings = desk->settings;
	struct clamd clamd = clamd_of(settings);
	enum status rc;

	if ((rc = settings_check(settings, err)) != OK)
		return rc;
	if (!settings->scan_socket)
		rc = clamav_look(database_of(settings), ret, err);
	else if ((rc = clamd_facts(&clamd, ret, err)) == OK)
		rc = clamd_prove(&clamd, err);
	*most = max_age_days(settings) * DAY_SECONDS;
	return rc == OK ? date_check(ret, settings, desk->now, err) : rc;
}

enum status scanner_open(const struct desk *desk, struct scanner **ret,
			 struct error *err)
{
	const struct settings *settings = desk->settings;
	OWN(scanner) struct scanner *scanner = memory_new(sizeof *scanner);
	struct clamav_facts facts;
	enum status rc;

	if ((rc = settings_check(settings, err)) != OK)
		return rc;
	scanner->settings = settings;
	scanner->clamd = clamd_of(settings);
	scanner->seconds = scanner->clamd.seconds;
	if (!settings->scan_socket &&
	    (rc = clamav_open(database_of(settings), &scanner->clamav, err)) !=
		OK)
		return rc;
	if ((rc = scanner_facts(scanner, desk->now, &facts, err)) != OK ||
	    (settings->scan_socket &&
	     (rc = clamd_prove(&scanner->clamd, err)) != OK))
		return rc;
	*ret = TAKE(scanner);
	return OK;
}

void scanner_close(struct scanner *scanner)
{
	if (!scanner)
		return;
	clamav_close(scanner->clamav);
	memory_free(scanner);
}
