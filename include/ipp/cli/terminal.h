/* terminal - talking with the person at the keyboard */
#ifndef IPP_CLI_TERMINAL_H
#define IPP_CLI_TERMINAL_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct arena;
struct terminal; /* of the running tool; in struct job */

/* True if there is a terminal to ask on (/dev/tty), whatever stdin is. */
bool terminal_is_there(const struct terminal *terminal);

/* Its descriptor, to be waited for with others; -1 if there is none. */
int terminal_descriptor(const struct terminal *terminal);

/* True if a person reads standard output. */
bool terminal_is_reader(const struct terminal *terminal);

/* Prints a line to people (the terminal, else stderr); never a secret. */
void terminal_say(struct terminal *terminal, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Shows a secret to the person at the terminal only; IOERR `no_terminal`
 * when there is none. */
enum status terminal_show_secret(struct terminal *terminal, const char *text,
				 struct error *err);

/* Asks; an empty answer gives NULL. USAGE `no_terminal`, `no_answer` (the
 * terminal is at its end, Ctrl-D). */
enum status terminal_ask(struct terminal *terminal, const char *question,
			 struct arena *arena, char **ret, struct error *err);
/* The same without echo. */
enum status terminal_ask_secret(struct terminal *terminal,
				const char *question, struct arena *arena,
				char **ret, struct error *err);
/* Asks yes or no; anything but a yes is no. */
enum status terminal_ask_yes(struct terminal *terminal, const char *question,
			     bool *ret, struct error *err);

/* A secret from a file (`-`: standard input; fd:N a descriptor) or, when
 * `path` is NULL, asked on the terminal. */
enum status terminal_secret(struct terminal *terminal, const char *path,
			    const char *question, struct arena *arena,
			    char **ret, struct error *err);

#endif
