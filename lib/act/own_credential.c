/* own_credential - what an operator does about his own password and factor */
#include <ipp/act/operator.h>

#include <ipp/model/operator.h>
#include <ipp/port/json.h>
#include <ipp/rule/access.h>
#include <ipp/store/credential.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/session.h>
#include <ipp/store/store.h>

#include "operator.h"
#include "secret.h"

/* A session in the name of somebody who is not signed in, for the journal. */
static struct session session_as(const struct credential *credential)
{
	return (struct session){ .client_id = credential->client_id,
				 .operator_id = credential->operator_id,
				 .unit_id = ABSENT };
}

static enum status code_refused(struct error *err)
{
	return error_set(err, NOPERM, "code_refused", "code",
			 "login or code is wrong, or the code's time is over; "
			 "ask a master RAO for another");
}

static enum status refusal_write(struct desk *desk, const char *event,
				 const char *reason,
				 const struct credential *credential,
				 struct error *err)
{
	struct session session;
	struct desk as = *desk;
	struct json *detail = json_object_new();

	json_set_text(detail, "reason", reason);
	if (credential) {
		session = session_as(credential);
		as.session = &session;
	}
	return journal_append(&as, event, ABSENT, ABSENT, detail, err);
}

/* Counts the try, then looks; what follows is in the same transaction. */
static enum status code_look(struct desk *desk, const char *login,
			     const char *code, struct credential *ret,
			     const char **reason, struct error *err)
{
	bool found, locked, right = false;
	enum status rc;

	*reason = "login_unknown";
	if ((rc = credential_find(desk->store, login, desk->arena, ret, &found,
				  err)) != OK ||
	    !found)
		return rc;
	*reason = "locked";
	if (ret->locked_until > desk->now)
		return OK;
	if ((rc = credential_count_try(desk->store, ret->operator_id, desk->now,
				       &locked, err)) != OK ||
	    (rc = credential_code_check(desk->store, ret, code, desk->now,
					&right, err)) != OK)
		return rc;
	*reason = !right	     ? "code_wrong"
		  : !ret->is_enabled ? "operator_disabled"
				     : NULL;
	return *reason ? OK
		       : credential_forgive(desk->store, ret->operator_id, err);
}

enum status operator_try_code(struct desk *desk, const char *login,
			      const char *code, const char **client_code,
			      struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct credential credential = { 0 };
	const char *reason;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = code_look(desk, login, code, &credential, &reason, err)) !=
		OK)
		return rc;
	if (reason &&
	    (rc = refusal_write(desk, "activation_refused", reason,
				credential.operator_id ? &credential : NULL,
				err)) != OK)
		return rc;
	if ((rc = tx_commit(&tx, err)) != OK)
		return rc;
	if (reason)
		return code_refused(err);
	*client_code = credential.client_code;
	return OK;
}

enum status operator_activate(struct desk *desk, const char *login,
			      const char *code, const char *password,
			      const char *totp, int64_t step, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct credential credential = { 0 };
	struct session session;
	struct desk as = *desk;
	const char *hash, *reason;
	enum status rc;

	if ((rc = password_check(password, login, err)) != OK ||
	    (rc = secret_hash_password(desk->store, password, desk->arena,
				       &hash, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = code_look(desk, login, code, &credential, &reason, err)) !=
		OK)
		return rc;
	if (reason)
		return code_refused(err); /* it was right a moment ago */
	session = session_as(&credential);
	as.session = &session;
	if ((rc = credential_code_used(desk->store, credential.operator_id,
				       err)) != OK ||
	    (rc = credential_set_password(desk->store, credential.operator_id,
					  hash, err)) != OK ||
	    (rc = credential_set_totp(desk->store, credential.operator_id, totp,
				      step, err)) != OK ||
	    (rc = operator_journal(&as, "operator_activated", login, NULL,
				   err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

/* Counted first, tried outside of a transaction, settled after. */
enum status operator_try_password(struct desk *desk, const char *password,
				  struct error *err)
{
	struct credential credential = { 0 };
	const struct session *session = desk->session;
	struct error wrong;
	bool found, locked;
	enum status rc, tried;

	if (session->is_service)
		return error_set(err, NOPERM, "service_token", NULL,
				 "a service token cannot change what its "
				 "operator proves himself with; sign in");
	{
		OWN(tx) struct tx *tx = NULL;

		if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
		    (rc = credential_find(desk->store, session->login,
					  desk->arena, &credential, &found,
					  err)) != OK ||
		    (rc = credential_count_try(desk->store,
					       session->operator_id, desk->now,
					       &locked, err)) != OK ||
		    (rc = tx_commit(&tx, err)) != OK)
			return rc;
	}
	error_reset(&wrong);
	tried = secret_try_password(
	    desk->store,
	    credential.locked_until > desk->now ? NULL : credential.password,
	    password, desk->arena, &wrong);
	if (tried == OK)
		return credential_forgive(desk->store, session->operator_id,
					  err);
	if (tried != REFUSED)
		return error_merge(err, &wrong);
	return error_set(err, NOPERM, "password_refused", "password",
			 "the password is wrong; %d wrong tries lock for %d "
			 "minutes",
			 CREDENTIAL_TRIES, (int)(CREDENTIAL_LOCK_SECONDS / 60));
}

/* What is changed may have been known to others: their sessions end. */
static enum status own_change_end(struct desk *desk, const char *event,
				  struct error *err)
{
	const struct session *session = desk->session;
	enum status rc;

	if ((rc = session_end_all(desk->store, session->operator_id,
				  session->session_id, false, desk->now,
				  err)) != OK)
		return rc;
	return operator_journal(desk, event, session->login, NULL, err);
}

enum status operator_set_password(struct desk *desk, const char *password,
				  struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	const struct session *session = desk->session;
	const char *hash;
	enum status rc;

	if ((rc = password_check(password, session->login, err)) != OK ||
	    (rc = secret_hash_password(desk->store, password, desk->arena,
				       &hash, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = credential_set_password(desk->store, session->operator_id,
					  hash, err)) != OK ||
	    (rc = own_change_end(desk, "password_changed", err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status operator_set_factor(struct desk *desk, const char *totp,
				int64_t step, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = credential_set_totp(desk->store, desk->session->operator_id,
				      totp, step, err)) != OK ||
	    (rc = own_change_end(desk, "second_factor_changed", err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}
