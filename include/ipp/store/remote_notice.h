/* remote_notice - remote certificates of which there is something to say */
#ifndef IPP_STORE_REMOTE_NOTICE_H
#define IPP_STORE_REMOTE_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/rule/remote_notice.h>

struct arena;
struct desk;
struct store;

/* A certificate, and what the rule wants to know of it. */
struct remote_subject {
	int64_t certificate_id;
	const char *alias, *wallet, *authority, *subject;
	const char *trouble; /* the authority's words, or NULL */
	struct remote_notice_facts facts;
	unsigned waits; /* 1 << kind of what waits for a mail */
};

/* Certificates by number. */
struct remote_list {
	int64_t *ids;
	size_t count;
};

/* A run begins, at desk->now. Where the run before was more than a day later,
 * by a clock that was ahead, all of the organization is to be looked at. */
enum status remote_notice_begin(struct desk *desk, int64_t client_id,
				struct error *err);

/* Those of the organization of which something is to be told by `now`, the
 * longest due first. In the arena. */
enum status remote_notice_due(struct store *store, int64_t client_id,
			      int64_t now, struct arena *arena,
			      struct remote_list *ret, struct error *err);

/* What waits for those who are told. */
enum remote_waiting { WAITING_MAIL, WAITING_COMMAND };
enum status remote_notice_waiting(struct store *store, int64_t client_id,
				  enum remote_waiting what,
				  struct arena *arena, struct remote_list *ret,
				  struct error *err);
/* What waited of a certificate is done with. */
enum status remote_notice_done(struct store *store, int64_t certificate_id,
			       enum remote_waiting what, struct error *err);

/* One of the organization; *found is false if there is none, or it was
 * removed. CONFIG `store_damaged`: thresholds that are none. */
enum status remote_subject_load(struct store *store, int64_t client_id,
				int64_t certificate_id, struct arena *arena,
				struct remote_subject *ret, bool *found,
				struct error *err);

/* Calls `each` for those of which there is something to say at `now`, or may
 * be, those that wait longest first; what was told of them is not read. What
 * `each` gets lives until it returns. */
typedef enum status remote_subject_each(void *context,
					const struct remote_subject *subject,
					struct error *err);
enum status remote_notice_each(struct store *store, int64_t client_id,
			       int64_t now, remote_subject_each *each,
			       void *context, struct error *err);
/* The same for those that are not blocked and whose access ends from `from` on
 * and before `before` (0 where nobody granted any), in this order, up to
 * `limit`. */
struct remote_range {
	int64_t from, before, limit;
};
enum status remote_subjects(struct store *store, int64_t client_id,
			    const struct remote_range *range,
			    remote_subject_each *each, void *context,
			    struct error *err);
/* How many there are, blocked ones too. */
enum status remote_subject_count(struct store *store, int64_t client_id,
				 int64_t *ret, struct error *err);

/* Keeps in the open transaction what is new in a verdict as told at desk->now,
 * so that it waits for mails, and for the command if there is one, and when to
 * look at the certificate again. */
enum status remote_notice_keep(struct desk *desk, int64_t client_id,
			       const struct remote_subject *subject,
			       const struct remote_notice_verdict *verdict,
			       bool command, struct error *err);

/* Somebody who is told. */
struct remote_reader {
	int64_t operator_id;
	const char *login, *surname, *given_name;
	const char *email;
	int64_t language; /* enum language */
};
struct remote_readers {
	struct remote_reader *items;
	size_t count;
};
/* The enabled operators with the profile issuer and an address, by login. */
enum status remote_readers_all(struct store *store, int64_t client_id,
			       struct arena *arena, struct remote_readers *ret,
			       struct error *err);
/* Those who are named for a certificate, are enabled and have an address. */
enum status remote_readers_named(struct store *store, int64_t certificate_id,
				 struct arena *arena,
				 struct remote_readers *ret, struct error *err);

#endif
