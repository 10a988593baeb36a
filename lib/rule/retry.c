/* retry - when a delivery that failed is tried again */
#include <ipp/rule/retry.h>

#include <stddef.h>

static const int64_t delays[] = { 60,	   5 * 60,   15 * 60,
				  60 * 60, 240 * 60, 720 * 60 };

#define DELAYS (sizeof delays / sizeof *delays)

bool retry_next(int64_t queued_at, int64_t failed_at, unsigned failures,
		int64_t *ret)
{
	size_t row = failures > 0 ? failures - 1 : 0;
	int64_t delay = delays[row < DELAYS ? row : DELAYS - 1];

	if (failed_at - queued_at > RETRY_LIFE_SECONDS - delay)
		return false;
	*ret = failed_at + delay;
	return true;
}
