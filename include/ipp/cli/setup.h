/* setup - where things lie on this machine */
#ifndef IPP_CLI_SETUP_H
#define IPP_CLI_SETUP_H

struct arena;
struct settings;

/* The file that keeps the token of the session of this user. */
const char *session_token_path(struct arena *arena);

/* The folder of the store: `option` if given, else $IPP_STORE, the setting
 * `store`, or ipp below $XDG_DATA_HOME. */
const char *store_folder(struct arena *arena, const struct settings *settings,
			 const char *option);

#endif
