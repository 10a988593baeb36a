/* remote_options - what verbs of stash-cert that ask an authority take as
 * options */
#ifndef IPP_MODEL_REMOTE_OPTIONS_H
#define IPP_MODEL_REMOTE_OPTIONS_H

#include <ipp/model/consent_options.h>
#include <ipp/model/field.h>

/* Of stash-cert add and renew. */
struct remote_options {
	const char *authority, *credential, *user; /* of add alone */
	int64_t until;				   /* the holder's date */
	int64_t signatures;			   /* the holder's limit */
	struct consent_options consent;
};

/* Of stash-cert remove. */
struct remote_remove_options {
	int64_t force;
};

extern const struct record remote_add_options_record;
extern const struct record remote_renew_options_record;
extern const struct record remote_remove_options_record;

#endif
