/* remote_subject - remote certificates as they are judged, and who is told */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_authority.h>
#include <ipp/store/remote_notice.h>

#include "internal.h"

_Static_assert(REMOTE_THRESHOLDS_MAX <= EXPIRY_NOTICES_MAX,
	       "an authority's thresholds are a list of days");

#define SUBJECT                                                               \
	"SELECT c.certificate_id, c.alias, w.wallet, a.authority, c.subject," \
	"       c.trouble, c.status = 'blocked' OR a.status <> 'active',"     \
	"       c.key_status = 'disabled',"                                   \
	"       c.certificate_status = 'suspended',"                          \
	"       c.certificate_status = 'revoked',"                            \
	"       c.certificate_status = 'expired', c.notice_change,"           \
	"       c.registered_at, c.not_after, c.muted_until, c.grant_id,"     \
	"       g.granted_at, c.access_ends_at, g.withdrawn_at,"              \
	"       g.signature_limit, g.signatures_used, a.notice_days,"         \
	"       a.notice_percent, a.notice_mode = 'threshold',"               \
	"       a.notice_thresholds, g.refresh_asked_at IS NOT NULL"          \
	"  FROM remote_certificates c"                                        \
	"  JOIN remote_authorities a ON a.authority_id = c.authority_id"      \
	"  JOIN remote_wallets w ON w.wallet_id = c.wallet_id"                \
	"  LEFT JOIN remote_grants g ON g.grant_id = c.grant_id"

static const char load_sql[] = SUBJECT
    " WHERE c.certificate_id = $1 AND c.client_id = $2"
    "   AND c.removed_at IS NULL";

static const char each_sql[] = SUBJECT
    " WHERE c.client_id = $1 AND c.removed_at IS NULL AND c.notice_at <= $2"
    " ORDER BY c.notice_at, c.certificate_id";

static const char all_sql[] = SUBJECT
    " WHERE c.client_id = $1 AND c.removed_at IS NULL"
    "   AND c.access_ends_at >= $2 AND c.access_ends_at < $3"
    "   AND c.status <> 'blocked'"
    " ORDER BY c.access_ends_at, c.certificate_id LIMIT $4";

static const char count_sql[] = "SELECT count(*) FROM remote_certificates"
				" WHERE client_id = $1 AND removed_at IS NULL";

static const char told_sql[] =
    "SELECT notice, occurrence, told_at, told_count, threshold, mail_waits"
    "  FROM remote_notices WHERE certificate_id = $1";

/* As an authority has them: the most days first. */
static bool thresholds_read(const char *text, struct expiry_notices *ret)
{
	int64_t days[REMOTE_THRESHOLDS_MAX];
	size_t count;

	if (!remote_thresholds_parse(text, days, &count))
		return false;
	ret->count = count;
	for (size_t i = 0; i < count; i++)
		ret->days[i] = days[count - 1 - i];
	return true;
}

static enum status subject_fetch(struct sql_statement *st, struct arena *arena,
				 struct remote_subject *ret, struct error *err)
{
	struct remote_notice_facts *facts = &ret->facts;
	const char *thresholds = sql_text_view(st, 24);

	*ret = (struct remote_subject){ .certificate_id = sql_integer(st, 0) };
	ret->alias = sql_text(st, 1, arena);
	ret->wallet = sql_text(st, 2, arena);
	ret->authority = sql_text(st, 3, arena);
	ret->subject = sql_text(st, 4, arena);
	ret->trouble = sql_text(st, 5, arena);
	facts->is_silent = sql_integer(st, 6) == 1;
	facts->is_key_disabled = sql_integer(st, 7) == 1;
	facts->is_suspended = sql_integer(st, 8) == 1;
	facts->is_revoked = sql_integer(st, 9) == 1;
	facts->is_expired = sql_integer(st, 10) == 1;
	facts->is_refused = ret->trouble != NULL;
	facts->change = sql_integer(st, 11);
	facts->registered_at = sql_integer(st, 12);
	facts->not_after = sql_integer(st, 13);
	facts->muted_until = sql_integer(st, 14);
	facts->grant_id = sql_integer(st, 15);
	facts->granted_at = sql_integer(st, 16);
	facts->access_ends_at = sql_integer(st, 17);
	facts->withdrawn_at = sql_integer(st, 18);
	facts->signature_limit = sql_integer(st, 19);
	facts->signatures_used = sql_integer(st, 20);
	facts->days = sql_integer(st, 21);
	facts->percent = sql_integer(st, 22);
	facts->by_threshold = sql_integer(st, 23) == 1;
	facts->is_lost = sql_integer(st, 25) == 1;
	for (size_t i = 0; i < REMOTE_NOTICE_COUNT; i++)
		facts->told[i] = (struct remote_told){ .occurrence = ABSENT,
						       .threshold = ABSENT };
	if (!facts->by_threshold || !thresholds ||
	    thresholds_read(thresholds, &facts->thresholds))
		return OK;
	return error_set(err, CONFIG, "store_damaged", "notice_thresholds",
			 "the thresholds of authority \"%s\" are none; set "
			 "them anew with: stash-ca edit",
			 ret->authority);
}

static enum status told_load(struct store *store, struct remote_subject *ret,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, told_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, ret->certificate_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		int64_t kind =
		    word_find(remote_notice_words, sql_text_view(st, 0));

		if (kind == ABSENT)
			continue;
		ret->facts.told[kind] = (struct remote_told){
			.occurrence = sql_integer(st, 1),
			.at = sql_integer(st, 2),
			.count = sql_integer(st, 3),
			.threshold = sql_integer(st, 4),
		};
		if (sql_integer(st, 5) == 1)
			ret->waits |= 1u << kind;
	}
	return rc;
}

enum status remote_subject_load(struct store *store, int64_t client_id,
				int64_t certificate_id, struct arena *arena,
				struct remote_subject *ret, bool *found,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, load_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_integer(st, 2, client_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found ||
	    (rc = subject_fetch(st, arena, ret, err)) != OK)
		return rc;
	return told_load(store, ret, err);
}

static enum status subjects_fetch(struct sql_statement *st,
				  remote_subject_each *each, void *context,
				  struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct remote_subject subject;
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		arena_reset(arena);
		if ((rc = subject_fetch(st, arena, &subject, err)) != OK ||
		    (rc = each(context, &subject, err)) != OK)
			return rc;
	}
	return rc;
}

enum status remote_notice_each(struct store *store, int64_t client_id,
			       int64_t now, remote_subject_each *each,
			       void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, each_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, now);
	return subjects_fetch(st, each, context, err);
}

enum status remote_subjects(struct store *store, int64_t client_id,
			    const struct remote_range *range,
			    remote_subject_each *each, void *context,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, all_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, range->from);
	sql_bind_integer(st, 3, range->before);
	sql_bind_integer(st, 4, range->limit);
	return subjects_fetch(st, each, context, err);
}

enum status remote_subject_count(struct store *store, int64_t client_id,
				 int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, count_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = sql_integer(st, 0);
	return rc;
}

#define READER                                                             \
	"SELECT DISTINCT o.operator_id, o.login, o.surname, o.given_name," \
	"       o.email, o.language"                                       \
	"  FROM operators o"

static const char readers_sql[] = READER
    "  JOIN profiles p ON p.operator_id = o.operator_id"
    " WHERE o.client_id = $1 AND o.enabled = 1 AND o.email IS NOT NULL"
    "   AND p.profile = 'issuer' AND p.withdrawn_at IS NULL"
    " ORDER BY o.login";

static const char named_sql[] = READER
    "  JOIN remote_notify n ON n.operator_id = o.operator_id"
    "  JOIN remote_certificates c ON c.certificate_id = n.certificate_id"
    " WHERE n.certificate_id = $1 AND o.client_id = c.client_id"
    "   AND o.enabled = 1 AND o.email IS NOT NULL"
    " ORDER BY o.login";

static enum status readers_fetch(struct store *store, const char *sql,
				 int64_t id, struct arena *arena,
				 struct remote_readers *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct remote_readers readers = { NULL, 0 };
	size_t room = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		if (readers.count == room) {
			struct remote_reader *more;

			room = room ? 2 * room : 8;
			more = arena_alloc(arena, room * sizeof *more);
			if (readers.count > 0)
				memcpy(more, readers.items,
				       readers.count * sizeof *more);
			readers.items = more;
		}
		readers.items[readers.count++] = (struct remote_reader){
			.operator_id = sql_integer(st, 0),
			.login = sql_text(st, 1, arena),
			.surname = sql_text(st, 2, arena),
			.given_name = sql_text(st, 3, arena),
			.email = sql_text(st, 4, arena),
			.language =
			    word_find(language_words, sql_text_view(st, 5)),
		};
	}
	if (rc == OK)
		*ret = readers;
	return rc;
}

enum status remote_readers_all(struct store *store, int64_t client_id,
			       struct arena *arena, struct remote_readers *ret,
			       struct error *err)
{
	return readers_fetch(store, readers_sql, client_id, arena, ret, err);
}

enum status remote_readers_named(struct store *store, int64_t certificate_id,
				 struct arena *arena,
				 struct remote_readers *ret, struct error *err)
{
	return readers_fetch(store, named_sql, certificate_id, arena, ret, err);
}
