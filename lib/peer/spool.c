/* spool - files that are put into a folder whole, and once */
#include <ipp/peer/spool.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>

static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr(".-_@", c) != NULL);
}

char *spool_name(struct arena *arena, const char *message_id,
		 const char *suffix)
{
	static const char digits[] = "0123456789ABCDEF";
	const unsigned char *id = (const unsigned char *)message_id;
	char *ret =
	    arena_alloc(arena, 3 * strlen(message_id) + strlen(suffix) + 1);
	char *p = ret;

	for (size_t i = 0; id[i]; i++) {
		if (is_plain(id[i]) && !(i == 0 && id[i] == '.')) {
			*p++ = (char)id[i];
			continue;
		}
		*p++ = '=';
		*p++ = digits[id[i] >> 4];
		*p++ = digits[id[i] & 15];
	}
	memcpy(p, suffix, strlen(suffix) + 1);
	return strlen(ret) <= 255 && p > ret ? ret : NULL;
}

enum status spool_make(const char *folder, const char *sub, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();

	return folder_make(path_join(arena, folder, sub), err);
}

static enum status temporary_make(char *path, const void *bytes, size_t size,
				  struct error *err)
{
	OWN(descriptor) int fd = mkostemp(path, O_CLOEXEC);
	enum status rc;

	if (fd < 0)
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot create \"%s\"", path);
	if ((rc = file_write_fd(fd, bytes, size, path, err)) != OK)
		return rc;
	if (fsync(fd))
		return error_system(err, IOERR, "file_unwritable", errno,
				    "cannot sync \"%s\"", path);
	return OK;
}

enum status spool_put(const char *folder, const char *sub, const char *name,
		      const void *bytes, size_t size, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	char *into = path_join(arena, folder, sub);
	char *path = path_join(arena, into, name);
	char *temporary = path_join(arena, folder, "tmp/ipp.XXXXXX");
	enum status rc;

	/* A file that was linked before a crash may not be synced yet. */
	if (!access(path, F_OK))
		return folder_sync(into, err);
	rc = temporary_make(temporary, bytes, size, err);
	if (rc == OK && link(temporary, path) && errno != EEXIST)
		rc = error_system(err, IOERR, "file_unwritable", errno,
				  "cannot link \"%s\"", path);
	if (rc == OK)
		rc = folder_sync(into, err);
	(void)unlink(temporary); /* one left behind harms nobody */
	return rc;
}
