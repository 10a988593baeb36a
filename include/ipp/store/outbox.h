/* outbox - messages that follow from a change, written with it */
#ifndef IPP_STORE_OUTBOX_H
#define IPP_STORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/message.h>

struct arena;
struct desk;
struct json;
struct store;
struct template_text;

struct outbox_message {
	enum channel channel;
	const char *template_name; /* share/templates/NAME.LANG.txt */
	int64_t language;	   /* enum language */
	const char *recipient;	   /* address or E.164 number */
	const char *recipient_name;
	/* Of the template, texts or booleans, kept encrypted until it is sent;
	 * what OUTBOX_COMMON names is filled in when it is sent. */
	const struct json *values;
	const unsigned char *attachment; /* SHA-256 of an object, or NULL */
	const char *attachment_name;
	int64_t order_id, user_id; /* or ABSENT */
	const char *once_key;	   /* a message of the same key is not queued
				      again; or NULL */
};

/* Queues a message in the open transaction; `ipp-notify deliver` sends it.
 * A message that could not be put into words later is refused now, with the
 * codes of template_find and template_render. */
enum status outbox_queue(struct desk *desk,
			 const struct outbox_message *message,
			 struct error *err);

/* Whose messages somebody may touch. */
struct outbox_scope {
	int64_t client_id;
	int64_t unit_id; /* ABSENT: of all units, and those of no order */
};

/* A message on its way out. */
struct outbox_claim {
	struct message message;
	const char *reference;		 /* its Message-ID, once and for all */
	const unsigned char *attachment; /* SHA-256, or NULL */
	const char *attachment_name, *attachment_type;
	const char *organization, *organization_email; /* NULL if of none */
	const void *sealed;
	size_t sealed_size;
};

/* Which messages are claimed, and how. */
struct outbox_turn {
	struct outbox_scope scope;
	unsigned channels;   /* a set: 1 << enum channel */
	int64_t due_at;	     /* they were due then */
	int64_t lease_until; /* due again, if nobody settles it before */
	const char *domain;  /* of the Message-ID, after the @ */
};

/* Takes the next message of a turn in the open transaction: its attempt is
 * counted. *found is false if there is none. */
enum status outbox_claim(struct store *store, const struct outbox_turn *turn,
			 struct arena *arena, bool *found,
			 struct outbox_claim *ret, struct error *err);

/* Writes what became of it: message.state, sent_at, next_attempt_at and
 * last_error; a sent one forgets its values. *mine is false, and nothing
 * happens, if somebody else claimed it since. */
enum status outbox_settle(struct store *store, const struct outbox_claim *claim,
			  bool *mine, struct error *err);

/* Gives it back as if it had not been tried: due at once. */
enum status outbox_release(struct store *store,
			   const struct outbox_claim *claim, struct error *err);

/* Values that every message has, unless it has its own of that name. */
struct outbox_common {
	const char *organization_name, *desk_name, *desk_email, *help;
	bool demo;
};

/* Puts a claimed message into words. The codes of template_find and
 * template_render; DATA `seal_broken`. */
enum status outbox_text(struct store *store, const struct outbox_claim *claim,
			const struct outbox_common *common, struct arena *arena,
			struct template_text *ret, struct error *err);

/* Calls `each` for the messages in scope, oldest first. */
enum status outbox_list(struct store *store, const struct outbox_scope *scope,
			const struct message_filter *filter,
			enum status (*each)(void *context,
					    const struct message *message,
					    struct error *err),
			void *context, struct error *err);

/* DATA `message_unknown` (also when it is out of scope). */
enum status outbox_find(struct store *store, const struct outbox_scope *scope,
			int64_t message_id, struct arena *arena,
			struct message *ret, struct error *err);

/* Makes a failed message due at `now`, as new: with attempts counted from 0. */
enum status outbox_retry(struct store *store, int64_t message_id, int64_t now,
			 struct error *err);

#endif
