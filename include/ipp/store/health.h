/* health - what the store knows of work that waits and of what will end */
#ifndef IPP_STORE_HEALTH_H
#define IPP_STORE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct store;

/* Work that waits, of all organizations. */
enum backlog_kind {
	BACKLOG_MESSAGES,    /* not sent yet, since they were queued */
	BACKLOG_FAILED,	     /* given up, queued at `since` or later */
	BACKLOG_ISSUING,     /* serial numbers reserved, not signed */
	BACKLOG_UNSEALED,    /* holders' keys in no envelope */
	BACKLOG_SUSPENSIONS, /* past their end at `since`, still open */
	BACKLOG_EXPIRED,     /* past their certificate's end then, not expired */
	BACKLOG_REMOTE_NOTICES, /* organizations with remote certificates,
				   since their notices were last seen to */
};

struct backlog {
	int64_t count;
	int64_t oldest; /* since when the first waits; ABSENT if none does */
};

enum status backlog_count(struct store *store, enum backlog_kind kind,
			  int64_t since, struct backlog *ret,
			  struct error *err);

/* Access to remote certificates in use that ends before an instant and is not
 * muted at `now`, of all organizations. */
struct remote_ends {
	int64_t count;
	int64_t first_at; /* when the first ends; ABSENT if there is none */
};
enum status remote_ends_read(struct store *store, int64_t now, int64_t before,
			     struct remote_ends *ret, struct error *err);

/* When a backup was last finished, ABSENT if none was; and when the store was
 * made. */
enum status backup_last(struct store *store, int64_t *ret, int64_t *created_at,
			struct error *err);

/* Something that ends, and whose it is. */
struct ending {
	const char *owner; /* login of an operator, name of an authority */
	const char *label; /* of a token; or NULL */
	int64_t token_id;  /* of a token */
	int64_t ends_at;
};

/* Calls `each` for every officer who may sign in: when the last of his
 * registered certificates ends that was not withdrawn. */
enum status officer_endings_each(struct store *store,
				 enum status (*each)(void *context,
						     const struct ending *it,
						     struct error *err),
				 void *context, struct error *err);

/* Calls `each` for every authority that somebody answers for (OCSP): when the
 * last of the responder's certificates ends, if that is `since` or later. */
enum status responder_endings_each(struct store *store, int64_t since,
				   enum status (*each)(void *context,
						       const struct ending *it,
						       struct error *err),
				   void *context, struct error *err);

/* Calls `each` for the service tokens that end at `since` or later, were not
 * withdrawn, and after which no other one of the same operator with the same
 * scope goes on. */
enum status token_endings_each(struct store *store, int64_t since,
			       enum status (*each)(void *context,
						   const struct ending *it,
						   struct error *err),
			       void *context, struct error *err);

#endif
