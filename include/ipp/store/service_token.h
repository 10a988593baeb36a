/* service_token - tokens of unattended jobs in the store */
#ifndef IPP_STORE_SERVICE_TOKEN_H
#define IPP_STORE_SERVICE_TOKEN_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct service_token;
struct store;

/* Calls `each` for every service token of an organization, the newest first;
 * with `token_id` (not ABSENT) for that one only. */
enum status service_token_each(
    struct store *store, int64_t client_id, int64_t token_id,
    struct arena *arena,
    enum status (*each)(void *context, const struct service_token *it,
			int64_t operator_id, struct error *err),
    void *context, struct error *err);

#endif
