/* maildir - puts mail into a Maildir, each message once */
#include <ipp/peer/maildir.h>

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/peer/spool.h>

static void folder_close(DIR *folder)
{
	if (folder)
		(void)closedir(folder); /* it was only read */
}
DEFINE_OWN(folder, DIR, folder_close)

enum status maildir_make(const char *path, struct error *err)
{
	enum status rc;

	if ((rc = spool_make(path, "tmp", err)) != OK ||
	    (rc = spool_make(path, "new", err)) != OK)
		return rc;
	return spool_make(path, "cur", err);
}

/* A mail reader moved it to cur/ and added `:2,FLAGS`. */
static enum status was_read(const char *path, const char *name, bool *ret,
			    struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(folder) DIR *folder = opendir(arena_printf(arena, "%s/cur", path));
	size_t n = strlen(name);
	struct dirent *entry;

	if (!folder)
		return error_system(err, IOERR, "folder_unreadable", errno,
				    "cannot read folder \"%s/cur\"", path);
	*ret = false;
	while (!*ret && (entry = readdir(folder)) != NULL)
		*ret = !strncmp(entry->d_name, name, n) &&
		       (!entry->d_name[n] || entry->d_name[n] == ':');
	return OK;
}

enum status maildir_put(const char *path, const char *message_id,
			const char *bytes, size_t size, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	bool is_there = false;
	const char *name;
	enum status rc;

	if (!message_id_is_valid(message_id) ||
	    !(name = spool_name(arena, message_id, "")))
		return error_set(err, DATA, "message_id_refused", "message_id",
				 "message needs a Message-ID of the form "
				 "left@right that makes a file name");
	if ((rc = was_read(path, name, &is_there, err)) != OK || is_there)
		return rc;
	return spool_put(path, "new", name, bytes, size, err);
}
