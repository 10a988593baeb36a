/* signed_form - where the form is that a holder signed */
#ifndef IPP_ACT_SIGNED_FORM_H
#define IPP_ACT_SIGNED_FORM_H

#include <ipp/base/error.h>

struct arena;
struct product;

/*
 * A folder of signed forms. The form of a product is found by its name,
 * KEY-form, KEY/form or KEY alone, where KEY is its user_id, external_code or
 * order_id; with the ending pdf.p7m, p7m, pdf.p7s, p7s, -signed.pdf,
 * _signed.pdf or pdf. Where none has such a name, it is found by the record in
 * it: the folder is then read once, each file in a sandbox. A PDF without a
 * signature does not count as long as there is a signed one.
 *
 * A signature in a file x.p7s or x.p7m may be that of the file x, or x.pdf,
 * beside it.
 */
struct form_folder;

struct form_found {
	const char *path;   /* NULL: there is none */
	const char *beside; /* what may be its content; NULL: nothing */
};

/* In the arena, which must outlive it. */
struct form_folder *form_folder_new(struct arena *arena, const char *path);

/* Paths are in the arena. One call after the other. DATA `file_ambiguous`, `folder_too_large`; IOERR
 * `folder_unreadable`. */
enum status form_folder_find(struct form_folder *folder, struct arena *arena,
			     const struct product *product,
			     struct form_found *ret, struct error *err);

#endif
