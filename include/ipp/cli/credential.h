/* credential - new passwords and second factors, asked for and handed over */
#ifndef IPP_CLI_CREDENTIAL_H
#define IPP_CLI_CREDENTIAL_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct founding;
struct founding_options;
struct job;
struct terminal;

/* A password that somebody chooses: the first line of a file as
 * terminal_secret reads it or, when `path` is NULL, asked twice on the
 * terminal, and asked anew when it is weak or the two differ, three times at
 * most. DATA `passwords_differ`, and what password_check says; USAGE
 * `no_answer` if there was none. */
enum status credential_new_password(struct terminal *terminal, const char *path,
				    const char *login, struct arena *arena,
				    char **ret, struct error *err);

/* A second factor made, and handed to its owner: written to the file `path`
 * (0600, base32, one line) or shown on the terminal as QR code, URI and text,
 * and then proved by a code of the app, asked for three times at most (an empty
 * answer gives up: REFUSED `code_wrong`). `issuer` and `account` are what the
 * app shows. */
struct second_factor {
	const char *secret; /* base32 */
	int64_t step;	    /* of the code that proved it; -1: none */
};
enum status credential_new_factor(struct job *job, const char *path,
				  const char *issuer, const char *account,
				  struct second_factor *ret, struct error *err);

/* Nobody makes a secret that nobody gets to see: USAGE `no_terminal` if there
 * is neither a path nor a terminal. */
enum status credential_can_hand_over(const struct terminal *terminal,
				     const char *path, struct error *err);

/* Hands a secret of one line to a file (0600) or shows it on the terminal
 * behind `label`. */
enum status credential_hand_over(struct terminal *terminal, const char *path,
				 const char *label, const char *secret,
				 struct arena *arena, struct error *err);

/* Password and second factor of the first officer of an organization, as above,
 * into the plan. */
enum status credential_officer(struct job *job,
			       const struct founding_options *options,
			       struct founding *plan, struct error *err);

#endif
