/* search - what a search for products asks for */
#ifndef IPP_MODEL_SEARCH_H
#define IPP_MODEL_SEARCH_H

#include <ipp/model/field.h>
#include <ipp/model/words.h>

enum section {
	SECTION_DRAFTS,
	SECTION_TO_IDENTIFY,
	SECTION_TO_SIGN,
	SECTION_TO_REVIEW,
	SECTION_TO_ISSUE,
	SECTION_ACTIVE,
	SECTION_SUSPENDED,
	SECTION_REVOKED,
};

enum search_sort {
	SORT_USER_ID,
	SORT_ORDER_ID,
	SORT_CREATED_AT,
	SORT_ACTIVATED_AT,
	SORT_VALID_UNTIL,
	SORT_SURNAME,
	SORT_GIVEN_NAME,
};

/* The record `search`; absent filters do not filter. */
struct search {
	int64_t section; /* enum section */
	int64_t order_id, user_id;
	const char *external_code;
	int64_t status, recognition;
	const char *product, *email_alias;
	int64_t activated_from, activated_to, created_from, created_to;
	int64_t valid_from, valid_to; /* of the certificate's end */
	int64_t expiring; /* days: active, and ends by then */
	const char *tax_code, *surname, *given_name, *email, *mobile;
	int64_t created_by, holder_id;
	const char *iut, *serial, *device_serial, *unit;
	int64_t sort; /* enum search_sort */
	int64_t reverse;
	int64_t limit;
	int64_t after; /* user_id of the last row of the page before */
	/* set by the act, not by people */
	int64_t client_id, unit_id;
};

extern const struct record search_record;

#endif
