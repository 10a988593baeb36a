/* overlay - members of one record laid over those of another */
#ifndef IPP_ACT_OVERLAY_H
#define IPP_ACT_OVERLAY_H

#include <ipp/model/field.h>

/* Copies every FIELD_IN member that `from` has. */
void overlay(const struct record *record, void *to, const void *from);
/* Copies the members of record `from` that `to` lacks and has by name. */
void overlay_missing(const struct record *to_record, void *to,
		     const struct record *from_record, const void *from);
/* Makes the named members absent. DATA `unknown_member`. */
enum status overlay_clear(const struct record *record, void *base,
			  const struct texts *names, struct error *err);
/* Members of person and document in which two records differ and both have
 * something: "surname, email"; NULL if none. In the arena. */
const char *overlay_differences(const struct record *a_record, const void *a,
				const struct record *b_record, const void *b,
				struct arena *arena);
/* Copies members of person and document that `from` has. */
void overlay_person(const struct record *to_record, void *to,
		    const struct record *from_record, const void *from);

#endif
