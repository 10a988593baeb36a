/* file_look - looks at a PDF in whosever sandbox, for several who ask */
#include "file_verdict.h"

#include <ctype.h>
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sandbox.h>

const struct sandbox_limits file_sandbox_limits = {
	.cpu_seconds = 10,
	.wall_ms = 20000,
	.memory_bytes = (size_t)1 << 30, /* the largest image, decoded */
};

/* What the child may say went wrong; its words are ours, see below. */
static const struct refusal {
	const char *code, *text;
} refusals[] = {
	{ "file_broken",
	  N_("is broken or not quite what it says it is; scan it "
	     "or print it to PDF anew") },
	{ "pdf_encrypted", N_("is encrypted; give a PDF that opens without a "
			      "passphrase") },
	{ "image_too_large", N_("has too many pixels; scan it at a lower "
				"resolution") },
	{ "attachment_missing", N_("has no record attached; give the PDF that "
				   "was made here") },
	{ "attachment_too_large",
	  N_("has too large an attachment; give the PDF "
	     "that was made here") },
};

#define REFUSALS (sizeof refusals / sizeof *refusals)

/* Why a PDF is not taken for what is in it. Attachments as such are fine:
 * our own forms carry their record. */
static const struct {
	enum pdf_feature feature;
	const char *name;
} actives[] = {
	{ PDF_JAVASCRIPT, "JavaScript" },
	{ PDF_LAUNCH, N_("an action that starts or sends something") },
	{ PDF_PROGRAM, N_("an attached program") },
	{ PDF_OPEN_ACTION, N_("an action on opening") },
	{ PDF_XFA, N_("an XFA form") },
	{ PDF_MEDIA, N_("sound, film or 3D") },
};

struct task {
	const struct file_bytes *file;
	const char *attachment;
	size_t max;
	const struct pdf_facts *known;
};

size_t file_refusal_of(enum status rc, const struct error *err)
{
	if (rc == OK)
		return 0;
	for (size_t i = 0; i < REFUSALS; i++)
		if (error_has(err, refusals[i].code))
			return 1 + i;
	return 1;
}

enum status file_refuse(const struct file_bytes *file, size_t refusal,
			struct error *err)
{
	const struct refusal *r =
	    &refusals[refusal <= REFUSALS ? refusal - 1 : 0];

	return error_set(err, DATA, r->code, NULL, "\"%s\" %s", file->name,
			 _(r->text));
}

enum status file_pdf_judge(const struct file_bytes *file,
			   const struct file_verdict *v, struct pdf_facts *ret,
			   struct error *err)
{
	if (v->pages > LIMIT_PDF_PAGES)
		return error_set(err, DATA, "too_many_pages", NULL,
				 "\"%s\" has %zu pages, more than %d; leave "
				 "out what is not asked for",
				 file->name, v->pages, LIMIT_PDF_PAGES);
	for (size_t i = 0; i < sizeof actives / sizeof *actives; i++)
		if (v->features & actives[i].feature)
			return error_set(err, DATA, "pdf_active_content", NULL,
					 "\"%s\" contains %s; print it to a "
					 "new PDF and give that one",
					 file->name, _(actives[i].name));
	ret->pages = v->pages;
	ret->features = v->features;
	for (size_t i = 0; i < sizeof ret->version; i++)
		ret->version[i] = isdigit((unsigned char)v->version[i]) ||
					  v->version[i] == '.'
				      ? v->version[i]
				      : '\0';
	ret->version[sizeof ret->version - 1] = '\0';
	return OK;
}

size_t file_look_size(size_t max)
{
	return sizeof(struct file_verdict) + max;
}

/* Says the verdict and, where it is no refusal, the bytes. */
static void detach(const void *in, size_t n, struct sandbox_answer *answer)
{
	const struct task *task = in;
	OWN(arena) struct arena *arena = arena_new();
	unsigned char *bytes = NULL;
	size_t size = 0;
	struct pdf_facts facts = { 0 };
	struct file_verdict v = { 0 };
	struct error err;
	enum status rc = OK;

	(void)n;
	error_reset(&err);
	if (task->known)
		facts = *task->known;
	else
		rc = pdf_facts(task->file->bytes, task->file->size, &facts,
			       &err);
	v.refusal = file_refusal_of(rc, &err);
	v.pages = facts.pages;
	v.features = facts.features;
	memcpy(v.version, facts.version, sizeof v.version);
	if (v.refusal == 0 && task->attachment) {
		rc = pdf_attachment_read(arena, task->file->bytes,
					 task->file->size, task->attachment,
					 task->max, &bytes, &size, &err);
		v.attachment = file_refusal_of(rc, &err);
	}
	if (sandbox_say(answer, &v, sizeof v) && v.attachment == 0)
		(void)sandbox_say(answer, bytes, size);
}

void file_look_say(const struct file_bytes *pdf, const struct pdf_facts *known,
		   const char *name, size_t max, struct sandbox_answer *answer)
{
	struct task task = { pdf, name, max, known };

	detach(&task, sizeof task, answer);
}

/* False: it was cut short. */
static bool look_read(const struct file_look *look, struct file_verdict *ret)
{
	if (!look->bytes || look->size < sizeof *ret)
		return false;
	memcpy(ret, look->bytes, sizeof *ret);
	return true;
}

enum status file_look_features(const struct file_bytes *file,
			       const struct file_look *look, unsigned *ret,
			       struct error *err)
{
	struct file_verdict v;

	if (!look_read(look, &v))
		return file_refuse(file, 1, err);
	if (v.refusal != 0)
		return file_refuse(file, v.refusal, err);
	*ret = v.features;
	return OK;
}

enum status file_look_judge(const struct file_bytes *file,
			    const struct sandbox_answer *answer,
			    struct error *err)
{
	const struct file_look look = { answer->bytes, answer->used };
	struct pdf_facts facts;
	struct file_verdict v;

	if (!look_read(&look, &v))
		return file_refuse(file, 1, err);
	return v.refusal != 0 ? file_refuse(file, v.refusal, err)
			      : file_pdf_judge(file, &v, &facts, err);
}

enum status file_look_attachment(struct arena *arena,
				 const struct file_bytes *file,
				 const struct file_look *look,
				 unsigned char **ret, size_t *size,
				 struct error *err)
{
	const unsigned char *bytes = look->bytes;
	struct pdf_facts facts;
	struct file_verdict v;
	enum status rc;

	if (!look_read(look, &v))
		return file_refuse(file, 1, err);
	if (v.refusal != 0)
		return file_refuse(file, v.refusal, err);
	if ((rc = file_pdf_judge(file, &v, &facts, err)) != OK)
		return rc;
	if (v.attachment != 0)
		return file_refuse(file, v.attachment, err);
	*size = look->size - sizeof v;
	*ret = arena_bytes(arena, bytes + sizeof v, *size);
	return OK;
}

enum status file_attachment(struct arena *arena, const struct file_bytes *file,
			    const char *name, size_t max, unsigned char **ret,
			    size_t *size, struct error *err)
{
	struct task task = { file, name, max, NULL };
	OWN(bytes) unsigned char *room = NULL;
	struct sandbox_answer answer = { .size = file_look_size(max) };
	struct file_look seen;
	enum status rc;

	if ((rc = file_size_check(file, err)) != OK)
		return rc;
	answer.bytes = room = memory_room(answer.size);
	if ((rc = sandbox_run(detach, &task, sizeof task, &file_sandbox_limits,
			      &answer, err)) != OK)
		return rc;
	seen = (struct file_look){ room, answer.used };
	return file_look_attachment(arena, file, &seen, ret, size, err);
}
