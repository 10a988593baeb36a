/* file_inspect - has each kind of file read by its parser in a sandbox */
#include <ipp/port/file_inspect.h>

#include <ctype.h>
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sandbox.h>

static const struct sandbox_limits limits = {
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

#define INSPECTED (FILE_JPEG | FILE_PNG | FILE_PDF | FILE_P7M)
#define REFUSALS  (sizeof refusals / sizeof *refusals)

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
	enum file_kind kind;
	const char *attachment;
	size_t max;
	const struct pdf_facts *known;
};

/* What the child says first. The size of each of its members is fixed, and
 * no value of them is a trap: it may lie, but not confuse. */
struct verdict {
	size_t refusal;	   /* 1 + index, or 0 */
	size_t attachment; /* the same, of what is attached */
	size_t pages, width, height, signers;
	unsigned features, bits, detached;
	char version[8];
};

static size_t refusal_of(enum status rc, const struct error *err)
{
	if (rc == OK)
		return 0;
	for (size_t i = 0; i < REFUSALS; i++)
		if (error_has(err, refusals[i].code))
			return 1 + i;
	return 1;
}

static void look(const struct task *task, struct verdict *v)
{
	const struct file_bytes *file = task->file;
	struct pdf_facts pdf = { 0 };
	struct image_facts image = { 0 };
	struct cms_shape cms = { 0 };
	struct error err;
	enum status rc;

	error_reset(&err);
	if (task->known) {
		pdf = *task->known;
		rc = OK;
	} else if (task->kind == FILE_PDF)
		rc = pdf_facts(file->bytes, file->size, &pdf, &err);
	else if (task->kind == FILE_P7M)
		rc = cms_shape(file->bytes, file->size, &cms, &err);
	else
		rc = image_facts(file->bytes, file->size, &image, &err);
	v->refusal = refusal_of(rc, &err);
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
	struct verdict v = { 0 };

	(void)n;
	look(in, &v);
	(void)sandbox_say(answer, &v, sizeof v);
}

static enum status refuse(const struct file_bytes *file, size_t refusal,
			  struct error *err)
{
	const struct refusal *r =
	    &refusals[refusal <= REFUSALS ? refusal - 1 : 0];

	return error_set(err, DATA, r->code, NULL, "\"%s\" %s", file->name,
			 _(r->text));
}

static enum status pdf_judge(const struct file_bytes *file,
			     const struct verdict *v, struct pdf_facts *ret,
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

static enum status verdict_judge(const struct file_bytes *file,
				 enum file_kind kind, const struct verdict *v,
				 struct file_facts *ret, struct error *err)
{
	struct file_facts facts = { .kind = kind,
				    .mime = file_kind_mime(kind) };
	enum status rc;

	if (v->refusal != 0)
		return refuse(file, v->refusal, err);
	if (kind == FILE_PDF) {
		if ((rc = pdf_judge(file, v, &facts.pdf, err)) != OK)
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

enum status file_inspect(struct arena *arena, const struct file_bytes *file,
			 unsigned allowed, struct file_facts *ret,
			 struct error *err)
{
	enum file_kind kind = file_sniff(file->bytes, file->size);
	struct task task = { .file = file, .kind = kind };
	struct verdict v;
	struct sandbox_answer answer = { &v, sizeof v, 0 };
	enum status rc;

	if ((rc = file_size_check(file, err)) != OK)
		return rc;
	if (!(kind & allowed & INSPECTED))
		return error_set(err, DATA, "file_kind_refused", NULL,
				 "\"%s\" is %s; give %s", file->name,
				 file_describe(arena, file->bytes, file->size),
				 kinds_list(arena, allowed));
	if ((rc = sandbox_run(parse, &task, sizeof task, &limits, &answer,
			      err)) != OK)
		return rc;
	if (answer.used != sizeof v)
		return refuse(file, 1, err);
	return verdict_judge(file, kind, &v, ret, err);
}

size_t file_look_size(size_t max)
{
	return sizeof(struct verdict) + max;
}

/* Says the verdict and, where it is no refusal, the bytes. */
static void detach(const void *in, size_t n, struct sandbox_answer *answer)
{
	const struct task *task = in;
	OWN(arena) struct arena *arena = arena_new();
	unsigned char *bytes = NULL;
	size_t size = 0;
	struct verdict v = { 0 };
	struct error err;
	enum status rc;

	(void)n;
	error_reset(&err);
	look(task, &v);
	if (v.refusal == 0 && task->attachment) {
		rc = pdf_attachment_read(arena, task->file->bytes,
					 task->file->size, task->attachment,
					 task->max, &bytes, &size, &err);
		v.attachment = refusal_of(rc, &err);
	}
	if (sandbox_say(answer, &v, sizeof v) && v.attachment == 0)
		(void)sandbox_say(answer, bytes, size);
}

void file_look_say(const struct file_bytes *pdf, const struct pdf_facts *known,
		   const char *name, size_t max, struct sandbox_answer *answer)
{
	struct task task = { pdf, FILE_PDF, name, max, known };

	detach(&task, sizeof task, answer);
}

/* False: it was cut short. */
static bool look_read(const struct file_look *look, struct verdict *ret)
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
	struct verdict v;

	if (!look_read(look, &v))
		return refuse(file, 1, err);
	if (v.refusal != 0)
		return refuse(file, v.refusal, err);
	*ret = v.features;
	return OK;
}

enum status file_look_attachment(struct arena *arena,
				 const struct file_bytes *file,
				 const struct file_look *look,
				 unsigned char **ret, size_t *size,
				 struct error *err)
{
	const unsigned char *bytes = look->bytes;
	struct file_facts facts;
	struct verdict v;
	enum status rc;

	if (!look_read(look, &v))
		return refuse(file, 1, err);
	if ((rc = verdict_judge(file, FILE_PDF, &v, &facts, err)) != OK)
		return rc;
	if (v.attachment != 0)
		return refuse(file, v.attachment, err);
	*size = look->size - sizeof v;
	*ret = arena_bytes(arena, bytes + sizeof v, *size);
	return OK;
}

enum status file_attachment(struct arena *arena, const struct file_bytes *file,
			    const char *name, size_t max, unsigned char **ret,
			    size_t *size, struct error *err)
{
	struct task task = { file, FILE_PDF, name, max, NULL };
	OWN(bytes) unsigned char *room = NULL;
	struct sandbox_answer answer = { .size = file_look_size(max) };
	struct file_look seen;
	enum status rc;

	if ((rc = file_size_check(file, err)) != OK)
		return rc;
	answer.bytes = room = memory_room(answer.size);
	if ((rc = sandbox_run(detach, &task, sizeof task, &limits, &answer,
			      err)) != OK)
		return rc;
	seen = (struct file_look){ room, answer.used };
	return file_look_attachment(arena, file, &seen, ret, size, err);
}
