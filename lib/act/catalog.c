/* catalog - the catalogue as it ships, and what an organization may use */
#include <ipp/act/catalog.h>

#include <string.h>

#include <ipp/base/embedded.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/catalog.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/rule/permission.h>
#include <ipp/store/catalog.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#define PRODUCTS "catalog/products.json"
#define PROFILES "catalog/profiles.json"

static enum status shipped(const char *name, struct json **ret,
			   struct error *err)
{
	const struct embedded *file = embedded_find(name);

	if (!file)
		return error_set(err, INTERNAL, "catalog_missing", NULL,
				 "%s is not in the program; please report this",
				 name);
	return json_parse(file->text, file->size, ret, err);
}

static const char *in_language(const struct json *row, const char *name,
			       const char *language)
{
	const struct json *texts = json_member(row, name);

	if (!texts || json_kind(texts) != JSON_IS_OBJECT)
		return NULL;
	return json_as_text(json_member(texts, language));
}

static int64_t word_of(const struct json *row, const char *name)
{
	const char *text = json_as_text(json_member(row, name));
	const struct field *field = record_field(&catalog_item_record, name);

	return text ? word_find(field->words, text) : ABSENT;
}

static struct texts texts_of(const struct json *row, const char *name,
			     struct arena *arena)
{
	const struct json *list = json_member(row, name);
	size_t count = json_count(list);
	const char **items = arena_alloc(arena, (count + 1) * sizeof *items);

	for (size_t i = 0; i < count; i++)
		items[i] = json_as_text(json_item(list, i));
	return (struct texts){ items, count };
}

static int64_t number_of(const struct json *row, const char *name)
{
	return json_as_integer(json_member(row, name));
}

/* Texts are borrowed from `row`, lists are in the arena. */
static void item_read(const struct json *row, struct arena *arena,
		      struct catalog_item *ret)
{
	record_clear(&catalog_item_record, ret);
	ret->product = json_as_text(json_member(row, "product"));
	ret->name_it = in_language(row, "name", "it");
	ret->name_en = in_language(row, "name", "en");
	ret->key_place = word_of(row, "key_place");
	ret->profiles = texts_of(row, "profiles", arena);
	ret->validity_unit = word_of(row, "validity_unit");
	ret->validity = number_of(row, "validity");
	ret->validity_min = number_of(row, "validity_min");
	ret->validity_max = number_of(row, "validity_max");
	ret->recognitions = texts_of(row, "recognitions", arena);
	ret->role = json_is_yes(json_member(row, "role"));
	ret->limit_it = in_language(row, "limit", "it");
	ret->limit_en = in_language(row, "limit", "en");
	ret->asked_by = word_of(row, "asked_by");
}

static enum status products_put(struct desk *desk, const struct json *list,
				struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < json_count(list) && rc == OK; i++) {
		const struct json *row = json_item(list, i);
		struct catalog_item item;

		item_read(row, desk->arena, &item);
		rc = catalog_put(desk->store, &item,
				 json_write_canonical(desk->arena, row), err);
	}
	return rc;
}

static enum status profiles_put(struct desk *desk, const struct json *list,
				struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < json_count(list) && rc == OK; i++) {
		const struct json *row = json_item(list, i);

		rc = catalog_profile_put(
		    desk->store, json_as_text(json_member(row, "profile")),
		    json_write_canonical(desk->arena, row), err);
	}
	return rc;
}

enum status act_catalog_load(struct desk *desk, struct error *err)
{
	OWN(json) struct json *products = NULL, *profiles = NULL;
	OWN(tx) struct tx *tx = NULL;
	struct json *detail;
	enum status rc;

	if ((rc = shipped(PRODUCTS, &products, err)) != OK ||
	    (rc = shipped(PROFILES, &profiles, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = products_put(desk, json_member(products, "products"), err)) !=
		OK ||
	    (rc = profiles_put(desk, json_member(profiles, "profiles"), err)) !=
		OK)
		return rc;
	detail = json_object_new();
	json_set_integer(
	    detail, "products",
	    (int64_t)json_count(json_member(products, "products")));
	json_set_integer(
	    detail, "profiles",
	    (int64_t)json_count(json_member(profiles, "profiles")));
	if ((rc = journal_append(desk, "catalog_loaded", ABSENT, ABSENT, detail,
				 err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status act_catalog_enable_all(struct desk *desk, int64_t client_id,
				   unsigned recognitions, struct error *err)
{
	struct catalog_change change = { .recognition = ABSENT, .enabled = 1 };
	OWN(tx) struct tx *tx = NULL;
	struct catalog catalog;
	enum status rc;
	bool changed;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = catalog_load(desk->store, client_id, desk->arena, &catalog,
			       err)) != OK)
		return rc;
	for (size_t i = 0; i < catalog.count; i++) {
		change.product = catalog.items[i].product;
		if ((rc = catalog_switch(desk->store, client_id, &change,
					 &changed, err)) != OK)
			return rc;
	}
	change.product = NULL;
	for (int64_t word = 0; recognition_words[word].name; word++) {
		change.recognition = word;
		if (recognitions & 1u << word &&
		    (rc = catalog_switch(desk->store, client_id, &change,
					 &changed, err)) != OK)
			return rc;
	}
	return tx_commit(&tx, err);
}

static enum status change_check(const struct catalog_change *change,
				struct error *err)
{
	if (!change->product == (change->recognition == ABSENT))
		return error_set(err, USAGE, "catalog_change", "product",
				 "give either a product or a recognition");
	return OK;
}

enum status act_catalog_change(struct desk *desk,
			       const struct catalog_change *change,
			       struct error *err)
{
	const struct session *session = desk->session;
	OWN(tx) struct tx *tx = NULL;
	struct json *detail;
	bool changed = false;
	enum status rc;

	if ((rc = permission_check(session->profile, session->unit_id,
				   MAY_MANAGE, ABSENT, err)) != OK ||
	    (rc = change_check(change, err)) != OK ||
	    (rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = catalog_switch(desk->store, session->client_id, change,
				 &changed, err)) != OK)
		return rc;
	if (!changed)
		return tx_commit(&tx, err);
	detail = json_object_new();
	if (change->product)
		json_set_text(detail, "product", change->product);
	else
		json_set_text(detail, "recognition",
			      recognition_words[change->recognition].name);
	if ((rc = journal_append(desk,
				 change->enabled == 1 ? "catalog_enabled"
						      : "catalog_disabled",
				 ABSENT, ABSENT, detail, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status act_catalog_list(struct desk *desk,
			     enum status (*each)(void *context,
						 const struct catalog_item *it,
						 struct error *err),
			     void *context, struct error *err)
{
	struct catalog catalog;
	enum status rc;

	rc = catalog_load(desk->store, desk->session->client_id, desk->arena,
			  &catalog, err);
	for (size_t i = 0; rc == OK && i < catalog.count; i++)
		rc = each(context, &catalog.items[i], err);
	return rc;
}

enum status act_catalog_show(struct desk *desk, const char *product,
			     struct catalog_item *ret, struct error *err)
{
	return catalog_find(desk->store, desk->session->client_id, product,
			    desk->arena, ret, err);
}

enum status act_catalog_recognitions(
    struct desk *desk,
    enum status (*each)(void *context, const struct catalog_change *it,
			struct error *err),
    void *context, struct error *err)
{
	struct catalog catalog;
	enum status rc;

	rc = catalog_load(desk->store, desk->session->client_id, desk->arena,
			  &catalog, err);
	for (int64_t word = 0; rc == OK && recognition_words[word].name;
	     word++) {
		struct catalog_change change = {
			.recognition = word,
			.enabled = (catalog.recognitions & 1u << word) != 0,
		};

		rc = each(context, &change, err);
	}
	return rc;
}

enum status act_catalog_limits(
    struct desk *desk,
    enum status (*each)(void *context, const struct limit_of_use *it,
			struct error *err),
    void *context, struct error *err)
{
	OWN(json) struct json *json = NULL;
	const struct json *list;
	enum status rc;

	(void)desk; /* they ship with the program, the same for everybody */
	if ((rc = shipped(PRODUCTS, &json, err)) != OK)
		return rc;
	list = json_member(json, "limits");
	for (size_t i = 0; rc == OK && i < json_count(list); i++) {
		const struct json *row = json_item(list, i);
		struct limit_of_use limit = {
			.limit = json_as_text(json_member(row, "limit")),
			.text_it = in_language(row, "text", "it"),
			.text_en = in_language(row, "text", "en"),
		};

		rc = each(context, &limit, err);
	}
	return rc;
}
