/* stash_notice_exec - a program of the house runs for each certificate */
#include "stash_notice.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/command.h>
#include <ipp/port/json.h>
#include <ipp/store/store.h>

/* As many in a row not taken mean that it is broken. */
#define FAILURES_MAX 3

static const char *document_make(struct arena *arena,
				 const struct remote_subject *subject,
				 const struct remote_notice_verdict *verdict)
{
	OWN(json) struct json *document = json_object_new();
	struct json *notices = json_array_new();

	json_set_text(document, "alias", subject->alias);
	json_set_text(document, "wallet", subject->wallet);
	json_set_text(document, "authority", subject->authority);
	json_set_text(document, "subject", subject->subject);
	for (size_t i = 0; i < verdict->count; i++) {
		struct json *object = json_object_new();
		struct remote_notice notice;

		stash_notice_fill(arena, subject, &verdict->items[i], &notice);
		notice.alias = notice.wallet = notice.authority = NULL;
		record_encode(&remote_notice_record, &notice, object, arena);
		json_append(notices, object);
	}
	json_set(document, "notices", notices);
	return arena_printf(arena, "%s\n", json_write(arena, document));
}

/* Why it did not take it; NULL if it did. */
static const char *failure_of(const struct command_result *result,
			      struct arena *arena)
{
	const char *said = result->complaint;

	if (!result->in_time)
		return arena_text(arena, _("took too long"));
	if (result->signal)
		return arena_printf(arena, _("was ended by signal %d"),
				    result->signal);
	if (result->exit_code == 0)
		return NULL;
	return arena_printf(arena, _("ended with status %d%s%s"),
			    result->exit_code, *said ? ": " : "", said);
}

static enum status waiting_done(struct stashing *it, int64_t id,
				struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(it->desk.store, &tx, err)) != OK ||
	    (rc = remote_notice_done(it->desk.store, id, WAITING_COMMAND,
				     err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status program_run(struct stashing *it,
			       const struct remote_subject *subject,
			       const struct remote_notice_verdict *verdict,
			       bool *taken, struct error *err)
{
	const char *const argv[] = { it->wish->exec, NULL };
	const char *document = document_make(it->desk.arena, subject, verdict);
	struct command_result result;
	const char *why;
	enum status rc;

	if ((rc = command_run(argv, document, strlen(document),
			      (int)it->wish->timeout, &result, err)) != OK)
		return rc;
	why = failure_of(&result, it->arena);
	*taken = !why;
	if (why && it->unrun++ == 0) {
		it->unrun_alias = arena_text(it->arena, subject->alias);
		it->unrun_why = why;
	}
	return OK;
}

/* What is not so any more, or muted, is done with. */
static enum status certificate_run(struct stashing *it, int64_t id, bool *taken,
				   struct error *err)
{
	struct remote_notice_verdict verdict;
	struct remote_subject subject;
	bool found;
	enum status rc;

	*taken = true;
	if ((rc = remote_subject_load(it->desk.store, it->client_id, id,
				      it->desk.arena, &subject, &found, err)) !=
	    OK)
		return rc;
	if (found)
		remote_notice_judge(&subject.facts, it->desk.now, &verdict);
	if (found && !verdict.is_muted && verdict.count > 0 &&
	    (rc = program_run(it, &subject, &verdict, taken, err)) != OK)
		return rc;
	return *taken ? waiting_done(it, id, err) : OK;
}

enum status stash_notice_exec(struct stashing *it, struct error *err)
{
	size_t failures = 0;
	struct remote_list waiting;
	enum status rc;

	if (!it->wish->exec)
		return OK;
	if ((rc = remote_notice_waiting(it->desk.store, it->client_id,
					WAITING_COMMAND, it->arena, &waiting,
					err)) != OK)
		return rc;
	for (size_t i = 0; i < waiting.count && rc == OK; i++) {
		bool taken;

		arena_reset(it->desk.arena);
		if (failures == FAILURES_MAX) {
			it->unrun += waiting.count - i;
			break;
		}
		rc = certificate_run(it, waiting.ids[i], &taken, err);
		failures = taken ? 0 : failures + 1;
	}
	return rc;
}
