/* revocation_list - lists that went out, and their numbers */
#ifndef IPP_STORE_REVOCATION_LIST_H
#define IPP_STORE_REVOCATION_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct desk;
struct revocation_list;
struct store;

/* What a list tells of: all of a partition, or what changed since then. */
struct list_scope {
	int64_t authority_id, partition;
	bool changes;
};

/* The newest list of a scope that was published; *found is false if there is
 * none. Texts lie in the arena. */
enum status revocation_list_last(struct store *store,
				 const struct list_scope *scope,
				 struct arena *arena,
				 struct revocation_list *ret, bool *found,
				 struct error *err);

/* The highest number that was taken for a list of a partition, of either kind;
 * 0 if none was. */
enum status revocation_list_number(struct store *store, int64_t authority_id,
				   int64_t partition, int64_t *ret,
				   struct error *err);

/* Takes a number for a list that authority_id, partition, base_number (ABSENT
 * of a complete list), this_update, next_update and change_id are set of, in
 * the open transaction; sets number and list_id. It is higher than all before
 * it, of either kind, and not lower than this_update: a store that
 * was restored from a backup goes on above what it has forgotten. */
enum status revocation_list_take(struct desk *desk,
				 struct revocation_list *list,
				 struct error *err);

/* The file is in its place: keeps entries, size, sha256 (hexadecimal) and
 * published_at. */
enum status revocation_list_publish(struct desk *desk,
				    struct revocation_list *list,
				    struct error *err);

#endif
