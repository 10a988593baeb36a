/* session - sessions of people and tokens of services in the store */
#ifndef IPP_STORE_SESSION_H
#define IPP_STORE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct store;

/* A session as it is made. Only the hash of the token is kept. */
struct session_row {
	int64_t session_id; /* set by session_insert */
	const char *token;
	bool is_service;
	int64_t operator_id, profile_id;
	const char *scope, *label; /* of a service token, or NULL */
	int64_t created_at, idle_seconds, expires_at;
};

enum status session_insert(struct store *store, struct session_row *it,
			   struct error *err);

/* The session goes on with another profile of its operator. */
enum status session_set_profile(struct store *store, int64_t session_id,
				int64_t profile_id, struct error *err);

/* What session_find does not tell. */
enum status session_idle_seconds(struct store *store, int64_t session_id,
				 int64_t *ret, struct error *err);

/* Ends one session of an operator; *ended is false if there is no such one
 * going on. Service tokens are ended too. */
enum status session_end(struct store *store, int64_t session_id,
			int64_t operator_id, int64_t now, bool *ended,
			struct error *err);
/* Ends the sessions of an operator but `except` (ABSENT: all); his service
 * tokens only if `services`. */
enum status session_end_all(struct store *store, int64_t operator_id,
			    int64_t except, bool services, int64_t now,
			    struct error *err);

#endif
