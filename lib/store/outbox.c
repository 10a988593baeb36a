/* outbox - messages queued, taken to be sent, and settled */
#include <ipp/store/outbox.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "outbox.h"

static const char insert_sql[] =
    "INSERT INTO outbox (client_id, channel, template, language,"
    " recipient, recipient_name, sealed_values, attachment,"
    " attachment_name, order_id, user_id, once_key, next_attempt_at,"
    " created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)"
    " ON CONFLICT (once_key) DO NOTHING";

/* The counted attempt is also the proof that the claim is still ours. */
static const char claim_sql[] =
    "UPDATE outbox"
    "   SET attempts = attempts + 1,"
    "       next_attempt_at = $3"
    " WHERE message_id = ("
    "       SELECT b.message_id FROM outbox b"
    "        WHERE b.state = 'pending' AND b.next_attempt_at <= $4"
    "          AND (b.channel = $5 OR b.channel = $6)"
    "          AND " OUTBOX_SCOPE
    "        ORDER BY b.next_attempt_at, b.message_id"
    "        LIMIT 1)"
    " RETURNING message_id";

static const char claimed_sql[] =
    "SELECT b.message_ref, b.attachment, b.attachment_name, o.mime,"
    "       g.name, g.email, b.sealed_values"
    "  FROM outbox b"
    "  LEFT JOIN objects o ON o.sha256 = b.attachment"
    "  LEFT JOIN organizations g ON g.client_id = b.client_id"
    " WHERE b.message_id = $1";

static const char settle_sql[] =
    "UPDATE outbox"
    "   SET state = $3, sent_at = $4, next_attempt_at = $5,"
    "       last_error = $6,"
    "       sealed_values = CASE WHEN $3 = 'sent' THEN NULL"
    "                            ELSE sealed_values END"
    " WHERE message_id = $1 AND attempts = $2 AND state = 'pending'";

enum status outbox_queue(struct desk *desk,
			 const struct outbox_message *message,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *values = json_write(desk->arena, message->values);
	size_t n = strlen(values);
	unsigned char *blob = arena_alloc(desk->arena, seal_size(n));
	const unsigned char *key;
	enum status rc;

	if ((rc = outbox_rehearse(message, desk->arena, err)) != OK ||
	    (rc = store_key(desk->store, "outbox", &key, err)) != OK ||
	    (rc = seal_close(key, message->recipient,
			     strlen(message->recipient), values, n, blob,
			     err)) != OK ||
	    (rc = sql_prepare(desk->store->sql, insert_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1,
			 desk->session ? desk->session->client_id : SQL_NULL);
	sql_bind_text(st, 2, channel_words[message->channel].name);
	sql_bind_text(st, 3, message->template_name);
	sql_bind_text(st, 4, language_words[message->language].name);
	sql_bind_text(st, 5, message->recipient);
	sql_bind_text(st, 6, message->recipient_name);
	sql_bind_bytes(st, 7, blob, seal_size(n));
	if (message->attachment)
		sql_bind_bytes(st, 8, message->attachment, 32);
	sql_bind_text(st, 9, message->attachment_name);
	sql_bind_integer(st, 10, message->order_id);
	sql_bind_integer(st, 11, message->user_id);
	sql_bind_text(st, 12, message->once_key);
	sql_bind_integer(st, 13, desk->now);
	return sql_execute(st, err);
}

static const char *channel_name(unsigned channels, enum channel channel)
{
	return channels & 1u << channel ? channel_words[channel].name : NULL;
}

static enum status next_claim(struct store *store,
			      const struct outbox_turn *turn, int64_t *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, claim_sql, &st, err)) != OK)
		return rc;
	outbox_bind(st, &turn->scope);
	sql_bind_integer(st, 3, turn->lease_until);
	sql_bind_integer(st, 4, turn->due_at);
	sql_bind_text(st, 5, channel_name(turn->channels, CHANNEL_MAIL));
	sql_bind_text(st, 6, channel_name(turn->channels, CHANNEL_SMS));
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = row ? sql_integer(st, 0) : ABSENT;
	return sql_execute(st, err);
}

static enum status claimed_load(struct store *store, struct arena *arena,
				struct outbox_claim *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	size_t size;
	bool row;

	if ((rc = sql_prepare(store->sql, claimed_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, ret->message.message_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->reference = sql_text(st, 0, arena);
	ret->attachment = sql_bytes(st, 1, arena, &size);
	ret->attachment_name = sql_text(st, 2, arena);
	ret->attachment_type = sql_text(st, 3, arena);
	ret->organization = sql_text(st, 4, arena);
	ret->organization_email = sql_text(st, 5, arena);
	ret->sealed = sql_bytes(st, 6, arena, &ret->sealed_size);
	return OK;
}

/* The Message-ID is made at the first attempt and kept: a repeated delivery
 * is known by it. */
static enum status reference_make(struct store *store, const char *domain,
				  struct arena *arena,
				  struct outbox_claim *claim, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	char identity[STORE_IDENTITY_SIZE];
	enum status rc;

	if ((rc = store_identity(store, identity, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "UPDATE outbox SET message_ref = $2"
			      " WHERE message_id = $1",
			      &st, err)) != OK)
		return rc;
	claim->reference = arena_printf(
	    arena, "%lld.%lld.%s@%s", (long long)claim->message.message_id,
	    (long long)claim->message.created_at, identity, domain);
	sql_bind_integer(st, 1, claim->message.message_id);
	sql_bind_text(st, 2, claim->reference);
	return sql_execute(st, err);
}

enum status outbox_claim(struct store *store, const struct outbox_turn *turn,
			 struct arena *arena, bool *found,
			 struct outbox_claim *ret, struct error *err)
{
	struct outbox_claim claim = { 0 };
	int64_t message_id;
	enum status rc;

	if ((rc = next_claim(store, turn, &message_id, err)) != OK)
		return rc;
	*found = message_id != ABSENT;
	if (!*found)
		return OK;
	if ((rc = outbox_find(store, &turn->scope, message_id, arena,
			      &claim.message, err)) != OK ||
	    (rc = claimed_load(store, arena, &claim, err)) != OK)
		return rc;
	if (!claim.reference &&
	    (rc = reference_make(store, turn->domain, arena, &claim,
				 err)) != OK)
		return rc;
	*ret = claim;
	return OK;
}

enum status outbox_settle(struct store *store, const struct outbox_claim *claim,
			  bool *mine, struct error *err)
{
	const struct message *message = &claim->message;
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, settle_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, message->message_id);
	sql_bind_integer(st, 2, message->attempts);
	sql_bind_text(st, 3, message_state_words[message->state].name);
	sql_bind_integer(st, 4, message->sent_at);
	sql_bind_integer(st, 5,
			 message->next_attempt_at == ABSENT
			     ? message->created_at
			     : message->next_attempt_at);
	sql_bind_text(st, 6, message->last_error);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	*mine = sql_changes(store->sql) == 1;
	return OK;
}

enum status outbox_release(struct store *store,
			   const struct outbox_claim *claim, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE outbox"
			      "   SET attempts = attempts - 1,"
			      "       next_attempt_at = created_at"
			      " WHERE message_id = $1 AND attempts = $2"
			      "   AND state = 'pending'",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, claim->message.message_id);
	sql_bind_integer(st, 2, claim->message.attempts);
	return sql_execute(st, err);
}
