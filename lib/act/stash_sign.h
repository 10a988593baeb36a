/* stash_sign - one file on its way to a remote signature */
#ifndef IPP_LIB_ACT_STASH_SIGN_H
#define IPP_LIB_ACT_STASH_SIGN_H

#include <ipp/act/stash_sign.h>
#include <ipp/act/stash_signing.h>
#include <ipp/model/stash_signing.h>
#include <ipp/port/pdf_sign.h>

struct verification;

/* Files do not stay in memory while others are prepared and the authority
 * signs: they are read once more, and compared. */
struct stash_sign {
	struct stash_signing *signing;
	const struct signed_file *in;
	struct stash_sign_options options;
	int64_t format; /* enum signature_format */
	const char *output;
	bool is_there;	/* with options.missing: something lies there, .. */
	bool is_passed; /* and is what would be made */
	struct octets there;
	struct verification *verification; /* of it */
	struct octets held; /* the file, where it is kept: it came from stdin */
	struct pdf_draft update; /* of a PDF: what is appended to it */
	const char *content_sha256, *sha256;
	size_t file_size, size;
	struct cms_draft draft;
	struct stash_wish wish;
	struct octets message;
};

/* The file's bytes, borrowed from the arena. Errors of sign_content. */
enum status stash_content(const struct stash_sign *it, struct arena *arena,
			  struct octets *ret, struct error *err);

/* What is at the place of the output, and what it would be a signature of. */
enum status stash_there_read(struct desk *desk, struct stash_sign *it,
			     struct error *err);

#endif
