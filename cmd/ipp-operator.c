/* ipp-operator - say who may work at the desk, and as what */
#include <ipp/act/operator.h>
#include <ipp/act/operator_certificate.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/credential.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/operator.h>
#include <ipp/model/service_token.h>

struct values {
	const char *code_file, *file;
	const char *login;
	int64_t mail;
};

#define PATH(member_, help_)                                            \
	{                                                               \
		FIELD(struct values, member_), FIELD_TEXT,              \
		    .flags = FIELD_FILE, .title = "FILE", .help = help_ \
	}
#define VALUES(name_)                                 \
	static const struct record name_##_values = { \
		.name = #name_,                       \
		.size = sizeof(struct values),        \
		.fields = name_##_fields              \
	}
static const struct field hand_over_fields[] = {
	PATH(code_file,
	     N_("write the one-time code to this file (mode 0600) instead of "
		"showing it on the terminal")),
	{ FIELD(struct values, mail), FIELD_BOOLEAN,
	  .help = N_("send the one-time code by mail to the operator") },
	{ 0 }
};
VALUES(hand_over);

static const struct field certificate_fields[] = {
	{ FIELD(struct values, file), FIELD_TEXT,
	  .flags = FIELD_FILE | FIELD_STDIN, .title = "FILE",
	  .help = N_("the certificate, PEM or DER; stdin if not given") },
	{ 0 }
};
VALUES(certificate);

static const struct field owner_fields[] = {
	{ FIELD(struct values, login), FIELD_TEXT, .title = "LOGIN",
	  .help = N_("of this officer only") },
	{ 0 }
};
VALUES(owner);

static enum status code_hand_over(struct job *job, const char *code,
				  struct error *err)
{
	const struct values *values = job->options;
	const struct operator_person *out = job->out;
	enum status rc = OK;

	if (values->mail == 1)
		rc = operator_mail_code(job->desk, job->out, code, err);
	if (rc != OK || job->desk->dry_run ||
	    (values->mail == 1 && !values->code_file))
		return rc;
	rc = credential_hand_over(job->terminal, values->code_file,
				  _("One-time code: "), code, job->desk->arena,
				  err);
	if (rc == OK && terminal_is_reader(job->terminal))
		terminal_say(job->terminal,
			     _("Whoever gets the code types: ipp-access "
			       "activate %s"),
			     out->login);
	return rc;
}

typedef enum status code_act(struct desk *desk,
			     const struct operator_person *it, char *code,
			     struct operator_person *ret, struct error *err);

static enum status code_act_run(struct job *job, code_act *act,
				struct error *err)
{
	const struct values *values = job->options;
	char *code = arena_alloc(job->desk->arena, RESET_CODE_SIZE);
	enum status rc;

	if ((values->mail != 1 &&
	     (rc = credential_can_hand_over(job->terminal, values->code_file,
					    err)) != OK) ||
	    (rc = act(job->desk, job->in, code, job->out, err)) != OK)
		return rc;
	return code_hand_over(job, code, err);
}

static enum status add(struct job *job, struct error *err)
{
	return code_act_run(job, operator_add, err);
}

static enum status reset(struct job *job, struct error *err)
{
	return code_act_run(job, operator_reset, err);
}

static enum status put(void *rows, const void *row, struct error *err)
{
	return rows_put(rows, row, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return operator_list(job->desk, put, rows, err);
}

static enum status show(struct job *job, struct error *err)
{
	const struct operator_person *in = job->in;

	return operator_show(job->desk, in->login, job->out, err);
}

static enum status edit(struct job *job, struct error *err)
{
	return operator_edit(job->desk, job->in, job->out, err);
}

static enum status enable(struct job *job, struct error *err)
{
	const struct operator_person *in = job->in;

	return operator_enable(job->desk, in->login, true, job->out, err);
}

static enum status disable(struct job *job, struct error *err)
{
	const struct operator_person *in = job->in;

	return operator_enable(job->desk, in->login, false, job->out, err);
}

static enum status grant(struct job *job, struct error *err)
{
	return operator_grant(job->desk, job->in, job->out, err);
}

static enum status withdraw(struct job *job, struct error *err)
{
	return operator_withdraw(job->desk, job->in, job->out, err);
}

static enum status certificate_add(struct job *job, struct error *err)
{
	const struct operator_certificate *in = job->in;
	const struct values *values = job->options;
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if ((rc = file_read(job->desk->arena, values->file,
			    LIMIT_CONFIG_BYTES, &bytes, &size, err)) != OK)
		return rc;
	return operator_certificate_add(job->desk, in->login, bytes, size,
					job->out, err);
}

static enum status certificate_withdraw(struct job *job, struct error *err)
{
	const struct operator_certificate *in = job->in;

	return operator_certificate_withdraw(job->desk, in->fingerprint,
					     job->out, err);
}

static enum status certificate_list(struct job *job, struct rows *rows,
				    struct error *err)
{
	const struct values *values = job->options;

	return operator_certificate_list(job->desk, values->login, put, rows,
					 err);
}

#define MANAGE                                                           \
	.argument = "login", .reads = READS_ONE, .in = &operator_record, \
	.out = &operator_record, .may = MAY_MANAGE,                      \
	.needs = NEED_STORE | NEED_SESSION | NEED_WRITE

static const struct verb verbs[] = {
	{ .name = "add", .summary = N_("add an operator with a first profile"),
	  MANAGE, .options = &hand_over_values, .run = add },
	{ .name = "list", .summary = N_("list the operators"),
	  .out = &operator_record, .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_MANAGE, .list = list },
	{ .name = "show", .summary = N_("show an operator"),
	  .argument = "login", .reads = READS_ONE, .in = &operator_record,
	  .out = &operator_record, .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_MANAGE, .run = show },
	{ .name = "edit", .summary = N_("change what is known of an operator"),
	  MANAGE, .run = edit },
	{ .name = "disable", .summary = N_("let an operator in no more"),
	  MANAGE, .run = disable },
	{ .name = "enable", .summary = N_("let a disabled or locked operator in again"),
	  MANAGE, .run = enable },
	{ .name = "grant", .summary = N_("give an operator another profile"),
	  MANAGE, .run = grant },
	{ .name = "withdraw", .summary = N_("take a profile from an operator"),
	  MANAGE, .run = withdraw },
	{ .name = "reset",
	  .summary = N_("make a one-time code for an operator who lost "
			"password or second factor"), MANAGE,
	  .options = &hand_over_values, .run = reset },
	{ .name = "certificate-add",
	  .summary = N_("register a certificate that an officer signs with"),
	  .argument = "login", .reads = READS_ONE,
	  .in = &operator_certificate_record,
	  .out = &operator_certificate_record, .options = &certificate_values,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE, .may = MAY_MANAGE,
	  .run = certificate_add },
	{ .name = "certificate-withdraw",
	  .summary = N_("withdraw certificates that officers sign with"),
	  .argument = "fingerprint", .reads = READS_STREAM,
	  .in = &operator_certificate_record,
	  .out = &operator_certificate_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE, .may = MAY_MANAGE,
	  .run = certificate_withdraw },
	{ .name = "certificate-list",
	  .summary = N_("list the certificates that officers sign with"),
	  .out = &operator_certificate_record, .options = &owner_values,
	  .needs = NEED_STORE | NEED_SESSION, .may = MAY_MANAGE,
	  .list = certificate_list },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-operator",
	.summary = N_("Say who may work at the desk, and as what"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
