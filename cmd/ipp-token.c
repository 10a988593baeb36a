/* ipp-token - tokens that unattended jobs work with */
#include <ipp/act/service_token.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/credential.h>
#include <ipp/cli/tool.h>
#include <ipp/model/service_token.h>

struct values {
	const char *token_file;
};

static const struct field token_fields[] = {
	{ FIELD(struct values, token_file), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("write the token to this file (mode 0600) instead of "
		     "showing it on the terminal") },
	{ 0 }
};
static const struct record token_values = {
	.name = "token_add", .size = sizeof(struct values),
	.fields = token_fields
};

static enum status put(void *rows, const void *row, struct error *err)
{
	return rows_put(rows, row, err);
}

static enum status add(struct job *job, struct error *err)
{
	const struct values *values = job->options;
	char *token = arena_alloc(job->desk->arena, SESSION_TOKEN_SIZE);
	enum status rc;

	if ((rc = credential_can_hand_over(job->terminal, values->token_file,
					   err)) != OK ||
	    (rc = service_token_add(job->desk, job->in, token, job->out,
				    err)) != OK ||
	    job->desk->dry_run)
		return rc;
	return credential_hand_over(job->terminal, values->token_file,
				    _("Token: "), token, job->desk->arena, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return service_token_list(job->desk, put, rows, err);
}

static enum status withdraw(struct job *job, struct error *err)
{
	const struct service_token *in = job->in;

	return service_token_withdraw(job->desk, in->token_id, job->out, err);
}

#define TOKEN                                            \
	.reads = READS_ONE, .in = &service_token_record, \
	.out = &service_token_record, .may = MAY_MANAGE, \
	.needs = NEED_STORE | NEED_SESSION | NEED_WRITE

static const struct verb verbs[] = {
	{ .name = "add", .summary = N_("make a token for an unattended job"),
	  .argument = "login", TOKEN, .options = &token_values,
	  .run = add },
	{ .name = "list", .summary = N_("list the service tokens"),
	  .out = &service_token_record, .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_MANAGE, .list = list },
	{ .name = "withdraw", .summary = N_("end a service token"),
	  .argument = "token_id", TOKEN, .run = withdraw },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-token",
	.summary = N_("Make and end the tokens that unattended jobs work with"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
