/* session - signing in, switching and ending */
#ifndef IPP_ACT_SESSION_H
#define IPP_ACT_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct operator_profile;
struct session_facts;

#define SESSION_TOKEN_SIZE (2 * 32 + 1)

/* Opens its own transactions, since a refusal is counted and journalled.
 * NOPERM `sign_in_refused` whatever was wrong: nobody learns here which
 * logins there are, and it takes as long if there is none. */
enum status session_sign_in(struct desk *desk, const char *login,
			    const char *password, const char *code,
			    int64_t *operator_id, struct error *err);

/* The profiles that the operator can work with, of `profile` (ABSENT: any)
 * in `unit` (NULL: any), the most recently used first; at least one. NOPERM
 * `no_such_profile`. */
enum status session_choices(struct desk *desk, int64_t operator_id,
			    int64_t profile, const char *unit,
			    const struct operator_profile **ret, size_t *count,
			    struct error *err);

/* 256 random bits in hexadecimal. */
enum status session_token_make(char ret[SESSION_TOKEN_SIZE],
			       struct error *err);

/* Begins a session of somebody who signed in; `ret` is the token he keeps. */
enum status session_begin(struct desk *desk,
			  const struct operator_profile *choice,
			  char ret[SESSION_TOKEN_SIZE], struct error *err);

/* The desk's session goes on as somebody else of the same operator; sets
 * what the session of `desk` shows from then on in `ret`. */
enum status session_switch(struct desk *desk,
			   const struct operator_profile *choice,
			   struct session_facts *ret, struct error *err);

/* Ends the session of a token, if it goes on. */
enum status session_finish(struct desk *desk, const char *token,
			   struct error *err);

/* What is known of the session of a token (NULL: of the desk); NOPERM as
 * session_find says. */
enum status session_tell(struct desk *desk, const char *token,
			 struct session_facts *ret, struct error *err);

#endif
