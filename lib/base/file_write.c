/* file_write - whole files out */
#include <ipp/base/file.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/memory.h>

/* A file until it is whole. It has no name, so that nothing of it is left when
 * the process is killed; where a file system knows no such files (NFS, SMB), it
 * has one that nobody else uses. */
struct draft {
	int fd;
	bool has_name;
	char at[32]; /* what leads to it, without a name */
	char *name;  /* its own, or the one on its way to that of the file */
};

static void draft_close(struct draft *it)
{
	descriptor_close(&it->fd);
	memory_free(it->name);
}
static inline void own_draft(struct draft *it)
{
	draft_close(it);
}

static char *folder_of(const char *path)
{
	char *ret = memory_text(path);
	char *slash = strrchr(ret, '/');

	if (slash) {
		slash[slash == ret] = '\0';
		return ret;
	}
	memory_free(ret);
	return memory_text(".");
}

static int draft_open(const char *path, const char *folder, struct draft *ret)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t n = strlen(path) + sizeof ".XXXXXX";

	ret->name = memory_new(n);
	ret->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	(void)snprintf(ret->at, sizeof ret->at, "/proc/self/fd/%d", ret->fd);
	if (ret->fd >= 0 && access(ret->at, F_OK) == 0) {
		(void)snprintf(ret->name, n, "%.*s.%s.ipp", (int)(name - path),
			       path, name);
		return 0;
	}
	descriptor_close(&ret->fd);
	ret->has_name = true;
	(void)snprintf(ret->name, n, "%s.XXXXXX", path);
	ret->fd = mkostemp(ret->name, O_CLOEXEC);
	return ret->fd < 0 ? -1 : 0;
}

static int draft_link(const struct draft *it, const char *to)
{
	return linkat(AT_FDCWD, it->at, AT_FDCWD, to, AT_SYMLINK_FOLLOW);
}

/* No call puts a file without a name in the place of another: it gets one
 * first, the same for all who write this file. Whoever finds it taken, by one
 * who was killed at this very moment or who is as far just now, brings that to
 * its end before; so the name goes away only to become that of the file. */
static int replace(const struct draft *it, const char *path)
{
	int number;

	if (it->has_name)
		return rename(it->name, path);
	while (draft_link(it, it->name))
		if (errno != EEXIST ||
		    (rename(it->name, path) && errno != ENOENT))
			return -1;
	if (rename(it->name, path) == 0 || errno == ENOENT)
		return 0;
	number = errno;
	(void)unlink(it->name); /* the first error is the one to tell */
	errno = number;
	return -1;
}

/* Not every file system can rename so; linking is as good, where it can. */
static int put_new(const struct draft *it, const char *to)
{
	if (!it->has_name)
		return draft_link(it, to);
	if (renameat2(AT_FDCWD, it->name, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if ((errno != EINVAL && errno != ENOSYS) || link(it->name, to) != 0)
		return -1;
	(void)unlink(it->name); /* the other name stays, and is the one meant */
	return 0;
}

struct bytes {
	const void *at;
	size_t size;
};

struct content {
	file_fill *fill;
	void *context;
	unsigned mode;
};

static enum status fill_bytes(void *context, int fd, const char *name,
			      struct error *err)
{
	const struct bytes *all = context;

	return file_write_fd(fd, all->at, all->size, name, err);
}

static enum status whole_write(const char *path, const struct content *what,
			       int (*put)(const struct draft *it,
					  const char *to),
			       struct error *err)
{
	OWN(text) char *folder = folder_of(path);
	OWN(draft) struct draft draft = { .fd = -1 };
	enum status rc;

	if (draft_open(path, folder, &draft))
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot create \"%s\"", path);
	if ((rc = what->fill(what->context, draft.fd, path, err)) != OK)
		goto out;
	if (fchmod(draft.fd, what->mode) || fsync(draft.fd) ||
	    put(&draft, path)) {
		rc = errno == EEXIST && put == put_new
			 ? error_set(err, CANTCREAT, "file_exists", NULL,
				     "\"%s\" is there already; name another "
				     "file",
				     path)
			 : error_system(err, IOERR, "file_unwritable", errno,
					"cannot write \"%s\"", path);
		goto out;
	}
	return folder_sync(folder, err);
out:
	if (draft.has_name)
		(void)unlink(draft.name); /* the first error is told */
	return rc;
}

enum status file_write(const char *path, const void *bytes, size_t size,
		       unsigned mode, struct error *err)
{
	struct bytes all = { bytes, size };
	struct content what = { fill_bytes, &all, mode };

	return whole_write(path, &what, replace, err);
}

enum status file_write_new(const char *path, const void *bytes, size_t size,
			   unsigned mode, struct error *err)
{
	struct bytes all = { bytes, size };
	struct content what = { fill_bytes, &all, mode };

	return whole_write(path, &what, put_new, err);
}

enum status file_write_by(const char *path, file_fill *fill, void *context,
			  unsigned mode, struct error *err)
{
	struct content what = { fill, context, mode };

	return whole_write(path, &what, replace, err);
}

enum status file_rename(const char *from, const char *to, struct error *err)
{
	OWN(text) char *folder = folder_of(to);

	if (rename(from, to))
		return error_system(err, IOERR, "file_unwritable", errno,
				    "cannot write \"%s\"", to);
	return folder_sync(folder, err);
}
