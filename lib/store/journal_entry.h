/* journal_entry - an entry of the journal, and the hash that chains it */
#ifndef IPP_LIB_STORE_JOURNAL_ENTRY_H
#define IPP_LIB_STORE_JOURNAL_ENTRY_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/port/digest.h>

struct arena;
struct sql_statement;
struct store;

struct entry {
	int64_t entry_id, at, client_id, operator_id, unit_id;
	int64_t order_id, user_id;
	const char *event;
	const char *detail; /* canonical JSON */
};

#define ENTRY_COLUMNS                                                         \
	"entry_id, at, event, client_id, operator_id, unit_id, order_id,"     \
	" user_id, detail"

/* From the first columns of a row. */
void entry_read(struct sql_statement *st, struct arena *arena,
		struct entry *ret);

/* What is hashed: canonical JSON (RFC 8785) of the columns that are not NULL.
 * In the arena. */
const char *entry_text(const struct entry *entry, struct arena *arena);

/* hash = SHA-256 (previous || entry_text); before the first entry stand
 * zeroes. */
enum status entry_hash(const struct entry *entry,
		       const unsigned char previous[DIGEST_SIZE],
		       struct arena *arena, unsigned char ret[DIGEST_SIZE],
		       struct error *err);

/* The head is known only to the holder of the master key, so entries cut off
 * the end are missed. */
enum status journal_head(struct store *store, int64_t count,
			 const unsigned char hash[DIGEST_SIZE],
			 unsigned char ret[DIGEST_SIZE], struct error *err);

#endif
