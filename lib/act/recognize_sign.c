/* recognize_sign - finds, reads and judges a form that its holder signed */
#include "recognize_sign.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/act/product.h>
#include <ipp/act/scan.h>
#include <ipp/act/verify.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/form.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/desk.h>
#include <ipp/store/object.h>
#include <ipp/store/order.h>

#include "form_record.h"
#include "signed_form.h"

struct sign_id_desk {
	struct scanner *scanner;
	struct verify_shelf *shelf;
	struct form_folder *folder; /* NULL: there is none */
	struct object_place *place; /* of the forms that are kept */
	bool offline, refers;
};

enum status sign_id_desk_open(struct desk *desk, const char *folder,
			      bool offline, bool refers,
			      struct sign_id_desk **ret, struct error *err)
{
	struct sign_id_desk *shared = arena_alloc(desk->arena, sizeof *shared);
	enum status rc;

	if ((rc = object_place_open(desk, &shared->place, err)) != OK ||
	    (rc = scanner_open(desk, &shared->scanner, err)) != OK)
		return rc;
	shared->offline = offline;
	shared->refers = refers;
	shared->shelf = verify_shelf_new(false);
	if (folder)
		shared->folder = form_folder_new(desk->arena, folder);
	*ret = shared;
	return OK;
}

void sign_id_desk_close(void *p)
{
	struct sign_id_desk *shared = p;

	if (!shared)
		return;
	scanner_close(shared->scanner);
	verify_shelf_free(shared->shelf);
}

static enum status subject_check(const struct product *product,
				 struct error *err)
{
	enum status rc;

	if ((rc = lifecycle_recognition(product->user_id, product->recognition,
					RECOGNITION_SIGN, err)) != OK ||
	    (rc = lifecycle_check(product->user_id, product->status,
				  STATUS_TO_ISSUE, err)) != OK)
		return rc;
	/* what has been reviewed goes on by review() alone */
	if (product->status != STATUS_TO_IDENTIFY)
		return error_set(err, REFUSED, "transition_refused", "user_id",
				 "USR%09" PRId64 " is %s, so its form is in "
				 "already; review it with --accept or --reject",
				 product->user_id,
				 product_status_words[product->status].name);
	return OK;
}

enum status sign_id_load(struct desk *desk, struct sign_id *work,
			 struct error *err)
{
	enum status rc;

	if ((rc = product_open(desk, work->in->user_id, MAY_RECOGNISE,
			       &work->product, err)) != OK ||
	    (rc = subject_check(&work->product, err)) != OK)
		return rc;
	return order_load(desk->store, desk->session->client_id,
			  work->product.order_id, desk->arena, &work->order,
			  err);
}

enum status sign_id_begin(struct desk *desk, const struct signed_form *in,
			  struct sign_id **ret, struct error *err)
{
	struct sign_id *work = arena_alloc(desk->arena, sizeof *work);
	enum status rc;

	work->in = in;
	if ((rc = sign_id_load(desk, work, err)) != OK ||
	    (rc = form_list(desk->store, work->product.order_id,
			    FORM_APPLICATION, desk->arena, &work->printed,
			    &work->printed_count, err)) != OK)
		return rc;
	*ret = work;
	return OK;
}

enum status sign_id_find(struct desk *desk, struct sign_id_desk *shared,
			 struct sign_id *work, struct error *err)
{
	struct form_found found = { work->in->form, NULL };
	enum status rc;

	if (!found.path && shared->folder &&
	    (rc = form_folder_find(shared->folder, desk->arena, &work->product,
				   &found, err)) != OK)
		return rc;
	if (!found.path)
		return error_set(err, DATA, "form_missing", "form",
				 "there is no form of USR%09" PRId64
				 "; give it with --form or in the folder of "
				 "--forms",
				 work->product.user_id);
	work->path = found.path;
	work->lay_beside = !work->in->content;
	work->content_path = work->in->content ? work->in->content
					       : found.beside;
	return OK;
}

static enum status file_take(struct desk *desk, const char *path,
			     struct file_bytes *ret,
			     unsigned char hash[DIGEST_SIZE], struct error *err)
{
	unsigned char *bytes;
	struct file_bytes file = { .name = path, .sha256 = hash };
	enum status rc;

	if ((rc = file_read(desk->arena, path, LIMIT_FILE_BYTES, &bytes,
			    &file.size, err)) != OK)
		return rc;
	file.bytes = bytes;
	if ((rc = file_size_check(&file, err)) != OK ||
	    (rc = digest_sha256(bytes, file.size, hash, err)) != OK)
		return rc;
	*ret = file;
	return OK;
}

enum status sign_id_read(struct desk *desk, struct sign_id *work,
			 struct error *err)
{
	enum status rc;

	if ((rc = file_take(desk, work->path, &work->file, work->hash, err)) !=
	    OK)
		return rc;
	hex_encode(work->hash, sizeof work->hash, work->sha256);
	return work->content_path
		   ? file_take(desk, work->content_path, &work->content,
			       work->content_hash, err)
		   : OK;
}

/* The forms of the order, to know them again. */
static const struct verify_origin *origins_of(struct arena *arena,
					      const struct sign_id *work)
{
	struct verify_origin *ret =
	    arena_alloc(arena, (work->printed_count + 1) * sizeof *ret);

	for (size_t i = 0; i < work->printed_count; i++) {
		ret[i].size = (size_t)work->printed[i].size;
		memcpy(ret[i].sha256, work->printed[i].sha256,
		       sizeof ret[i].sha256);
	}
	return ret;
}

enum status sign_id_verify(struct desk *desk, struct sign_id_desk *shared,
			   struct sign_id *work, struct error *err)
{
	struct verify_wish wish = { .file = work->file,
				    .detached_content = work->content,
				    .lay_beside = work->lay_beside,
				    .offline = shared->offline,
				    .at = ABSENT,
				    .shelf = shared->shelf,
				    .attachment = FORM_RECORD_NAME,
				    .attachment_max = LIMIT_DOCUMENT_BYTES,
				    .origins = origins_of(desk->arena, work),
				    .origin_count = work->printed_count };

	return verification_begin(desk, &wish, &work->verification, err);
}

struct verification *sign_id_verification(const struct sign_id *work)
{
	return work->verification;
}

/* What was signed, where that is proved, and the file as it lies there; what
 * is not proved is unpacked by the scanner itself. */
static enum status scan(struct desk *desk, struct scanner *scanner,
			struct sign_id *work, const struct file_bytes *document,
			const struct file_look *look, struct error *err)
{
	bool is_inside = document->bytes != work->file.bytes;
	enum status rc;

	if (!document->bytes) {
		rc = scan_file(desk, scanner, &work->file, &work->scan, err);
		if (rc == OK && work->scan.verdict == SCAN_CLEAN &&
		    work->content.bytes)
			rc = scan_file(desk, scanner, &work->content,
				       &work->scan, err);
		return rc;
	}
	if (is_inside && ((rc = scan_bytes(desk, scanner, document, look,
					   &work->scan, err)) != OK ||
			  work->scan.verdict != SCAN_CLEAN))
		return rc;
	return scan_bytes(desk, scanner, &work->file, is_inside ? NULL : look,
			  &work->scan, err);
}

/* Writes the files while others are looked at, if they are going to be kept. */
static enum status file_keep(struct desk *desk,
			     const struct sign_id_desk *shared,
			     const struct sign_id *work, struct error *err)
{
	struct error refused;
	enum status rc;

	error_reset(&refused);
	if (sign_refuse(work->checks, work->check_count, work->refers,
			&refused) != OK)
		return OK;
	rc = object_place_put(shared->place, desk->arena, work->file.bytes,
			      work->file.size, work->hash, err);
	if (rc == OK && work->is_apart)
		rc = object_place_put(shared->place, desk->arena,
				      work->content.bytes, work->content.size,
				      work->content_hash, err);
	return rc;
}

enum status sign_id_inspect(struct desk *desk, struct sign_id_desk *shared,
			    struct sign_id *work, struct error *err)
{
	struct file_bytes document = { .name = work->path };
	const struct file_look look = verification_look(work->verification);
	struct error unproved;
	enum status rc;

	error_reset(&unproved);
	work->refers = shared->refers;
	work->facts = (struct sign_facts){
		.report = verification_report(work->verification),
		.person = &work->order.person,
		.document = &work->order.document,
		.form = FORM_NOT_READ,
		.scan = &work->scan,
	};
	if (verification_content(work->verification, &document.bytes,
				 &document.size, &unproved) != OK)
		document.bytes = NULL;
	work->is_apart = document.bytes &&
			 document.bytes == work->content.bytes;
	if ((rc = scan(desk, shared->scanner, work, &document, &look, err)) !=
	    OK)
		return rc;
	/* what is infected is opened by nobody */
	if (document.bytes && work->scan.verdict == SCAN_CLEAN &&
	    (rc = sign_id_document(desk, work, &document, &look, err)) != OK)
		return rc;
	work->check_count = sign_check(desk->arena, &work->facts, work->checks);
	return file_keep(desk, shared, work, err);
}
