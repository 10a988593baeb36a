/* queue - a driver for tests: queues messages in the outbox of $IPP_STORE
 *
 * usage: queue [NAME=VALUE]... [count=N]
 * channel, template, language, to, to_name, attachment (a file), once say what
 * goes out; any other name is a value of the template. With count, so many are
 * queued, and a % in `to` becomes their number. It works for the first
 * organization, at the instant IPP_NOW. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/object.h>
#include <ipp/store/outbox.h>
#include <ipp/store/store.h>

static struct error err;

static void must(enum status rc)
{
	if (rc == OK)
		return;
	(void)fprintf(stderr, "queue: %s: %s\n", err.mistakes[0].code,
		      err.mistakes[0].text);
	exit(rc);
}

static const char *numbered(struct arena *arena, const char *text, long n)
{
	const char *mark = strchr(text, '%');

	if (!mark)
		return text;
	return arena_printf(arena, "%.*s%ld%s", (int)(mark - text), text, n,
			    mark + 1);
}

static void attach(struct desk *desk, const char *path,
		   struct outbox_message *message)
{
	unsigned char *bytes, *hash = arena_alloc(desk->arena, 32);
	const char *slash = strrchr(path, '/');
	size_t size;

	must(file_read(desk->arena, path, 1 << 20, &bytes, &size, &err));
	must(object_put(desk, bytes, size, "application/pdf", ABSENT, hash,
			&err));
	message->attachment = hash;
	message->attachment_name = slash ? slash + 1 : path;
}

static void queue(struct desk *desk, int argc, char *argv[])
{
	struct json *values = json_object_new();
	struct outbox_message message = { .language = LANGUAGE_EN,
					  .values = values,
					  .order_id = ABSENT,
					  .user_id = ABSENT };
	const char *to = "holder@example.org";
	long count = 1;

	message.template_name = "issue_confirmed";
	for (int i = 1; i < argc; i++) {
		char *equals = strchr(argv[i], '=');
		const char *name = arena_text_n(desk->arena, argv[i],
						(size_t)(equals - argv[i]));
		const char *value = equals + 1;

		if (text_equal(name, "channel"))
			message.channel =
			    (enum channel)word_find(channel_words, value);
		else if (text_equal(name, "template"))
			message.template_name = value;
		else if (text_equal(name, "language"))
			message.language = word_find(language_words, value);
		else if (text_equal(name, "to"))
			to = value;
		else if (text_equal(name, "to_name"))
			message.recipient_name = value;
		else if (text_equal(name, "once"))
			message.once_key = value;
		else if (text_equal(name, "attachment"))
			attach(desk, value, &message);
		else if (text_equal(name, "count"))
			count = strtol(value, NULL, 10);
		else
			json_set_text(values, name, value);
	}
	for (long n = 1; n <= count; n++) {
		message.recipient = numbered(desk->arena, to, n);
		must(outbox_queue(desk, &message, &err));
	}
	json_free(values);
}

int main(int argc, char *argv[])
{
	struct session session = { .client_id = 1 };
	struct desk desk = { .session = &session, .tool = "queue" };
	struct tx *tx = NULL;

	error_reset(&err);
	desk.arena = arena_new();
	if (!instant_parse(getenv("IPP_NOW"), &desk.now))
		return 2;
	must(store_open(getenv("IPP_STORE"), NULL, STORE_OPEN, &desk.store,
			&err));
	must(tx_begin(desk.store, &tx, &err));
	queue(&desk, argc, argv);
	must(tx_commit(&tx, &err));
	store_close(desk.store);
	arena_free(desk.arena);
	return 0;
}
