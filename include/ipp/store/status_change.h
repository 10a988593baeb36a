/* status_change - certificates put on hold, released and revoked */
#ifndef IPP_STORE_STATUS_CHANGE_H
#define IPP_STORE_STATUS_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/status_change.h>

struct arena;
struct desk;
struct store;

/*
 * Each does it to every certificate that a product has, in the open
 * transaction; *change is the number of the last change. The schema refuses
 * what cannot be: REFUSED `revocation_final`, `status_step`. CONFIG
 * `certificate_missing` where there is none. That the product may take the
 * step is the act's business.
 */

/* On hold from now on. */
enum status status_hold(struct desk *desk, int64_t user_id, int64_t *change,
			struct error *err);
/* Good again, as if it had never been on hold. */
enum status status_release(struct desk *desk, int64_t user_id,
			   int64_t *change, struct error *err);
/* Revoked for `reason` (enum revocation_reason, not certificate hold), from
 * now on or, if it was on hold, since then: *revoked_at. `invalidity_at` is
 * since when its key is not to be trusted, or ABSENT; one that is later than
 * *revoked_at says nothing and is left out (RFC 5280, 5.3.2). */
enum status status_revoke(struct desk *desk, int64_t user_id, int64_t reason,
			  int64_t invalidity_at, int64_t *change,
			  int64_t *revoked_at, struct error *err);

/* Keeps a request; its object is kept already. Sets request_id, done_at and
 * done_by. */
enum status status_request_insert(struct desk *desk,
				  struct status_request *request,
				  struct error *err);

/* The last request of a product, without its texts; *found is false if there
 * was none. */
enum status status_request_last(struct store *store, int64_t user_id,
				struct status_request *ret, bool *found,
				struct error *err);

/* Keeps a suspension that starts now; user_id, request_id, ends_at and at_end
 * are taken. REFUSED `duplicate` if one is open. */
enum status suspension_start(struct desk *desk, struct suspension *suspension,
			     struct error *err);
/* The open suspension of a product; *found is false if there is none. */
enum status suspension_open(struct store *store, int64_t user_id,
			    struct suspension *ret, bool *found,
			    struct error *err);
/* Ends it now. `request_id` is that of the request that did it, or ABSENT. */
enum status suspension_finish(struct desk *desk,
			      const struct suspension *suspension,
			      int64_t how, int64_t request_id,
			      struct error *err);

/* Products of an organization (and of a unit, unless that is ABSENT) whose
 * suspension has ended at `now`, or whose certificate has expired, by number;
 * in the arena. */
enum status suspensions_due(struct store *store, int64_t client_id,
			    int64_t unit_id, int64_t now, struct arena *arena,
			    int64_t **ret, size_t *count, struct error *err);

/* A product that an emergency code may be for. */
struct emergency_candidate {
	int64_t user_id;
	unsigned char erc_hash[32];
	int64_t failures, locked_until; /* 0: none */
};
#define EMERGENCY_CANDIDATES_MAX 64

/* The products of an organization with codes that are active or suspended: the
 * one that is named, or those of the holder with this iut (user_id is
 * ABSENT). */
enum status emergency_candidates(
    struct store *store, int64_t client_id, int64_t user_id, const char *iut,
    struct emergency_candidate ret[EMERGENCY_CANDIDATES_MAX], size_t *count,
    struct error *err);
/* Keeps how many wrong codes there were in a row, and until when none is
 * looked at. */
enum status emergency_count(struct store *store,
			    const struct emergency_candidate *candidate,
			    struct error *err);

/* Wrong codes of an operator; failures 0: none. */
struct emergency_guesses {
	int64_t failures, since, locked_until;
};
enum status emergency_guesses_load(struct store *store, int64_t operator_id,
				   struct emergency_guesses *ret,
				   struct error *err);
enum status emergency_guesses_save(struct store *store, int64_t operator_id,
				   const struct emergency_guesses *it,
				   struct error *err);

#endif
