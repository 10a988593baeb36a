/* operator - who works at the desk */
#ifndef IPP_MODEL_OPERATOR_H
#define IPP_MODEL_OPERATOR_H

#include <ipp/model/field.h>

enum operator_state {
	OPERATOR_ACTIVE,
	OPERATOR_WAITING, /* for his one-time code to be used */
	OPERATOR_LOCKED,  /* after wrong tries, for a while */
	OPERATOR_DISABLED,
};
extern const struct word operator_state_words[];

/* The record `operator`: row of table `operators` with its profiles. */
struct operator_person {
	int64_t operator_id, client_id;
	const char *login, *surname, *given_name;
	const char *tax_code, *email, *mobile;
	int64_t language; /* enum language */
	int64_t enabled;
	int64_t created_at;
	int64_t profile; /* enum profile, to be granted or withdrawn */
	const char *unit; /* where */
	/* what the store adds */
	struct texts profiles; /* "rao@MAIN" */
	int64_t state;	       /* enum operator_state */
	int64_t locked_until, code_until;
};

extern const struct record operator_record;

/* One profile of an operator in one unit. */
struct operator_profile {
	int64_t profile_id, operator_id;
	int64_t profile; /* enum profile */
	int64_t unit_id;
	const char *unit, *unit_name;
};

#endif
