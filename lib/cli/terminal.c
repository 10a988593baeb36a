/* terminal - talking with the person at the keyboard */
#include <ipp/cli/terminal.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/keypad.h>

#include "internal.h"

struct terminal {
	int fd; /* /dev/tty, or -1 */
	const char *name;
	struct keypad keypad;
};

static enum status keypad_says(void *context, const char *token,
			       struct error *err)
{
	const struct terminal *terminal = context;
	OWN(arena) struct arena *arena = NULL;
	const char *text;

	if (terminal->fd < 0)
		return keypad_unattended(token, err);
	arena = arena_new();
	text = arena_printf(
	    arena, _("Type the PIN of token %s on its keypad.\n"), token);
	return file_write_fd(terminal->fd, text, strlen(text), "terminal", err);
}

struct terminal *terminal_open(const char *name)
{
	struct terminal *ret = memory_new(sizeof *ret);

	ret->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	ret->name = name;
	ret->keypad = (struct keypad){ keypad_says, ret };
	return ret;
}

const struct keypad *terminal_keypad(const struct terminal *terminal)
{
	return &terminal->keypad;
}

void terminal_close(struct terminal *terminal)
{
	if (!terminal)
		return;
	descriptor_close(&terminal->fd);
	memory_free(terminal);
}

bool terminal_is_there(const struct terminal *terminal)
{
	return terminal->fd >= 0;
}

int terminal_descriptor(const struct terminal *terminal)
{
	return terminal->fd;
}

bool terminal_is_reader(const struct terminal *terminal)
{
	(void)terminal; /* whoever reads, reads stdout */
	return isatty(STDOUT_FILENO);
}

void terminal_say(struct terminal *terminal, const char *format, ...)
{
	va_list ap;

	(void)terminal; /* people who redirect stderr want it there */
	va_start(ap, format);
	(void)vfprintf(stderr, format, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

static enum status no_terminal(struct error *err)
{
	return error_set(err, USAGE, "no_terminal", NULL,
			 "there is no terminal to ask on; give it by an option "
			 "or a file");
}

/* What would have been asked, without the colon behind it. */
static enum status cannot_ask(const char *question, struct error *err)
{
	return error_set(err, USAGE, "no_terminal", NULL,
			 "there is no terminal to ask on (%.*s); give it by an "
			 "option or a file",
			 (int)strcspn(question, ":"), question);
}

enum status terminal_show_secret(struct terminal *terminal, const char *text,
				 struct error *err)
{
	if (terminal->fd < 0)
		return no_terminal(err);
	return file_write_fd(terminal->fd, text, strlen(text), "terminal", err);
}

static enum status line_read(struct terminal *terminal, struct arena *arena,
			     char **ret, struct error *err)
{
	char line[4096]; /* as much as a terminal gives at once */
	size_t n = 0;

	for (;;) {
		ssize_t got = read(terminal->fd, line + n, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_system(err, IOERR, "terminal_unreadable",
					    errno, "cannot read the terminal");
		if (got == 0 && n == 0)
			return error_set(err, USAGE, "no_answer", NULL,
					 "there was no answer");
		if (got == 0 || line[n] == '\n')
			break;
		if (n + 1 < sizeof line)
			n++;
	}
	*ret = n ? arena_text_n(arena, line, n) : NULL;
	memory_wipe(line, sizeof line);
	return OK;
}

enum status terminal_ask(struct terminal *terminal, const char *question,
			 struct arena *arena, char **ret, struct error *err)
{
	enum status rc;

	if (terminal->fd < 0)
		return cannot_ask(question, err);
	if ((rc = file_write_fd(terminal->fd, question, strlen(question),
				"terminal", err)) != OK)
		return rc;
	return line_read(terminal, arena, ret, err);
}

enum status terminal_ask_secret(struct terminal *terminal, const char *question,
				struct arena *arena, char **ret,
				struct error *err)
{
	struct termios old, quiet;
	enum status rc;
	bool changed;

	if (terminal->fd < 0)
		return cannot_ask(question, err);
	changed = tcgetattr(terminal->fd, &old) == 0;
	if (changed) {
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(terminal->fd, TCSAFLUSH, &quiet); /* as below */
	}
	rc = terminal_ask(terminal, question, arena, ret, err);
	if (changed) {
		(void)tcsetattr(terminal->fd, TCSAFLUSH,
				&old); /* nothing better to do */
		(void)file_write_fd(terminal->fd, "\n", 1, "terminal", err);
	}
	return rc;
}

enum status terminal_ask_yes(struct terminal *terminal, const char *question,
			     bool *ret, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	char *answer;
	enum status rc;

	if ((rc = terminal_ask(terminal,
			       arena_printf(arena, _("%s [y/N] "), question),
			       arena, &answer, err)) != OK)
		return rc;
	*ret = answer && strchr("yYsS", *answer);
	return OK;
}

static enum status descriptor_secret(int fd, struct arena *arena, char **ret,
				     struct error *err)
{
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if ((rc = file_read_fd(arena, fd, "descriptor", LIMIT_TEXT_BYTES,
			       &bytes, &size, err)) != OK)
		return rc;
	bytes[strcspn((char *)bytes, "\r\n")] = '\0';
	*ret = (char *)bytes;
	return OK;
}

enum status terminal_secret(struct terminal *terminal, const char *path,
			    const char *question, struct arena *arena,
			    char **ret, struct error *err)
{
	int64_t fd;

	if (!path)
		return terminal_ask_secret(terminal, question, arena, ret, err);
	if (!strcmp(path, "-"))
		return descriptor_secret(STDIN_FILENO, arena, ret, err);
	if (text_starts(path, "fd:") && integer_parse(path + 3, 0, 1023, &fd))
		return descriptor_secret((int)fd, arena, ret, err);
	return secret_read(arena, path, ret, err);
}
