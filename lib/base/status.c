/* status - which of two outcomes a stream of documents reports */
#include <ipp/base/status.h>

static int status_weight(enum status status)
{
	switch (status) {
	case OK:
		return 0;
	case REFUSED:
		return 1;
	case WARNED:
		return 2;
	case ALARMED:
		return 3;
	case DATA:
		return 4;
	case NOPERM:
		return 5;
	case BUSY:
		return 6;
	default:
		return (int)status;
	}
}

enum status status_worse(enum status a, enum status b)
{
	return status_weight(b) > status_weight(a) ? b : a;
}
