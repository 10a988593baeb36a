/* figures - what came of the requests of a period */
#ifndef IPP_MODEL_FIGURES_H
#define IPP_MODEL_FIGURES_H

#include <ipp/model/field.h>

enum figures_by {
	FIGURES_BY_NOTHING,
	FIGURES_BY_PRODUCT,
	FIGURES_BY_RECOGNITION,
	FIGURES_BY_UNIT,
};

/* Which figures are wanted; instants may be ABSENT. */
struct figures_wish {
	int64_t from, to; /* to: not included, and as of when */
	int64_t by;	  /* enum figures_by, or ABSENT */
	/* set by the act, not by people */
	int64_t client_id, now;
};
extern const struct record figures_wish_record;

/* The record `figures`: issued + refused + pending = received. */
struct figures {
	const char *group;
	int64_t received, issued, refused, pending;
	int64_t suspensions, reinstatements, revocations;
	int64_t published, late;
	int64_t delay_longest, delay_average; /* seconds */
};
extern const struct record figures_record;

#endif
