/* notify - sends what is in the outbox, and looks after it */
#ifndef IPP_ACT_NOTIFY_H
#define IPP_ACT_NOTIFY_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct delivery_settings;
struct desk;
struct expiry_notice;
struct message;
struct message_filter;

typedef enum status notify_each(void *context, const struct message *message,
				struct error *err);

/* Sends the messages of the organization that are due, at most `limit` of
 * them (ABSENT: all), and calls `each` for every one with what became of it.
 * Handles transactions itself and holds none while it talks to somebody. Each
 * message is claimed before it is sent; one that was claimed and not settled,
 * because the program died, is claimed again ten minutes later, under the same
 * Message-ID.
 *
 * For a rao the messages about orders of his unit; for a master_rao and for
 * service tokens all of the organization. NOPERM `not_permitted`.
 * A temporary failure is tried again when retry_next says so. REFUSED
 * `delivery_failed` at the end if some failed for good; an error of
 * configuration ends its channel (mail or sms), counts no attempt, and is
 * returned in the end. */
enum status act_notify_deliver(struct desk *desk, int64_t limit,
			       notify_each *each, void *context,
			       struct error *err);

/* Calls `each` for the messages that pass the filter. */
enum status act_notify_list(struct desk *desk,
			    const struct message_filter *filter,
			    notify_each *each, void *context,
			    struct error *err);

/* Puts back the failed message `which->message_id`, or without it all failed
 * ones of which->channel and which->user_id (ABSENT: any); they are due now,
 * and it is journalled. DATA `message_unknown`; REFUSED `message_not_failed`;
 * USAGE `retry_nothing`: neither message_id nor state `failed` is given. */
enum status act_notify_retry(struct desk *desk, const struct message *which,
			     notify_each *each, void *context,
			     struct error *err);

/*
 * Queues mails to the people whose certificates end soon, and calls `each` for
 * every one once its mail is on disk. `expiring` says how many days before the
 * end, as expiry_notices_read reads it (NULL: as usual). Each notice is given
 * once, however often this runs; of those that were missed only the next to the
 * end. Handles transactions itself and goes on after what it cannot tell:
 * REFUSED `notices_failed` at the end, with the first of the mistakes.
 *
 * Holders of active products hear of it, unless a later certificate of the same
 * kind, or a renewal, is issued; where a renewal is asked for, only the last
 * notice tells, and says so. Officers hear of the certificates that they are
 * registered with, unless one that ends later is; so does, with the last
 * notice or in place of an officer without an address, every master_rao.
 *
 * For a rao the holders of his unit; for a master_rao and for service tokens
 * those of the organization, and its officers. NOPERM `not_permitted`; USAGE
 * `expiring_malformed`.
 */
typedef enum status expiry_each(void *context,
				const struct expiry_notice *notice,
				struct error *err);
enum status act_notify_due(struct desk *desk, const char *expiring,
			   expiry_each *each, void *context,
			   struct error *err);

/* How mail and short messages leave, as the configuration file says; reads
 * the files of secrets it names. CONFIG `delivery_config`, `smtp_config`;
 * those of secret_read. */
enum status notify_settings(const struct desk *desk, struct arena *arena,
			    struct delivery_settings *ret, struct error *err);

#endif
