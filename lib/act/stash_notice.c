/* stash_notice - people told of remote certificates in time */
#include "stash_notice.h"

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/json.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#define TOGETHER    1024 /* in one transaction */
#define TIMEOUT	    30	 /* seconds */
#define TIMEOUT_MAX 3600

/* The notices of the certificates of one transaction. */
struct said {
	struct remote_notice *notices;
	size_t count;
};

enum status stash_notice_readers(struct stashing *it, int64_t certificate_id,
				 struct remote_readers *ret, struct error *err)
{
	struct remote_readers named;
	enum status rc = remote_readers_named(it->desk.store, certificate_id,
					      it->desk.arena, &named, err);

	if (rc == OK)
		*ret = named.count > 0 ? named : it->issuers;
	return rc;
}

static void recipients_fill(struct stashing *it,
			    const struct remote_readers *readers,
			    struct remote_notice *notice)
{
	struct arena *arena = it->desk.arena;
	const char **texts =
	    arena_alloc(arena, (readers->count + 1) * sizeof *texts);

	for (size_t i = 0; i < readers->count; i++)
		texts[i] = readers->items[i].email;
	notice->recipients = (struct texts){ texts, readers->count };
	if (readers->count > 0)
		return;
	texts[0] = _("nobody with the profile issuer has an e-mail address; "
		     "give one with: ipp-operator edit");
	notice->recipients = (struct texts){ NULL, 0 };
	notice->warnings = (struct texts){ texts, 1 };
}

static enum status notice_journal(struct stashing *it,
				  const struct remote_notice *notice,
				  const struct remote_notice_item *item,
				  struct error *err)
{
	struct json *detail = json_object_new();
	char day[DATE_SIZE];

	json_set_text(detail, "alias", notice->alias);
	json_set_text(detail, "notice", remote_notice_words[item->kind].name);
	if (item->threshold != ABSENT)
		json_set_integer(detail, "threshold", item->threshold);
	if (item->ends_at != ABSENT) {
		date_of(item->ends_at, day);
		json_set_text(detail, "ends_on", day);
	}
	json_set_integer(detail, "mails", (int64_t)notice->recipients.count);
	return journal_append(&it->desk, "remote_notice_told", ABSENT, ABSENT,
			      detail, err);
}

static enum status certificate_tell(struct stashing *it, int64_t id,
				    struct said *said, struct error *err)
{
	struct remote_notice_verdict verdict;
	struct remote_readers readers = { NULL, 0 };
	struct remote_subject subject;
	size_t count = said->count;
	bool found;
	enum status rc;

	if ((rc = remote_subject_load(it->desk.store, it->client_id, id,
				      it->desk.arena, &subject, &found, err)) !=
		OK ||
	    !found)
		return rc;
	remote_notice_judge(&subject.facts, it->desk.now, &verdict);
	if ((rc = remote_notice_keep(&it->desk, it->client_id, &subject,
				     &verdict, it->wish->exec != NULL, err)) !=
	    OK)
		return rc;
	for (size_t i = 0; i < verdict.count; i++) {
		struct remote_notice *notice = &said->notices[count];

		if (!verdict.items[i].is_new)
			continue;
		if (count == said->count &&
		    (rc = stash_notice_readers(it, id, &readers, err)) != OK)
			return rc;
		stash_notice_fill(it->desk.arena, &subject, &verdict.items[i],
				  notice);
		recipients_fill(it, &readers, notice);
		if ((rc = notice_journal(it, notice, &verdict.items[i], err)) !=
		    OK)
			return rc;
		count++;
	}
	said->count = count;
	return OK;
}

/* What is wrong with one is no reason to be silent about others. */
static enum status certificate_try(struct stashing *it, int64_t id,
				   struct said *said, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	size_t count = said->count;
	struct error why;
	enum status rc;

	error_reset(&why);
	if ((rc = tx_begin(it->desk.store, &tx, err)) != OK)
		return rc;
	if ((rc = certificate_tell(it, id, said, &why)) == OK)
		return tx_commit(&tx, err);
	if (rc != DATA && rc != REFUSED && rc != CONFIG)
		return error_merge(err, &why);
	said->count = count;
	if (it->failed++ == 0)
		it->first = why;
	return OK;
}

static enum status batch_tell(struct stashing *it, const int64_t *ids,
			      size_t count, struct error *err)
{
	struct said said = {
		.notices =
		    arena_alloc(it->desk.arena, count * REMOTE_NOTICE_COUNT *
						    sizeof *said.notices),
	};
	OWN(tx) struct tx *tx = NULL;
	enum status rc = tx_begin(it->desk.store, &tx, err);

	for (size_t i = 0; i < count && rc == OK; i++)
		rc = certificate_try(it, ids[i], &said, err);
	if (rc != OK || (rc = tx_commit(&tx, err)) != OK)
		return rc;
	for (size_t i = 0; i < said.count && rc == OK; i++)
		rc = it->each(it->context, &said.notices[i], err);
	return rc;
}

static enum status run_begin(struct stashing *it, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(it->desk.store, &tx, err)) != OK ||
	    (rc = remote_notice_begin(&it->desk, it->client_id, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status due_tell(struct stashing *it, struct error *err)
{
	struct remote_list due;
	enum status rc;

	if ((rc = run_begin(it, err)) != OK ||
	    (rc = remote_readers_all(it->desk.store, it->client_id, it->arena,
				     &it->issuers, err)) != OK ||
	    (rc = remote_notice_due(it->desk.store, it->client_id, it->desk.now,
				    it->arena, &due, err)) != OK)
		return rc;
	for (size_t i = 0; i < due.count && rc == OK; i += TOGETHER) {
		size_t n = due.count - i < TOGETHER ? due.count - i : TOGETHER;

		arena_reset(it->desk.arena);
		rc = batch_tell(it, due.ids + i, n, err);
	}
	return rc;
}

/* What was kept is kept, and all that went wrong is told. */
static enum status run_report(const struct stashing *it, struct error *err)
{
	const struct mistake *first = &it->first.mistakes[0];
	enum status rc = OK;

	if (it->failed > 0)
		rc = error_add(err, REFUSED, "notices_failed", NULL,
			       "remote certificates that could not be told of: "
			       "%zu; the first (%s): %s",
			       it->failed, first->code, first->text);
	if (it->unheard > 0)
		rc = error_add(err, REFUSED, "notices_unheard", NULL,
			       "remote certificates of which nobody can be "
			       "told: %zu; give an operator with the profile "
			       "issuer an e-mail address",
			       it->unheard);
	if (it->unrun > 0)
		rc = error_add(err, REFUSED, "exec_failed", "exec",
			       "remote certificates of which \"%s\" did not "
			       "take the notice: %zu; the first (%s) %s; the "
			       "next run with a program tries again",
			       it->wish->exec, it->unrun, it->unrun_alias,
			       it->unrun_why);
	return rc;
}

enum status stash_notices(struct desk *desk,
			  const struct remote_notice_wish *wish,
			  remote_notice_tell *each, void *context,
			  struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct remote_notice_wish mine = *wish;
	struct stashing it = {
		.desk = *desk,
		.client_id = desk->session->client_id,
		.arena = desk->arena,
		.wish = &mine,
		.each = each,
		.context = context,
	};
	enum status rc;

	if (mine.timeout == ABSENT)
		mine.timeout = TIMEOUT;
	if (mine.timeout < 1 || mine.timeout > TIMEOUT_MAX)
		return error_set(err, USAGE, "timeout", "timeout",
				 "a program may take 1 to %d seconds; give "
				 "another number",
				 TIMEOUT_MAX);
	error_reset(&it.first);
	it.desk.arena = arena;
	if ((rc = due_tell(&it, err)) != OK ||
	    (rc = stash_notice_mail(&it, err)) != OK)
		return rc;
	if (!desk->dry_run && ((rc = stash_notice_files(&it.desk, it.client_id,
							&mine, err)) != OK ||
			       (rc = stash_notice_exec(&it, err)) != OK))
		return rc;
	return run_report(&it, err);
}
