/* recognize_sign - a holder recognised by the signature that he has already */
#ifndef IPP_ACT_RECOGNIZE_SIGN_H
#define IPP_ACT_RECOGNIZE_SIGN_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct product;
struct signed_form;
struct verification;

/* What all documents of a run share: the virus scanner, what is known of whom
 * to trust, the folder of forms. `folder` may be NULL; `offline` fetches
 * nothing; `refers` as below. Errors of scanner_open; in the arena of the desk. */
struct sign_id_desk;
enum status sign_id_desk_open(struct desk *desk, const char *folder,
			      bool offline, bool refers,
			      struct sign_id_desk **ret, struct error *err);
void sign_id_desk_close(void *shared); /* NULL is fine */

/*
 * Recognition by a signed form (Sign ID), in stages:
 *
 *	sign_id_begin	in a transaction: may he, may this product
 *	sign_id_find	one after the other: which file
 *	sign_id_read	apart: bytes and SHA-256
 *	sign_id_verify	in a transaction: begins verifying; act/verify.h has
 *			the stages that follow
 *	sign_id_inspect	apart: viruses, the signed document; then the judgement
 *			(rule/sign_check.h), and the file to disk if it is kept
 *	sign_id_record	in a transaction: keeps the form and each check as
 *			evidence, takes the product on, and tells the holder
 *
 * What passes every check goes `to_issue`. Anything else is REFUSED with a
 * mistake for each check (sign_refuse); with `refers` what a person may decide
 * goes `to_review`, where another officer looks at it.
 *
 * DATA `form_missing`, those of form_folder_find, `file_empty`,
 * `file_too_large`, and those of verification_begin and scan_file; REFUSED
 * `other_recognition`, `transition_refused`; NOPERM as product_open.
 */
struct sign_id;

enum status sign_id_begin(struct desk *desk, const struct signed_form *in,
			  struct sign_id **ret, struct error *err);
enum status sign_id_find(struct desk *desk, struct sign_id_desk *shared,
			 struct sign_id *work, struct error *err);
enum status sign_id_read(struct desk *desk, struct sign_id *work,
			 struct error *err);
enum status sign_id_verify(struct desk *desk, struct sign_id_desk *shared,
			   struct sign_id *work, struct error *err);
struct verification *sign_id_verification(const struct sign_id *work);
enum status sign_id_inspect(struct desk *desk, struct sign_id_desk *shared,
			    struct sign_id *work, struct error *err);
enum status sign_id_record(struct desk *desk, struct sign_id *work,
			   struct product *ret, struct error *err);

#endif
