/* journal_verify - whether the journal is whole, and where it is not */
#include <ipp/store/journal.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/journal.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "journal_entry.h"

struct head {
	bool there;
	int64_t count;
	unsigned char seal[DIGEST_SIZE];
};

/* The statement stays open: as long as it is, all others read the journal as
 * of the same moment, whatever is added meanwhile. */
static enum status head_read(struct store *store, struct sql_statement **st,
			     struct head *ret, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const void *stored;
	size_t size = 0;
	enum status rc;
	bool row;

	memset(ret, 0, sizeof *ret);
	if ((rc = sql_prepare(store->sql,
			      "SELECT journal_head, journal_count FROM store",
			      st, err)) != OK ||
	    (rc = sql_step(*st, &row, err)) != OK)
		return rc;
	stored = row ? sql_bytes(*st, 0, arena, &size) : NULL;
	ret->there = stored && size == sizeof ret->seal;
	if (ret->there)
		memcpy(ret->seal, stored, size);
	ret->count = row ? sql_integer(*st, 1) : 0;
	return OK;
}

static void fault_set(struct journal_state *ret, enum journal_fault fault,
		      int64_t entry_id, const struct entry *entry,
		      struct arena *arena)
{
	ret->fault = fault;
	ret->entry_id = ret->last_id = entry_id;
	ret->event = entry ? arena_text(arena, entry->event) : NULL;
	ret->at = entry ? entry->at : SQL_NULL;
}

/* One entry as the row has it: what it says, and both its hashes. */
struct link {
	struct entry entry;
	const unsigned char *previous, *hash;
};

static bool link_read(struct sql_statement *st, struct arena *arena,
		      struct link *ret)
{
	size_t n, m;

	entry_read(st, arena, &ret->entry);
	ret->previous = sql_bytes(st, 9, arena, &n);
	ret->hash = sql_bytes(st, 10, arena, &m);
	return n == DIGEST_SIZE && m == DIGEST_SIZE && ret->entry.event &&
	       ret->entry.detail;
}

/* An entry that fits its own hashes, but not the entry before, tells that the
 * one before was changed together with its hash. */
static enum status link_judge(const struct link *link,
			      const struct entry *before, struct arena *arena,
			      struct arena *kept, struct journal_state *ret,
			      struct error *err)
{
	unsigned char wanted[DIGEST_SIZE];
	bool fits;
	enum status rc = entry_hash(&link->entry, link->previous, arena, wanted,
				    err);

	if (rc != OK)
		return rc;
	fits = digest_equal(link->hash, wanted, DIGEST_SIZE);
	if (!fits)
		fault_set(ret, JOURNAL_CHANGED, link->entry.entry_id,
			  &link->entry, kept);
	else if (!digest_equal(link->previous, ret->hash, DIGEST_SIZE))
		fault_set(ret, JOURNAL_CHANGED,
			  ret->count > 0 ? ret->count : 1,
			  ret->count > 0 ? before : &link->entry, kept);
	return OK;
}

static void entry_keep(struct entry *to, const struct entry *from,
		       struct arena *arena)
{
	arena_reset(arena);
	*to = *from;
	to->event = arena_text(arena, from->event);
	to->detail = NULL;
}

/* From the entry after ret->count on, which is taken for good. */
static enum status chain_walk(struct store *store, struct arena *kept,
			      struct journal_state *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	OWN(arena) struct arena *last = arena_new();
	struct entry before = { .at = SQL_NULL };
	struct link link;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT " ENTRY_COLUMNS ", previous, hash"
			      "  FROM journal WHERE entry_id > $1"
			      " ORDER BY entry_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, ret->count);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		bool whole;

		arena_reset(arena);
		whole = link_read(st, arena, &link);
		if (link.entry.entry_id != ret->count + 1) {
			fault_set(ret, JOURNAL_MISSING, ret->count + 1, &before,
				  kept);
			ret->last_id = link.entry.entry_id - 1;
			return OK;
		}
		if (!whole) {
			fault_set(ret, JOURNAL_CHANGED, link.entry.entry_id,
				  &link.entry, kept);
			return OK;
		}
		if ((rc = link_judge(&link, &before, arena, kept, ret, err)) !=
			OK ||
		    ret->fault != JOURNAL_WHOLE)
			return rc;
		memcpy(ret->hash, link.hash, DIGEST_SIZE);
		entry_keep(&before, &link.entry, last);
		ret->count++;
	}
	ret->at = before.at;
	ret->event = arena_text(kept, before.event);
	return rc;
}

/* A whole chain against the head that only the master key makes. */
static enum status head_judge(struct store *store, const struct head *head,
			      struct journal_state *ret, struct error *err)
{
	unsigned char seal[DIGEST_SIZE];
	enum status rc;

	if (!head->there && ret->count == 0 && head->count == 0)
		return OK;
	if (ret->count < head->count) {
		ret->fault = JOURNAL_CUT;
		ret->entry_id = ret->count + 1;
		ret->last_id = head->count;
		return OK;
	}
	if ((rc = journal_head(store, ret->count, ret->hash, seal, err)) != OK)
		return rc;
	if (head->there && ret->count == head->count &&
	    digest_equal(head->seal, seal, sizeof seal))
		return OK;
	ret->fault = JOURNAL_FOREIGN;
	ret->entry_id = ret->count > head->count ? head->count + 1 : 1;
	ret->last_id = ret->count;
	return OK;
}

/* The place to begin at, so that `entries` are left. */
static enum status start_set(struct store *store, int64_t entries,
			     struct journal_state *ret, struct error *err)
{
	unsigned char hash[DIGEST_SIZE] = { 0 };
	int64_t newest;
	bool found;
	enum status rc;

	if ((rc = journal_last(store, &newest, hash, err)) != OK ||
	    newest <= entries ||
	    (rc = journal_hash(store, newest - entries, hash, &found, err)) !=
		OK)
		return rc;
	ret->count = newest - entries;
	memcpy(ret->hash, hash, sizeof hash);
	if (!found) {
		ret->fault = JOURNAL_MISSING;
		ret->entry_id = ret->last_id = ret->count;
	}
	return OK;
}

enum status journal_verify_last(struct store *store, int64_t entries,
				struct arena *arena, struct journal_state *ret,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct head head;
	enum status rc;

	*ret = (struct journal_state){ .entry_id = SQL_NULL,
				       .last_id = SQL_NULL,
				       .at = SQL_NULL };
	if ((rc = head_read(store, &st, &head, err)) != OK ||
	    (entries >= 0 &&
	     (rc = start_set(store, entries, ret, err)) != OK) ||
	    ret->fault != JOURNAL_WHOLE ||
	    (rc = chain_walk(store, arena, ret, err)) != OK ||
	    ret->fault != JOURNAL_WHOLE)
		return rc;
	return head_judge(store, &head, ret, err);
}

enum status journal_verify(struct store *store, struct arena *arena,
			   struct journal_state *ret, struct error *err)
{
	return journal_verify_last(store, -1, arena, ret, err);
}
