/* form - papers for people to sign by hand, as PDF */
#include <ipp/act/form.h>

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include <ipp/act/request.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/catalog.h>
#include <ipp/model/form.h>
#include <ipp/model/organization.h>
#include <ipp/model/request.h>
#include <ipp/model/settings.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_file.h>
#include <ipp/store/catalog.h>
#include <ipp/store/desk.h>
#include <ipp/store/form.h>
#include <ipp/store/organization.h>
#include <ipp/store/store.h>

#include "form_page.h"
#include "form_record.h"

static enum status products_load(struct page *page, struct error *err)
{
	const struct texts *codes = &page->request->products;
	struct desk *desk = page->desk;
	struct catalog_item *items =
	    arena_alloc(desk->arena, (codes->count + 1) * sizeof *items);
	enum status rc;

	for (size_t i = 0; i < codes->count; i++) {
		if ((rc = catalog_find(desk->store, desk->session->client_id,
				       codes->items[i], desk->arena, &items[i],
				       err)) != OK)
			return rc;
		page->has_role |= items[i].role == 1;
	}
	page->items = items;
	return OK;
}

enum status page_load(struct page *page, struct error *err)
{
	struct desk *desk = page->desk;
	struct organization organization;
	enum status rc;

	if ((rc = products_load(page, err)) != OK ||
	    (rc = organization_load(desk->store, desk->session->client_id,
				    desk->arena, &organization, err)) != OK ||
	    (rc = privacy_find(desk->store, desk->session->client_id,
			       page->request->privacy_version, page->language,
			       desk->now, desk->arena, &page->privacy, err)) !=
		OK)
		return rc;
	page->organization = organization.name;
	page->is_demo = store_is_demo(desk->store);
	if (page->kind == FORM_CONSENT && !page->has_role &&
	    !page->request->organization_name)
		return error_set(err, REFUSED, "no_organization", "kind",
				 "no product here names an organization, so "
				 "there is nothing to consent to; leave this "
				 "form out");
	return OK;
}

/* "ORD000000001 · USR000000001, USR000000002", at the foot of each page. */
static const char *reference_of(struct page *page)
{
	const struct request *request = page->request;
	struct arena *arena = page->desk->arena;
	const char *ret;

	if (page->is_blank)
		return request->products.items[0];
	ret = arena_printf(arena, "ORD%09" PRId64, request->order_id);
	for (size_t i = 0; i < request->user_ids.count && i < 4; i++)
		ret = arena_printf(arena, "%s%s%s", ret, i ? ", " : " · ",
				   request->user_ids.items[i]);
	return request->user_ids.count > 4 ? arena_printf(arena, "%s ...", ret)
					   : ret;
}

enum status page_print(struct page *page, struct form *ret, struct error *err)
{
	struct pdf_page_about about = {
		.title = page_title(page),
		.author = page->organization,
		.language = language_words[page->language].name,
		.reference = reference_of(page),
		.created = page->desk->now,
	};
	OWN(pdf_page_writer)
	struct pdf_page_writer *writer = pdf_page_begin(&about);

	page->writer = writer;
	page_fill(page);
	return pdf_page_finish(writer, page->desk->arena, &ret->bytes,
			       &ret->size, err);
}

enum status page_attach_record(const struct page *page, struct form *form,
			       struct error *err)
{
	struct desk *desk = page->desk;
	OWN(json) struct json *json = json_object_new();
	struct pdf_attachment what = { .name = FORM_RECORD_NAME,
				       .description = "the request",
				       .mime = "application/json" };
	char *text;

	record_encode(&request_record, page->request, json, desk->arena);
	text = json_write(desk->arena, json);
	what.bytes = text;
	what.size = strlen(text);
	return pdf_attach(desk->arena, form->bytes, form->size, &what,
			  &form->bytes, &form->size, err);
}

int64_t page_language(const struct desk *desk, int64_t wanted, int64_t own)
{
	int64_t fallback =
	    desk->settings->language
		? word_find(language_words, desk->settings->language)
		: ABSENT;

	if (wanted != ABSENT)
		return wanted;
	if (own != ABSENT)
		return own;
	return fallback != ABSENT ? fallback : LANGUAGE_IT;
}

/* So that it is known again when it comes back signed. */
static enum status form_remember(struct desk *desk, const struct form *form,
				 struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct printed_form row = { .order_id = form->order_id,
				    .kind = form->kind,
				    .size = (int64_t)form->size };
	enum status rc;

	if ((rc = digest_sha256(form->bytes, form->size, row.sha256, err)) !=
		OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = form_put(desk, &row, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status form_make(struct desk *desk, const struct form_wish *wish,
		      const struct form_style *style, struct form *ret,
		      struct error *err)
{
	struct page page = { .desk = desk, .kind = style->kind };
	struct order_reference named = { wish->order_id, wish->order };
	struct request request;
	struct form form = { 0 };
	enum status rc;

	record_clear(&request_record, &request);
	if ((rc = request_show(desk, &named, &request, err)) != OK)
		return rc;
	request.warnings = (struct texts){ 0 }; /* nobody signs those */
	page.request = &request;
	page.language = page_language(desk, style->language, request.language);
	form.kind = style->kind;
	form.order_id = request.order_id;
	form.language = page.language;
	form.name = arena_printf(desk->arena, "ORD%09" PRId64 "-%s.pdf",
				 request.order_id,
				 form_kind_words[style->kind].name);
	if ((rc = page_load(&page, err)) != OK ||
	    (rc = page_print(&page, &form, err)) != OK ||
	    (rc = page_attach_record(&page, &form, err)) != OK ||
	    (rc = form_remember(desk, &form, err)) != OK)
		return rc;
	*ret = form;
	return OK;
}

enum status form_blank(struct desk *desk, const struct form_wish *wish,
		       const struct form_style *style, struct form *ret,
		       struct error *err)
{
	struct page page = { .desk = desk,
			     .kind = style->kind,
			     .is_blank = true };
	const char **code = arena_alloc(desk->arena, sizeof *code);
	struct form form = { .order_id = ABSENT };
	struct request request;
	enum status rc;

	*code = wish->product ? wish->product : wish->order;
	if (!*code)
		return error_set(err, DATA, "missing", "product",
				 "the product of a blank form is missing; name "
				 "it: ipp-request form --blank REM");
	record_clear(&request_record, &request);
	request.products = (struct texts){ code, 1 };
	page.request = &request;
	page.language = page_language(desk, style->language, ABSENT);
	form.kind = style->kind;
	form.product = *code;
	form.language = page.language;
	form.name = arena_printf(desk->arena, "%s-%s.pdf", *code,
				 form_kind_words[style->kind].name);
	if ((rc = page_load(&page, err)) != OK ||
	    (rc = page_print(&page, &form, err)) != OK)
		return rc;
	*ret = form;
	return OK;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return path[strlen(path) - 1] == '/' ||
	       (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static enum status path_choose(struct desk *desk, const struct form *form,
			       const char *path, bool many, const char **ret,
			       struct error *err)
{
	enum status rc;

	if (!*path || !is_folder(path)) {
		*ret = path;
		return many
			   ? error_set(err, USAGE, "output_not_a_folder",
				       "output",
				       "there are several forms, and \"%s\" is "
				       "no folder; name one",
				       path)
			   : OK;
	}
	if ((rc = folder_make(path, err)) != OK)
		return rc;
	*ret = arena_printf(desk->arena, "%s%s%s", path,
			    path[strlen(path) - 1] == '/' ? "" : "/",
			    form->name);
	return OK;
}

enum status form_save(struct desk *desk, const struct form *form,
		      const char *path, bool many, struct form_file *ret,
		      struct error *err)
{
	char *hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = path_choose(desk, form, path, many, &path, err)) != OK ||
	    (rc = digest_sha256(form->bytes, form->size, hash, err)) != OK ||
	    (rc = file_write(path, form->bytes, form->size, 0600, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	*ret = (struct form_file){ .order_id = form->order_id,
				   .product = form->product,
				   .kind = form->kind,
				   .language = form->language,
				   .form_path = path,
				   .sha256 = hex,
				   .size = (int64_t)form->size };
	return OK;
}
