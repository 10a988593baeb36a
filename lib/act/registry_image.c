/* registry_image - images of identity documents, inspected and kept */
#include <ipp/act/registry.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/holder.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/holder.h>
#include <ipp/store/object.h>

#include "paper.h"
#include "registry_part.h"

#define SIDES 3

struct images {
	int64_t holder_id;
	struct paper papers[SIDES];
	int64_t sides[SIDES]; /* enum document_side */
	size_t count;
};

/* What papers call the sides. */
static const struct {
	int64_t kind; /* enum evidence_kind */
	const char *field;
} names[SIDES] = {
	[SIDE_FRONT] = { EVIDENCE_DOCUMENT_FRONT, "document_front" },
	[SIDE_BACK] = { EVIDENCE_DOCUMENT_BACK, "document_back" },
	[SIDE_BOTH] = { EVIDENCE_DOCUMENT, "document" },
};

static enum status files_check(const struct document_files *in,
			       struct error *err)
{
	const char *const paths[SIDES] = { in->front, in->back, in->both };
	unsigned files = 0, streams = 0;

	for (size_t i = 0; i < SIDES; i++) {
		files += paths[i] != NULL;
		streams += text_equal(paths[i], "-");
	}
	if (files == 0)
		return error_set(err, USAGE, "image_missing", "front",
				 "there is no image; give --front and --back, "
				 "or --both");
	if (in->both && files > 1)
		return error_set(err, USAGE, "sides_ambiguous", "both",
				 "one image of both sides stands alone; give "
				 "--front and --back, or --both");
	if (streams > 1)
		return error_set(err, USAGE, "stdin_twice", "back",
				 "standard input is one image; give the other "
				 "side as a file, or in a second command");
	return OK;
}

static enum status entry_load(struct desk *desk, int64_t holder_id,
			      struct holder *ret, struct error *err)
{
	enum status rc = holder_load(desk->store, desk->session->client_id,
				     holder_id, desk->arena, ret, err);

	if (rc == OK && !ret->document.document_number)
		return error_set(err, DATA, "document_missing",
				 "document_number",
				 "HLD%09" PRId64 " has no identity document; "
				 "enter it with: ipp-registry edit",
				 holder_id);
	return rc;
}

enum status images_begin(struct desk *desk, const struct document_files *in,
			 struct images **ret, struct error *err)
{
	const char *const paths[SIDES] = { in->front, in->back, in->both };
	struct images *images = arena_alloc(desk->arena, sizeof *images);
	struct holder holder;
	enum status rc;

	if ((rc = files_check(in, err)) != OK ||
	    (rc = entry_load(desk, in->holder_id, &holder, err)) != OK)
		return rc;
	images->holder_id = in->holder_id;
	for (int64_t side = 0; side < SIDES; side++) {
		if (!paths[side])
			continue;
		images->sides[images->count] = side;
		images->papers[images->count++] =
		    (struct paper){ .kind = names[side].kind,
				    .path = paths[side] };
	}
	*ret = images;
	return OK;
}

/* The mistakes under the names that this tool gives the sides. */
static enum status rename_fields(const struct error *more, struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < more->count; i++) {
		const struct mistake *it = &more->mistakes[i];
		const char *field = it->field;

		for (size_t side = 0; side < SIDES; side++)
			if (!strcmp(it->field, names[side].field))
				field = document_side_words[side].name;
		rc = error_add(err, more->status, it->code, field, "%s",
			       it->text);
	}
	return rc;
}

enum status images_read(struct desk *desk, struct images *images,
			struct error *err)
{
	struct error more;

	error_reset(&more);
	if (papers_read(desk->arena, images->papers, images->count, &more) !=
		OK ||
	    papers_inspect(desk->arena, images->papers, images->count, &more) !=
		OK)
		return rename_fields(&more, err);
	return OK;
}

static enum status image_keep(struct desk *desk, const struct holder *holder,
			      const struct paper *paper, int64_t side,
			      struct json *files, struct error *err)
{
	struct document_image image = {
		.holder_id = holder->holder_id,
		.document_number = holder->document.document_number,
		.side = side,
	};
	unsigned char hash[OBJECT_HASH_SIZE];
	enum status rc;

	json_set_text(files, document_side_words[side].name, paper->sha256);
	if ((rc = object_put(desk, paper->file.bytes, paper->file.size,
			     paper->facts.mime, paper_pages(paper), hash,
			     err)) != OK)
		return rc;
	return holder_image_put(desk, &image, hash, err);
}

enum status images_keep(struct desk *desk, const struct images *images,
			struct holder *ret, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	struct json *files = json_object_new();
	struct holder holder;
	enum status rc;

	json_set(detail, "files", files);
	rc = entry_load(desk, images->holder_id, &holder, err);
	for (size_t i = 0; i < images->count && rc == OK; i++)
		rc = image_keep(desk, &holder, &images->papers[i],
				images->sides[i], files, err);
	if (rc != OK || (rc = registry_images(desk, &holder, err)) != OK ||
	    (rc = holder_journal(desk, "document_image_added", &holder, ABSENT,
				 TAKE(detail), err)) != OK)
		return rc;
	*ret = holder;
	return OK;
}
