/* form - which forms were printed, to know them again when they are signed */
#ifndef IPP_STORE_FORM_H
#define IPP_STORE_FORM_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/port/digest.h>

struct arena;
struct desk;
struct store;

struct printed_form {
	unsigned char sha256[DIGEST_SIZE];
	int64_t order_id;
	int64_t kind; /* enum form_kind */
	int64_t size; /* in bytes */
};

/* Remembers that a form was printed now; the same bytes again are the same
 * form. */
enum status form_put(struct desk *desk, const struct printed_form *form,
		     struct error *err);

/* The forms of that kind that were printed of an order, the newest first, at
 * most `LIMIT_FORMS_PRINTED`. */
enum status form_list(struct store *store, int64_t order_id, int64_t kind,
		      struct arena *arena, struct printed_form **ret,
		      size_t *count, struct error *err);

#endif
