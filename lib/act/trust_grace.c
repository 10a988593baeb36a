/* trust_grace - how long a trusted list may be late, as the settings say */
#include "trust_part.h"

#include <ipp/base/time.h>
#include <ipp/model/settings.h>
#include <ipp/store/desk.h>

int64_t trust_grace(const struct desk *desk)
{
	int64_t days = desk->settings ? desk->settings->trust_grace_days
				      : ABSENT;

	return days == ABSENT || days < 0 ? 0 : days * DAY_SECONDS;
}
