/* publication - what is public, what is not yet, and by when it must be */
#include <ipp/store/publication.h>

#include <ipp/base/memory.h>
#include <ipp/model/publication_check.h>
#include <ipp/model/status_change.h>
#include <ipp/port/sql.h>

#include "internal.h"

/* Of every authority that works each partition that certificates name, and in
 * it the newest complete list and the newest list of changes. */
static const char lists_sql[] =
    "WITH RECURSIVE parts (authority_id, partition, named) AS ("
    "  SELECT authority_id, 0, partitions_named FROM authorities"
    "   WHERE retired_at IS NULL"
    "  UNION ALL"
    "  SELECT authority_id, partition + 1, named FROM parts"
    "   WHERE partition < named),"
    " kinds (changes) AS (SELECT 0 UNION ALL SELECT 1)"
    " SELECT a.name, p.partition, l.number, l.entries, l.this_update,"
    "        l.next_update, l.published_at, l.base_number,"
    "        EXISTS (SELECT 1 FROM certificates)"
    "   FROM parts p"
    "   JOIN kinds k"
    "   JOIN authorities a ON a.authority_id = p.authority_id"
    "   LEFT JOIN revocation_lists l ON l.list_id ="
    "        (SELECT m.list_id FROM revocation_lists m"
    "          WHERE m.authority_id = p.authority_id"
    "            AND m.partition = p.partition"
    "            AND m.published_at IS NOT NULL"
    "            AND (m.base_number IS NOT NULL) = k.changes"
    "          ORDER BY m.number DESC LIMIT 1)"
    "  WHERE k.changes = 0 OR l.list_id IS NOT NULL"
    "  ORDER BY p.authority_id, p.partition, k.changes";

#define REQUESTS                                                            \
	"SELECT r.user_id, r.action, r.publication, r.received_at,"         \
	"       r.due_at, r.published_at"                                   \
	"  FROM status_requests r"                                          \
	"  JOIN products p ON p.user_id = r.user_id"                        \
	"   AND p.client_id = coalesce($1, p.client_id)"                    \
	"   AND p.unit_id = coalesce($2, p.unit_id)"

static const char waiting_sql[] =
    REQUESTS " WHERE r.published_at IS NULL"
	     " ORDER BY r.due_at, r.request_id LIMIT $3";

static const char published_sql[] =
    REQUESTS " WHERE r.published_at IS NOT NULL"
	     "   AND (r.published_at > r.due_at) = $4"
	     " ORDER BY r.request_id DESC LIMIT $3";

enum status publication_lists(struct store *store, publication_each *each,
			      void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct publication_check it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, lists_sql, &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		record_clear(&publication_check_record, &it);
		it.kind = PUBLICATION_OF_LIST;
		it.authority = sql_text_view(st, 0);
		it.partition = sql_integer(st, 1);
		it.number = sql_integer(st, 2);
		it.entries = sql_integer(st, 3);
		it.this_update = sql_integer(st, 4);
		it.due_at = sql_integer(st, 5);
		it.published_at = sql_integer(st, 6);
		it.base_number = sql_integer(st, 7);
		it.certificates = sql_integer(st, 8);
		if ((rc = each(context, &it, err)) != OK)
			return rc;
	}
	return rc;
}

enum status publication_requests(struct store *store,
				 const struct publication_filter *filter,
				 bool published, publication_each *each,
				 void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct publication_check it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      published ? published_sql : waiting_sql, &st,
			      err)) != OK)
		return rc;
	sql_bind_integer(st, 1, filter->client_id);
	sql_bind_integer(st, 2, filter->unit_id);
	sql_bind_integer(st, 3,
			 filter->limit == ABSENT ? INT64_MAX : filter->limit);
	if (published)
		sql_bind_integer(st, 4,
				 filter->state == PUBLICATION_DONE_LATE);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		record_clear(&publication_check_record, &it);
		it.kind = PUBLICATION_OF_REQUEST;
		it.user_id = sql_integer(st, 0);
		it.action =
		    word_find(status_action_words, sql_text_view(st, 1));
		it.publication =
		    word_find(publication_words, sql_text_view(st, 2));
		it.received_at = sql_integer(st, 3);
		it.due_at = sql_integer(st, 4);
		it.published_at = sql_integer(st, 5);
		if ((rc = each(context, &it, err)) != OK)
			return rc;
	}
	return rc;
}
