/* operator - who may work at the desk, and as what */
#ifndef IPP_ACT_OPERATOR_H
#define IPP_ACT_OPERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct operator_person;

#define RESET_CODE_SIZE sizeof "k7mq-2xwd-9rtf-h4bn-w8zc"

/* All of these need MAY_MANAGE and stay within the session's organization:
 * DATA `operator_unknown` for others'. `it->login` tells whom; `ret` is the
 * operator as he is afterwards, whole. */

/* Adds an operator with a first profile. Until he uses the one-time code in
 * `code` he cannot sign in. DATA `missing`, `login_invalid`, `email_invalid`,
 * `mobile_invalid`, `tax_code_...`, `unit_unknown`; REFUSED `duplicate`. */
enum status operator_add(struct desk *desk, const struct operator_person *it,
			 char code[RESET_CODE_SIZE],
			 struct operator_person *ret, struct error *err);

/* Changes what is present in `it` but login, profile and unit. */
enum status operator_edit(struct desk *desk, const struct operator_person *it,
			  struct operator_person *ret, struct error *err);

/* A disabled operator's sessions and tokens end at once. REFUSED
 * `last_master` if nobody were left to manage the desk. */
enum status operator_enable(struct desk *desk, const char *login, bool enable,
			    struct operator_person *ret, struct error *err);

/* Gives or takes it->profile in it->unit. REFUSED `has_profile`,
 * `has_no_profile`, `last_master`. */
enum status operator_grant(struct desk *desk, const struct operator_person *it,
			   struct operator_person *ret, struct error *err);
enum status operator_withdraw(struct desk *desk,
			      const struct operator_person *it,
			      struct operator_person *ret, struct error *err);

/* Forgets password and second factor and ends the sessions; only the
 * one-time code lets the operator in again. */
enum status operator_reset(struct desk *desk, const struct operator_person *it,
			   char code[RESET_CODE_SIZE],
			   struct operator_person *ret, struct error *err);

/* Queues the mail with the code. DATA `no_email`. */
enum status operator_mail_code(struct desk *desk,
			       const struct operator_person *it,
			       const char *code, struct error *err);

enum status operator_show(struct desk *desk, const char *login,
			  struct operator_person *ret, struct error *err);
enum status operator_list(struct desk *desk,
			  enum status (*each)(void *context,
					      const void *operator_person,
					      struct error *err),
			  void *context, struct error *err);

/* What follows an operator does himself. */

/* Is this the one-time code? Then *client_code, in the arena, is that of the
 * operator's organization. NOPERM `code_refused` whatever was wrong; wrong ones
 * count as wrong tries to sign in. Opens transactions of its own. */
enum status operator_try_code(struct desk *desk, const char *login,
			      const char *code, const char **client_code,
			      struct error *err);
/* Uses up the code and keeps the new password and second factor (`totp` in
 * base32, `step` the last one used or -1). */
enum status operator_activate(struct desk *desk, const char *login,
			      const char *code, const char *password,
			      const char *totp, int64_t step,
			      struct error *err);

/* The desk's own operator proves himself again before he changes anything.
 * NOPERM `password_refused`, and it counts; `service_token`. Opens
 * transactions of its own. */
enum status operator_try_password(struct desk *desk, const char *password,
				  struct error *err);
/* After that; his other sessions end. */
enum status operator_set_password(struct desk *desk, const char *password,
				  struct error *err);
enum status operator_set_factor(struct desk *desk, const char *totp,
				int64_t step, struct error *err);

#endif
