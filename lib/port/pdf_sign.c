/* pdf_sign - an incremental update with a signature, made in a sandbox */
#include <ipp/port/pdf_sign.h>

#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/sandbox.h>

#include "file_verdict.h"
#include "pdf_update.h"

#define UPDATE_MAX ((size_t)1024 * 1024)

static const struct sandbox_limits limits = {
	.cpu_seconds = 20, /* for a look and for an update */
	.wall_ms = 40000,
	.memory_bytes = (size_t)256 * 1024 * 1024,
};

struct task {
	const struct file_bytes *file;
	const struct pdf_signature *what;
};

enum outcome { MADE, BROKEN, ENCRYPTED, LOCKED, TOO_COMPLEX };

/* What the child says before the update itself. */
struct claim {
	size_t outcome, gap;
};

/* Where qpdf finds the header further on, all offsets count from there; so
 * others may not agree on what the file says. */
static bool header_is_first(const struct file_bytes *file)
{
	const char *bytes = file->bytes;

	return file->size > 8 && memcmp(bytes, "%PDF-", 5) == 0 &&
	       bytes[5] >= '0' && bytes[5] <= '9';
}

/* The offset that the file's last `startxref` tells (7.5.5). */
static bool start_find(const struct file_bytes *file, size_t *ret)
{
	static const char word[] = "startxref";
	const char *bytes = file->bytes;
	size_t n = sizeof word - 1, at = file->size;

	while (at-- > 0 && file->size - at < 2048) {
		if (file->size - at <= n || memcmp(bytes + at, word, n) != 0)
			continue;
		char digits[24] = "";
		size_t skip = at + n, k = 0;
		int64_t number;

		while (skip < file->size && strchr("\r\n ", bytes[skip]))
			skip++;
		while (skip < file->size && k + 1 < sizeof digits &&
		       bytes[skip] >= '0' && bytes[skip] <= '9')
			digits[k++] = bytes[skip++];
		if (!integer_parse(digits, 0, (int64_t)file->size - 5, &number))
			return false;
		*ret = (size_t)number;
		return true;
	}
	return false;
}

static int by_number(const void *a, const void *b)
{
	const struct pdf_object *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

/* How many objects from `i` on have numbers in a row. */
static size_t run_length(const struct pdf_update *u, size_t i)
{
	size_t k = i + 1;

	while (k < u->count &&
	       u->objects[k].number == u->objects[k - 1].number + 1)
		k++;
	return k - i;
}

/* 7.5.4 */
static void table_write(struct pdf_update *u, size_t previous)
{
	size_t start = u->base + (size_t)ftell(u->out);

	(void)fputs("xref\n", u->out);
	for (size_t i = 0, n; i < u->count; i += n) {
		n = run_length(u, i);
		(void)fprintf(u->out, "%ld %zu\n", u->objects[i].number, n);
		for (size_t k = i; k < i + n; k++)
			(void)fprintf(u->out, "%010zu %05ld n \n",
				      u->objects[k].offset,
				      u->objects[k].generation);
	}
	(void)fprintf(u->out,
		      "trailer\n<</Size %ld%s/Prev %zu>>\n"
		      "startxref\n%zu\n%%%%EOF\n",
		      u->next, u->trailer, previous, start);
}

/* 7.5.8: where the file has streams for tables, so has its update. */
static void stream_write(struct pdf_update *u, size_t previous)
{
	size_t start = u->base + (size_t)ftell(u->out);

	u->objects[u->count++] = (struct pdf_object){ u->next, 0, start };
	(void)fprintf(u->out,
		      "%ld 0 obj\n<</Type/XRef/Size %ld%s/Prev %zu/W[1 4 2]"
		      "/Index[",
		      u->next, u->next + 1, u->trailer, previous);
	for (size_t i = 0, n; i < u->count; i += n) {
		n = run_length(u, i);
		(void)fprintf(u->out, "%ld %zu ", u->objects[i].number, n);
	}
	(void)fprintf(u->out, "]/Length %zu>>\nstream\n", u->count * 7);
	for (size_t i = 0; i < u->count; i++) {
		const struct pdf_object *it = &u->objects[i];

		(void)fputc(1, u->out);
		for (int shift = 24; shift >= 0; shift -= 8)
			(void)fputc((int)(it->offset >> shift & 0xff), u->out);
		(void)fputc((int)(it->generation >> 8 & 0xff), u->out);
		(void)fputc((int)(it->generation & 0xff), u->out);
	}
	(void)fprintf(u->out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n",
		      start);
}

static void range_fill(char *update, const struct pdf_update *u,
		       size_t gap_size, size_t size)
{
	char text[PDF_RANGE_SIZE + 1];
	size_t after = u->gap + gap_size;
	int n = snprintf(text, sizeof text, "[0 %zu %zu %zu", u->base + u->gap,
			 u->base + after, size - after);

	memset(update + u->range, ' ', PDF_RANGE_SIZE);
	memcpy(update + u->range, text, (size_t)n);
	update[u->range + PDF_RANGE_SIZE - 1] = ']';
}

static size_t gap_size_of(const struct pdf_signature *what)
{
	return 2 * what->room + 2;
}

static enum outcome outcome_of(enum status rc, const struct error *err)
{
	return rc == OK				 ? MADE
	       : error_has(err, "pdf_locked")	 ? LOCKED
	       : error_has(err, "pdf_encrypted") ? ENCRYPTED
						 : BROKEN;
}

static enum outcome update_write(const struct task *task, struct pdf_update *u,
				 char **text, size_t *size)
{
	const struct file_bytes *file = task->file;
	struct error err;
	size_t previous;
	enum outcome ret;

	error_reset(&err);
	u->base = file->size;
	u->out = open_memstream(text, size);
	if (!u->out)
		memory_exhausted();
	ret = outcome_of(
	    pdf_update_write(file->bytes, file->size, task->what, u, &err),
	    &err);
	if (ret == MADE &&
	    !(header_is_first(file) && start_find(file, &previous)))
		ret = BROKEN;
	if (ret == MADE) {
		qsort(u->objects, u->count, sizeof *u->objects, by_number);
		if (memcmp((const char *)file->bytes + previous, "xref", 4) ==
		    0)
			table_write(u, previous);
		else
			stream_write(u, previous);
	}
	if (fclose(u->out))
		memory_exhausted();
	return ret;
}

/* Whether the file reads as before with what was added. What stands behind
 * the last mark of its end can change the meaning of what follows. */
static bool is_read_again(const struct file_bytes *file, const char *text,
			  size_t size)
{
	unsigned char *whole = memory_new(file->size + size);
	struct pdf_facts before, after;
	struct error err;
	bool ret;

	error_reset(&err);
	memcpy(whole, file->bytes, file->size);
	memcpy(whole + file->size, text, size);
	ret = pdf_facts(file->bytes, file->size, &before, &err) == OK &&
	      pdf_facts(whole, file->size + size, &after, &err) == OK &&
	      before.pages == after.pages;
	free(whole);
	return ret;
}

/* The caller frees *text, whatever comes out. */
static enum outcome update_make(const struct task *task, char **text,
				size_t *size, size_t *gap)
{
	struct pdf_update u = { 0 };
	enum outcome ret = update_write(task, &u, text, size);
	size_t gap_size = gap_size_of(task->what);

	if (ret == MADE && *size > UPDATE_MAX + gap_size)
		ret = TOO_COMPLEX;
	if (ret == MADE) {
		range_fill(*text, &u, gap_size, *size);
		if (!is_read_again(task->file, *text, *size))
			ret = BROKEN;
	}
	*gap = u.gap;
	free(u.trailer);
	return ret;
}

static void prepare(const void *in, size_t n, struct sandbox_answer *answer)
{
	const struct task *task = in;
	struct claim claim;
	OWN(text) char *text = NULL;
	size_t size = 0;

	(void)n;
	if (task->what->is_foreign)
		file_look_say(task->file, NULL, NULL, 0, answer);
	claim.outcome = update_make(task, &text, &size, &claim.gap);
	if (sandbox_say(answer, &claim, sizeof claim) && claim.outcome == MADE)
		(void)sandbox_say(answer, text, size);
}

static enum status refuse(const struct file_bytes *file, size_t outcome,
			  struct error *err)
{
	switch (outcome) {
	case ENCRYPTED:
		return error_set(err, DATA, "pdf_encrypted", NULL,
				 "\"%s\" is encrypted; give a PDF that opens "
				 "without a passphrase",
				 file->name);
	case LOCKED:
		return error_set(err, REFUSED, "pdf_locked", NULL,
				 "a signature in \"%s\" forbids any change, "
				 "another one included; sign it with: --cades",
				 file->name);
	case TOO_COMPLEX:
		return error_set(err, DATA, "pdf_too_complex", NULL,
				 "\"%s\" has too large a form for one more "
				 "signature; sign it with: --cades",
				 file->name);
	default:
		return error_set(err, DATA, "file_broken", NULL,
				 "\"%s\" is broken or not quite what it says "
				 "it is; print it to a new PDF and sign that",
				 file->name);
	}
}

/* The child may lie: what it calls the gap must be one. */
static bool is_gap(const char *update, size_t size, size_t gap, size_t n)
{
	if (gap > size || size - gap < n || update[gap] != '<' ||
	    update[gap + n - 1] != '>')
		return false;
	for (size_t i = 1; i + 1 < n; i++)
		if (update[gap + i] != '0')
			return false;
	return true;
}

/* File and update in one. */
static void draft_join(struct arena *arena, const struct file_bytes *file,
		       struct octets update, struct pdf_draft *ret)
{
	ret->size = file->size + update.size;
	ret->bytes = arena_alloc(arena, ret->size);
	memcpy(ret->bytes, file->bytes, file->size);
	memcpy(ret->bytes + file->size, update.bytes, update.size);
}

enum status pdf_sign_draft(struct arena *arena, const struct file_bytes *file,
			   const struct pdf_signature *what,
			   struct pdf_draft *ret, struct error *err)
{
	struct task task = { file, what };
	OWN(text) char *text = NULL;
	size_t size = 0, gap = 0;
	enum outcome outcome = update_make(&task, &text, &size, &gap);

	if (outcome != MADE)
		return refuse(file, outcome, err);
	draft_join(arena, file,
		   (struct octets){ (const unsigned char *)text, size }, ret);
	ret->gap = file->size + gap;
	ret->gap_size = gap_size_of(what);
	return OK;
}

enum status pdf_sign_prepare(struct arena *arena, const struct file_bytes *file,
			     const struct pdf_signature *what,
			     struct pdf_draft *ret, struct error *err)
{
	size_t gap_size = gap_size_of(what), size;
	struct task task = { file, what };
	struct claim claim = { .outcome = BROKEN };
	size_t looked = what->is_foreign ? file_look_size(0) : 0;
	struct sandbox_answer answer = {
		.size = looked + sizeof claim + UPDATE_MAX + gap_size,
	};
	const char *update;
	enum status rc;

	if (what->is_foreign &&
	    (rc = file_kind_check(arena, file, FILE_PDF, err)) != OK)
		return rc;
	answer.bytes = arena_alloc(arena, answer.size);
	if ((rc = sandbox_run(prepare, &task, sizeof task, &limits, &answer,
			      err)) != OK ||
	    (looked && (rc = file_look_judge(file, &answer, err)) != OK))
		return rc;
	update = (const char *)answer.bytes + looked;
	if (answer.used >= looked + sizeof claim)
		memcpy(&claim, update, sizeof claim);
	if (claim.outcome != MADE)
		return refuse(file, claim.outcome, err);
	update += sizeof claim;
	size = answer.used - looked - sizeof claim;
	if (!is_gap(update, size, claim.gap, gap_size))
		return refuse(file, BROKEN, err);
	draft_join(arena, file,
		   (struct octets){ (const unsigned char *)update, size }, ret);
	ret->gap = file->size + claim.gap;
	ret->gap_size = gap_size;
	return OK;
}

void pdf_draft_content(const struct pdf_draft *draft, struct octets ret[2])
{
	size_t after = draft->gap + draft->gap_size;

	ret[0] = (struct octets){ draft->bytes, draft->gap };
	ret[1] = (struct octets){ draft->bytes + after, draft->size - after };
}

enum status pdf_draft_fill(struct pdf_draft *draft, struct octets cms,
			   struct error *err)
{
	char *at = (char *)draft->bytes + draft->gap + 1, end;

	if (2 * cms.size + 2 > draft->gap_size)
		return error_set(err, INTERNAL, "signature_too_large", NULL,
				 "the signature is larger than the place for "
				 "it; please report this");
	end = at[2 * cms.size]; /* where hex_encode puts a NUL */
	hex_encode(cms.bytes, cms.size, at);
	at[2 * cms.size] = end;
	return OK;
}

enum status pdf_sign_finish(struct arena *arena, struct signer *signer,
			    struct pdf_draft *draft, struct error *err)
{
	struct octets parts[2], cms = { 0 };
	struct cms_content content = { parts, 2 };
	struct cms_style style = { .detached = true,
				   .signing_time = INT64_MIN };
	enum status rc;

	pdf_draft_content(draft, parts);
	if ((rc = cms_sign(arena, signer, &content, &style, &cms, err)) != OK)
		return rc;
	return pdf_draft_fill(draft, cms, err);
}
