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

/* The record `journal_proof`: an entry for who verifies it with other means. */
struct journal_proof {
	int64_t entry_id;
	const char *previous, *hash; /* lower-case hexadecimal */
	const char *entry; /* what was hashed; NULL: of another organization */
};
extern const struct record journal_proof_record;

/* The record `journal_head`: what is signed of a journal. */
struct journal_head {
	int64_t entry_id; /* the newest entry */
	const char *hash; /* its hash, lower-case hexadecimal */
	int64_t at;	  /* when the head was made */
	const char *organization;
};
extern const struct record journal_head_record;

/* The record `journal_check`: the journal itself, or one head held to it. */
enum journal_verdict {
	JOURNAL_IS_WHOLE,
	JOURNAL_IS_CHANGED,
	JOURNAL_IS_MISSING,
	JOURNAL_IS_CUT_OFF,
	JOURNAL_IS_REWRITTEN,
	JOURNAL_HEAD_INVALID,
};
extern const struct word journal_verdict_words[];

struct journal_check {
	const char *check; /* "journal", or the file of the head */
	int64_t passed;
	int64_t verdict; /* enum journal_verdict */
	int64_t entry_id, last_entry_id;
	const char *event;
	int64_t at;
	int64_t count; /* entries looked at, or those that the head vouches
			  for */
	const char *hash;
	int64_t signed_at, stamped_at;
	const char *signer, *stamp_authority;
	const char *stamp_finding; /* why a time-stamp proves nothing */
	const char *finding;
};
extern const struct record journal_check_record;

#endif
