/* deliver - a driver for tests: sends letters as NAME=VALUE arguments say
 *
 * Settings and the letter come from the arguments; `send` sends it, `next`
 * gives it the next Message-ID, `run=COMMAND` runs something in between. Prints
 * a line a letter: the result, the exit status, the error's code and text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/peer/delivery.h>

struct driver {
	struct arena *arena;
	struct delivery *delivery;
	struct delivery_settings settings;
	struct letter letter;
	struct mime_attachment attachment;
	unsigned number; /* in the Message-ID */
	struct error err;
};

static int word(const char *value, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (text_equal(words[i], value))
			return i;
	(void)fprintf(stderr, "deliver: what is \"%s\"?\n", value);
	exit(2);
}

static void attach(struct driver *driver, const char *path)
{
	unsigned char *bytes;

	if (file_read(driver->arena, path, 1 << 20, &bytes,
		      &driver->attachment.size, &driver->err))
		exit(2);
	driver->attachment.bytes = bytes;
	driver->attachment.type = "application/pdf";
	driver->letter.attachments = &driver->attachment;
	driver->letter.attachment_count = 1;
}

static void set(struct driver *driver, const char *name, const char *value)
{
	static const char *const mails[] = { "maildir", "smtp", "sendmail",
					     NULL };
	static const char *const secure[] = { "starttls", "tls", "if-there",
					      "clear", NULL };
	static const char *const sms[] = { "spool", "http", NULL };
	static const char *const channels[] = { "mail", "sms", NULL };
	struct delivery_settings *s = &driver->settings;
	int rc = 0;
	struct letter *l = &driver->letter;
	const struct {
		const char *name;
		const char **to;
	} texts[] = {
		{ "from_name", &s->from.name },
		{ "from", &s->from.address },
		{ "reply_to_name", &s->reply_to.name },
		{ "reply_to", &s->reply_to.address },
		{ "maildir", &s->maildir },
		{ "host", &s->smtp.host },
		{ "ca", &s->smtp.ca_file },
		{ "user", &s->smtp.user },
		{ "password", &s->smtp.password },
		{ "hello", &s->smtp.hello },
		{ "sendmail", &s->sendmail },
		{ "sms_folder", &s->sms_folder },
		{ "sms_sender", &s->sms_sender },
		{ "url", &s->gateway.url },
		{ "token", &s->gateway.token },
		{ "to_member", &s->gateway.to_member },
		{ "http_ca", &s->http.ca_file },
		{ "to_name", &l->to.name },
		{ "to", &l->to.address },
		{ "language", &l->language },
		{ "subject", &l->subject },
		{ "text", &l->text },
		{ "attachment_name", &driver->attachment.name },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (text_equal(texts[i].name, name)) {
			*texts[i].to = value;
			return;
		}
	if (text_equal(name, "mail"))
		s->mail = (enum mail_transport)word(value, mails);
	else if (text_equal(name, "sms"))
		s->sms = (enum sms_transport)word(value, sms);
	else if (text_equal(name, "security"))
		s->smtp.security = (enum smtp_security)word(value, secure);
	else if (text_equal(name, "channel"))
		l->channel = (enum letter_channel)word(value, channels);
	else if (text_equal(name, "port"))
		s->smtp.port = (unsigned)strtoul(value, NULL, 10);
	else if (text_equal(name, "seconds"))
		s->smtp.total_seconds = s->http.total_seconds =
		    s->sendmail_seconds = (int)strtol(value, NULL, 10);
	else if (text_equal(name, "number"))
		driver->number = (unsigned)strtoul(value, NULL, 10);
	else if (text_equal(name, "run"))
		rc = system(value);
	else if (text_equal(name, "attachment"))
		attach(driver, value);
	else
		rc = 2;
	if (rc)
		exit(2);
}

static int tell(struct driver *driver, enum status rc)
{
	(void)printf("%s %d %s %s\n",
		     delivery_result_name(delivery_result_of(rc)), (int)rc,
		     rc ? driver->err.mistakes[0].code : "-",
		     rc ? driver->err.mistakes[0].text : "-");
	(void)fflush(stdout);
	return rc;
}

static int send_letter(struct driver *driver)
{
	enum status rc;

	error_reset(&driver->err);
	driver->letter.message_id = arena_printf(
	    driver->arena, "%u.letter@desk.example", driver->number);
	if (!driver->delivery &&
	    (rc = delivery_open(&driver->settings, &driver->delivery,
				&driver->err)) != OK)
		return tell(driver, rc);
	return tell(driver, delivery_send(driver->delivery, &driver->letter,
					  &driver->err));
}

int main(int argc, char *argv[])
{
	struct driver driver = {
		.arena = arena_new(),
		.settings = { .from = { NULL, "desk@example.org" },
			      .maildir = "mail",
			      .sms_folder = "sms",
			      .smtp = { .host = "127.0.0.1" } },
		.letter = { .to = { NULL, "holder@example.org" },
			    .subject = "subject",
			    .text = "text\n",
			    .date = 1795335300 }, /* 2026-11-22T08:15:00Z */
		.attachment = { .name = "busta.pdf" },
		.number = 1,
	};
	int rc = OK;

	for (int i = 1; i < argc; i++) {
		char *equals = strchr(argv[i], '=');

		if (text_equal(argv[i], "send")) {
			rc = send_letter(&driver);
		} else if (text_equal(argv[i], "next")) {
			driver.number++;
		} else if (equals) {
			*equals = '\0';
			set(&driver, argv[i], equals + 1);
		}
	}
	delivery_close(driver.delivery);
	arena_free(driver.arena);
	return rc;
}
