/* lock - one at a time does what is no transaction */
#ifndef IPP_STORE_LOCK_H
#define IPP_STORE_LOCK_H

#include <stdint.h>

#include <ipp/base/error.h>

struct store;

/* Waits up to so many seconds until nobody else has lock `number` of the file
 * `name` in the store's folder; it is held until the descriptor is closed, and
 * by nobody who was killed. The store is free meanwhile. *ret_fd is -1 if
 * somebody had it all the time. CANTCREAT `lock_unusable`. */
enum status store_lock(struct store *store, const char *name, int64_t number,
		       int seconds, int *ret_fd, struct error *err);

#endif
