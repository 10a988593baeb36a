/* access - what passwords, logins and scopes of tokens must be like */
#ifndef IPP_RULE_ACCESS_H
#define IPP_RULE_ACCESS_H

#include <stdint.h>

#include <ipp/base/error.h>

#define PASSWORD_CHARACTERS_MIN 12

/* A password that somebody chooses: 12 characters to LIMIT_PASSPHRASE_BYTES
 * bytes, not with a login of 4 or more in it, and at least five different characters
 * (NIST SP 800-63B, 5.1.1.2: length, no rules of composition). DATA
 * `password_short`, `password_long`, `password_guessable`. */
enum status password_check(const char *password, const char *login,
			   struct error *err);

/* 2 to 64 of a-z, 0-9, `.`, `_`, `-`, `@`, beginning with a letter or digit.
 * DATA `login_invalid`. */
enum status login_check(const char *login, struct error *err);

/* Codes of units and organizations: 1 to 32 of A-Z, a-z, 0-9, `_`, `-`, `/`,
 * `.`. DATA `code_invalid` on `field`. */
enum status code_check(const char *code, const char *field, struct error *err);

/* Tools that a service token may run: names of tools of the house apart by
 * blanks or commas. A service may not decide who works here: DATA
 * `scope_invalid`, REFUSED `scope_forbidden`. */
enum status scope_check_tool(const char *tool, struct error *err);

/* How long a session may last: the settings or, where they are absent, 30
 * minutes without use and 8 hours in all, which no setting exceeds. CONFIG
 * `session_too_long`. */
enum status session_limits(int64_t idle_minutes, int64_t hours,
			   int64_t *idle_seconds, int64_t *seconds,
			   struct error *err);

#endif
