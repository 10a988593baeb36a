/* scan_papers - scans files by their path, and those that are kept */
#include <ipp/act/scan.h>

#include <string.h>

#include <ipp/act/product.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/product.h>
#include <ipp/model/scan.h>
#include <ipp/port/file_inspect.h>
#include <ipp/store/desk.h>
#include <ipp/store/evidence.h>
#include <ipp/store/object.h>
#include <ipp/store/store.h>

enum status scan_path(struct desk *desk, struct scanner *scanner,
		      const char *path, struct scan_verdict *ret,
		      struct error *err)
{
	unsigned char *bytes;
	struct file_bytes file = { .name = path };
	enum status rc = file_read(desk->arena, path, LIMIT_FILE_BYTES, &bytes,
				   &file.size, err);

	file.bytes = bytes;
	return rc == OK ? scan_file(desk, scanner, &file, ret, err) : rc;
}

/* The papers of a product are many, and one of them is in memory. */
static enum status paper_scan(struct desk *desk, struct scanner *scanner,
			      const struct evidence *paper,
			      struct scan_verdict *ret, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	unsigned char hash[OBJECT_HASH_SIZE], *bytes;
	struct file_bytes file = {
		.name = evidence_kind_words[paper->kind].name
	};
	enum status rc;

	if (!hex_decode(paper->sha256, sizeof hash, hash))
		return error_set(err, INTERNAL, "not_a_hash", NULL,
				 "\"%.80s\" is no SHA-256", paper->sha256);
	if ((rc = object_get(desk->store, desk->arena, hash, &bytes, &file.size,
			     err)) != OK)
		return rc;
	file.bytes = bytes;
	if ((rc = scan_file(desk, scanner, &file, ret, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = scan_keep(desk, paper->user_id, ret, err)) != OK)
		return rc;
	ret->user_id = paper->user_id;
	return tx_commit(&tx, err);
}

/* Checks speak of a file that is there already. */
static bool is_new_file(const struct evidence *papers, size_t i)
{
	if (!papers[i].sha256 || papers[i].kind == EVIDENCE_CHECK)
		return false;
	for (size_t k = 0; k < i; k++)
		if (papers[k].kind != EVIDENCE_CHECK &&
		    text_equal(papers[k].sha256, papers[i].sha256))
			return false;
	return true;
}

static enum status papers_scan(struct desk *desk, struct scanner *scanner,
			       const struct records *list,
			       enum status (*put)(void *context,
						  const struct scan_verdict *v,
						  struct error *err),
			       void *context, struct error *err)
{
	const struct evidence *papers = list->items;
	enum status rc = OK;

	for (size_t i = 0; i < list->count && rc == OK; i++) {
		OWN(arena) struct arena *arena = arena_new();
		struct desk one = *desk;
		struct scan_verdict verdict;

		if (!is_new_file(papers, i))
			continue;
		one.arena = arena;
		if ((rc = paper_scan(&one, scanner, &papers[i], &verdict,
				     err)) == OK)
			rc = put(context, &verdict, err);
	}
	return rc;
}

enum status scan_papers(struct desk *desk, struct scanner *scanner,
			int64_t user_id,
			enum status (*put)(void *context,
					   const struct scan_verdict *verdict,
					   struct error *err),
			void *context, struct error *err)
{
	struct records list = { 0 };
	struct product product;
	enum status rc;

	if ((rc = product_open(desk, user_id, MAY_HAND_IN, &product, err)) !=
		OK ||
	    (rc = evidence_list(desk->store, user_id, desk->arena, &list,
				err)) != OK)
		return rc;
	rc = papers_scan(desk, scanner, &list, put, context, err);
	evidence_forget(&list);
	return rc;
}
