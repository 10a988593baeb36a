/* ipp-store - make and keep the store of the desk */
#include <ipp/act/catalog.h>
#include <ipp/act/check.h>
#include <ipp/act/found.h>
#include <ipp/act/keep.h>
#include <ipp/base/text.h>
#include <ipp/cli/credential.h>
#include <ipp/cli/tool.h>
#include <ipp/model/settings.h>
#include <ipp/model/store_check.h>
#include <ipp/model/store_status.h>
#include <ipp/store/status.h>
#include <ipp/store/store.h>

struct init_options {
	int64_t demo, four_eyes, no_authority;
	const char *client_code, *organization, *unit;
	const char *operator, *surname, *given_name, *email;
	const char *password_file, *otp_secret_file, *base_url;
};

#define TEXT(member_, title_, max_, help_)                                     \
	{ FIELD(struct init_options, member_), FIELD_TEXT, .title = title_,    \
	  .max = max_, .help = help_ }
#define PATH(member_, help_)                                                   \
	{ FIELD(struct init_options, member_), FIELD_TEXT,                     \
	  .flags = FIELD_FILE, .title = "FILE", .help = help_ }

static const struct field init_fields[] = {
	{ FIELD(struct init_options, demo), FIELD_BOOLEAN,
	  .help = N_("make a store for trying things out; it says so in "
		     "everything it issues") },
	TEXT(client_code, "CODE", 32,
	     N_("code of the organization; ORG1, or DEMO in a demo store")),
	TEXT(organization, "NAME", 120,
	     N_("name of the organization; its code if not given")),
	{ FIELD(struct init_options, four_eyes), FIELD_BOOLEAN,
	  .help = N_("nobody may issue to whom he recognised") },
	TEXT(unit, "CODE", 32, N_("code of the main unit; MAIN")),
	TEXT(operator, "LOGIN", 64,
	     N_("login of the first officer, a master_rao; admin")),
	TEXT(surname, "NAME", 64, N_("family name of the officer")),
	TEXT(given_name, "NAME", 64, N_("given names of the officer")),
	TEXT(email, "ADDRESS", 254, N_("e-mail address of the officer")),
	PATH(password_file,
	     N_("read the officer's password from this file (mode 0600; - is "
		"stdin, fd:N a descriptor) instead of asking for it")),
	PATH(otp_secret_file,
	     N_("write the secret of the second factor to this file instead "
		"of showing it on the terminal")),
	{ FIELD(struct init_options, no_authority), FIELD_BOOLEAN,
	  .help = N_("make no certificate authority") },
	TEXT(base_url, "URL", 200,
	     N_("where the authority publishes; a demo store needs none")),
	{ 0 }
};
static const struct record init_options = {
	.name = "init_options", .size = sizeof(struct init_options),
	.fields = init_fields
};

static struct founding founding_of(const struct init_options *options)
{
	bool demo = options->demo == 1;
	const char *name = demo ? "Demo" : NULL;
	struct founding ret = {
		.client_code = options->client_code ?: demo ? "DEMO" : "ORG1",
		.four_eyes = options->four_eyes == 1,
		.unit = options->unit ?: "MAIN",
		.login = options->operator ?: "admin",
		.surname = options->surname ?: name,
		.given_name = options->given_name ?: name,
		.email = options->email,
		.no_authority = options->no_authority == 1,
		.base_url = options->base_url,
	};

	ret.organization = options->organization ?: ret.client_code;
	return ret;
}

/* What people must say, before anything is made. */
static enum status officer_ask(struct job *job, struct founding *plan,
			       struct error *err)
{
	const struct init_options *options = job->options;
	struct arena *arena = job->desk->arena;
	struct second_factor factor;
	char *password;
	enum status rc;

	if ((rc = founding_check(plan, err)) != OK ||
	    (rc = credential_new_password(job->terminal,
					  options->password_file, plan->login,
					  arena, &password, err)) != OK ||
	    (rc = credential_new_factor(job->terminal,
					options->otp_secret_file,
					plan->organization, plan->login,
					job->desk->now, arena, &factor, err)) !=
		    OK)
		return rc;
	plan->password = password;
	plan->totp = factor.secret;
	plan->totp_step = factor.step;
	return OK;
}

static enum status init(struct job *job, struct error *err)
{
	const struct init_options *options = job->options;
	const struct settings *settings = job->desk->settings;
	struct founding plan = founding_of(options);
	OWN(store) struct store *store = NULL;
	struct desk desk = *job->desk;
	enum status rc;

	if ((rc = store_is_absent(settings->store, settings->key, err)) != OK ||
	    (rc = officer_ask(job, &plan, err)) != OK ||
	    (rc = store_create(settings->store, settings->key,
			       options->demo == 1, desk.now, &store, err)) !=
		    OK)
		return rc;
	desk.store = store;
	if ((rc = act_found(&desk, &plan, err)) != OK ||
	    (rc = store_count(store, desk.arena, job->out, err)) != OK)
		store_remove(TAKE(store));
	return rc;
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
