/* outbox - messages that follow from a change, written with it */
#include <ipp/store/outbox.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

static const char insert_sql[] =
	"INSERT INTO outbox (client_id, channel, template, language,"
	" recipient, recipient_name, sealed_values, attachment,"
	" attachment_name, order_id, user_id, once_key, next_attempt_at,"
	" created_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)"
	" ON CONFLICT (once_key) DO NOTHING";

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

	if ((rc = store_key(desk->store, "outbox", &key, err)) != OK ||
	    (rc = seal_close(key, message->recipient,
			     strlen(message->recipient), values, n, blob,
			     err)) != OK ||
	    (rc = sql_prepare(desk->store->sql, insert_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1,
			 desk->session ? desk->session->client_id : SQL_NULL);
	sql_bind_text(st, 2, message->channel == CHANNEL_SMS ? "sms" : "mail");
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
