/* stash_sign - files signed with a remote certificate */
#ifndef IPP_ACT_STASH_SIGN_H
#define IPP_ACT_STASH_SIGN_H

#include <ipp/base/error.h>

struct desk;
struct signed_file;
struct stash_sign;
struct stash_sign_options;
struct stash_signing;

/*
 * One file, in stages:
 *
 *	begin		in a transaction: may it be signed now
 *	prepare		apart: it is read and what will be signed is made; a
 *			PDF is parsed in a forked child
 *	look		in a transaction, and judge, apart: whether what is
 *			there already is what would be made
 *	join		one after the other: it is one of the batch
 *	call		one after the other: the batch is counted and signed
 *	complete	apart: the value is verified and put in
 *	stamp		one after the other: the time-stamp
 *	write		apart: the output is there, whole
 *	record		in a transaction: the journal says so
 *
 * Formats and outputs are those of act/sign.h. In a dry run nobody is asked to
 * sign, and all is looked at that can be looked at before. DATA `file_changed`
 * if the file is not what it was when it was prepared; errors of sign_file.h,
 * stash_signing.h, cms_stamp.h, pdf_sign_prepare, cms_complete.
 */
enum status stash_sign_begin(struct desk *desk, struct stash_signing *signing,
			     const struct signed_file *in,
			     const struct stash_sign_options *options,
			     struct stash_sign **ret, struct error *err);
enum status stash_sign_prepare(struct desk *desk, struct stash_sign *it,
			       struct error *err);
enum status stash_sign_look(struct desk *desk, struct stash_sign *it,
			    struct error *err);
enum status stash_sign_judge(struct desk *desk, struct stash_sign *it,
			     struct error *err);
enum status stash_sign_join(struct desk *desk, struct stash_sign *it,
			    struct error *err);
enum status stash_sign_call(struct desk *desk, struct stash_sign *it,
			    struct error *err);
enum status stash_sign_complete(struct desk *desk, struct stash_sign *it,
				struct error *err);
enum status stash_sign_stamp(struct desk *desk, struct stash_sign *it,
			     struct error *err);
enum status stash_sign_write(struct desk *desk, struct stash_sign *it,
			     struct error *err);
enum status stash_sign_record(struct desk *desk, struct stash_sign *it,
			      struct signed_file *ret, struct error *err);

#endif
