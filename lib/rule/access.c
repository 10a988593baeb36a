/* access - what passwords, logins and scopes of tokens must be like */
#include <ipp/rule/access.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/model/field.h>

#define DIFFERENT_MIN 5
#define LOGIN_MIN     2
#define LOGIN_MAX     64
#define LOGIN_TELLING 4 /* shorter ones are found in many words */
#define CODE_MAX      32
#define IDLE_MINUTES  30
#define HOURS	      8

static size_t characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static size_t different(const char *text)
{
	unsigned char seen[256] = { 0 };
	size_t n = 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		n += !seen[c];
		seen[c] = 1;
	}
	return n;
}

enum status password_check(const char *password, const char *login,
			   struct error *err)
{
	if (characters(password) < PASSWORD_CHARACTERS_MIN)
		return error_set(err, DATA, "password_short", "password",
				 "the password has fewer than %d characters; "
				 "take a few words",
				 PASSWORD_CHARACTERS_MIN);
	if (strlen(password) > LIMIT_PASSPHRASE_BYTES)
		return error_set(err, DATA, "password_long", "password",
				 "the password has more than %zu bytes; "
				 "shorten it",
				 LIMIT_PASSPHRASE_BYTES);
	if ((strlen(login) >= LOGIN_TELLING && strcasestr(password, login)) ||
	    different(password) < DIFFERENT_MIN)
		return error_set(err, DATA, "password_guessable", "password",
				 "the password holds the login or repeats few "
				 "characters; choose another");
	return OK;
}

enum status login_check(const char *login, struct error *err)
{
	size_t n = strlen(login);

	if (n < LOGIN_MIN || n > LOGIN_MAX || strchr("._-@", *login) ||
	    strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-@") != n)
		return error_set(err, DATA, "login_invalid", "login",
				 "\"%.64s\" cannot be a login; take %d to %d "
				 "of a-z, 0-9, \".\", \"_\", \"-\", \"@\", "
				 "a letter or digit first",
				 login, LOGIN_MIN, LOGIN_MAX);
	return OK;
}

enum status code_check(const char *code, const char *field, struct error *err)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789_-/.";
	size_t n = strlen(code);

	if (n < 1 || n > CODE_MAX || strspn(code, set) != n)
		return error_set(err, DATA, "code_invalid", field,
				 "\"%.64s\" cannot be a code; take up to %d of "
				 "A-Z, a-z, 0-9, \"_\", \"-\", \"/\", \".\"",
				 code, CODE_MAX);
	return OK;
}

enum status scope_check_tool(const char *tool, struct error *err)
{
	static const char *const forbidden[] = { "ipp-session", "ipp-access",
						 "ipp-operator", "ipp-token",
						 "ipp-org", "ipp-store" };
	size_t n = strlen(tool);

	if ((strncmp(tool, "ipp-", 4) != 0 &&
	     strncmp(tool, "stash-", 6) != 0) ||
	    strspn(tool, "abcdefghijklmnopqrstuvwxyz-") != n)
		return error_set(err, DATA, "scope_invalid", "tools",
				 "\"%.40s\" is no tool; name tools like "
				 "ipp-notify",
				 tool);
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (!strcmp(tool, forbidden[i]))
			return error_set(err, REFUSED, "scope_forbidden",
					 "tools",
					 "a service may not run %s; let a "
					 "person do it",
					 tool);
	return OK;
}

enum status session_limits(int64_t idle_minutes, int64_t hours,
			   int64_t *idle_seconds, int64_t *seconds,
			   struct error *err)
{
	if (idle_minutes == ABSENT)
		idle_minutes = IDLE_MINUTES;
	if (hours == ABSENT)
		hours = HOURS;
	if (idle_minutes < 1 || idle_minutes > IDLE_MINUTES || hours < 1 ||
	    hours > HOURS)
		return error_set(err, CONFIG, "session_too_long", "session",
				 "a session lasts 1 to %d minutes without use "
				 "and 1 to %d hours in all; mend section "
				 "[session] of the configuration",
				 IDLE_MINUTES, HOURS);
	*idle_seconds = idle_minutes * 60;
	*seconds = hours * 3600;
	return OK;
}
