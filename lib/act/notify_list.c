/* notify_list - messages looked at and put back */
#include <ipp/act/notify.h>

#include <ipp/base/memory.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "notify_scope.h"

enum status notify_scope(struct desk *desk, enum permission may,
			 struct outbox_scope *ret, struct error *err)
{
	const struct session *session = desk->session;
	enum status rc;

	ret->client_id = session->client_id;
	ret->unit_id = ABSENT;
	if (session->is_service)
		return OK;
	if ((rc = permission_check(session->profile, session->unit_id, may,
				   ABSENT, err)) != OK)
		return rc;
	if (permission_reach(session->profile, may) == REACH_UNIT)
		ret->unit_id = session->unit_id;
	return OK;
}

enum status act_notify_list(struct desk *desk,
			    const struct message_filter *filter,
			    notify_each *each, void *context, struct error *err)
{
	struct outbox_scope scope;
	enum status rc;

	if (filter->limit != ABSENT && filter->limit < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	if ((rc = notify_scope(desk, MAY_SEARCH, &scope, err)) != OK)
		return rc;
	return outbox_list(desk->store, &scope, filter, each, context, err);
}

static enum status message_retry(struct desk *desk,
				 const struct outbox_scope *scope,
				 int64_t message_id, struct message *ret,
				 struct error *err)
{
	struct json *detail;
	enum status rc;

	if ((rc = outbox_find(desk->store, scope, message_id, desk->arena, ret,
			      err)) != OK)
		return rc;
	if (ret->state != MESSAGE_FAILED)
		return error_set(err, REFUSED, "message_not_failed",
				 "message_id",
				 "message MSG%09lld has not failed, it is %s; "
				 "only a failed one is put back",
				 (long long)message_id,
				 message_state_words[ret->state].name);
	detail = json_object_new();
	json_set_integer(detail, "message_id", message_id);
	if ((rc = journal_append(desk, "message_retried", ret->order_id,
				 ret->user_id, detail, err)) != OK ||
	    (rc = outbox_retry(desk->store, message_id, desk->now, err)) != OK)
		return rc;
	return outbox_find(desk->store, scope, message_id, desk->arena, ret,
			   err);
}

struct failed {
	int64_t *ids;
	size_t count, room;
};

static enum status failed_add(void *context, const struct message *message,
			      struct error *err)
{
	struct failed *failed = context;

	(void)err;
	if (failed->count == failed->room) {
		failed->room = 2 * failed->room + 64;
		failed->ids = memory_grow(failed->ids,
					  failed->room * sizeof *failed->ids);
	}
	failed->ids[failed->count++] = message->message_id;
	return OK;
}

static enum status failed_find(struct desk *desk,
			       const struct outbox_scope *scope,
			       const struct message *which,
			       struct failed *failed, struct error *err)
{
	const struct message_filter filter = { .state = MESSAGE_FAILED,
					       .channel = which->channel,
					       .user_id = which->user_id,
					       .after = ABSENT,
					       .limit = ABSENT };

	if (which->message_id != ABSENT)
		return failed_add(failed, which, err);
	if (which->state != MESSAGE_FAILED)
		return error_set(err, USAGE, "retry_nothing", "message_id",
				 "no message is named; give its number, or "
				 "--state=failed for all that failed");
	return outbox_list(desk->store, scope, &filter, failed_add, failed,
			   err);
}

enum status act_notify_retry(struct desk *desk, const struct message *which,
			     notify_each *each, void *context,
			     struct error *err)
{
	struct failed failed = { 0 };
	OWN(tx) struct tx *tx = NULL;
	struct outbox_scope scope;
	struct message message;
	enum status rc;

	if ((rc = notify_scope(desk, MAY_DELIVER, &scope, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK)
		return rc;
	rc = failed_find(desk, &scope, which, &failed, err);
	for (size_t i = 0; rc == OK && i < failed.count; i++) {
		rc = message_retry(desk, &scope, failed.ids[i], &message, err);
		if (rc == OK)
			rc = each(context, &message, err);
	}
	memory_free(failed.ids);
	return rc == OK ? tx_commit(&tx, err) : rc;
}
