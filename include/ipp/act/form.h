/* form - papers for people to sign by hand, as PDF */
#ifndef IPP_ACT_FORM_H
#define IPP_ACT_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct form_file;
struct form_wish;

struct form_style {
	int64_t kind;	  /* enum form_kind */
	int64_t language; /* enum language, or ABSENT: the order's */
};

/* A finished PDF, in the arena of the desk. */
struct form {
	int64_t kind;
	int64_t order_id; /* ABSENT for a blank one */
	const char *product;
	int64_t language;
	const char *name; /* for a file: "ORD000000001-form.pdf" */
	unsigned char *bytes;
	size_t size;
};

/* The form of an order, with the record attached as `record.json`. The
 * consents are ticked as the record has them and no other way. What a draft
 * does not say yet is left open. The store remembers what was printed, to know
 * it again (store/form.h). DATA and NOPERM as request_show; REFUSED
 * `no_organization` for the consent of a holder without a role. */
enum status form_make(struct desk *desk, const struct form_wish *wish,
		      const struct form_style *style, struct form *ret,
		      struct error *err);

/* The empty form of a product. DATA `catalog_unknown`, `missing`; REFUSED
 * `no_organization`. */
enum status form_blank(struct desk *desk, const struct form_wish *wish,
		       const struct form_style *style, struct form *ret,
		       struct error *err);

/* Writes it to `path`, or into it under its name if that is a folder or ends
 * in `/`; only its owner may read it. Where there are several forms (`many`)
 * it must be a folder: USAGE `output_not_a_folder`. */
enum status form_save(struct desk *desk, const struct form *form,
		      const char *path, bool many, struct form_file *ret,
		      struct error *err);

#endif
