/* paper - a file that proves something: found, read, and looked into */
#include "paper.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/person.h>
#include <ipp/model/product.h>
#include <ipp/model/recognition.h>
#include <ipp/port/json.h>
#include <ipp/store/evidence.h>
#include <ipp/store/object.h>

#define SCANS (FILE_JPEG | FILE_PNG | FILE_PDF)

/* What each paper may be. `name` is what files in a folder are called. */
static const struct paper_row {
	enum evidence_kind kind;
	const char *name, *field;
	size_t member;
	unsigned allowed;
	size_t pages_max;
} rows[PAPERS_MAX + 2] = {
	{ EVIDENCE_FORM, "form", "form",
	  offsetof(struct recognition_papers, form), SCANS, LIMIT_PDF_PAGES },
	{ EVIDENCE_REPORT, "report", "report",
	  offsetof(struct recognition_papers, report), SCANS | FILE_P7M,
	  LIMIT_PDF_PAGES },
	{ EVIDENCE_DOCUMENT_FRONT, "front", "document_front",
	  offsetof(struct recognition_papers, document_front), SCANS,
	  LIMIT_DOCUMENT_PAGES },
	{ EVIDENCE_DOCUMENT_BACK, "back", "document_back",
	  offsetof(struct recognition_papers, document_back), SCANS,
	  LIMIT_DOCUMENT_PAGES },
	{ EVIDENCE_DOCUMENT, "document", "document",
	  offsetof(struct recognition_papers, document), SCANS,
	  LIMIT_DOCUMENT_PAGES },
	{ EVIDENCE_THIRD_PARTY_CONSENT, "consent", "third_party_consent",
	  offsetof(struct recognition_papers, third_party_consent),
	  SCANS | FILE_P7M, LIMIT_PDF_PAGES },
	/* these are no papers of a recognition */
	{ EVIDENCE_STATUS_REQUEST, NULL, "attachment", 0, SCANS | FILE_P7M,
	  LIMIT_PDF_PAGES },
	{ EVIDENCE_WITHDRAWN_CONTRACT, NULL, "attachment", 0,
	  SCANS | FILE_P7M, LIMIT_PDF_PAGES },
};

static const char *const endings[] = { "pdf",  "png", "jpg",
				       "jpeg", "p7m", "pdf.p7m" };

#define KEYS_MAX 3

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool paper_key_is_plain(const char *text)
{
	return !text_is_empty(text) && *text != '.' && !strchr(text, '/');
}

static void keys_list(struct arena *arena, const struct product *product,
		      const char *ret[KEYS_MAX])
{
	ret[0] = arena_printf(arena, "USR%09" PRId64, product->user_id);
	ret[1] = paper_key_is_plain(product->external_code) ? product->external_code
						       : NULL;
	ret[2] = arena_printf(arena, "ORD%09" PRId64, product->order_id);
}

/* The one file FOLDER/KEY-NAME.* or FOLDER/KEY/NAME.*, if there is one. */
static enum status look(struct arena *arena, const char *folder,
			const char *key, const char *name, const char **ret,
			struct error *err)
{
	const char *found = NULL;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		for (const char *between = "-/"; *between; between++) {
			const char *path = path_join(
			    arena, folder,
			    arena_printf(arena, "%s%c%s.%s", key, *between,
					 name, endings[i]));

			if (!is_file(path))
				continue;
			if (found)
				return error_set(err, DATA, "file_ambiguous",
						 NULL,
						 "\"%s\" and \"%s\" are both "
						 "there; keep the one that is "
						 "meant",
						 found, path);
			found = path;
		}
	*ret = found;
	return OK;
}

static enum status folder_look(struct arena *arena,
			       const struct product *product,
			       const char *folder, const char *name,
			       const char **ret, struct error *err)
{
	const char *keys[KEYS_MAX], *found = NULL;
	enum status rc;

	keys_list(arena, product, keys);
	for (size_t i = 0; i < KEYS_MAX && !found; i++)
		if (keys[i] && (rc = look(arena, folder, keys[i], name, &found,
					  err)) != OK)
			return rc;
	*ret = found;
	return OK;
}

enum status papers_find(struct arena *arena,
			const struct recognition_papers *in,
			const struct product *product, const char *folder,
			struct paper ret[PAPERS_MAX], size_t *count,
			struct error *err)
{
	size_t n = 0;
	enum status rc;

	for (size_t i = 0; i < PAPERS_MAX; i++) {
		const char *path =
		    *(const char *const *)((const char *)in + rows[i].member);

		if (!path && folder &&
		    (rc = folder_look(arena, product, folder, rows[i].name,
				      &path, err)) != OK)
			return rc;
		if (path)
			ret[n++] = (struct paper){ .kind = rows[i].kind,
						   .path = path };
	}
	*count = n;
	return OK;
}

static bool has(const struct paper *papers, size_t count, int64_t kind)
{
	for (size_t i = 0; i < count; i++)
		if (papers[i].kind == kind)
			return true;
	return false;
}

enum status papers_check(const struct paper *papers, size_t count,
			 int64_t document_type, const struct texts *more,
			 struct error *err)
{
	bool whole = has(papers, count, EVIDENCE_DOCUMENT);
	enum status rc = OK;

	if (!has(papers, count, EVIDENCE_FORM))
		rc = error_add(err, DATA, "paper_missing", "form",
			       "the signed application form is missing; give "
			       "it with --form or in the folder of --forms");
	if (!has(papers, count, EVIDENCE_REPORT))
		rc = error_add(err, DATA, "paper_missing", "report",
			       "the signed recognition report is missing; give "
			       "it with --report or in the folder of --forms");
	if (!whole && !has(papers, count, EVIDENCE_DOCUMENT_FRONT))
		rc = error_add(err, DATA, "paper_missing", "document_front",
			       "the front of the identity document is missing; "
			       "give it with --document-front, or all sides "
			       "with --document");
	if (!whole && document_type != DOCUMENT_PASSPORT &&
	    !has(papers, count, EVIDENCE_DOCUMENT_BACK))
		rc = error_add(err, DATA, "paper_missing", "document_back",
			       "the back of the identity document is missing; "
			       "give it with --document-back, or all sides "
			       "with --document");
	for (size_t i = 0; i < more->count; i++)
		if (!has(papers, count,
			 word_find(evidence_kind_words, more->items[i])))
			rc = error_add(err, DATA, "paper_missing",
				       more->items[i],
				       "the product asks for %s besides; give "
				       "it as a file",
				       more->items[i]);
	return rc;
}

static const struct paper_row *row_of(const struct paper *paper)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].kind == paper->kind)
			return &rows[i];
	return &rows[0];
}

static enum status paper_read(struct arena *arena, struct paper *paper,
			      struct error *err)
{
	unsigned char *bytes, hash[DIGEST_SIZE];
	size_t size;
	enum status rc;

	if ((rc = file_read(arena, paper->path, LIMIT_FILE_BYTES, &bytes, &size,
			    err)) != OK ||
	    (rc = digest_sha256(bytes, size, hash, err)) != OK)
		return rc;
	paper->file = (struct file_bytes){ paper->path, bytes, size };
	hex_encode(hash, sizeof hash, paper->sha256);
	return OK;
}

/* Runs `each` on all papers and collects all mistakes, naming the member. */
static enum status
papers_each(struct arena *arena, struct paper *papers, size_t count,
	    enum status (*each)(struct arena *arena, struct paper *paper,
				struct error *err),
	    struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < count; i++) {
		struct error one;

		error_reset(&one);
		if (each(arena, &papers[i], &one) == OK)
			continue;
		for (size_t k = 0; k < one.count; k++)
			rc = error_add(err, one.status, one.mistakes[k].code,
				       row_of(&papers[i])->field, "%s",
				       one.mistakes[k].text);
	}
	return rc;
}

enum status papers_read(struct arena *arena, struct paper *papers, size_t count,
			struct error *err)
{
	enum status rc = papers_each(arena, papers, count, paper_read, err);

	for (size_t i = 0; i < count && rc == OK; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(papers[i].sha256, papers[k].sha256))
				rc = error_add(err, DATA, "same_file",
					       row_of(&papers[i])->field,
					       "\"%s\" and \"%s\" are the same "
					       "file; give each its own",
					       papers[k].path, papers[i].path);
	return rc;
}

static enum status facts_check(const struct paper *paper, struct error *err)
{
	const struct paper_row *row = row_of(paper);
	const struct image_facts *image = &paper->facts.image;

	if (paper->facts.kind == FILE_PDF &&
	    paper->facts.pdf.pages > row->pages_max)
		return error_set(err, DATA, "too_many_pages", NULL,
				 "\"%s\" has %zu pages, more than %zu; leave "
				 "out what is not asked for",
				 paper->path, paper->facts.pdf.pages,
				 row->pages_max);
	if (paper->facts.kind & (FILE_JPEG | FILE_PNG) &&
	    (image->width < LIMIT_SCAN_SIDE_MIN ||
	     image->height < LIMIT_SCAN_SIDE_MIN))
		return error_set(
		    err, DATA, "image_too_small", NULL,
		    "\"%s\" has %zu x %zu pixels, too few to read; "
		    "scan it again at 150 dots an inch or more",
		    paper->path, image->width, image->height);
	return OK;
}

static enum status paper_inspect(struct arena *arena, struct paper *paper,
				 struct error *err)
{
	enum status rc = file_inspect(
	    arena, &paper->file, row_of(paper)->allowed, &paper->facts, err);

	return rc == OK ? facts_check(paper, err) : rc;
}

enum status papers_inspect(struct arena *arena, struct paper *papers,
			   size_t count, struct error *err)
{
	return papers_each(arena, papers, count, paper_inspect, err);
}

/* Facts that a reviewer wants to see beside the file. */
static void facts_tell(const struct paper *paper, struct json *detail)
{
	const struct file_facts *facts = &paper->facts;

	json_set_text(detail, "name", paper->path);
	json_set_text(detail, "mime", facts->mime);
	json_set_integer(detail, "size", (int64_t)paper->file.size);
	if (facts->kind == FILE_PDF) {
		json_set_integer(detail, "pages", (int64_t)facts->pdf.pages);
	} else if (facts->kind == FILE_P7M) {
		json_set_integer(detail, "signers",
				 (int64_t)facts->cms.signers);
	} else {
		json_set_integer(detail, "width", (int64_t)facts->image.width);
		json_set_integer(detail, "height",
				 (int64_t)facts->image.height);
	}
}

enum status paper_keep(struct desk *desk, const struct paper *paper,
		       int64_t user_id, struct json *detail, struct error *err)
{
	struct evidence evidence = { .user_id = user_id,
				     .kind = paper->kind,
				     .sha256 = paper->sha256,
				     .verdict = ABSENT,
				     .detail = detail };
	unsigned char hash[OBJECT_HASH_SIZE];
	enum status rc;

	facts_tell(paper, detail);
	if ((rc = object_put(desk, paper->file.bytes, paper->file.size,
			     paper->facts.mime, paper_pages(paper), hash,
			     err)) != OK)
		return rc;
	return evidence_add(desk, &evidence, err);
}

int64_t paper_pages(const struct paper *paper)
{
	return paper->facts.kind == FILE_PDF ? (int64_t)paper->facts.pdf.pages
					     : ABSENT;
}
