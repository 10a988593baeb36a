/* dossier - the field tables of dossiers */
#include <ipp/model/dossier.h>

#include <ipp/base/text.h>

static const struct field wish_fields[] = {
	{ FIELD(struct dossier_wish, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product") },
	{ 0 }
};

const struct record dossier_wish_record = {
	.name = "dossier_wish",
	.title = N_("A product to write a dossier of"),
	.size = sizeof(struct dossier_wish),
	.fields = wish_fields,
};

static const struct field fields[] = {
	{ FIELD(struct dossier, user_id), FIELD_ID,
	  .flags = FIELD_OUT | FIELD_COLUMN, .prefix = "USR",
	  .title = N_("Product"), .help = N_("the product") },
	{ FIELD(struct dossier, order_id), FIELD_ID,
	  .flags = FIELD_OUT | FIELD_COLUMN, .prefix = "ORD",
	  .title = N_("Order"), .help = N_("the order") },
	{ FIELD(struct dossier, dossier_path), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Folder"),
	  .help = N_("the folder that was written") },
	{ FIELD(struct dossier, files), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Files"),
	  .help = N_("how many files the signed list names") },
	{ FIELD(struct dossier, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the signed list, lower-case hexadecimal") },
	{ FIELD(struct dossier, serial), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("serial number of the certificate that signed it, "
		     "upper-case hexadecimal") },
	{ 0 }
};

const struct record dossier_record = {
	.name = "dossier",
	.title = N_("A dossier that was written"),
	.size = sizeof(struct dossier),
	.fields = fields,
};
