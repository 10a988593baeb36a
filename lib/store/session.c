/* session - finds who holds a token */
#include "internal.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/words.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#define TOUCH_SECONDS 60

static const char find_sql[] =
	/* everything about the holder of a token in one look */
	"SELECT s.session_id, s.operator_id, o.client_id, p.unit_id,"
	"       s.profile_id, p.profile, s.created_at, s.used_at,"
	"       s.expires_at, g.four_eyes, s.kind, o.login, g.client_code,"
	"       u.code, s.scope, s.ended_at, s.idle_seconds, o.enabled"
	"  FROM sessions s"
	"  JOIN operators o ON o.operator_id = s.operator_id"
	"  JOIN profiles p ON p.profile_id = s.profile_id"
	"  JOIN units u ON u.unit_id = p.unit_id"
	"  JOIN organizations g ON g.client_id = o.client_id"
	" WHERE s.token_hash = $1";

static enum status session_usable(const struct session *session,
				  int64_t ended_at, int64_t idle,
				  int64_t enabled, int64_t now,
				  struct error *err)
{
	if (ended_at != SQL_NULL)
		return error_set(err, NOPERM, "session_ended", NULL,
				 session->is_service
				     ? "this service token was withdrawn; make "
				       "another with: ipp-token add"
				     : "this session has ended; sign in with: "
				       "ipp-session start");
	if (now >= session->expires_at || now - session->used_at > idle)
		return error_set(err, NOPERM, "session_expired", NULL,
				 session->is_service
				     ? "this service token has expired; make "
				       "another with: ipp-token add"
				     : "this session has expired; sign in "
				       "with: ipp-session start");
	if (!enabled)
		return error_set(err, NOPERM, "operator_disabled", NULL,
				 "operator \"%s\" is disabled; ask a master "
				 "RAO",
				 session->login);
	return OK;
}

enum status session_find(struct store *store, const char *token, int64_t now,
			 struct arena *arena, struct session *ret,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char hash[DIGEST_SIZE];
	struct session session = { 0 };
	enum status rc;
	bool row;

	digest_sha256_quick(token, strlen(token), hash);
	if ((rc = sql_prepare(store->sql, find_sql, &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, hash, sizeof hash);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, NOPERM, "session_unknown", NULL,
				 "this store knows no such session or service "
				 "token; sign in with: ipp-session start, or "
				 "make a token with: ipp-token add");
	session.session_id = sql_integer(st, 0);
	session.operator_id = sql_integer(st, 1);
	session.client_id = sql_integer(st, 2);
	session.unit_id = sql_integer(st, 3);
	session.profile_id = sql_integer(st, 4);
	session.profile = word_find(profile_words, sql_text_view(st, 5));
	session.created_at = sql_integer(st, 6);
	session.used_at = sql_integer(st, 7);
	session.expires_at = sql_integer(st, 8);
	session.four_eyes = sql_integer(st, 9) == 1;
	session.is_service = !strcmp(sql_text_view(st, 10), "service");
	session.login = sql_text(st, 11, arena);
	session.client_code = sql_text(st, 12, arena);
	session.unit = sql_text(st, 13, arena);
	session.scope = sql_text(st, 14, arena);
	rc = session_usable(&session, sql_integer(st, 15), sql_integer(st, 16),
			    sql_integer(st, 17), now, err);
	if (rc == OK)
		*ret = session;
	return rc;
}

enum status session_touch(struct store *store, const struct session *session,
			  int64_t now, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if (now - session->used_at < TOUCH_SECONDS)
		return OK;
	if ((rc = sql_prepare(store->sql,
			      "UPDATE sessions SET used_at = $1"
			      " WHERE session_id = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, session->session_id);
	return sql_execute(st, err);
}
