/* refusal - a refusal for want of permission is itself an event */
#include <ipp/base/memory.h>
#include <ipp/port/json.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "internal.h"

void refusal_journal(struct desk *desk, const struct error *why)
{
	OWN(tx) struct tx *tx = NULL;
	struct json *detail;
	struct error ignored; /* the refusal stands whatever happens here */

	error_reset(&ignored);
	if (error_has(why, "sign_in_refused") || error_has(why, "code_refused"))
		return; /* the act wrote it down, with what nobody is told */
	if (!desk->store || tx_begin(desk->store, &tx, &ignored) != OK)
		return;
	detail = json_object_new();
	if (why->count > 0) {
		json_set_text(detail, "code", why->mistakes[0].code);
		json_set_text(detail, "message", why->mistakes[0].text);
	}
	if (journal_append(desk, "permission_refused", ABSENT, ABSENT, detail,
			   &ignored) == OK)
		(void)tx_commit(&tx, &ignored);
}
