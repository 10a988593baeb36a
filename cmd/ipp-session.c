/* ipp-session - sign in at the desk, switch, and leave */
#include <stdio.h>
#include <string.h>

#include <ipp/act/session.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/setup.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/operator.h>
#include <ipp/model/session.h>
#include <ipp/model/words.h>

struct values {
	const char *operator, * password_file, *otp_file;
	int64_t profile;
	const char *unit;
};

#define WHERE_TO                                                             \
	{ FIELD(struct values, profile), FIELD_WORD, .words = profile_words, \
	  .help = N_("work as this") },                                      \
	{                                                                    \
		FIELD(struct values, unit), FIELD_TEXT,                      \
		    .title = "CODE", .help = N_("work in this unit")         \
	}

static const struct field start_fields[] = {
	{ FIELD(struct values, operator), FIELD_TEXT, .title = "LOGIN",
	  .help = N_("sign in as this operator; asked for if not given") },
	{ FIELD(struct values, password_file), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("read the password from this file (mode 0600; fd:N is a "
		     "descriptor) instead of asking for it") },
	{ FIELD(struct values, otp_file), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("read the code of the authenticator app from this file "
		     "(mode 0600; fd:N is a descriptor)") },
	WHERE_TO,
	{ 0 }
};
static const struct record start_values = { .name = "session_start",
					    .size = sizeof(struct values),
					    .fields = start_fields };

static const struct field switch_fields[] = { WHERE_TO, { 0 } };
static const struct record switch_values = { .name = "session_switch",
					     .size = sizeof(struct values),
					     .fields = switch_fields };

/* Which of several profiles: asked on a terminal, else the latest used. */
static enum status choose(struct job *job, const struct operator_profile *list,
			  size_t count, const struct operator_profile **ret,
			  struct error *err)
{
	struct arena *arena = job->desk->arena;
	int64_t n = 1;
	char *answer = NULL;
	enum status rc;

	if (count > 1 && terminal_is_there(job->terminal)) {
		for (size_t i = 0; i < count; i++)
			terminal_say(job->terminal, "%3zu  %s, %s (%s)", i + 1,
				     _(profile_words[list[i].profile].label),
				     list[i].unit_name, list[i].unit);
		do
			if ((rc = terminal_ask(job->terminal,
					       _("Which one [1]? "), arena,
					       &answer, err)) != OK)
				return rc;
		while (answer && !integer_parse(answer, 1, (int64_t)count, &n));
	}
	*ret = &list[n - 1];
	if (count > 1)
		terminal_say(job->terminal, _("You work as %s in unit %s."),
			     profile_words[(*ret)->profile].name, (*ret)->unit);
	return OK;
}

static enum status choice_find(struct job *job, int64_t operator_id,
			       const struct operator_profile **ret,
			       struct error *err)
{
	const struct values *values = job->options;
	const struct operator_profile *list;
	size_t count;
	enum status rc;

	if ((rc = session_choices(job->desk, operator_id, values->profile,
				  values->unit, &list, &count, err)) != OK)
		return rc;
	return choose(job, list, count, ret, err);
}

static enum status credentials_ask(struct job *job, const char **login,
				   char **password, char **code,
				   struct error *err)
{
	const struct values *values = job->options;
	struct arena *arena = job->desk->arena;
	char *answer = NULL;
	enum status rc;

	*login = values->operator;
	if (!*login) {
		do
			if ((rc = terminal_ask(job->terminal, _("Operator: "),
					       arena, &answer, err)) != OK)
				return rc;
		while (!answer);
		*login = answer;
	}
	if ((rc = terminal_secret(job->terminal, values->password_file,
				  _("Password: "), arena, password, err)) !=
		OK ||
	    (rc = terminal_secret(job->terminal, values->otp_file,
				  _("Code of the authenticator app: "), arena,
				  code, err)) != OK)
		return rc;
	if (!*password)
		*password = arena_text(arena, "");
	if (!*code)
		*code = arena_text(arena, "");
	job_clock(job);
	return OK;
}

/* Whoever was signed in here before is so no longer. */
static void former_end(struct desk *desk)
{
	struct error ignored; /* there may be none, or of another store */
	char *token;

	error_reset(&ignored);
	if (session_token_read(desk->arena, &token, &ignored) == OK)
		(void)session_finish(desk, token, &ignored);
}

static enum status start(struct job *job, struct error *err)
{
	struct desk *desk = job->desk;
	const struct operator_profile *choice;
	char *token = arena_alloc(desk->arena, SESSION_TOKEN_SIZE);
	const char *login;
	char *password = NULL, *code = NULL;
	int64_t operator_id;
	enum status rc;

	if ((rc = credentials_ask(job, &login, &password, &code, err)) != OK ||
	    (rc = session_sign_in(desk, login, password, code, &operator_id,
				  err)) != OK ||
	    (rc = choice_find(job, operator_id, &choice, err)) != OK)
		return rc;
	former_end(desk);
	if ((rc = session_begin(desk, choice, token, err)) != OK ||
	    (rc = session_token_write(desk->arena, token, err)) != OK)
		return rc;
	return session_tell(desk, token, job->out, err);
}

static enum status show(struct job *job, struct error *err)
{
	return session_tell(job->desk, NULL, job->out, err);
}

static enum status switch_over(struct job *job, struct error *err)
{
	const struct operator_profile *choice;
	enum status rc;

	if ((rc = choice_find(job, job->desk->session->operator_id, &choice,
			      err)) != OK)
		return rc;
	return session_switch(job->desk, choice, job->out, err);
}

static enum status end(struct job *job, struct error *err)
{
	struct arena *arena = job->desk->arena;
	enum status rc;
	char *token;

	if ((rc = session_token_read(arena, &token, err)) != OK ||
	    (rc = session_finish(job->desk, token, err)) != OK)
		return rc;
	session_token_remove(arena);
	return OK;
}

/* Dialogues hold no transaction, so the acts make their own. */
static const struct verb verbs[] = {
	{ .name = "start",
	  .summary = N_("sign in with password and code"),
	  .out = &session_record,
	  .options = &start_values,
	  .needs = NEED_STORE | NEED_WRITE | NEED_ALONE,
	  .run = start },
	{ .name = "show",
	  .summary = N_("tell who is signed in"),
	  .out = &session_record,
	  .needs = NEED_STORE | NEED_SESSION,
	  .run = show },
	{ .name = "switch",
	  .summary = N_("go on as another profile or in another unit"),
	  .out = &session_record,
	  .options = &switch_values,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_ALONE,
	  .run = switch_over },
	{ .name = "end",
	  .summary = N_("leave the desk"),
	  .needs = NEED_STORE | NEED_WRITE | NEED_ALONE,
	  .run = end },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-session",
	.summary = N_("Sign in at the desk, switch, and leave"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
