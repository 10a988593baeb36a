/* setup - opens what a verb needs: configuration, store, session */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/cli/setup.h>
#include <ipp/port/ini.h>
#include <ipp/store/store.h>

#include "internal.h"

static const char *environment(const char *name)
{
	const char *ret = secure_getenv(name);

	return text_is_empty(ret) ? NULL : ret;
}

static const char *below_home(struct arena *arena, const char *variable,
			      const char *fallback, const char *rest)
{
	const char *folder = environment(variable);
	const char *home = environment("HOME");

	if (folder)
		return arena_printf(arena, "%s/%s", folder, rest);
	return arena_printf(arena, "%s/%s/%s", home ? home : "", fallback,
			    rest);
}

const char *session_token_path(struct arena *arena)
{
	const char *folder = environment("XDG_RUNTIME_DIR");

	if (folder)
		return arena_printf(arena, "%s/ipp/session", folder);
	return arena_printf(arena, "/tmp/ipp-%ld/session", (long)getuid());
}

static const char *config_path(struct run *run)
{
	const char *path;

	if (run->common.config)
		return run->common.config;
	if ((path = environment("IPP_CONFIG")))
		return path;
	path = below_home(run->arena, "XDG_CONFIG_HOME", ".config",
			  "ipp/ipp.conf");
	if (access(path, R_OK) == 0)
		return path;
	return access("/etc/ipp/ipp.conf", R_OK) == 0 ? "/etc/ipp/ipp.conf"
						      : NULL;
}

static enum status setting_take(void *context, const char *section,
				const char *name, const char *value,
				struct error *err)
{
	struct run *run = context;
	const char *full =
	    *section ? arena_printf(run->arena, "%s_%s", section, name) : name;
	const struct field *field = record_field(&settings_record, full);

	if (!field)
		return error_set(err, CONFIG, "unknown_setting", full,
				 "setting \"%.60s\" is not known; see "
				 "ipp.conf(5)",
				 full);
	if (field_parse(field, &run->settings, value, run->arena, err) != OK) {
		err->status = CONFIG;
		return CONFIG;
	}
	return OK;
}

static enum status settings_load(struct run *run, struct error *err)
{
	const char *path = config_path(run);

	record_clear(&settings_record, &run->settings);
	return path ? ini_read(path, setting_take, run, err) : OK;
}

const char *store_folder(struct arena *arena, const struct settings *settings,
			 const char *option)
{
	if (option)
		return option;
	if (environment("IPP_STORE"))
		return environment("IPP_STORE");
	if (settings->store)
		return settings->store;
	return below_home(arena, "XDG_DATA_HOME", ".local/share", "ipp");
}

/* A fixed clock is a test aid: a store for real work does not listen. */
static enum status clock_set(struct run *run, struct error *err)
{
	const char *text = environment("IPP_NOW");
	bool honoured = run->store ? store_is_demo(run->store)
				   : run->verb->needs & NEED_CLOCK;

	run->desk.now = instant_clock();
	if (!text)
		return OK;
	if (!honoured)
		return run->store
			   ? error_set(err, CONFIG, "clock_fixed", "IPP_NOW",
				       "IPP_NOW is set, but this is no "
				       "demo store; unset it")
			   : OK;
	if (!instant_parse(text, &run->desk.now))
		return error_set(err, CONFIG, "clock_unreadable", "IPP_NOW",
				 "IPP_NOW \"%.40s\" is no point in time; write "
				 "YYYY-MM-DDThh:mm:ssZ",
				 text);
	run->desk.clock_stands = true;
	return OK;
}

#define TOKEN_FILE "IPP_TOKEN_FILE"

/* Who reads of it in a mail of cron must know where its name comes from. */
static enum status token_refuse(const struct error *why, struct error *err)
{
	return error_set(err, why->status, why->mistakes[0].code, TOKEN_FILE,
			 "IPP_TOKEN_FILE: %s", why->mistakes[0].text);
}

static enum status token_file_read(struct arena *arena, const char *path,
				   char **ret, struct error *err)
{
	struct error why;

	error_reset(&why);
	if (secret_read(arena, path, ret, &why) != OK)
		return token_refuse(&why, err);
	if (**ret)
		return OK;
	return error_set(err, NOPERM, "token_empty", TOKEN_FILE,
			 "IPP_TOKEN_FILE: the file \"%s\" holds no token; make "
			 "one with: ipp-token add",
			 path);
}

void job_clock(struct job *job)
{
	if (!job->desk->clock_stands)
		job->desk->now = instant_clock();
}

static enum status token_find(struct run *run, char **ret, struct error *err)
{
	const char *path = environment(TOKEN_FILE);
	const char *credentials = environment("CREDENTIALS_DIRECTORY");

	if (path)
		return token_file_read(run->arena, path, ret, err);
	if (credentials) {
		path = arena_printf(run->arena, "%s/ipp-token", credentials);
		if (access(path, F_OK) == 0)
			return credential_read(run->arena, path, ret, err);
	}
	return session_token_read(run->arena, ret, err);
}

/* A service token may run the tools of its scope only. */
static enum status scope_check(const struct run *run, struct error *err)
{
	const char *scope = run->session.scope;
	size_t n;

	if (!scope)
		return OK;
	for (; *scope; scope += n + strspn(scope + n, " ")) {
		n = strcspn(scope, " ");
		if (strlen(run->tool->name) == n &&
		    !strncmp(scope, run->tool->name, n))
			return OK;
	}
	return error_set(err, NOPERM, "out_of_scope", NULL,
			 "this service token may not run %s; make one that may",
			 run->tool->name);
}

static enum status session_open(struct run *run, struct error *err)
{
	char *token = NULL;
	enum status rc;

	if ((rc = token_find(run, &token, err)) != OK ||
	    (rc = session_find(run->store, token, run->desk.now, run->arena,
			       &run->session, err)) != OK ||
	    (rc = scope_check(run, err)) != OK)
		return rc;
	memory_wipe(token, strlen(token));
	run->desk.session = &run->session;
	if (run->verb->needs & NEED_WRITE)
		return session_touch(run->store, &run->session, run->desk.now,
				     err);
	return OK;
}

enum status setup(struct run *run, struct error *err)
{
	const struct verb *verb = run->verb;
	unsigned needs = verb->needs;
	const char *folder;
	enum status rc;

	if (verb->does_without && verb->does_without(run->options))
		needs &= ~(unsigned)NEED_STORE;

	if ((rc = settings_load(run, err)) != OK)
		return rc;
	folder = store_folder(run->arena, &run->settings, run->common.store);
	run->settings.store = folder;
	if (needs & NEED_STORE &&
	    (rc =
		 store_open(folder, run->settings.key,
			    needs & NEED_MIGRATION ? STORE_MIGRATE : STORE_OPEN,
			    &run->store, err)) != OK)
		return rc;
	if (run->store)
		store_attend(run->store, terminal_keypad(run->terminal));
	run->desk.store = run->store;
	run->desk.settings = &run->settings;
	run->desk.tool = run->name;
	run->desk.arena = run->arena;
	run->desk.dry_run = run->common.dry_run == 1;
	if ((rc = clock_set(run, err)) != OK)
		return rc;
	return needs & NEED_SESSION ? session_open(run, err) : OK;
}
