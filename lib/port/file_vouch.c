/* file_vouch - which files an engine that cuts off can have read whole */
#include <ipp/port/file_vouch.h>

#include <ipp/base/text.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/sandbox.h>

static const struct sandbox_limits limits = {
	.cpu_seconds = 10,
	.wall_ms = 20000,
	.memory_bytes = (size_t)1 << 30,
};

enum found { BROKEN, ENCRYPTED, PACKED, PLAIN };

static void look(const void *in, size_t n, struct sandbox_answer *answer)
{
	struct pdf_facts facts = { 0 };
	unsigned char found = BROKEN;
	struct error err;

	error_reset(&err);
	if (pdf_facts(in, n, &facts, &err) == OK)
		found = facts.features & PDF_PACKED ? PACKED : PLAIN;
	else if (error_has(&err, "pdf_encrypted"))
		found = ENCRYPTED;
	(void)sandbox_say(answer, &found, 1);
}

static enum status pdf_vouch(const struct file_bytes *file, bool *ret,
			     struct error *err)
{
	unsigned char found = BROKEN;
	struct sandbox_answer answer = { &found, 1, 0 };
	enum status rc = sandbox_run(look, file->bytes, file->size, &limits,
				     &answer, err);

	if (rc != OK)
		return rc;
	if (found == ENCRYPTED)
		return error_set(err, DATA, "pdf_encrypted", NULL,
				 "\"%s\" is encrypted; give a PDF that opens "
				 "without a passphrase",
				 file->name);
	if (answer.used != 1 || (found != PACKED && found != PLAIN))
		return error_set(err, DATA, "file_broken", NULL,
				 "\"%s\" is broken or not quite what it says it "
				 "is; print it to PDF anew",
				 file->name);
	*ret = found == PLAIN;
	return OK;
}

enum status file_vouch(const struct file_bytes *file, bool *ret,
		       struct error *err)
{
	enum file_kind kind = file_sniff(file->bytes, file->size);

	if (kind == FILE_P7M) {
		*ret = true;
		return OK;
	}
	if (kind == FILE_PDF && !file_holds_zip(file->bytes, file->size))
		return pdf_vouch(file, ret, err);
	*ret = file_is_plain(file->bytes, file->size);
	return OK;
}
