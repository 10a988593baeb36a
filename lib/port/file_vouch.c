/* file_vouch - which files an engine that cuts off can have read whole */
#include <ipp/port/file_vouch.h>

#include <ipp/base/memory.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/sandbox.h>

#include "file_verdict.h"

static void look_for(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)n;
	file_look_say(in, NULL, NULL, 0, answer);
}

/* Looks, if nobody has. */
static enum status pdf_features(const struct file_bytes *file,
				const struct file_look *look, unsigned *ret,
				struct error *err)
{
	OWN(bytes) unsigned char *room = NULL;
	struct sandbox_answer answer = { .size = file_look_size(0) };
	struct file_look own;
	enum status rc;

	if (look && look->bytes)
		return file_look_features(file, look, ret, err);
	answer.bytes = room = memory_room(answer.size);
	if ((rc = sandbox_run(look_for, file, sizeof *file, &file_sandbox_limits, &answer,
			      err)) != OK)
		return rc;
	own = (struct file_look){ room, answer.used };
	return file_look_features(file, &own, ret, err);
}

enum status file_vouch(const struct file_bytes *file,
		       const struct file_look *look, bool *ret,
		       struct error *err)
{
	enum file_kind kind = file_sniff(file->bytes, file->size);
	unsigned features;
	enum status rc;

	if (kind == FILE_PDF && !file_holds_zip(file->bytes, file->size)) {
		if ((rc = pdf_features(file, look, &features, err)) == OK)
			*ret = !(features & PDF_PACKED);
		return rc;
	}
	*ret = kind == FILE_P7M || file_is_plain(file->bytes, file->size);
	return OK;
}
