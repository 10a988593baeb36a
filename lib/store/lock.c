/* lock - one at a time does what is no transaction */
#include <ipp/store/lock.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>

#include <ipp/base/file.h>
#include <ipp/base/time.h>
#include <ipp/store/store.h>

#define PATH_MAX_ 4096
#define PAUSE	  50 /* milliseconds */

/* Each lock is a byte of the file. */
static bool lock_try(int fd, int64_t number)
{
	struct flock lock = { .l_type = F_WRLCK,
			      .l_whence = SEEK_SET,
			      .l_start = (off_t)number,
			      .l_len = 1 };

	return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

enum status store_lock(struct store *store, const char *name, int64_t number,
		       int seconds, int *ret_fd, struct error *err)
{
	const struct timespec pause = { 0, PAUSE * 1000000L };
	int64_t end = steady_clock() + (int64_t)seconds * 1000;
	OWN(descriptor) int fd = -1;
	char path[PATH_MAX_];
	int n = snprintf(path, sizeof path, "%s/%s", store_directory(store),
			 name);

	if (n > 0 && (size_t)n < sizeof path)
		fd =
		    open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return error_system(err, CANTCREAT, "lock_unusable", errno,
				    "cannot open \"%s\"", path);
	*ret_fd = -1;
	while (!lock_try(fd, number)) {
		if (steady_clock() >= end)
			return OK;
		(void)nanosleep(&pause, NULL);
	}
	*ret_fd = fd;
	fd = -1;
	return OK;
}
