/* retry - when a delivery that failed is tried again */
#ifndef IPP_RULE_RETRY_H
#define IPP_RULE_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#define RETRY_LIFE_SECONDS ((int64_t)3 * 24 * 60 * 60)

/* After `failures` (1 or more) temporary failures, the last of them at
 * `failed_at`, of something queued at `queued_at`: sets `ret` to the instant
 * of the next attempt, 1, 5, 15, 60, 240 and then every 720 minutes later.
 * False, and `ret` untouched, if that would be more than three days after it
 * was queued: then it has failed for good. */
bool retry_next(int64_t queued_at, int64_t failed_at, unsigned failures,
		int64_t *ret);

#endif
