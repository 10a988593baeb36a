/* sign - an officer signs files */
#ifndef IPP_ACT_SIGN_H
#define IPP_ACT_SIGN_H

#include <ipp/base/error.h>

struct desk;
struct sign_file_options;
struct signed_file;
struct signing;
struct verification;

/*
 * One file, in stages:
 *
 *	sign_begin	in a transaction: may he sign now
 *	sign_read	apart: the bytes, and where the output goes
 *	sign_inspect	apart: a PDF is parsed, in a forked child, so no other
 *			stage may run meanwhile
 *	sign_make	apart: what will be signed, and its signature, but
 *			that of a remote certificate
 *	sign_join,
 *	sign_call	one after the other: the remote certificate signs the
 *			batch
 *	sign_complete	apart: the signature is verified and put in
 *	sign_verify	in a transaction: begins its verification, whose
 *			stages (act/verify.h) are run on sign_verification
 *	sign_record	in a transaction: is it good, and the journal says so
 *	sign_write	apart: the output is there, whole; not in a dry run
 *
 * A PDF is signed as PAdES, all else as CAdES with the content inside. The
 * output lies beside FILE: FILE.p7m, FILE.p7s, or FILE-signed.pdf.
 *
 * USAGE `style_ambiguous`; DATA `output_missing`, `output_exists`,
 * `file_empty`, those of file_read, file_inspect, pdf_sign_prepare; REFUSED as
 * signing_check and signing_judge.
 */
struct sign;

enum status sign_begin(struct desk *desk, const struct signing *signing,
		       const struct signed_file *in,
		       const struct sign_file_options *options,
		       struct sign **ret, struct error *err);
enum status sign_read(struct desk *desk, struct sign *sign, struct error *err);
enum status sign_inspect(struct desk *desk, struct sign *sign,
			 struct error *err);
enum status sign_make(struct desk *desk, struct sign *sign, struct error *err);
enum status sign_join(struct desk *desk, struct sign *sign, struct error *err);
enum status sign_call(struct desk *desk, struct sign *sign, struct error *err);
enum status sign_complete(struct desk *desk, struct sign *sign,
			  struct error *err);
enum status sign_verify(struct desk *desk, struct sign *sign,
			struct error *err);
struct verification *sign_verification(const struct sign *sign);
enum status sign_record(struct desk *desk, struct sign *sign,
			struct signed_file *ret, struct error *err);
enum status sign_write(struct desk *desk, struct sign *sign, struct error *err);

#endif
