/* ipp-access - let oneself in: password and second factor of one's own */
#include <ipp/act/operator.h>
#include <ipp/base/text.h>
#include <ipp/cli/credential.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/operator.h>

struct values {
	const char *code_file, *password_file, *new_password_file;
	const char *otp_secret_file;
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
#define OTP_SECRET                                                        \
	PATH(otp_secret_file,                                             \
	     N_("write the secret of the new second factor to this file " \
		"instead of showing it on the terminal"))

static const struct field activate_fields[] = {
	PATH(code_file, N_("read the one-time code from this file (mode 0600; "
			   "fd:N is a descriptor)")),
	PATH(password_file, N_("read the new password from this file")),
	OTP_SECRET,
	{ 0 }
};
VALUES(activate);

static const struct field password_fields[] = {
	PATH(password_file, N_("read the password as it is from this file "
			       "(mode 0600; fd:N is a descriptor)")),
	PATH(new_password_file, N_("read the new password from this file")),
	{ 0 }
};
VALUES(password);

static const struct field totp_fields[] = {
	PATH(password_file, N_("read the password from this file (mode 0600; "
			       "fd:N is a descriptor)")),
	OTP_SECRET,
	{ 0 }
};
VALUES(totp);

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static enum status activate(struct job *job, struct error *err)
{
	const struct operator_person *in = job->in;
	const struct values *values = job->options;
	struct desk *desk = job->desk;
	const char *login = or_empty(in->login), *client_code;
	struct second_factor factor;
	char *code = NULL, *password;
	enum status rc;

	if ((rc = terminal_secret(job->terminal, values->code_file,
				  _("One-time code: "), desk->arena, &code,
				  err)) != OK ||
	    (rc = operator_try_code(desk, login, or_empty(code), &client_code,
				    err)) != OK ||
	    (rc = credential_new_password(job->terminal, values->password_file,
					  login, desk->arena, &password,
					  err)) != OK ||
	    (rc = credential_new_factor(job, values->otp_secret_file,
					client_code, login, &factor, err)) !=
		    OK ||
	    (rc = operator_activate(desk, login, or_empty(code), password,
				    factor.secret, factor.step, err)) != OK)
		return rc;
	terminal_say(job->terminal,
		     _("Sign in, with the next code of the app: ipp-session start "
		       "--operator=%s"),
		     login);
	return OK;
}

/* Whoever sits at a session that somebody left open must not take it over. */
static enum status password_ask(struct job *job, struct error *err)
{
	const struct values *values = job->options;
	char *password = NULL;
	enum status rc;

	if ((rc = terminal_secret(job->terminal, values->password_file,
				  _("Password as it is: "), job->desk->arena,
				  &password, err)) != OK)
		return rc;
	return operator_try_password(job->desk, or_empty(password), err);
}

static enum status password(struct job *job, struct error *err)
{
	const struct values *values = job->options;
	char *chosen;
	enum status rc;

	if ((rc = password_ask(job, err)) != OK ||
	    (rc = credential_new_password(
		 job->terminal, values->new_password_file,
		 job->desk->session->login, job->desk->arena, &chosen, err)) !=
		OK)
		return rc;
	return operator_set_password(job->desk, chosen, err);
}

static enum status totp(struct job *job, struct error *err)
{
	const struct values *values = job->options;
	struct desk *desk = job->desk;
	struct second_factor factor;
	enum status rc;

	if ((rc = password_ask(job, err)) != OK ||
	    (rc = credential_new_factor(job, values->otp_secret_file,
					desk->session->client_code,
					desk->session->login, &factor, err)) !=
		    OK)
		return rc;
	return operator_set_factor(desk, factor.secret, factor.step, err);
}

/* A dialogue holds no transaction. */
#define DIALOGUE NEED_STORE | NEED_WRITE | NEED_ALONE

static const struct verb verbs[] = {
	{ .name = "activate",
	  .summary = N_("choose password and second factor with a one-time "
			"code"), .argument = "login", .reads = READS_ONE,
	  .in = &operator_record, .options = &activate_values,
	  .needs = DIALOGUE, .run = activate },
	{ .name = "password", .summary = N_("change one's own password"),
	  .options = &password_values, .needs = DIALOGUE | NEED_SESSION,
	  .run = password },
	{ .name = "totp", .summary = N_("change one's own second factor"),
	  .options = &totp_values, .needs = DIALOGUE | NEED_SESSION,
	  .run = totp },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-access",
	.summary = N_("Choose and change one's own password and second factor"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
