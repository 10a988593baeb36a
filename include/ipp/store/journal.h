/* journal - what happened, append-only and hash-chained */
#ifndef IPP_STORE_JOURNAL_H
#define IPP_STORE_JOURNAL_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/field.h>

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
	JOURNAL_MISSING, /* an entry is not there */
	JOURNAL_CUT,	 /* entries at the end are gone */
};

/* Walks the whole chain. *entry is the first bad entry_id, *count how many
 * entries there are. The head needs the master key. */
enum status journal_verify(struct store *store, enum journal_fault *ret,
			   int64_t *entry, int64_t *count, struct error *err);

#endif
