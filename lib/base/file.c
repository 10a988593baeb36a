/* file - whole files in and out */
#include <ipp/base/file.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

void descriptor_close(int *fd)
{
	if (*fd > 2)
		(void)close(*fd); /* nothing was written that is not synced */
	*fd = -1;
}

static enum status read_failed(const char *name, struct error *err)
{
	return error_system(err, IOERR, "file_unreadable", errno,
			    "cannot read \"%s\"", name);
}

/* A file that says how large it is, is read to where it stays. *ret stays NULL
 * if it has become larger meanwhile, and the descriptor where it was. */
static enum status regular_read(struct arena *arena, int fd, const char *name,
				size_t known, unsigned char **ret, size_t *size,
				struct error *err)
{
	unsigned char *bytes = arena_room(arena, known + 1);
	size_t n = 0;
	ssize_t got;

	do {
		got = read(fd, bytes + n, known + 1 - n);
		if (got > 0)
			n += (size_t)got;
		if (got < 0 && errno != EINTR)
			return read_failed(name, err);
	} while (got != 0 && n <= known);
	if (n > known)
		return lseek(fd, -(off_t)n, SEEK_CUR) < 0
			   ? read_failed(name, err)
			   : OK;
	bytes[n] = '\0';
	*ret = bytes;
	*size = n;
	return OK;
}

enum status file_read_fd(struct arena *arena, int fd, const char *name,
			 size_t max, unsigned char **ret, size_t *size,
			 struct error *err)
{
	unsigned char *whole = NULL;
	enum status rc;
	struct stat st;
	unsigned char *bytes;
	size_t room = 64 * 1024, n = 0;

	if (fstat(fd, &st))
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot look at \"%s\"", name);
	if (S_ISDIR(st.st_mode) || S_ISBLK(st.st_mode))
		return error_set(err, DATA, "file_kind", NULL,
				 "\"%s\" is not a file; name a file", name);
	if (S_ISREG(st.st_mode) && (size_t)st.st_size <= max) {
		rc = regular_read(arena, fd, name, (size_t)st.st_size, &whole,
				  size, err);
		if (whole)
			*ret = whole;
		if (rc != OK || whole)
			return rc;
	}
	bytes = memory_new(room);
	for (;;) {
		ssize_t got;

		if (n == room) {
			room *= 2;
			bytes = memory_grow(bytes, room);
		}
		got = read(fd, bytes + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int number = errno;

			memory_wipe_free(bytes, n);
			return error_system(err, IOERR, "file_unreadable",
					    number, "cannot read \"%s\"", name);
		}
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > max) {
			memory_wipe_free(bytes, n);
			return error_set(err, DATA, "file_too_large", NULL,
					 "\"%s\" is larger than %zu bytes; "
					 "give a smaller file",
					 name, max);
		}
	}
	*ret = (unsigned char *)arena_text_n(arena, (char *)bytes, n);
	*size = n;
	memory_wipe_free(bytes, n);
	return OK;
}

enum status file_read(struct arena *arena, const char *path, size_t max,
		      unsigned char **ret, size_t *size, struct error *err)
{
	OWN(descriptor) int fd = -1;

	if (!strcmp(path, "-"))
		return file_read_fd(arena, 0, "stdin", max, ret, size, err);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot open \"%s\"", path);
	return file_read_fd(arena, fd, path, max, ret, size, err);
}

enum status file_write_fd(int fd, const void *bytes, size_t size,
			  const char *name, struct error *err)
{
	const unsigned char *p = bytes;

	while (size > 0) {
		ssize_t put = write(fd, p, size);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return error_system(err, IOERR, "file_unwritable",
					    errno, "cannot write \"%s\"", name);
		p += put;
		size -= (size_t)put;
	}
	return OK;
}

enum status folder_sync(const char *path, struct error *err)
{
	OWN(descriptor) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd))
		return error_system(err, IOERR, "folder_unsynced", errno,
				    "cannot sync folder \"%s\"", path);
	return OK;
}

char *path_join(struct arena *arena, const char *folder, const char *name)
{
	size_t n = strlen(folder);

	while (n > 0 && folder[n - 1] == '/')
		n--;
	return arena_printf(arena, "%.*s/%s", (int)n, folder, name);
}

enum status folder_make(const char *path, struct error *err)
{
	OWN(text) char *copy = memory_text(path);

	for (char *p = copy + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) && errno != EEXIST)
			return error_system(err, CANTCREAT, "folder_uncreatable",
					    errno, "cannot make folder \"%s\"",
					    copy);
		*p = '/';
	}
	if (mkdir(copy, 0700) && errno != EEXIST)
		return error_system(err, CANTCREAT, "folder_uncreatable", errno,
				    "cannot make folder \"%s\"", path);
	return OK;
}

enum status folder_room(const char *path, struct folder_room *ret,
			struct error *err)
{
	struct statvfs st;
	int percent = 100, files = 100;

	if (statvfs(path, &st))
		return error_system(err, IOERR, "folder_unreadable", errno,
				    "cannot look at the disk of \"%s\"", path);
	if (st.f_blocks > 0)
		percent = (int)(st.f_bavail * 100 / st.f_blocks);
	if (st.f_files > 0) /* some file systems have no such limit */
		files = (int)(st.f_favail * 100 / st.f_files);
	ret->percent = files < percent ? files : percent;
	ret->bytes = (int64_t)(st.f_bavail * st.f_frsize);
	return OK;
}

/* `exposed`: the bits of its mode that it must not have. */
static enum status first_line_read(struct arena *arena, const char *path,
				   mode_t exposed, char **ret,
				   struct error *err)
{
	OWN(descriptor) int fd = -1;
	struct stat st;
	unsigned char *bytes;
	size_t size;
	enum status rc;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st))
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot open \"%s\"", path);
	if (S_ISREG(st.st_mode) && (st.st_mode & exposed))
		return error_set(err, NOPERM, "secret_exposed", NULL,
				 "others may read \"%s\"; run: chmod 600 %s",
				 path, path);
	if ((rc = file_read_fd(arena, fd, path, LIMIT_TEXT_BYTES, &bytes, &size,
			       err)) != OK)
		return rc;
	bytes[strcspn((char *)bytes, "\r\n")] = '\0';
	*ret = (char *)bytes;
	return OK;
}

enum status secret_read(struct arena *arena, const char *path, char **ret,
			struct error *err)
{
	return first_line_read(arena, path, 077, ret, err);
}

enum status credential_read(struct arena *arena, const char *path, char **ret,
			    struct error *err)
{
	return first_line_read(arena, path, 037, ret, err);
}

static int entry_remove(const char *path, const struct stat *st, int kind,
			struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	(void)remove(path); /* what stays is seen when the folder does */
	return 0;
}

void folder_remove(const char *path)
{
	(void)nftw(path, entry_remove, 8, FTW_DEPTH | FTW_PHYS);
}

size_t file_bytes_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0;
}
