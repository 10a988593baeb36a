/* sign_in - is it the operator, and nobody else? */
#include <ipp/act/session.h>

#include <ipp/base/memory.h>
#include <ipp/model/field.h>
#include <ipp/port/json.h>
#include <ipp/port/totp.h>
#include <ipp/store/credential.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "secret.h"

static enum status refused(struct error *err)
{
	return error_set(err, NOPERM, "sign_in_refused", NULL,
			 "login, password or code is wrong, or the code was "
			 "used before; %d wrong tries lock for %d minutes",
			 CREDENTIAL_TRIES, (int)(CREDENTIAL_LOCK_SECONDS / 60));
}

/* Writes down why, for those who may read the journal. Of an unknown login
 * nothing is kept: it may be a password typed in the wrong place. */
static enum status refusal_journal(struct desk *desk, const char *reason,
				   const struct credential *credential,
				   bool locked, struct error *err)
{
	struct session session = { .unit_id = ABSENT };
	struct json *detail = json_object_new();
	struct desk as = *desk;

	json_set_text(detail, "reason", reason);
	if (locked)
		json_set_boolean(detail, "locked", true);
	as.session = NULL;
	if (credential) {
		session.client_id = credential->client_id;
		session.operator_id = credential->operator_id;
		as.session = &session;
	}
	return journal_append(&as, "session_refused", ABSENT, ABSENT, detail,
			      err);
}

/* Everything is tried, whatever failed before, so that time tells nothing.
 * NULL if all is right. */
static enum status proofs_try(struct desk *desk,
			      const struct credential *credential,
			      const char *password, const char *code,
			      const char **reason, int64_t *step,
			      struct error *err)
{
	struct totp_secret *secret = arena_alloc(desk->arena, sizeof *secret);
	const char *totp = credential->totp;
	struct error first, second;
	enum status one, two;

	error_reset(&first);
	error_reset(&second);
	one = secret_try_password(desk->store, credential->password, password,
				  desk->arena, &first);
	if (one != OK && one != REFUSED)
		return error_merge(err, &first);
	two = totp_secret_decode(
	    totp ? totp : "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", secret, &second);
	if (two == OK)
		two = totp_verify(secret, desk->now, code,
				  credential->totp_step, step, &second);
	if (two != OK && two != REFUSED)
		return error_merge(err, &second);
	*reason = one != OK		    ? "password_wrong"
		  : two != OK		    ? second.mistakes[0].code
		  : !totp		    ? "code_wrong"
		  : !credential->is_enabled ? "operator_disabled"
					    : NULL;
	if (*reason)
		*reason = arena_text(desk->arena, *reason);
	return OK;
}

/* The try is counted first: many at once must not escape the count. */
static enum status try_begin(struct desk *desk, const char *login,
			     struct credential *ret, bool *found, bool *locked,
			     bool *fifth, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = credential_find(desk->store, login, desk->arena, ret, found,
				  err)) != OK)
		return rc;
	*locked = *found && ret->locked_until > desk->now;
	if (*found && !*locked &&
	    (rc = credential_count_try(desk->store, ret->operator_id, desk->now,
				       fifth, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status try_end(struct desk *desk, const char *reason,
			   const struct credential *credential, bool fifth,
			   int64_t step, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK)
		return rc;
	if (!reason) {
		struct error late;

		error_reset(&late);
		rc = credential_accept(desk->store, credential->operator_id,
				       step, &late);
		if (rc == REFUSED)
			reason = "code_used";
		else if (rc != OK)
			return error_merge(err, &late);
	}
	if (reason &&
	    (rc = refusal_journal(desk, reason, credential, fifth, err)) != OK)
		return rc;
	if ((rc = tx_commit(&tx, err)) != OK)
		return rc;
	return reason ? refused(err) : OK;
}

enum status session_sign_in(struct desk *desk, const char *login,
			    const char *password, const char *code,
			    int64_t *operator_id, struct error *err)
{
	struct credential credential = { 0 };
	bool found = false, locked = false, fifth = false;
	const char *reason = NULL;
	int64_t step = 0;
	enum status rc;

	if ((rc = try_begin(desk, login, &credential, &found, &locked, &fifth,
			    err)) != OK ||
	    (rc = proofs_try(desk, &credential, password, code, &reason, &step,
			     err)) != OK)
		return rc;
	if (locked)
		reason = "locked";
	if (!found)
		reason = "login_unknown";
	rc = try_end(desk, reason, found ? &credential : NULL, reason && fifth,
		     step, err);
	if (rc == OK)
		*operator_id = credential.operator_id;
	return rc;
}
