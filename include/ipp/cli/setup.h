/* setup - where things lie on this machine */
#ifndef IPP_CLI_SETUP_H
#define IPP_CLI_SETUP_H

#include <ipp/base/error.h>

struct arena;
struct settings;

/* The file that keeps the token of the session of this user. */
const char *session_token_path(struct arena *arena);

/* Keeps a token there: the file 0600 in a folder 0700 of our own. NOPERM
 * `session_folder` if the folder is somebody else's. */
enum status session_token_write(struct arena *arena, const char *token,
				struct error *err);
/* NOPERM `no_session` if there is none. */
enum status session_token_read(struct arena *arena, char **ret,
			       struct error *err);
void session_token_remove(struct arena *arena);

/* The folder of the store: `option` if given, else $IPP_STORE, the setting
 * `store`, or ipp below $XDG_DATA_HOME. */
const char *store_folder(struct arena *arena, const struct settings *settings,
			 const char *option);

#endif
