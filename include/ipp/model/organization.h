/* organization - a customer of the desk, its units and its privacy policies */
#ifndef IPP_MODEL_ORGANIZATION_H
#define IPP_MODEL_ORGANIZATION_H

#include <ipp/model/field.h>

/* The record `organization`: row of table `organizations`. */
struct organization {
	int64_t client_id;
	const char *client_code, *name, *identifier, *email;
	int64_t four_eyes;
	int64_t created_at;
};

/* The record `unit`. A main unit has no parent; a secondary unit belongs to a
 * main one. */
struct unit {
	int64_t unit_id, client_id;
	const char *unit; /* its code */
	const char *name;
	const char *parent; /* code of the main unit, or NULL */
	int64_t parent_id;
};

extern const struct record organization_record;
extern const struct record unit_record;

#endif
