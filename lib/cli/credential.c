/* credential - new passwords and second factors, asked for and handed over */
#include <ipp/cli/credential.h>

#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/founding.h>
#include <ipp/port/qr.h>
#include <ipp/port/random.h>
#include <ipp/port/totp.h>
#include <ipp/rule/access.h>
#include <ipp/store/desk.h>

#define TRIES 3

/* One try on the terminal; DATA if what was typed cannot be it. */
static enum status password_ask(struct terminal *terminal, const char *login,
				struct arena *arena, char **ret,
				struct error *err)
{
	char *first = NULL, *second = NULL;
	enum status rc;

	if ((rc = terminal_ask_secret(terminal, _("New password: "), arena,
				      &first, err)) != OK)
		return rc;
	if (!first)
		return error_set(err, USAGE, "no_answer", NULL,
				 "there was no answer; run it again");
	if ((rc = password_check(first, login, err)) != OK ||
	    (rc = terminal_ask_secret(terminal, _("The same again: "), arena,
				      &second, err)) != OK)
		return rc;
	if (!text_equal(first, second ? second : ""))
		return error_set(err, DATA, "passwords_differ", "password",
				 "the two passwords differ; type it anew");
	*ret = first;
	return OK;
}

enum status credential_new_password(struct terminal *terminal, const char *path,
				    const char *login, struct arena *arena,
				    char **ret, struct error *err)
{
	char *password = NULL;
	enum status rc = OK;

	for (int i = 0; i < TRIES && !path; i++) {
		error_reset(err);
		rc = password_ask(terminal, login, arena, ret, err);
		if (rc != DATA)
			return rc;
		if (i + 1 < TRIES)
			terminal_say(terminal, "%s", err->mistakes[0].text);
	}
	if (!path)
		return rc;
	if ((rc = terminal_secret(terminal, path, NULL, arena, &password,
				  err)) != OK ||
	    (rc = password_check(password ? password : "", login, err)) != OK)
		return rc;
	*ret = password;
	return OK;
}

enum status credential_can_hand_over(const struct terminal *terminal,
				     const char *path, struct error *err)
{
	if (path || terminal_is_there(terminal))
		return OK;
	return error_set(err, USAGE, "no_terminal", NULL,
			 "there is no terminal to show a secret on; name a "
			 "file for it");
}

enum status credential_hand_over(struct terminal *terminal, const char *path,
				 const char *label, const char *secret,
				 struct arena *arena, struct error *err)
{
	char *line;

	if (path) {
		line = arena_printf(arena, "%s\n", secret);
		return file_write(path, line, strlen(line), 0600, err);
	}
	line = arena_printf(arena, "%s%s\n", label, secret);
	return terminal_show_secret(terminal, line, err);
}

/* Asks for codes until one is of the new secret. */
static enum status factor_prove(struct job *job,
				const struct totp_secret *secret, int64_t *step,
				struct error *err)
{
	enum status rc = OK;

	for (int i = 0; i < TRIES; i++) {
		char *code = NULL;

		if ((rc = terminal_ask(job->terminal,
				       _("Code that the app shows now: "),
				       job->desk->arena, &code, err)) != OK)
			return rc;
		if (!code)
			break;
		job_clock(job);
		rc = totp_verify(secret, job->desk->now, code, -1, step, err);
		if (rc != REFUSED)
			return rc;
		if (i + 1 < TRIES)
			terminal_say(job->terminal,
				     _("this is not the code of this secret; "
				       "type the six digits that the app "
				       "shows"));
	}
	return error_set(err, REFUSED, "code_wrong", "code",
			 "the app does not show the code of this secret; check "
			 "its clock and begin anew");
}

static enum status factor_show(struct terminal *terminal, const char *uri,
			       const char *secret, struct arena *arena,
			       struct error *err)
{
	enum status rc;
	char *qr;

	/* The code comes last: it fills a terminal of 24 lines. */
	if ((rc = qr_terminal(arena, uri, &qr, err)) != OK)
		return rc;
	return terminal_show_secret(
	    terminal,
	    arena_printf(arena,
			 _("%s\nScan this with your authenticator app, or "
			   "type the secret: %s\n%s"),
			 uri, secret, qr),
	    err);
}

enum status credential_new_factor(struct job *job, const char *path,
				  const char *issuer, const char *account,
				  struct second_factor *ret, struct error *err)
{
	struct arena *arena = job->desk->arena;
	struct totp_secret *secret = arena_alloc(arena, sizeof *secret);
	struct second_factor factor = { .step = -1 };
	char *text, *uri;
	enum status rc;

	secret->n = TOTP_SECRET_SIZE;
	if ((rc = random_bytes(secret->bytes, secret->n, err)) != OK ||
	    (rc = totp_secret_encode(arena, secret, &text, err)) != OK ||
	    (rc = totp_uri(arena, issuer, account, secret, &uri, err)) != OK)
		return rc;
	factor.secret = text;
	if (path)
		rc = credential_hand_over(job->terminal, path, "", text, arena,
					  err);
	else if ((rc = factor_show(job->terminal, uri, text, arena, err)) == OK)
		rc = factor_prove(job, secret, &factor.step, err);
	if (rc == OK)
		*ret = factor;
	return rc;
}

enum status credential_officer(struct job *job,
			       const struct founding_options *options,
			       struct founding *plan, struct error *err)
{
	struct second_factor factor;
	char *password;
	enum status rc;

	if ((rc = credential_new_password(job->terminal, options->password_file,
					  plan->login, job->desk->arena,
					  &password, err)) != OK ||
	    (rc = credential_new_factor(job, options->otp_secret_file,
					plan->organization, plan->login,
					&factor, err)) != OK)
		return rc;
	plan->password = password;
	plan->totp = factor.secret;
	plan->totp_step = factor.step;
	return OK;
}
