/* passphrase_list - generated passphrases for the desk to hand over */
#include "passphrase_list.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>

enum status passphrase_list_add(const char *path, int64_t user_id,
				const char *passphrase, struct error *err)
{
	OWN(descriptor) int fd = open(path,
				      O_WRONLY | O_APPEND | O_CREAT |
					      O_CLOEXEC | O_NOFOLLOW,
				      0600);
	char line[256];
	struct stat st;
	enum status rc;
	int n;

	if (fd < 0 || fstat(fd, &st))
		return error_system(err, CANTCREAT, "passphrases_uncreatable",
				    errno, "cannot write passphrases to \"%s\"",
				    path);
	if (S_ISREG(st.st_mode) && st.st_mode & 077)
		return error_set(err, NOPERM, "secret_exposed", NULL,
				 "others may read \"%s\"; run: chmod 600 %s",
				 path, path);
	n = snprintf(line, sizeof line, "USR%09" PRId64 "\t%s\n", user_id,
		     passphrase);
	rc = file_write_fd(fd, line, (size_t)n, path, err);
	memory_wipe(line, sizeof line);
	if (rc == OK && S_ISREG(st.st_mode) && fsync(fd))
		rc = error_system(err, IOERR, "passphrases_unwritable", errno,
				  "cannot write passphrases to \"%s\"", path);
	return rc;
}
