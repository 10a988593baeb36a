/* revoked - what relying parties are told of certificates: lists and answers */
#ifndef IPP_STORE_REVOKED_H
#define IPP_STORE_REVOKED_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct desk;
struct store;

enum standing {
	STANDING_GOOD,	   /* never anything else */
	STANDING_RELEASED, /* was on hold once, good again */
	STANDING_HOLD,
	STANDING_REVOKED,
};

/* A certificate as its issuer answers for it. Times are seconds since 1970. */
struct revoked {
	struct octets serial; /* big-endian; its first bit is 0 */
	enum standing standing;
	int64_t revoked_at;    /* or on hold since */
	int64_t reason;	       /* enum revocation_reason; for an entry */
	int64_t invalidity_at; /* RFC 5280, 5.3.2; or ABSENT */
};

typedef enum status revoked_each_run(void *context, const struct revoked *it,
				     struct error *err);

/*
 * What stands on a complete list of an authority's partition now: on hold or
 * revoked, in order of serial number, read in one range of the table. Only
 * certificates that end at `not_after_from` or later; ABSENT: all, also those
 * that expired (ExpiredCertsOnCRL), which is faster. What `each` gets lives until it returns;
 * the first status but OK ends it.
 *
 * Call it in a transaction together with revoked_last_change: a list that
 * tells everything up to change n, and a delta list from n on, miss nothing.
 */
enum status revoked_list(struct store *store, int64_t authority_id,
			 int64_t partition, int64_t not_after_from,
			 revoked_each_run *each, void *context,
			 struct error *err);

/* What changed after change `since`, each certificate once, as it is now, in
 * the order of changes; STANDING_RELEASED is removeFromCRL(8) of a delta list
 * (RFC 5280, 5.3.1). */
enum status revoked_changes(struct store *store, int64_t authority_id,
			    int64_t partition, int64_t since,
			    revoked_each_run *each, void *context,
			    struct error *err);

/* Whether anything changed there after change `since`. */
enum status revoked_changed(struct store *store, int64_t authority_id,
			    int64_t partition, int64_t since, bool *ret,
			    struct error *err);

/* The number of the last change of all; 0 if there was none. */
enum status revoked_last_change(struct store *store, int64_t *ret,
				struct error *err);

/* One certificate by its serial number: of a holder, or what the authority
 * signed for itself (seals, responders), which is always good. *found is false
 * for a number that this authority has never signed: reserved ones, too.
 * `serial` of *ret is that which was given. */
enum status revoked_find(struct store *store, int64_t authority_id,
			 struct octets serial, struct revoked *ret,
			 bool *found, struct error *err);

/* Certificates of holders, and seals, in order of their serial numbers (upper-
 * case hexadecimal) after one, at most `limit`. changed_at is when what is told
 * of it changed last, or ABSENT. */
struct known {
	const char *serial; /* until `each` returns */
	int64_t changed_at;
};
enum status certificates_known(struct store *store, int64_t authority_id,
			       const char *after, int64_t limit,
			       enum status (*each)(void *context,
						   const struct known *it,
						   struct error *err),
			       void *context, struct error *err);

/* A list that tells all changes up to `change` is out: the requests that made
 * them are public since now. *count is how many. */
enum status requests_publish(struct desk *desk, int64_t change,
			     int64_t *count, struct error *err);

/* How many requests wait for a list, and the earliest time by which one of
 * them must be public (ABSENT: none waits). */
enum status requests_waiting(struct store *store, int64_t *count,
			     int64_t *due_at, struct error *err);

#endif
