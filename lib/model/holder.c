/* holder - the field tables of a registry entry and of its images */
#include <ipp/model/holder.h>

#include <ipp/base/memory.h>
#include <ipp/model/product.h>

#define KEYED (FIELD_BOTH | FIELD_STORED)
#define KNOWN (FIELD_OUT | FIELD_STORED)

static const struct field fields[] = {
	{ FIELD(struct holder, holder_id), FIELD_ID,
	  .flags = KEYED | FIELD_COLUMN, .prefix = "HLD",
	  .title = N_("Holder"), .help = N_("the registry entry") },
	{ FIELD(struct holder, iut), FIELD_TEXT, .flags = KNOWN | FIELD_COLUMN,
	  .title = N_("IUT"),
	  .help = N_("the holder's unique identifier at the issuer "
		     "(dnQualifier)") },
	PERSON_FIELDS(struct holder, KEYED),
	DOCUMENT_FIELDS(struct holder, KEYED),
	{ FIELD(struct holder, verified_at), FIELD_INSTANT,
	  .flags = KNOWN | FIELD_COLUMN, .title = N_("Verified"),
	  .help = N_("when an officer last established the identity") },
	{ FIELD(struct holder, images), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("sides of the identity document that have an image") },
	{ FIELD(struct holder, document_images), FIELD_RECORDS,
	  .flags = FIELD_OUT, .record = &document_image_record,
	  .help = N_("images of this and of former identity documents") },
	{ FIELD(struct holder, history), FIELD_RECORDS, .flags = FIELD_OUT,
	  .record = &product_record,
	  .help = N_("products of the holder's orders, the newest first") },
	{ FIELD(struct holder, warnings), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("what somebody should confirm") },
	{ FIELD(struct holder, client_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	{ FIELD(struct holder, created_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("when the entry was made") },
	{ FIELD(struct holder, updated_at), FIELD_INSTANT, .flags = KNOWN,
	  .help = N_("when the entry was last changed") },
	{ 0 }
};

const struct record holder_record = {
	.name = "holder",
	.title = N_("A person in the registry"),
	.size = sizeof(struct holder),
	.fields = fields,
};

const struct word document_side_words[] = {
	[SIDE_FRONT] = { "front", N_("Front") },
	[SIDE_BACK] = { "back", N_("Back") },
	[SIDE_BOTH] = { "both", N_("Both sides") },
	{ 0 }
};

static const struct field image_fields[] = {
	{ FIELD(struct document_image, document_number), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Document"),
	  .help = N_("number of the document") },
	{ FIELD(struct document_image, side), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = document_side_words,
	  .title = N_("Side"), .help = N_("which side it shows") },
	{ FIELD(struct document_image, sha256), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN,
	  .help = N_("digest of the file, by which it is kept") },
	{ FIELD(struct document_image, mime), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN,
	  .help = N_("kind of the file, by its content") },
	{ FIELD(struct document_image, size), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .help = N_("bytes of the file") },
	{ FIELD(struct document_image, added_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was added") },
	{ 0 }
};

const struct record document_image_record = {
	.name = "document_image",
	.title = N_("An image of an identity document"),
	.size = sizeof(struct document_image),
	.fields = image_fields,
};

static const struct field named_fields[] = {
	{ FIELD(struct holder_named, holder_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "HLD",
	  .help = N_("the registry entry") },
	{ 0 }
};

const struct record holder_named_record = {
	.name = "holder_named",
	.title = N_("A registry entry by its name"),
	.size = sizeof(struct holder_named),
	.fields = named_fields,
};

static const struct field files_fields[] = {
	{ FIELD(struct document_files, holder_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "HLD",
	  .help = N_("whose document it is") },
	{ FIELD(struct document_files, front), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE,
	  .help = N_("image of the front; - is standard input") },
	{ FIELD(struct document_files, back), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE,
	  .help = N_("image of the back; - is standard input") },
	{ FIELD(struct document_files, both), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE,
	  .help = N_("one image of all that is to be seen; - is standard "
		     "input") },
	{ 0 }
};

const struct record document_files_record = {
	.name = "document_files",
	.title = N_("Images of an identity document, to be added"),
	.size = sizeof(struct document_files),
	.fields = files_fields,
};

const char *identity_key(struct arena *arena, const struct person *person)
{
	if (person->tax_code)
		return arena_printf(arena, "IT:%s", person->tax_code);
	if (person->legal_id_type == ABSENT || !person->legal_id_country ||
	    !person->legal_id_number)
		return NULL;
	return arena_printf(arena, "%s%s:%s",
			    legal_id_type_words[person->legal_id_type].name,
			    person->legal_id_country, person->legal_id_number);
}
