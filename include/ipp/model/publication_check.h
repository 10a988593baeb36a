/* publication_check - what the world must be told, and by when */
#ifndef IPP_MODEL_PUBLICATION_CHECK_H
#define IPP_MODEL_PUBLICATION_CHECK_H

#include <ipp/model/field.h>

enum publication_kind { PUBLICATION_OF_LIST, PUBLICATION_OF_REQUEST };
extern const struct word publication_kind_words[];

enum publication_state {
	PUBLICATION_DONE,      /* a list that holds; a request, in time */
	PUBLICATION_DONE_LATE, /* a request, after its deadline */
	PUBLICATION_DUE,       /* not yet, and there is time */
	PUBLICATION_SOON,      /* little time is left */
	PUBLICATION_LATE,
	PUBLICATION_MISSING, /* a list that was never published */
};
extern const struct word publication_state_words[];

/* The record `publication_check`: a list of revoked certificates, or a request
 * to suspend, reinstate or revoke. */
struct publication_check {
	int64_t kind;  /* enum publication_kind */
	int64_t state; /* enum publication_state */
	/* of a list */
	const char *authority; /* name */
	int64_t partition, number, base_number, entries;
	int64_t this_update;
	/* of a request */
	int64_t user_id;
	int64_t action;	     /* enum status_action */
	int64_t publication; /* enum publication */
	int64_t received_at;
	/* of both: by when the next is out, or this one is public */
	int64_t due_at;
	int64_t published_at;
	int64_t left_percent; /* of the time there was */
	/* not written */
	int64_t certificates; /* of a list: that its authority issued */
};
extern const struct record publication_check_record;

/* The options: which of them. */
struct publication_filter {
	int64_t state;	 /* enum publication_state; ABSENT: what is not done,
			    and all lists */
	int64_t limit;
	/* no option */
	int64_t client_id, unit_id; /* of requests; ABSENT: any */
};
extern const struct record publication_filter_record;

#endif
