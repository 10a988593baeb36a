/* remote_lock - one at a time gets new tokens for a grant */
#include <ipp/store/remote_lock.h>

#include <ipp/store/lock.h>

enum status remote_lock(struct store *store, int64_t grant_id, int seconds,
			int *ret_fd, struct error *err)
{
	int fd;
	enum status rc =
	    store_lock(store, "remote.lock", grant_id, seconds, &fd, err);

	if (rc != OK)
		return rc;
	if (fd < 0)
		return error_set(err, BUSY, "refresh_under_way", NULL,
				 "somebody else renews this access at the "
				 "moment; try again later");
	*ret_fd = fd;
	return OK;
}
