/* token - the file that keeps the session of this user */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/setup.h>

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return arena_text_n(arena, path, (size_t)(slash - path));
}

/* Below /tmp somebody else may have been there first. */
static enum status folder_check(const char *folder, struct error *err)
{
	struct stat st;

	if (lstat(folder, &st))
		return error_system(err, IOERR, "session_folder", errno,
				    "cannot look at \"%s\"", folder);
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 077))
		return error_set(err, NOPERM, "session_folder", NULL,
				 "the folder \"%s\" is not yours alone; remove "
				 "it or set XDG_RUNTIME_DIR",
				 folder);
	return OK;
}

enum status session_token_write(struct arena *arena, const char *token,
				struct error *err)
{
	const char *path = session_token_path(arena);
	const char *folder = folder_of(arena, path);
	char *line = arena_printf(arena, "%s\n", token);
	enum status rc;

	if ((rc = folder_make(folder, err)) != OK ||
	    (rc = folder_check(folder, err)) != OK)
		return rc;
	return file_write(path, line, strlen(line), 0600, err);
}

enum status session_token_read(struct arena *arena, char **ret,
			       struct error *err)
{
	const char *path = session_token_path(arena);
	enum status rc;

	if (access(path, F_OK) != 0)
		return error_set(err, NOPERM, "no_session", NULL,
				 "nobody is signed in; sign in with: "
				 "ipp-session start");
	if ((rc = folder_check(folder_of(arena, path), err)) != OK)
		return rc;
	return secret_read(arena, path, ret, err);
}

void session_token_remove(struct arena *arena)
{
	(void)unlink(session_token_path(arena)); /* the store knows it ended */
}
