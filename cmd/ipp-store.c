/* ipp-store - make and keep the store of the desk */
#include <ipp/act/catalog.h>
#include <ipp/act/check.h>
#include <ipp/act/found.h>
#include <ipp/act/keep.h>
#include <ipp/base/text.h>
#include <ipp/cli/credential.h>
#include <ipp/cli/setup.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/founding.h>
#include <ipp/model/settings.h>
#include <ipp/model/store_check.h>
#include <ipp/model/store_status.h>
#include <ipp/store/status.h>
#include <ipp/store/store.h>

struct init_options {
	int64_t demo, no_authority;
	struct founding_options founding;
	const char *base_url;
};

static const struct field init_fields[] = {
	{ FIELD(struct init_options, demo), FIELD_BOOLEAN,
	  .help = N_("make a store for trying things out; it says so in "
		     "everything it issues") },
	FOUNDING_FIELDS(struct init_options,
			N_("code of the organization; ORG1, or DEMO in a demo "
			   "store"),
			N_("login of the first officer, a master_rao; admin")),
	{ FIELD(struct init_options, no_authority), FIELD_BOOLEAN,
	  .help = N_("make no certificate authority") },
	{ FIELD(struct init_options, base_url), FIELD_TEXT, .title = "URL",
	  .max = 200,
	  .help = N_("where the authority publishes; a demo store needs "
		     "none") },
	{ 0 }
};
static const struct record init_options = {
	.name = "init_options", .size = sizeof(struct init_options),
	.fields = init_fields
};

static struct founding plan_of(const struct init_options *options)
{
	struct founding_options all = options->founding;
	bool demo = options->demo == 1;
	struct founding ret;

	if (!all.client_code)
		all.client_code = demo ? "DEMO" : "ORG1";
	if (!all.operator)
		all.operator = "admin";
	ret = founding_of(&all, demo);
	ret.no_authority = options->no_authority == 1;
	ret.base_url = options->base_url;
	return ret;
}

/* What comes next, to whoever made the store at a terminal. */
static void init_say(struct job *job, const char *login)
{
	const struct settings none = { 0 };
	const char *store = job->desk->settings->store;

	if (!terminal_is_reader(job->terminal))
		return;
	if (text_equal(store, store_folder(job->desk->arena, &none, NULL))) {
		terminal_say(job->terminal,
			     _("Sign in, with the next code of the app: ipp-session start --operator=%s"),
			     login);
		return;
	}
	terminal_say(job->terminal,
		     _("Sign in, with the next code of the app: ipp-session start --operator=%s "
		       "--store=%s"),
		     login, store);
	terminal_say(job->terminal,
		     _("The other tools want this --store, too, or IPP_STORE "
		       "in the environment."));
}

static enum status init(struct job *job, struct error *err)
{
	const struct init_options *options = job->options;
	const struct settings *settings = job->desk->settings;
	struct founding plan = plan_of(options);
	OWN(store) struct store *store = NULL;
	struct desk desk;
	enum status rc;

	if ((rc = store_is_absent(settings->store, settings->key, err)) != OK ||
	    (rc = founding_check(&plan, err)) != OK ||
	    (rc = credential_officer(job, &options->founding, &plan, err)) !=
		    OK ||
	    (rc = store_create(settings->store, settings->key,
			       options->demo == 1, job->desk->now, &store,
			       err)) != OK)
		return rc;
	desk = *job->desk;
	desk.store = store;
	if ((rc = act_found(&desk, &plan, err)) != OK ||
	    (rc = store_count(store, desk.arena, job->out, err)) != OK) {
		store_remove(TAKE(store));
		return rc;
	}
	init_say(job, plan.login);
	return OK;
}

struct backup_options {
	const char *folder, *key_file;
	int64_t with_key;
};

static const struct field backup_fields[] = {
	{ FIELD(struct backup_options, folder), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FOLDER",
	  .help = N_("write the backup into this new folder") },
	{ FIELD(struct backup_options, with_key), FIELD_BOOLEAN,
	  .help = N_("put the master key into the backup too") },
	{ 0 }
};
static const struct record backup_options = {
	.name = "backup_options", .size = sizeof(struct backup_options),
	.fields = backup_fields
};

static const struct field restore_fields[] = {
	{ FIELD(struct backup_options, folder), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FOLDER",
	  .help = N_("make the store from the backup in this folder") },
	{ FIELD(struct backup_options, key_file), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("the copy of the master key, when the backup has none") },
	{ 0 }
};
static const struct record restore_options = {
	.name = "restore_options", .size = sizeof(struct backup_options),
	.fields = restore_fields
};

static enum status folder_needed(const struct backup_options *options,
				 struct error *err)
{
	if (options->folder)
		return OK;
	return error_set(err, USAGE, "folder_missing", "folder",
			 "no folder is named; give one with --folder");
}

static enum status status(struct job *job, struct error *err)
{
	return act_status(job->desk, job->out, err);
}

static enum status migrate(struct job *job, struct error *err)
{
	enum status rc = act_catalog_load(job->desk, err);

	return rc == OK ? status(job, err) : rc;
}

static enum status put(void *context, const struct store_check *row,
		       struct error *err)
{
	return rows_put(context, row, err);
}

static enum status check(struct job *job, struct rows *rows, struct error *err)
{
	return act_check(job->desk, put, rows, err);
}

static enum status backup(struct job *job, struct error *err)
{
	const struct backup_options *options = job->options;
	enum status rc;

	if ((rc = folder_needed(options, err)) != OK ||
	    (rc = act_backup(job->desk, options->folder,
			     options->with_key == 1, err)) != OK)
		return rc;
	return act_status(job->desk, job->out, err);
}

static enum status restore(struct job *job, struct error *err)
{
	const struct backup_options *options = job->options;
	enum status rc;

	if ((rc = folder_needed(options, err)) != OK)
		return rc;
	return act_restore(job->desk, options->folder, options->key_file,
			   job->out, err);
}

static const struct verb verbs[] = {
	{ .name = "init", .summary = N_("make a store"),
	  .out = &store_status_record, .options = &init_options,
	  .needs = NEED_CLOCK, .run = init },
	{ .name = "status", .summary = N_("tell what the store holds"),
	  .out = &store_status_record, .needs = NEED_STORE, .run = status },
	{ .name = "migrate", .summary = N_("bring an older store up to date"),
	  .out = &store_status_record, .needs = NEED_STORE | NEED_MIGRATION,
	  .run = migrate },
	{ .name = "check", .summary = N_("prove that the store is whole"),
	  .out = &store_check_record, .needs = NEED_STORE, .list = check },
	{ .name = "backup", .summary = N_("copy the store while it is in use"),
	  .out = &store_status_record, .options = &backup_options,
	  .needs = NEED_STORE, .run = backup },
	{ .name = "restore", .summary = N_("make a store from a backup"),
	  .out = &store_status_record, .options = &restore_options,
	  .needs = NEED_CLOCK, .run = restore },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-store",
	.summary = N_("Make and keep the store of the desk"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
