/* crl - which revocation lists have to be made, and what is public then */
#include <ipp/act/crl.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/model/settings.h>
#include <ipp/port/crl.h>
#include <ipp/port/json.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/lock.h>
#include <ipp/store/revocation_list.h>
#include <ipp/store/revoked.h>
#include <ipp/store/store.h>

#include "crl_part.h"
#include "issuer.h"

#define HOURS_DEFAULT 24
#define HOURS_MAX     168 /* of certificates; EN 319 411-2 wants one a day */
#define ROOT_DAYS     90  /* of a root, whose list is empty */
#define LOCK_SECONDS  20  /* waited for who is at it */
#define SLACK_SECONDS 3600 /* that cron may be late */

/* A run over all lists. */
struct round {
	struct desk *desk;
	const struct crl_wish *wish;
	const char *folder;
	int64_t hours, delta_hours; /* ABSENT: there are no lists of changes */
	int64_t due_at; /* by when something that waits must be public */
	int64_t told;	/* all complete lists tell the changes up to this */
	struct crl_sites sites;
	enum status (*each)(void *context, const struct revocation_list *it,
			    struct error *err);
	void *context;
};

static enum status hours_read(int64_t value, const char *field, int64_t *ret,
			      struct error *err)
{
	if (value != ABSENT && (value < 1 || value > HOURS_MAX))
		return error_set(err, CONFIG, "setting_invalid", field,
				 "a revocation list holds for 1 to %d hours",
				 HOURS_MAX);
	*ret = value;
	return OK;
}

static enum status settings_read(struct round *round, struct error *err)
{
	const struct settings *settings = round->desk->settings;
	enum status rc;

	round->folder = round->wish->folder ? round->wish->folder
					    : settings->crl_folder;
	if (!round->folder && !settings->crl_url.count)
		return error_set(
		    err, USAGE, "folder_missing", "folder",
		    "where the lists go is not known; say it with --folder, "
		    "or with folder or url in section [crl] of the "
		    "configuration file");
	if ((rc = hours_read(settings->crl_hours, "crl_hours", &round->hours,
			     err)) != OK ||
	    (rc = hours_read(settings->crl_delta_hours, "crl_delta_hours",
			     &round->delta_hours, err)) != OK)
		return rc;
	if (round->hours == ABSENT)
		round->hours = HOURS_DEFAULT;
	if (round->wish->delta && round->delta_hours == ABSENT)
		return error_set(
		    err, CONFIG, "delta_hours_missing", "crl_delta_hours",
		    "complete lists do not say that there are lists of "
		    "changes; set delta_hours in section [crl] of the "
		    "configuration file");
	return crl_sites_open(round->desk, &round->sites, err);
}

/* The file is called as in the address; NULL if there is none. */
static const char *path_of(const struct round *round, const char *url)
{
	return round->folder ? path_join(round->desk->arena, round->folder,
					 strrchr(url, '/') + 1)
			     : NULL;
}

static bool is_half_over(const struct revocation_list *list, int64_t now)
{
	return now - list->this_update >= list->next_update - now ||
	       now < list->this_update;
}

/* The newest list of its kind, unless it has to be replaced whatever it
 * tells. */
static enum status good_last(const struct round *round,
			     const struct making *making, bool changes,
			     struct revocation_list *ret, bool *found,
			     struct error *err)
{
	struct desk *desk = round->desk;
	const struct revocation_list *list = &making->list;
	const struct list_scope scope = { list->authority_id, list->partition,
					  changes };
	const char *url =
	    changes ? issuer_changes_url(making->authority, list->partition,
					 desk->arena)
		    : issuer_list_url(making->authority, list->partition,
				      desk->arena);
	enum status rc = revocation_list_last(desk->store, &scope, desk->arena,
					      ret, found, err);

	if (rc != OK || !*found)
		return rc;
	ret->authority = list->authority;
	ret->role = list->role;
	ret->path = path_of(round, url);
	ret->existing = 1;
	*found = !is_half_over(ret, desk->now) &&
		 (!ret->path || access(ret->path, R_OK) == 0);
	return OK;
}

/* A list of changes is no substitute where somebody must know before the next
 * complete one: there are relying parties who do not look at it. */
static bool is_urgent(const struct round *round,
		      const struct revocation_list *base)
{
	return round->due_at != ABSENT &&
	       round->due_at - base->this_update <
		   (base->next_update - base->this_update) / 2 + SLACK_SECONDS;
}

/* A list of changes since `base`, or that which is out. *stands is true if
 * nothing is to be made. */
static enum status delta_plan(const struct round *round, struct making *making,
			      const struct revocation_list *base, bool *stands,
			      struct error *err)
{
	struct revocation_list *list = &making->list, last;
	bool found, changed = true;
	enum status rc;

	if ((rc = good_last(round, making, true, &last, &found, err)) != OK)
		return rc;
	found = found && last.base_number == base->number;
	if (found && (rc = revoked_changed(round->desk->store,
					   list->authority_id, list->partition,
					   last.change_id, &changed, err)) !=
			 OK)
		return rc;
	/* two lists of one second would be one (RFC 5280, 5.2.3) */
	*stands = base->this_update == round->desk->now ||
		  (round->wish->due && found && !changed);
	if (*stands) {
		*list = found ? last : *base;
		return OK;
	}
	making->since = base->change_id;
	making->freshest = NULL;
	making->period = round->delta_hours * 3600;
	making->address = issuer_changes_url(
	    making->authority, list->partition, round->desk->arena);
	list->base_number = base->number;
	list->path = path_of(round, making->address);
	return OK;
}

/* What is to be made, if anything. *told is the last change that the complete
 * list tells that is out, if none is to be made. */
static enum status list_plan(const struct round *round, struct making *making,
			     bool *stands, int64_t *told, struct error *err)
{
	const struct crl_wish *wish = round->wish;
	struct store *store = round->desk->store;
	struct revocation_list *list = &making->list, base;
	bool is_root = list->role == AUTHORITY_ROOT, changed = false, found;
	enum status rc;

	*stands = false;
	if ((!wish->due && !wish->delta) ||
	    (rc = revoked_last_change(store, told, err)) != OK ||
	    (rc = good_last(round, making, false, &base, &found, err)) != OK ||
	    !found)
		return !wish->due && !wish->delta ? OK : rc;
	if (!is_root &&
	    (rc = revoked_changed(store, list->authority_id, list->partition,
				  base.change_id, &changed, err)) != OK)
		return rc;
	if (changed)
		*told = base.change_id;
	if (is_root || !wish->delta) {
		*stands = !changed;
		if (*stands)
			*list = base;
		return OK;
	}
	return changed && is_urgent(round, &base)
		   ? OK
		   : delta_plan(round, making, &base, stands, err);
}

/* What is no list is nothing that could be lost. */
static int64_t number_in(const char *path)
{
	OWN(descriptor) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct crl_seen seen;
	struct error ignored;

	error_reset(&ignored);
	return fd >= 0 && crl_look(fd, path, NULL, &seen, &ignored) == OK
		   ? seen.number
		   : 0;
}

/* Who is revoked there must not become good by a backup that does not know.
 * Both lists are looked at whichever is made: its number would hide them. */
static enum status known_check(const struct round *round,
			       const struct authority *authority,
			       int64_t partition, struct error *err)
{
	struct arena *arena = round->desk->arena;
	const char *urls[] = { issuer_list_url(authority, partition, arena),
			       issuer_changes_url(authority, partition, arena) };
	int64_t known;
	enum status rc;

	if (round->wish->replace || !round->folder ||
	    authority->role == AUTHORITY_ROOT)
		return OK;
	if ((rc = revocation_list_number(round->desk->store,
					 authority->authority_id, partition,
					 &known, err)) != OK)
		return rc;
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		const char *path = path_of(round, urls[i]);

		if (number_in(path) > known)
			return error_set(
			    err, REFUSED, "list_unknown", "folder",
			    "\"%s\" is a list that this store does not know: "
			    "it was restored from a backup, or is another; "
			    "revoke again what only that list tells of, and "
			    "run again with --replace",
			    path);
	}
	return OK;
}

static enum status list_one(struct round *round,
			    const struct authority *authority,
			    int64_t partition, struct error *err)
{
	struct arena *arena = round->desk->arena;
	struct making making = { .desk = round->desk,
				 .authority = authority,
				 .sites = &round->sites };
	struct revocation_list *list = &making.list;
	bool is_root = authority->role == AUTHORITY_ROOT, stands = false;
	const char *url = issuer_list_url(authority, partition, arena);
	int64_t told = 0;
	enum status rc;

	record_clear(&revocation_list_record, list);
	list->authority_id = authority->authority_id;
	list->authority = authority->name;
	list->role = authority->role;
	list->partition = partition;
	list->path = path_of(round, url);
	making.address = url;
	making.period = is_root ? ROOT_DAYS * DAY_SECONDS : round->hours * 3600;
	/* a root is no entry of its list, but is looked for on it by some, and
	 * names no distribution point */
	if (!is_root)
		making.point = url;
	if (!is_root && round->delta_hours != ABSENT)
		making.freshest =
		    issuer_changes_url(authority, partition, arena);
	if ((rc = known_check(round, authority, partition, err)) != OK ||
	    (rc = list_plan(round, &making, &stands, &told, err)) != OK)
		return rc;
	if (!stands && (rc = crl_make(&making, err)) != OK) {
		if (round->sites.failed == OK)
			return rc;
		round->told = 0; /* told at the end; folders come first */
		return OK;
	}
	if (!stands && list->base_number == ABSENT)
		told = list->change_id;
	if (!is_root && told < round->told)
		round->told = told;
	return round->each(round->context, list, err);
}

/* Who asked for something must know when everybody could see it. */
static enum status requests_settle(struct round *round, struct error *err)
{
	struct desk *desk = round->desk;
	OWN(tx) struct tx *tx = NULL;
	struct json *detail;
	int64_t count, due_at;
	enum status rc;

	if ((rc = requests_waiting(desk->store, &count, &due_at, err)) != OK ||
	    !count || (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = requests_publish(desk, round->told, &count, err)) != OK ||
	    !count)
		return rc;
	detail = json_object_new();
	json_set_integer(detail, "requests", count);
	if ((rc = journal_append(desk, "requests_published", ABSENT, ABSENT,
				 detail, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status lists_make(struct round *round, struct error *err)
{
	struct store *store = round->desk->store;
	const struct authority *root, *issuing;
	int64_t count;
	enum status rc;

	if ((rc = authority_current(store, AUTHORITY_ROOT, &root, err)) != OK ||
	    (rc = authority_current(store, AUTHORITY_ISSUING, &issuing, err)) !=
		OK ||
	    (rc = requests_waiting(store, &count, &round->due_at, err)) != OK ||
	    (rc = list_one(round, root, 0, err)) != OK)
		return rc;
	for (int64_t i = 0; i <= issuing->partitions_named && rc == OK; i++)
		rc = list_one(round, issuing, i, err);
	return rc;
}

/* Whoever took his number first must not put his list over a newer one, which
 * was public already. */
static enum status turn_take(struct desk *desk, int *ret_fd, struct error *err)
{
	enum status rc = store_lock(desk->store, "lists.lock", 0, LOCK_SECONDS,
				    ret_fd, err);

	if (rc == OK && *ret_fd < 0)
		return error_set(err, BUSY, "lists_under_way", NULL,
				 "somebody else publishes the lists at the "
				 "moment; try again later");
	return rc;
}

enum status act_crl(struct desk *desk, const struct crl_wish *wish,
		    enum status (*each)(void *context,
					const struct revocation_list *it,
					struct error *err),
		    void *context, struct error *err)
{
	struct round round = { .desk = desk,
			       .wish = wish,
			       .told = INT64_MAX,
			       .each = each,
			       .context = context };
	OWN(descriptor) int turn = -1;
	enum status rc = settings_read(&round, err);

	if (rc == OK && (rc = turn_take(desk, &turn, err)) == OK)
		rc = lists_make(&round, err);
	if (rc == OK)
		rc = requests_settle(&round, err);
	crl_sites_close(&round.sites);
	return rc == OK ? round.sites.failed : rc;
}
