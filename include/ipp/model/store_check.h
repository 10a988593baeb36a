/* store_check - one invariant of the store, looked at */
#ifndef IPP_MODEL_STORE_CHECK_H
#define IPP_MODEL_STORE_CHECK_H

#include <ipp/model/field.h>

/* The record `store_check`. */
struct store_check {
	const char *check; /* stable name */
	int64_t passed;	   /* 0 or 1 */
	int64_t count;	   /* things looked at */
	const char *finding; /* the first thing found wrong, and what to do */
};

extern const struct record store_check_record;

#endif
