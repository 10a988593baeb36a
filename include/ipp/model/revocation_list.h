/* revocation_list - lists of revoked certificates, as they went out */
#ifndef IPP_MODEL_REVOCATION_LIST_H
#define IPP_MODEL_REVOCATION_LIST_H

#include <ipp/model/field.h>

/* The record `revocation_list`: row of table `revocation_lists`, and where the
 * file is. */
struct revocation_list {
	const char *authority; /* name */
	int64_t role;	       /* enum authority_role */
	int64_t partition;     /* 0: the one list */
	int64_t number;
	int64_t base_number;   /* of a list of changes: what it adds to */
	int64_t this_update, next_update, published_at;
	int64_t entries, size;
	const char *sha256; /* of the file, lower-case hexadecimal */
	const char *path;
	int64_t existing; /* 1: it was out before and is still good */
	/* not written */
	int64_t list_id, authority_id, change_id;
};

extern const struct record revocation_list_record;

#endif
