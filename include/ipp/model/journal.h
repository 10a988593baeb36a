/* journal - entries of the journal as people see them */
#ifndef IPP_MODEL_JOURNAL_H
#define IPP_MODEL_JOURNAL_H

#include <ipp/model/field.h>

/* The record `journal_entry`. */
struct journal_entry {
	int64_t entry_id, at;
	const char *event, *tool;
	int64_t operator_id;
	const char *operator_login, *unit;
	int64_t order_id, user_id;
	struct json *detail;
};
extern const struct record journal_entry_record;

/* The record `journal_filter`: which entries to list; what is absent does not
 * filter. */
struct journal_filter {
	const char *event, *operator, *unit;
	int64_t order_id, user_id, holder_id;
	int64_t from, to;
	int64_t refused; /* boolean: only what was refused */
	int64_t reverse; /* boolean: the newest first */
	int64_t after, limit;
	/* set by the act, not by people */
	int64_t client_id, operator_id, unit_id;
};
extern const struct record journal_filter_record;

#endif
