/* status - which of two outcomes a stream of documents reports */
#include <ipp/base/status.h>

static int status_weight(enum status status)
{
	switch (status) {
	case OK:
		return 0;
	case REFUSED:
		return 1;
	case DATA:
		return 2;
	case NOPERM:
		return 3;
	case BUSY:
		return 4;
	default:
		return (int)status;
	}
}

enum status status_worse(enum status a, enum status b)
{
	return status_weight(b) > status_weight(a) ? b : a;
}
