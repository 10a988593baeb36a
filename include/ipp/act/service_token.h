/* service_token - tokens that unattended jobs work with */
#ifndef IPP_ACT_SERVICE_TOKEN_H
#define IPP_ACT_SERVICE_TOKEN_H

#include <stdint.h>

#include <ipp/act/session.h>
#include <ipp/base/error.h>

struct desk;
struct service_token;

/* All of these need MAY_MANAGE and stay within the session's organization. */

/* Makes a token for an operator, one of his profiles (the only one if none is
 * named), the tools it->tools and it->days; `token` is what the job keeps.
 * DATA `missing`, `operator_unknown`, `scope_invalid`, `days_invalid`,
 * `profile_unclear`; REFUSED `scope_forbidden`. */
enum status service_token_add(struct desk *desk, const struct service_token *it,
			      char token[SESSION_TOKEN_SIZE],
			      struct service_token *ret, struct error *err);

/* Ends it at once. DATA `token_unknown`; REFUSED `token_ended`. */
enum status service_token_withdraw(struct desk *desk, int64_t token_id,
				   struct service_token *ret,
				   struct error *err);

enum status service_token_list(struct desk *desk,
			       enum status (*each)(void *context,
						   const void *service_token,
						   struct error *err),
			       void *context, struct error *err);

#endif
