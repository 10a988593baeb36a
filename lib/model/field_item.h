/* field_item - one text of a list, wherever the list came from */
#ifndef FIELD_ITEM_H
#define FIELD_ITEM_H

#include <ipp/model/field.h>

/* A copy in normalization form C. DATA `not_text` if it is NULL, empty, too
 * long, no UTF-8, or holds control characters. */
enum status field_item(const struct field *field, const char *text,
		       struct arena *arena, const char **ret,
		       struct error *err);

#endif
