/* audit_verify - whether the journal is whole, by itself and by its heads */
#include <ipp/act/audit.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/journal.h>
#include <ipp/model/signature.h>
#include <ipp/port/digest.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>

#include "audit_part.h"

struct audit {
	struct desk *desk;
	bool offline;
	struct verify_shelf *shelf;
	int64_t newest;	 /* entry there is */
	int64_t agreed;	 /* the newest head so far that holds */
	int64_t refused; /* checks that did not pass */
	int64_t invalid; /* of these, heads that are none */
};

static const char *hash_text(struct arena *arena,
			     const unsigned char hash[DIGEST_SIZE])
{
	char *ret = arena_alloc(arena, 2 * DIGEST_SIZE + 1);

	hex_encode(hash, DIGEST_SIZE, ret);
	return ret;
}

static void refuse(struct audit *audit, struct journal_check *ret,
		   int64_t verdict, const char *finding)
{
	ret->passed = 0;
	ret->verdict = verdict;
	ret->finding = finding;
	audit->refused++;
	if (verdict == JOURNAL_HEAD_INVALID)
		audit->invalid++;
}

static const char *state_text(struct arena *arena,
			      const struct journal_state *state)
{
	int64_t first = state->entry_id, last = state->last_id;

	switch (state->fault) {
	case JOURNAL_CHANGED:
		return arena_printf(arena,
				    _("entry %" PRId64 " was changed; restore "
				      "a backup and compare"),
				    first);
	case JOURNAL_MISSING:
		return arena_printf(arena,
				    _("entries %" PRId64 " to %" PRId64
				      " are missing; restore a backup"),
				    first, last);
	case JOURNAL_CUT:
		return arena_printf(arena,
				    _("entries %" PRId64 " to %" PRId64
				      " were cut off; restore a backup"),
				    first, last);
	default:
		return arena_printf(
		    arena,
		    _("entries fit each other, but %" PRId64 " to %" PRId64
		      " are not what the desk sealed: they were written anew, "
		      "or cut off behind; compare with a backup"),
		    first, last);
	}
}

static enum status chain_check(struct audit *audit, struct journal_check *ret,
			       struct error *err)
{
	static const int64_t verdicts[] = {
		[JOURNAL_WHOLE] = JOURNAL_IS_WHOLE,
		[JOURNAL_CHANGED] = JOURNAL_IS_CHANGED,
		[JOURNAL_MISSING] = JOURNAL_IS_MISSING,
		[JOURNAL_CUT] = JOURNAL_IS_CUT_OFF,
		[JOURNAL_FOREIGN] = JOURNAL_IS_REWRITTEN,
	};
	struct arena *arena = audit->desk->arena;
	struct journal_state state;
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = journal_verify(audit->desk->store, arena, &state, err)) !=
		OK ||
	    (rc = journal_last(audit->desk->store, &audit->newest, hash,
			       err)) != OK)
		return rc;
	ret->check = "journal";
	ret->passed = 1;
	ret->verdict = JOURNAL_IS_WHOLE;
	ret->event = state.event;
	ret->at = state.at;
	ret->count = state.count;
	if (state.count > 0)
		ret->hash = hash_text(arena, state.hash);
	if (state.fault == JOURNAL_WHOLE)
		return OK;
	ret->entry_id = state.entry_id;
	ret->last_entry_id = state.last_id;
	refuse(audit, ret, verdicts[state.fault], state_text(arena, &state));
	return OK;
}

static enum status head_open(struct audit *audit, const char *path,
			     struct journal_head *head,
			     struct journal_check *ret, struct error *err)
{
	struct head_reading reading = { .offline = audit->offline,
					.shelf = audit->shelf };
	enum status rc;

	if ((rc = audit_head_load(audit->desk, path, &reading.file, err)) !=
		OK ||
	    (rc = audit_head_read(audit->desk, &reading, err)) != OK)
		return rc;
	*head = reading.head;
	ret->signed_at = head->at;
	ret->signer = reading.signature->signer_name;
	ret->stamped_at = reading.signature->proved_time;
	ret->stamp_authority = reading.signature->timestamp_authority;
	ret->stamp_finding = reading.signature->timestamp_reason;
	ret->count = head->entry_id;
	ret->hash = head->hash;
	return OK;
}

static enum status head_compare(struct audit *audit,
				const struct journal_head *head,
				struct journal_check *ret, struct error *err)
{
	struct arena *arena = audit->desk->arena;
	unsigned char hash[DIGEST_SIZE];
	bool found;
	enum status rc;

	if ((rc = journal_hash(audit->desk->store, head->entry_id, hash,
			       &found, err)) != OK)
		return rc;
	ret->passed = 1;
	ret->verdict = JOURNAL_IS_WHOLE;
	if (found && text_equal(hash_text(arena, hash), head->hash)) {
		if (head->entry_id > audit->agreed)
			audit->agreed = head->entry_id;
		return OK;
	}
	ret->last_entry_id = head->entry_id;
	if (!found && audit->newest < head->entry_id) {
		ret->entry_id = audit->newest + 1;
		refuse(audit, ret, JOURNAL_IS_CUT_OFF,
		       arena_printf(arena,
				    _("when the head was signed there were "
				      "entries up to %" PRId64 "; those from "
				      "%" PRId64 " on were cut off since, or "
				      "an older store took its place"),
				    head->entry_id, ret->entry_id));
		return OK;
	}
	if (!found) {
		ret->entry_id = head->entry_id;
		refuse(audit, ret, JOURNAL_IS_MISSING,
		       arena_printf(arena,
				    _("entry %" PRId64 ", which the head "
				      "vouches for, is missing"),
				    head->entry_id));
		return OK;
	}
	ret->entry_id = audit->agreed < head->entry_id ? audit->agreed + 1 : 1;
	refuse(audit, ret, JOURNAL_IS_REWRITTEN,
	       arena_printf(arena,
			    _("entry %" PRId64 " is not the one that was there "
			      "when the head was signed: the journal was "
			      "written anew from entry %" PRId64 " or later"),
			    head->entry_id, ret->entry_id));
	return OK;
}

/* A head that is none is a check that did not pass, not the end. */
static enum status head_check(struct audit *audit, const char *path,
			      struct journal_check *ret, struct error *err)
{
	struct journal_head head;
	struct error why;
	enum status rc;

	error_reset(&why);
	ret->check = path;
	rc = head_open(audit, path, &head, ret, &why);
	if (rc == OK)
		return head_compare(audit, &head, ret, err);
	if (rc != DATA && rc != REFUSED)
		return error_merge(err, &why);
	refuse(audit, ret, JOURNAL_HEAD_INVALID,
	       arena_text(audit->desk->arena, why.mistakes[0].text));
	return OK;
}

enum status act_audit_verify(struct desk *desk, const struct texts *heads,
			     bool offline,
			     enum status (*each)(void *context,
						 const struct journal_check *it,
						 struct error *err),
			     void *context, struct error *err)
{
	OWN(verify_shelf) struct verify_shelf *shelf = verify_shelf_new(false);
	struct audit audit = { .desk = desk,
			       .offline = offline,
			       .shelf = shelf };
	struct journal_check check;
	enum status rc;

	record_clear(&journal_check_record, &check);
	if ((rc = chain_check(&audit, &check, err)) != OK ||
	    (rc = each(context, &check, err)) != OK)
		return rc;
	for (size_t i = 0; i < heads->count; i++) {
		record_clear(&journal_check_record, &check);
		if ((rc = head_check(&audit, heads->items[i], &check, err)) !=
			OK ||
		    (rc = each(context, &check, err)) != OK)
			return rc;
	}
	if (audit.refused > audit.invalid)
		return error_set(err, REFUSED, "journal_unsound", NULL,
				 "the journal is not as it was written; look at "
				 "the findings");
	if (audit.invalid > 0)
		return error_set(err, REFUSED, "head_invalid", "head",
				 "the journal is whole, but a head proves "
				 "nothing of it; look at the findings, and "
				 "give the file as it was exported");
	return OK;
}
