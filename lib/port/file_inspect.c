/* file_inspect - has each kind of file read by its parser in a sandbox */
#include <ipp/port/file_inspect.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sandbox.h>

#include "file_verdict.h"

#define INSPECTED (FILE_JPEG | FILE_PNG | FILE_PDF | FILE_P7M)

struct task {
	const struct file_bytes *file;
	enum file_kind kind;
};

static void look(const struct task *task, struct file_verdict *v)
{
	const struct file_bytes *file = task->file;
	struct pdf_facts pdf = { 0 };
	struct image_facts image = { 0 };
	struct cms_shape cms = { 0 };
	struct error err;
	enum status rc;

	error_reset(&err);
	if (task->kind == FILE_PDF)
		rc = pdf_facts(file->bytes, file->size, &pdf, &err);
	else if (task->kind == FILE_P7M)
		rc = cms_shape(file->bytes, file->size, &cms, &err);
	else
		rc = image_facts(file->bytes, file->size, &image, &err);
	v->refusal = file_refusal_of(rc, &err);
	v->pages = pdf.pages;
	v->features = pdf.features;
	memcpy(v->version, pdf.version, sizeof v->version);
	v->width = image.width;
	v->height = image.height;
	v->bits = image.bits;
	v->signers = cms.signers;
	v->detached = cms.detached;
}

static void parse(const void *in, size_t n, struct sandbox_answer *answer)
{
	struct file_verdict v = { 0 };

	(void)n;
	look(in, &v);
	(void)sandbox_say(answer, &v, sizeof v);
}

static enum status verdict_judge(const struct file_bytes *file,
				 enum file_kind kind, const struct file_verdict *v,
				 struct file_facts *ret, struct error *err)
{
	struct file_facts facts = { .kind = kind,
				    .mime = file_kind_mime(kind) };
	enum status rc;

	if (v->refusal != 0)
		return file_refuse(file, v->refusal, err);
	if (kind == FILE_PDF) {
		if ((rc = file_pdf_judge(file, v, &facts.pdf, err)) != OK)
			return rc;
	} else if (kind == FILE_P7M) {
		facts.cms.signers = v->signers;
		facts.cms.detached = v->detached != 0;
	} else {
		facts.image =
		    (struct image_facts){ v->width, v->height, v->bits };
	}
	*ret = facts;
	return OK;
}

/* "JPEG, PNG or PDF". */
static const char *kinds_list(struct arena *arena, unsigned kinds)
{
	static const char *const names[] = { "JPEG", "PNG", "PDF",
					     "P7M (CMS SignedData)" };
	const char *ret = "";

	kinds &= INSPECTED;
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		const char *between = kinds >> (i + 1) ? ", " : _(" or ");

		if (kinds & 1U << i)
			ret = arena_printf(arena, "%s%s%s", ret,
					   *ret ? between : "", names[i]);
	}
	return ret;
}

enum status file_kind_check(struct arena *arena, const struct file_bytes *file,
			    unsigned allowed, struct error *err)
{
	enum status rc;

	if ((rc = file_size_check(file, err)) != OK ||
	    file_sniff(file->bytes, file->size) & allowed & INSPECTED)
		return rc;
	return error_set(err, DATA, "file_kind_refused", NULL,
			 "\"%s\" is %s; give %s", file->name,
			 file_describe(arena, file->bytes, file->size),
			 kinds_list(arena, allowed));
}

enum status file_inspect(struct arena *arena, const struct file_bytes *file,
			 unsigned allowed, struct file_facts *ret,
			 struct error *err)
{
	enum file_kind kind = file_sniff(file->bytes, file->size);
	struct task task = { .file = file, .kind = kind };
	struct file_verdict v;
	struct sandbox_answer answer = { &v, sizeof v, 0 };
	enum status rc;

	if ((rc = file_kind_check(arena, file, allowed, err)) != OK ||
	    (rc = sandbox_run(parse, &task, sizeof task, &file_sandbox_limits,
			      &answer, err)) != OK)
		return rc;
	if (answer.used != sizeof v)
		return file_refuse(file, 1, err);
	return verdict_judge(file, kind, &v, ret, err);
}
