/* session - who is signed in, as `ipp-session show` tells it */
#ifndef IPP_MODEL_SESSION_H
#define IPP_MODEL_SESSION_H

#include <ipp/model/field.h>

/* The record `session`. */
struct session_facts {
	const char *login, *surname, *given_name;
	int64_t profile; /* enum profile */
	const char *unit, *client_code, *organization;
	int64_t service; /* a service token, not a person */
	struct texts tools; /* that a service token may run */
	int64_t created_at, idle_until, expires_at;
	int64_t minutes_left; /* to the earlier of the two */
};

extern const struct record session_record;

#endif
