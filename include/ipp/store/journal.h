/* journal - what happened, append-only and hash-chained */
#ifndef IPP_STORE_JOURNAL_H
#define IPP_STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/field.h>

struct arena;
struct desk;
struct journal_entry;
struct journal_filter;
struct json;
struct store;

/* Adds an entry in the open transaction. `event` is a lower-case word
 * (`request_submitted`); order_id and user_id may be ABSENT; `detail` is an
 * object of facts without secrets, or NULL; it is freed here. */
enum status journal_append(struct desk *desk, const char *event,
			   int64_t order_id, int64_t user_id,
			   struct json *detail, struct error *err);
/* The same for facts written already: canonical JSON that also tells the
 * member `tool`, desk->tool. */
enum status journal_append_text(struct desk *desk, const char *event,
				int64_t order_id, int64_t user_id,
				const char *detail, struct error *err);

/* Calls `each` for the entries that pass the filter (its client_id,
 * operator_id and unit_id among them), in their order or the other way round:
 * those of the organization, and those of none. What `each` gets lives until
 * it returns. */
enum status journal_list(struct store *store,
			 const struct journal_filter *filter,
			 enum status (*each)(void *context,
					     const struct journal_entry *entry,
					     struct error *err),
			 void *context, struct error *err);

/* What verification found first. */
enum journal_fault {
	JOURNAL_WHOLE,
	JOURNAL_CHANGED, /* an entry does not have its hash */
	JOURNAL_MISSING, /* entries are not there */
	JOURNAL_CUT,	 /* entries at the end are gone */
	JOURNAL_FOREIGN, /* the chain fits, but was not written with the key */
};

struct journal_state {
	enum journal_fault fault;
	int64_t entry_id, last_id; /* the first bad entry, and the last one of
				      those that are missing; ABSENT if whole */
	/* of the changed entry as it stands there now, else of the last one
	 * that is good; NULL and ABSENT if there is none */
	const char *event;
	int64_t at;
	int64_t count;		/* of entries that are good */
	unsigned char hash[32]; /* of the last of them */
};

/* Walks the whole chain; texts in the arena. The head needs the master key. */
enum status journal_verify(struct store *store, struct arena *arena,
			   struct journal_state *ret, struct error *err);
/* The same for the last `entries` only, in a time that does not grow: what is
 * before them is taken for good. */
enum status journal_verify_last(struct store *store, int64_t entries,
				struct arena *arena, struct journal_state *ret,
				struct error *err);

/* The number and hash of the newest entry, as stored; 0 and zeroes if there is
 * none. */
enum status journal_last(struct store *store, int64_t *entry_id,
			 unsigned char hash[32], struct error *err);
/* The hash of an entry, as stored; *found is false if it is not there. */
enum status journal_hash(struct store *store, int64_t entry_id,
			 unsigned char ret[32], bool *found, struct error *err);

/* Calls `each` for the entries from `first` to `last`, with what was hashed.
 * That of other organizations is withheld, their place in the chain is not. */
struct journal_proof;
enum status journal_export(struct store *store, int64_t client_id,
			   int64_t first, int64_t last,
			   enum status (*each)(void *context,
					       const struct journal_proof *it,
					       struct error *err),
			   void *context, struct error *err);

#endif
