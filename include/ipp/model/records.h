/* records - every record of the house */
#ifndef IPP_MODEL_RECORDS_H
#define IPP_MODEL_RECORDS_H

#include <stdbool.h>

#include <ipp/model/field.h>

/* Ends with NULL. */
extern const struct record *const records[];

/* True if some record has a member of this name, or it is `reject`, the
 * member that a rejects file adds. */
bool records_know(const char *member);
/* True if some record holds a secret under this name. */
bool records_hide(const char *member);

#endif
