/* desk - what an act works with: who, where, when */
#ifndef IPP_STORE_DESK_H
#define IPP_STORE_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct settings;
struct store;

/* The operator at work, as the store knows him. Texts live as long as the
 * desk. */
struct session {
	int64_t session_id;
	int64_t operator_id, client_id, unit_id, profile_id;
	int64_t profile; /* enum profile */
	int64_t created_at, used_at, expires_at;
	bool four_eyes;		  /* the organization demands it */
	bool is_service;
	const char *login, *client_code, *unit, *scope;
};

struct desk {
	struct store *store;
	const struct session *session; /* NULL where no tool needs one */
	const struct settings *settings;
	struct arena *arena; /* of the document at hand; wiped after it */
	int64_t now;
	bool clock_stands; /* `now` was given, for a test */
	const char *tool; /* "ipp-request import", for the journal */
	bool dry_run;	  /* what is done is rolled back in the end */
	/* What of the document did not decode, where it is looked at only to
	 * tell all its mistakes at once; else NULL. */
	const struct error *flaws;
};

/* Finds the session of a token (as its holder keeps it) and tells whether it
 * may still be used: NOPERM `session_unknown`, `session_ended`,
 * `session_expired` (idle or absolute), `operator_disabled`. */
enum status session_find(struct store *store, const char *token, int64_t now,
			 struct arena *arena, struct session *ret,
			 struct error *err);
/* Remembers that the session was used; at most one write a minute. */
enum status session_touch(struct store *store, const struct session *session,
			  int64_t now, struct error *err);

#endif
