/* stash_missing - outputs of a run before, which need no other signature */
#include "stash_sign.h"

#include <ipp/act/stash_signing.h>
#include <ipp/act/verify.h>
#include <ipp/base/certificate.h>
#include <ipp/base/text.h>
#include <ipp/model/signature.h>
#include <ipp/model/signing.h>
#include <ipp/port/file_inspect.h>
#include <ipp/store/desk.h>

#include "sign_file.h"

enum status stash_there_read(struct desk *desk, struct stash_sign *it,
			     struct error *err)
{
	unsigned char *bytes = NULL;
	enum status rc = sign_content(desk->arena, it->output, &bytes,
				      &it->there.size, err);

	it->there.bytes = bytes;
	if (rc != OK || it->format != SIGNATURE_CADES_DETACHED)
		return rc;
	return stash_content(it, desk->arena, &it->held, err);
}

enum status stash_sign_look(struct desk *desk, struct stash_sign *it,
			    struct error *err)
{
	struct verify_wish wish = {
		.file = { it->output, it->there.bytes, it->there.size },
		.offline = true,
		.at = ABSENT,
		.shelf = stash_shelf(it->signing),
	};

	if (!it->is_there)
		return OK;
	if (it->format == SIGNATURE_CADES_DETACHED)
		wish.detached_content = (struct file_bytes){
			it->in->file, it->held.bytes, it->held.size
		};
	return verification_begin(desk, &wish, &it->verification, err);
}

/* The last signature is by this certificate, and holds as far as the file
 * itself tells; a PDF has those before it, too. */
static bool is_by(const struct stash_sign *it)
{
	const struct signature_report *report =
	    verification_report(it->verification);
	const struct signature_result *list = report->signatures.items, *last;
	size_t n = report->signatures.count;

	if (n == 0)
		return false;
	last = &list[n - 1];
	return text_equal(last->certificate_sha256,
			  stash_facts(it->signing)->fingerprint) &&
	       last->sub_indication != HASH_FAILURE &&
	       last->sub_indication != SIG_CRYPTO_FAILURE &&
	       last->sub_indication != FORMAT_FAILURE;
}

/* A PDF is what was signed and, behind it, what the signature added. */
static bool is_of_this(struct desk *desk, const struct stash_sign *it)
{
	const void *bytes = it->there.bytes;
	size_t size = it->file_size;
	const char *sha256;
	struct error err;

	error_reset(&err);
	if (it->format == SIGNATURE_CADES_DETACHED)
		return true; /* it was verified with this content */
	if (it->format == SIGNATURE_CADES_ATTACHED &&
	    verification_content(it->verification, &bytes, &size, &err) != OK)
		return false;
	return size <= it->there.size &&
	       sign_sha256(desk->arena, bytes, size, &sha256, &err) == OK &&
	       text_equal(sha256, it->content_sha256);
}

enum status stash_sign_judge(struct desk *desk, struct stash_sign *it,
			     struct error *err)
{
	enum status rc;

	if (!it->is_there)
		return OK;
	if ((rc = verification_judge(desk, it->verification, err)) != OK)
		return rc;
	it->is_passed = is_by(it) && is_of_this(desk, it);
	if (it->is_passed)
		return sign_sha256(desk->arena, it->there.bytes,
				   it->there.size, &it->sha256, err);
	return error_set(err, DATA, "output_exists", "output",
			 "\"%s\" is there already, and is no signature of this "
			 "file by \"%s\"; name another with --output, or say "
			 "--overwrite",
			 it->output, stash_alias(it->signing));
}
