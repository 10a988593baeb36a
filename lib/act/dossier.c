/* dossier - everything about one product, bundled and signed */
#include <ipp/act/dossier.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ipp/act/detail.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/authority.h>
#include <ipp/model/detail.h>
#include <ipp/model/dossier.h>
#include <ipp/model/evidence.h>
#include <ipp/model/journal.h>
#include <ipp/model/words.h>
#include <ipp/port/certificate.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/object.h>
#include <ipp/store/store.h>

#include "dossier_page.h"
#include "proof.h"

#define LIST	  "SHA256SUMS"
#define SIGNATURE LIST ".p7s"

struct bundle {
	struct desk *desk;
	const char *folder; /* where it grows */
	int64_t language;
	struct dossier_file *files;
	size_t count, room;
	const char *list;     /* as sha256sum writes it */
	const char *journal;  /* lines of it */
	struct proof proof;
	struct dossier *ret;
};

static enum status bundle_write(struct bundle *bundle, const char *path,
				const void *bytes, size_t n, struct error *err)
{
	return file_write(path_join(bundle->desk->arena, bundle->folder, path),
			  bytes, n, 0600, err);
}

static struct dossier_file *file_next(struct bundle *bundle)
{
	size_t room = bundle->room ? 2 * bundle->room : 16;
	struct dossier_file *files;

	if (bundle->count == bundle->room) {
		files = arena_alloc(bundle->desk->arena, room * sizeof *files);
		if (bundle->count > 0)
			memcpy(files, bundle->files,
			       bundle->count * sizeof *files);
		bundle->files = files;
		bundle->room = room;
	}
	return &bundle->files[bundle->count++];
}

/* Writes a file that the list names. */
static enum status bundle_add(struct bundle *bundle, const char *path,
			      const void *bytes, size_t n, struct error *err)
{
	struct arena *arena = bundle->desk->arena;
	char *hex = arena_alloc(arena, 2 * DIGEST_SIZE + 1);
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(bytes, n, hash, err)) != OK ||
	    (rc = bundle_write(bundle, path, bytes, n, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	*file_next(bundle) = (struct dossier_file){ path, hex };
	bundle->list = arena_printf(arena, "%s%s  %s\n", bundle->list, hex,
				    path);
	return OK;
}

static enum status text_add(struct bundle *bundle, const char *path,
			    const char *text, struct error *err)
{
	return bundle_add(bundle, path, text, strlen(text), err);
}

static const char *ending_of(const char *mime)
{
	static const char *const rows[][2] = {
		{ "application/pdf", "pdf" },
		{ "image/jpeg", "jpg" },
		{ "image/png", "png" },
		{ "application/pkcs7-mime", "p7m" },
		{ "application/pkcs7-signature", "p7s" },
	};

	for (size_t i = 0; mime && i < sizeof rows / sizeof *rows; i++)
		if (!strcmp(rows[i][0], mime))
			return rows[i][1];
	return "bin";
}

static bool has_file(const struct bundle *bundle, const char *sha256)
{
	for (size_t i = 0; i < bundle->count; i++)
		if (!strcmp(bundle->files[i].sha256, sha256))
			return true;
	return false;
}

/* Each file once, though several pieces of evidence may rest on it. */
static enum status evidence_add(struct bundle *bundle,
				const struct evidence *it, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	unsigned char hash[OBJECT_HASH_SIZE], *bytes;
	const char *path;
	size_t n;
	enum status rc;

	if (!it->sha256 || has_file(bundle, it->sha256) ||
	    !hex_decode(it->sha256, sizeof hash, hash))
		return OK;
	path = arena_printf(
	    bundle->desk->arena, "files/%s-%s.%s",
	    id_text(bundle->desk->arena, "EVD", it->evidence_id),
	    evidence_kind_words[it->kind].name, ending_of(it->mime));
	if ((rc = object_get(bundle->desk->store, arena, hash, &bytes, &n,
			     err)) != OK)
		return rc;
	return bundle_add(bundle, path, bytes, n, err);
}

static enum status evidence_all(struct bundle *bundle,
				const struct detail *detail, struct error *err)
{
	const struct evidence *items = detail->evidence.items;
	enum status rc = OK;

	for (size_t i = 0; i < detail->evidence.count && rc == OK; i++)
		rc = evidence_add(bundle, &items[i], err);
	return rc;
}

static enum status proof_keep(void *context, const struct journal_proof *it,
			      struct error *err)
{
	struct bundle *bundle = context;
	struct arena *arena = bundle->desk->arena;

	(void)err;
	bundle->journal = arena_printf(
	    arena, "%s%s\n", bundle->journal,
	    record_write(&journal_proof_record, it, arena));
	return OK;
}

static enum status journal_all(struct bundle *bundle,
			       const struct detail *detail, struct error *err)
{
	const struct event *items = detail->events.items;
	struct desk *desk = bundle->desk;
	enum status rc = OK;

	bundle->journal = "";
	for (size_t i = 0; i < detail->events.count && rc == OK; i++)
		rc = journal_export(desk->store, desk->session->client_id,
				    items[i].entry_id, items[i].entry_id,
				    proof_keep, bundle, err);
	return rc == OK ? text_add(bundle, "journal.jsonl", bundle->journal,
				   err)
			: rc;
}

static enum status authority_add(void *context, const struct authority *it,
				 struct error *err)
{
	struct bundle *bundle = context;
	struct arena *arena = bundle->desk->arena;
	const char *name = arena_printf(
	    arena, "certificates/%s-%s.pem",
	    it->role == AUTHORITY_ROOT ? "root" : "ca", it->serial);
	enum status rc;
	char *pem;

	if ((rc = pem_encode(arena, "CERTIFICATE", it->certificate, &pem,
			     err)) != OK)
		return rc;
	return text_add(bundle, name, pem, err);
}

static enum status certificates_all(struct bundle *bundle,
				    const struct detail *detail,
				    struct error *err)
{
	const struct issued *items = detail->certificates.items;
	struct arena *arena = bundle->desk->arena;
	enum status rc = OK;

	for (size_t i = 0; i < detail->certificates.count && rc == OK; i++)
		if (items[i].pem)
			rc = text_add(bundle,
				      arena_printf(arena, "certificates/%s.pem",
						   items[i].serial),
				      items[i].pem, err);
	return rc == OK ? authority_list(bundle->desk->store, authority_add,
					 bundle, err)
			: rc;
}

static enum status page_add(struct bundle *bundle, const struct detail *detail,
			    struct error *err)
{
	struct dossier_page page = { .desk = bundle->desk,
				     .detail = detail,
				     .files = bundle->files,
				     .count = bundle->count,
				     .language = bundle->language };
	unsigned char *pdf;
	size_t n;
	enum status rc;

	if (page.language == ABSENT)
		page.language = detail->language == ABSENT ? LANGUAGE_IT
							   : detail->language;
	if ((rc = dossier_page_print(&page, &pdf, &n, err)) != OK)
		return rc;
	return bundle_add(bundle, "dossier.pdf", pdf, n, err);
}

static enum status list_sign(struct bundle *bundle, struct error *err)
{
	const struct octets list = { (const unsigned char *)bundle->list,
				     strlen(bundle->list) };
	const struct cms_content content = { &list, 1 };
	const struct octets *message = &bundle->proof.message;
	char *hex = arena_alloc(bundle->desk->arena, 2 * DIGEST_SIZE + 1);
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(list.bytes, list.size, hash, err)) != OK ||
	    (rc = bundle_write(bundle, LIST, list.bytes, list.size, err)) !=
		OK ||
	    (rc = proof_sign(bundle->desk, SEAL_DOSSIER, &content, true,
			     &bundle->proof, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	bundle->ret->sha256 = hex;
	bundle->ret->serial = bundle->proof.seal.serial;
	bundle->ret->files = (int64_t)bundle->count;
	return bundle_write(bundle, SIGNATURE, message->bytes, message->size,
			    err);
}

static enum status fill(void *context, const struct detail *detail,
			struct error *err)
{
	struct bundle *bundle = context;
	struct arena *arena = bundle->desk->arena;
	const char *json = arena_printf(
	    arena, "%s\n", record_write(&detail_record, detail, arena));
	enum status rc;

	bundle->ret->order_id = detail->order_id;
	if ((rc = evidence_all(bundle, detail, err)) != OK ||
	    (rc = certificates_all(bundle, detail, err)) != OK ||
	    (rc = journal_all(bundle, detail, err)) != OK ||
	    (rc = page_add(bundle, detail, err)) != OK ||
	    (rc = text_add(bundle, "dossier.json", json, err)) != OK)
		return rc;
	return list_sign(bundle, err);
}

static enum status record(struct bundle *bundle, struct error *err)
{
	const struct dossier *it = bundle->ret;
	struct desk *desk = bundle->desk;
	OWN(tx) struct tx *tx = NULL;
	struct json *detail;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_integer(detail, "files", it->files);
	json_set_text(detail, "sha256", it->sha256);
	if ((rc = proof_record(desk, &bundle->proof, "dossier_written",
			       it->order_id, it->user_id, detail, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status folders_make(struct bundle *bundle, struct error *err)
{
	static const char *const below[] = { "files", "certificates" };
	enum status rc = OK;

	folder_remove(bundle->folder); /* of a run that was killed */
	for (size_t i = 0; i < sizeof below / sizeof *below && rc == OK; i++)
		rc = folder_make(path_join(bundle->desk->arena, bundle->folder,
					   below[i]),
				 err);
	return rc;
}

static enum status place(const struct bundle *bundle, struct error *err)
{
	const char *path = bundle->ret->dossier_path;

	if (rename(bundle->folder, path) != 0)
		return error_system(err, CANTCREAT, "dossier_not_made", errno,
				    "folder \"%s\" cannot be made", path);
	return OK;
}

enum status act_dossier(struct desk *desk, int64_t user_id, const char *folder,
			int64_t language, struct dossier *ret,
			struct error *err)
{
	struct detail_wish wish = { id_text(desk->arena, "USR", user_id) };
	struct bundle bundle = { .desk = desk,
				 .language = language,
				 .list = "",
				 .ret = ret };
	enum status rc;

	record_clear(&dossier_record, ret);
	ret->user_id = user_id;
	ret->dossier_path = path_join(desk->arena, folder, wish.id);
	bundle.folder = arena_printf(desk->arena, "%s.new", ret->dossier_path);
	if (access(ret->dossier_path, F_OK) == 0)
		return error_set(err, CANTCREAT, "dossier_exists", "output",
				 "folder \"%s\" is there already; name another "
				 "place",
				 ret->dossier_path);
	if ((rc = folders_make(&bundle, err)) == OK &&
	    (rc = act_detail(desk, &wish, fill, &bundle, err)) == OK &&
	    (rc = record(&bundle, err)) == OK)
		rc = place(&bundle, err);
	if (rc != OK)
		folder_remove(bundle.folder);
	return rc;
}
