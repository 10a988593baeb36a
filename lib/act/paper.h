/* paper - a file that proves something: found, read, and looked into */
#ifndef IPP_ACT_PAPER_H
#define IPP_ACT_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_inspect.h>

struct arena;
struct desk;
struct json;
struct product;
struct recognition_papers;
struct texts;

#define PAPERS_MAX 6

struct paper {
	int64_t kind; /* enum evidence_kind */
	const char *path;
	struct file_bytes file;
	char sha256[2 * DIGEST_SIZE + 1];
	struct file_facts facts;
};

/* Lists the files that `in` names, and for those that it does not name what
 * lies in `folder` (NULL: nowhere) under a name that begins with the
 * product's user_id, external_code or order_id: KEY-form.pdf or KEY/form.pdf.
 * DATA `file_ambiguous`. */
enum status papers_find(struct arena *arena,
			const struct recognition_papers *in,
			const struct product *product, const char *folder,
			struct paper ret[PAPERS_MAX], size_t *count,
			struct error *err);

/* True if a customer's key can be a part of a file's name: it is a stranger's
 * text and must not lead elsewhere. */
bool paper_key_is_plain(const char *text);

/* Says whether the set is whole: form, report, the identity document, and
 * what else the product asks for; DATA `paper_missing`, all of them at once.
 * A passport needs no back. */
enum status papers_check(const struct paper *papers, size_t count,
			 int64_t document_type, const struct texts *more,
			 struct error *err);

/* Reads each file and its SHA-256. DATA `same_file` where two are one. */
enum status papers_read(struct arena *arena, struct paper *papers, size_t count,
			struct error *err);

/* Has each file read by its parser, in a sandbox; see file_inspect. Further
 * DATA: `too_many_pages`, `image_too_small`. */
enum status papers_inspect(struct arena *arena, struct paper *papers,
			   size_t count, struct error *err);

/* Keeps what was read and inspected as an object, and as evidence of a
 * product. `detail` (an object; it stays the caller's) gets the facts that a
 * reviewer wants to see beside the file. */
enum status paper_keep(struct desk *desk, const struct paper *paper,
		       int64_t user_id, struct json *detail,
		       struct error *err);

/* Number of pages, or ABSENT where the file has none. */
int64_t paper_pages(const struct paper *paper);

#endif
