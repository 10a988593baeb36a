/* credential - what proves that an operator is himself */
#ifndef IPP_STORE_CREDENTIAL_H
#define IPP_STORE_CREDENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct store;

#define CREDENTIAL_TRIES	5
#define CREDENTIAL_LOCK_SECONDS ((int64_t)15 * 60)

struct credential {
	int64_t operator_id, client_id;
	const char *client_code;
	bool is_enabled;
	const char *password; /* PHC string, or NULL */
	const char *totp;     /* secret in base32, or NULL */
	int64_t totp_step;    /* the last one used */
	int64_t locked_until;
	const unsigned char *code; /* HMAC of the one-time code, or NULL */
	int64_t code_until;
};

/* *found is false if nobody has this login (of any organization). */
enum status credential_find(struct store *store, const char *login,
			    struct arena *arena, struct credential *ret,
			    bool *found, struct error *err);

/* Counts a try before it is looked at, so that many at once do not escape;
 * the fifth locks until now + CREDENTIAL_LOCK_SECONDS. */
enum status credential_count_try(struct store *store, int64_t operator_id,
				 int64_t now, bool *locked, struct error *err);
/* A try was right: forgets the wrong ones and keeps the step of the code. If
 * the step was used meanwhile: REFUSED `code_used`. */
enum status credential_accept(struct store *store, int64_t operator_id,
			      int64_t step, struct error *err);
/* A try was right, without a code of the second factor. */
enum status credential_forgive(struct store *store, int64_t operator_id,
			       struct error *err);

/* `hash` is a PHC string. */
enum status credential_set_password(struct store *store, int64_t operator_id,
				    const char *hash, struct error *err);
/* `secret` is base32; `step` the last one used, -1 if none. */
enum status credential_set_totp(struct store *store, int64_t operator_id,
				const char *secret, int64_t step,
				struct error *err);

/* Forgets password and second factor; only the one-time code will do. */
enum status credential_reset(struct store *store, int64_t operator_id,
			     const char *code, int64_t until,
			     struct error *err);
/* The one-time code is used up. */
enum status credential_code_used(struct store *store, int64_t operator_id,
				 struct error *err);
/* True if `code` is the one that `credential` waits for, in time. */
enum status credential_code_check(struct store *store,
				  const struct credential *credential,
				  const char *code, int64_t now, bool *ret,
				  struct error *err);

#endif
