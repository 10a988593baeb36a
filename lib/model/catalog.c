/* catalog - the field tables of the products that may be asked for */
#include <ipp/model/catalog.h>

#include <stdlib.h>
#include <string.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

static const struct word key_place_words[] = {
	[KEY_REMOTE] = { "remote", N_("Remote") },
	[KEY_DEVICE] = { "device", N_("Device") },
	{ 0 }
};
static const struct word validity_unit_words[] = {
	[VALIDITY_MONTHS] = { "months", N_("Months") },
	[VALIDITY_MINUTES] = { "minutes", N_("Minutes") },
	{ 0 }
};

#define ITEM(member_) FIELD(struct catalog_item, member_)
#define TEXTS(member_, help_)                                                  \
	{ ITEM(member_), FIELD_TEXTS, .flags = FIELD_OUT, .help = help_ }
#define NUMBER(member_, help_)                                                 \
	{ ITEM(member_), FIELD_INTEGER, .flags = FIELD_OUT, .help = help_ }

static const struct field item_fields[] = {
	{ ITEM(product), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN | FIELD_REQUIRED, .max = 40,
	  .title = N_("Product"), .help = N_("code of the product") },
	{ ITEM(name_it), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("its name in Italian") },
	{ ITEM(name_en), FIELD_TEXT, .flags = FIELD_OUT | FIELD_COLUMN,
	  .title = N_("Name"), .help = N_("its name in English") },
	{ ITEM(key_place), FIELD_WORD, .flags = FIELD_OUT | FIELD_COLUMN,
	  .words = key_place_words, .title = N_("Key"),
	  .help = N_("where the holder's key is") },
	TEXTS(profiles, N_("certificate profiles, one certificate each")),
	TEXTS(policies, N_("certificate policies of all of them")),
	{ ITEM(validity), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Validity"),
	  .help = N_("how long it is valid when nothing is asked") },
	{ ITEM(validity_unit), FIELD_WORD, .flags = FIELD_OUT | FIELD_COLUMN,
	  .words = validity_unit_words, .title = N_("Unit"),
	  .help = N_("what validities are counted in") },
	NUMBER(validity_min, N_("the shortest validity that may be asked")),
	NUMBER(validity_max, N_("the longest validity that may be asked")),
	{ ITEM(recognitions), FIELD_TEXTS, .flags = FIELD_OUT,
	  .title = N_("Recognitions"),
	  .help = N_("how the holder may be recognised for it") },
	{ ITEM(role), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("the certificate names an organization and the holder's "
		     "title in it") },
	{ ITEM(limit_it), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("limit of use that stands in the certificate, in "
		     "Italian") },
	{ ITEM(limit_en), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the same in English") },
	{ ITEM(asked_by), FIELD_WORD, .flags = FIELD_OUT,
	  .words = profile_words,
	  .help = N_("the only profile of operators that may ask for it") },
	TEXTS(needs, N_("members of a request that it makes compulsory")),
	TEXTS(evidence, N_("what must be handed in beside the form")),
	{ ITEM(enabled), FIELD_BOOLEAN, .flags = FIELD_OUT | FIELD_COLUMN,
	  .title = N_("Enabled"),
	  .help = N_("the organization may ask for it") },
	{ 0 }
};

const struct record catalog_item_record = {
	.name = "catalog_item",
	.title = N_("A product of the catalogue"),
	.size = sizeof(struct catalog_item),
	.fields = item_fields,
};

static const struct field change_fields[] = {
	{ FIELD(struct catalog_change, product), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 40,
	  .title = N_("Product"),
	  .help = N_("code of a product of the catalogue") },
	{ FIELD(struct catalog_change, recognition), FIELD_WORD,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .words = recognition_words,
	  .title = N_("Recognition"),
	  .help = N_("a way to recognise holders") },
	{ FIELD(struct catalog_change, enabled), FIELD_BOOLEAN,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Enabled"),
	  .help = N_("whether the organization may use it") },
	{ 0 }
};

const struct record catalog_change_record = {
	.name = "catalog_change",
	.title = N_("A product or recognition, enabled or not"),
	.size = sizeof(struct catalog_change),
	.fields = change_fields,
};

static const struct field limit_fields[] = {
	{ FIELD(struct limit_of_use, limit), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Limit"),
	  .help = N_("a word for it") },
	{ FIELD(struct limit_of_use, text_it), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("its text in Italian") },
	{ FIELD(struct limit_of_use, text_en), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Text"),
	  .help = N_("its text in English") },
	{ 0 }
};

const struct record limit_of_use_record = {
	.name = "limit_of_use",
	.title = N_("A limit of use to choose from"),
	.size = sizeof(struct limit_of_use),
	.fields = limit_fields,
};

static int item_compare(const void *product, const void *item)
{
	return strcmp(product, ((const struct catalog_item *)item)->product);
}

const struct catalog_item *catalog_item(const struct catalog *catalog,
					const char *product)
{
	if (!product || catalog->count == 0)
		return NULL;
	return bsearch(product, catalog->items, catalog->count,
		       sizeof *catalog->items, item_compare);
}

bool catalog_item_allows(const struct catalog_item *item, unsigned enabled,
			 int64_t recognition)
{
	return recognition >= 0 && recognition <= RECOGNITION_SPID &&
	       item->recognition_mask & enabled & 1u << recognition;
}
