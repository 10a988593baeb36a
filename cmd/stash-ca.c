/* stash-ca - authorities that keep certificates and lend them */
#include <ipp/act/stash_authority.h>
#include <ipp/act/stash_grant.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/remote_authority.h>

struct values {
	const char *secret_file, *tls_ca_file;
	int64_t new_secret, system_tls;
};

#define SECRET_FILE                                                            \
	{                                                                      \
		FIELD(struct values, secret_file), FIELD_TEXT,                 \
		    .flags = FIELD_FILE, .title = "FILE",                      \
		    .help = N_(                                                \
			"read the client secret from this file (mode 0600; - " \
			"is stdin, fd:N a descriptor) instead of asking for "  \
			"it")                                                  \
	}
#define TLS_CA_FILE                                                           \
	{                                                                     \
		FIELD(struct values, tls_ca_file), FIELD_TEXT,                \
		    .flags = FIELD_FILE, .title = "FILE",                     \
		    .help =                                                   \
			N_("PEM file that the authority's TLS must lead to, " \
			   "instead of what the machine trusts")              \
	}

static const struct field add_fields[] = { SECRET_FILE, TLS_CA_FILE, { 0 } };
static const struct record add_values = { .name = "stash_ca_add",
					  .size = sizeof(struct values),
					  .fields = add_fields };

static const struct field edit_fields[] = {
	{ FIELD(struct values, new_secret), FIELD_BOOLEAN,
	  .help = N_("ask for another client secret") },
	SECRET_FILE,
	TLS_CA_FILE,
	{ FIELD(struct values, system_tls), FIELD_BOOLEAN,
	  .help = N_("trust what the machine trusts again") },
	{ 0 }
};
static const struct record edit_values = { .name = "stash_ca_edit",
					   .size = sizeof(struct values),
					   .fields = edit_fields };

/* What comes beside the record, before the transaction begins, since somebody
 * may be asked. */
static enum status parts_get(struct job *job, bool asks, struct error *err)
{
	const struct values *values = job->options;
	struct arena *arena = job->desk->arena;
	struct stash_authority_parts *parts = arena_alloc(arena, sizeof *parts);
	unsigned char *bytes;
	char *secret = NULL;
	enum status rc;

	job->work = parts;
	parts->system_tls = values->system_tls == 1;
	if (values->tls_ca_file) {
		if ((rc = file_read(arena, values->tls_ca_file,
				    LIMIT_CONFIG_BYTES, &bytes,
				    &parts->tls_ca_size, err)) != OK)
			return rc;
		parts->tls_ca = bytes;
	}
	if (!values->secret_file && !asks)
		return OK;
	if ((rc = terminal_secret(job->terminal, values->secret_file,
				  _("Client secret (none: just Enter): "),
				  arena, &secret, err)) != OK)
		return rc;
	parts->secret = text_is_empty(secret) ? NULL : secret;
	return OK;
}

static enum status add_get(struct job *job, struct error *err)
{
	enum status rc;

	if ((rc = stash_authority_try(job->desk, job->in, err)) != OK)
		return rc;
	return parts_get(job, terminal_is_there(job->terminal), err);
}

static enum status add(struct job *job, struct error *err)
{
	return stash_authority_add(job->desk, job->in, job->work, job->out,
				   err);
}

static enum status edit_get(struct job *job, struct error *err)
{
	const struct values *values = job->options;

	return parts_get(job, values->new_secret == 1, err);
}

static enum status edit(struct job *job, struct error *err)
{
	return stash_authority_edit(job->desk, job->in, job->work, job->out,
				    err);
}

static const struct stage add_stages[] = { { STAGE_TALK, add_get },
					   { STAGE_STORE, add },
					   { STAGE_END, NULL } };
static const struct stage edit_stages[] = { { STAGE_TALK, edit_get },
					    { STAGE_STORE, edit },
					    { STAGE_END, NULL } };

static enum status put(void *rows, const struct remote_authority *it,
		       struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return stash_authority_list(job->desk, job->options, put, rows, err);
}

static enum status show(struct job *job, struct rows *rows, struct error *err)
{
	const struct remote_authority_reference *in = job->in;

	return stash_authority_show(job->desk, in->authority, put, rows, err);
}

static enum status check(struct job *job, struct rows *rows, struct error *err)
{
	const struct remote_authority_reference *in = job->in;

	return stash_authority_ask(job->desk, in->authority, put, rows, err);
}

#define CHANGE                                                           \
	.argument = "authority", .reads = READS_ONE,                     \
	.in = &remote_authority_record, .out = &remote_authority_record, \
	.may = MAY_SIGN_REMOTELY,                                        \
	.needs = NEED_STORE | NEED_SESSION | NEED_WRITE

static const struct verb verbs[] = {
	{ .name = "add",
	  .summary = N_("add an authority that lends certificates"),
	  CHANGE,
	  .options = &add_values,
	  .stages = add_stages },
	{ .name = "list",
	  .summary = N_("list the authorities"),
	  .out = &remote_authority_record,
	  .options = &remote_authority_search_record,
	  .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_LIST_REMOTELY,
	  .list = list },
	{ .name = "show",
	  .summary = N_("show everything about authorities"),
	  .argument = "authority",
	  .reads = READS_STREAM,
	  .in = &remote_authority_reference_record,
	  .out = &remote_authority_record,
	  .may = MAY_LIST_REMOTELY,
	  .needs = NEED_STORE | NEED_SESSION | NEED_SHEET,
	  .list = show },
	{ .name = "edit",
	  .summary = N_("change what is known of an authority"),
	  CHANGE,
	  .options = &edit_values,
	  .stages = edit_stages },
	{ .name = "check",
	  .summary = N_("ask authorities what they can do"),
	  .argument = "authority",
	  .reads = READS_STREAM,
	  .in = &remote_authority_reference_record,
	  .out = &remote_authority_record,
	  .may = MAY_SIGN_REMOTELY,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_ALONE |
		   NEED_SHEET,
	  .list = check },
	{ 0 }
};

static const struct tool tool = {
	.name = "stash-ca",
	.summary = N_("Keep the authorities that lend certificates"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
