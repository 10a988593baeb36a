/* stash_notice_check - how things stand, for a monitor */
#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/store/store.h>

#include "stash_notice.h"

#define CRITICAL_MAX 366
#define SHOWN_MAX    5 /* certificates of a severity in the line */
#define ALIAS_MAX    64

/* Certificates of one severity. */
struct bucket {
	int64_t count;
	const char *names; /* of the first: "acme access_ended, ..." */
};

struct checking {
	struct desk *desk;
	int64_t critical_days;
	struct bucket buckets[SEVERITY_CRITICAL + 1];
	int64_t next_end; /* ABSENT: none is near */
};

/* Nothing of it may end the text of the line. */
static const char *alias_text(struct arena *arena, const char *alias)
{
	char *ret = arena_text_n(arena, alias, strnlen(alias, ALIAS_MAX));

	for (char *p = ret; *p; p++)
		if ((unsigned char)*p < ' ' || *p == '|' || *p == 0x7f)
			*p = '_';
	return ret;
}

static bool is_over(const struct remote_notice_item *item)
{
	return item->kind < NOTICE_ACCESS_ENDING;
}

static void end_look(struct checking *it, const struct remote_notice_item *item)
{
	if (item->ends_at != ABSENT && item->ends_at >= it->desk->now &&
	    (it->next_end == ABSENT || item->ends_at < it->next_end))
		it->next_end = item->ends_at;
}

static enum status subject_look(void *context,
				const struct remote_subject *subject,
				struct error *err)
{
	struct checking *it = context;
	struct arena *arena = it->desk->arena;
	enum severity worst = SEVERITY_OK;
	struct remote_notice_verdict verdict;
	const char *what = "";
	struct bucket *bucket;

	(void)err; /* looking cannot fail */
	remote_notice_judge(&subject->facts, it->desk->now, &verdict);
	for (size_t i = 0; i < verdict.count; i++) {
		const struct remote_notice_item *item = &verdict.items[i];
		enum severity severity =
		    remote_notice_severity(item, it->critical_days);

		end_look(it, item);
		if (verdict.is_muted && !is_over(item))
			continue;
		if (severity > worst) {
			worst = severity;
			what = remote_notice_words[item->kind].name;
		}
	}
	bucket = &it->buckets[worst];
	if (worst != SEVERITY_OK && bucket->count < SHOWN_MAX)
		bucket->names = arena_printf(
		    arena, "%s%s%s %s", bucket->names ? bucket->names : "",
		    bucket->names ? ", " : "",
		    alias_text(arena, subject->alias), what);
	bucket->count++;
	return OK;
}

/* The plug-in's line is English, whoever asks. */
static const char *line_make(const struct checking *it, int64_t count)
{
	static const char *const states[] = {
		[SEVERITY_OK] = "OK",
		[SEVERITY_INFO] = "OK",
		[SEVERITY_WARNING] = "WARNING",
		[SEVERITY_CRITICAL] = "CRITICAL",
	};
	struct arena *arena = it->desk->arena;
	const struct bucket *critical = &it->buckets[SEVERITY_CRITICAL];
	const struct bucket *warning = &it->buckets[SEVERITY_WARNING];
	const char *text = "", *end = "";
	enum severity worst = critical->count > 0  ? SEVERITY_CRITICAL
			      : warning->count > 0 ? SEVERITY_WARNING
						   : SEVERITY_OK;

	for (int i = SEVERITY_CRITICAL; i >= SEVERITY_WARNING; i--) {
		const struct bucket *bucket = &it->buckets[i];

		if (bucket->count > 0)
			text = arena_printf(
			    arena, "%s%s%" PRId64 " %s: %s%s", text,
			    *text ? "; " : "", bucket->count,
			    i == SEVERITY_CRITICAL ? "critical" : "warning",
			    bucket->names,
			    bucket->count > SHOWN_MAX ? ", ..." : "");
	}
	if (it->next_end != ABSENT)
		end = arena_printf(arena, " next_end=%" PRId64 "s;;;0",
				   it->next_end - it->desk->now);
	return arena_printf(
	    arena,
	    "STASH-CERT %s - %s | critical=%" PRId64 ";;;0 warning=%" PRId64
	    ";;;0 certificates=%" PRId64 ";;;0%s",
	    states[worst],
	    *text ? text : "all remote certificates can be signed with",
	    critical->count, warning->count, count, end);
}

enum status stash_notices_check(struct desk *desk,
				const struct remote_notice_wish *wish,
				const char **line, enum severity *ret,
				struct error *err)
{
	struct checking it = { .desk = desk,
			       .critical_days = wish->critical,
			       .next_end = ABSENT };
	int64_t client_id = desk->session->client_id;
	int64_t count;
	enum status rc;

	if (it.critical_days == ABSENT)
		it.critical_days = REMOTE_NOTICE_CRITICAL_DAYS;
	if (it.critical_days < 0 || it.critical_days > CRITICAL_MAX)
		return error_set(err, USAGE, "critical", "critical",
				 "what is critical are 0 to %d days; give "
				 "another number",
				 CRITICAL_MAX);
	if ((rc = remote_subject_count(desk->store, client_id, &count, err)) !=
		OK ||
	    (rc = remote_notice_each(desk->store, client_id, desk->now,
				     subject_look, &it, err)) != OK ||
	    (rc = stash_notice_files(desk, client_id, wish, err)) != OK)
		return rc;
	*line = line_make(&it, count);
	*ret = it.buckets[SEVERITY_CRITICAL].count > 0	? SEVERITY_CRITICAL
	       : it.buckets[SEVERITY_WARNING].count > 0 ? SEVERITY_WARNING
							: SEVERITY_OK;
	return OK;
}
