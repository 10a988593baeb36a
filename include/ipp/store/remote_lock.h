/* remote_lock - one at a time gets new tokens for a grant */
#ifndef IPP_STORE_REMOTE_LOCK_H
#define IPP_STORE_REMOTE_LOCK_H

#include <stdint.h>

#include <ipp/base/error.h>

struct store;

/* Waits up to so many seconds until nobody else has the lock of a grant; it is
 * held until the descriptor is closed, and by nobody who was killed. Not a
 * transaction: the store is free meanwhile. BUSY `refresh_under_way`; CANTCREAT
 * `lock_unusable`. */
enum status remote_lock(struct store *store, int64_t grant_id, int seconds,
			int *ret_fd, struct error *err);

#endif
