/* stash_notice_mail - one mail a reader, with all that waits for him */
#include "stash_notice.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/store/outbox.h>
#include <ipp/store/store.h>

#define LINES_MAX   50	/* in a mail; the counts are of all */
#define TROUBLE_MAX 160 /* bytes of the authority's words */
#define ALIAS_MAX   100 /* characters are fewer */

/* What a mail says of one kind of matter. */
struct section {
	const char *lines[LINES_MAX];
	size_t count; /* of all */
};

/* A mail on its way. */
struct letter {
	struct remote_reader reader;
	struct section sections[REMOTE_NOTICE_COUNT];
	size_t certificates;
	int64_t certificate_id; /* the last one */
	struct digest *digest;	/* of what it tells, and when */
	struct letter *next;
};

struct mailing {
	struct stashing *it;
	struct letter *letters;
};

static void letters_free(struct mailing *mailing)
{
	for (struct letter *p = mailing->letters; p; p = p->next)
		digest_free(p->digest);
}

/* The reader's letter; readers of other certificates may be the same. */
static enum status letter_find(struct mailing *mailing,
			       const struct remote_reader *reader,
			       struct letter **ret, struct error *err)
{
	struct arena *arena = mailing->it->arena;
	struct letter **at = &mailing->letters;
	struct letter *made;
	enum status rc;

	while (*at && (*at)->reader.operator_id != reader->operator_id)
		at = &(*at)->next;
	*ret = *at;
	if (*ret)
		return OK;
	made = arena_alloc(arena, sizeof *made);
	made->certificate_id = ABSENT;
	made->reader = *reader;
	made->reader.login = arena_text(arena, reader->login);
	made->reader.surname = arena_text(arena, reader->surname);
	made->reader.given_name = arena_text(arena, reader->given_name);
	made->reader.email = arena_text(arena, reader->email);
	if ((rc = digest_new(&made->digest, err)) != OK)
		return rc;
	*at = made;
	*ret = made;
	return OK;
}

/* One line, and no longer than `max` bytes, without half a character. */
static const char *one_line(struct arena *arena, const char *text, size_t max)
{
	size_t n = strlen(text);
	char *ret;

	if (n > max)
		for (n = max; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80;
		     n--)
			;
	ret = arena_text_n(arena, text, n);
	for (char *p = ret; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	return ret;
}

/* In no language: the heading of the section says what it means. */
static const char *line_make(struct arena *arena,
			     const struct remote_subject *subject,
			     const struct remote_notice_item *item)
{
	const char *more = "";
	char at[INSTANT_SIZE];

	if (item->ends_at != ABSENT) {
		instant_format(item->ends_at, at);
		more = arena_printf(arena, ": %s", at);
	} else if (item->percent != ABSENT) {
		more = arena_printf(
		    arena, ": %" PRId64 "/%" PRId64 " (%" PRId64 "%%)",
		    subject->facts.signatures_used,
		    subject->facts.signature_limit, item->percent);
	} else if (item->kind == NOTICE_REFRESH_REFUSED && subject->trouble) {
		more = arena_printf(
		    arena, ": %s",
		    one_line(arena, subject->trouble, TROUBLE_MAX));
	}
	return arena_printf(arena, "    %s (%s)%s\n",
			    one_line(arena, subject->alias, ALIAS_MAX),
			    one_line(arena, subject->authority, ALIAS_MAX),
			    more);
}

static enum status letter_add(struct stashing *it, struct letter *letter,
			      const struct remote_subject *subject,
			      const struct remote_notice_item *item,
			      struct error *err)
{
	struct section *section = &letter->sections[item->kind];
	const int64_t key[] = { subject->certificate_id, item->kind,
				item->occurrence,
				subject->facts.told[item->kind].at };

	if (section->count < LINES_MAX)
		section->lines[section->count] =
		    line_make(it->arena, subject, item);
	section->count++;
	letter->certificates += letter->certificate_id !=
				subject->certificate_id;
	letter->certificate_id = subject->certificate_id;
	return digest_update(letter->digest, key, sizeof key, err);
}

/* What was told of it and is still so. Of what nobody could be told of it
 * waits on. */
static enum status certificate_add(struct mailing *mailing, int64_t id,
				   struct error *err)
{
	struct stashing *it = mailing->it;
	struct remote_notice_verdict verdict;
	struct remote_readers readers = { NULL, 0 };
	struct remote_subject subject;
	struct letter *letter;
	bool found;
	enum status rc;

	if ((rc = remote_subject_load(it->desk.store, it->client_id, id,
				      it->desk.arena, &subject, &found, err)) !=
		OK ||
	    (rc = stash_notice_readers(it, id, &readers, err)) != OK)
		return rc;
	if (found)
		remote_notice_judge(&subject.facts, it->desk.now, &verdict);
	if (!found || verdict.is_muted || verdict.count == 0)
		return remote_notice_done(it->desk.store, id, WAITING_MAIL,
					  err);
	if (readers.count == 0) {
		it->unheard++;
		return OK;
	}
	for (size_t i = 0; i < verdict.count; i++) {
		const struct remote_notice_item *item = &verdict.items[i];

		if (!(subject.waits & 1u << item->kind))
			continue;
		for (size_t k = 0; k < readers.count; k++)
			if ((rc = letter_find(mailing, &readers.items[k],
					      &letter, err)) != OK ||
			    (rc = letter_add(it, letter, &subject, item,
					     err)) != OK)
				return rc;
	}
	return remote_notice_done(it->desk.store, id, WAITING_MAIL, err);
}

/* The worst first, until the mail is full. */
static void sections_write(struct arena *arena, const struct letter *letter,
			   struct json *values)
{
	size_t room = LINES_MAX;

	for (size_t kind = 0; kind < REMOTE_NOTICE_COUNT; kind++) {
		const struct section *section = &letter->sections[kind];
		const char *name = remote_notice_words[kind].name;
		size_t shown = section->count < room ? section->count : room;
		char *text = arena_alloc(arena, 1);
		size_t size = 0;

		for (size_t i = 0; i < shown; i++)
			size += strlen(section->lines[i]);
		if (size > 0) {
			char *end = text = arena_alloc(arena, size + 1);

			for (size_t i = 0; i < shown; i++)
				end = stpcpy(end, section->lines[i]);
			end[-1] = '\0'; /* the template ends the line */
		}
		room -= shown;
		json_set_boolean(values, arena_printf(arena, "has_%s", name),
				 section->count > 0);
		json_set_text(values, name, text);
		json_set_text(
		    values, arena_printf(arena, "%s_more", name),
		    section->count > shown
			? arena_printf(arena, "%zu", section->count - shown)
			: "");
	}
}

static enum status letter_queue(struct stashing *it, struct letter *letter,
				struct error *err)
{
	OWN(json) struct json *values = json_object_new();
	struct arena *arena = it->desk.arena;
	const struct remote_reader *reader = &letter->reader;
	char hex[2 * DIGEST_SIZE + 1];
	unsigned char hash[DIGEST_SIZE];
	struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = "remote_notices",
		.language = reader->language,
		.recipient = reader->email,
		.values = values,
		.order_id = ABSENT,
		.user_id = ABSENT,
	};
	enum status rc;

	if ((rc = digest_finish(letter->digest, hash, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	message.recipient_name =
	    arena_printf(arena, "%s %s", reader->given_name, reader->surname);
	message.once_key = arena_printf(arena, "remote_notices/%" PRId64 "/%s",
					reader->operator_id, hex);
	json_set_text(values, "operator_name", message.recipient_name);
	json_set_integer(values, "certificates", (int64_t)letter->certificates);
	json_set_boolean(values, "is_one", letter->certificates == 1);
	json_set_boolean(values, "are_many", letter->certificates != 1);
	sections_write(arena, letter, values);
	return outbox_queue(&it->desk, &message, err);
}

static enum status mails_queue(struct mailing *mailing,
			       const struct remote_list *waiting,
			       struct error *err)
{
	struct stashing *it = mailing->it;
	OWN(tx) struct tx *tx = NULL;
	enum status rc = tx_begin(it->desk.store, &tx, err);

	for (size_t i = 0; i < waiting->count && rc == OK; i++) {
		arena_reset(it->desk.arena);
		rc = certificate_add(mailing, waiting->ids[i], err);
	}
	for (struct letter *p = mailing->letters; p && rc == OK; p = p->next)
		rc = letter_queue(it, p, err);
	return rc == OK ? tx_commit(&tx, err) : rc;
}

enum status stash_notice_mail(struct stashing *it, struct error *err)
{
	struct mailing mailing = { .it = it };
	struct remote_list waiting;
	enum status rc;

	if ((rc = remote_notice_waiting(it->desk.store, it->client_id,
					WAITING_MAIL, it->arena, &waiting,
					err)) != OK ||
	    waiting.count == 0)
		return rc;
	rc = mails_queue(&mailing, &waiting, err);
	letters_free(&mailing);
	return rc;
}
