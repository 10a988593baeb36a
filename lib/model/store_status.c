/* store_status - the field table of what `ipp-store status` tells */
#include <ipp/model/store_status.h>

#include <ipp/base/text.h>

#define COUNT(member_, help_)                                                  \
	{ FIELD(struct store_status, member_), FIELD_INTEGER,                  \
	  .flags = FIELD_OUT | FIELD_COLUMN, .help = help_ }

static const struct field fields[] = {
	{ FIELD(struct store_status, folder), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the folder of the store") },
	{ FIELD(struct store_status, key), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the file of its master key") },
	COUNT(schema, N_("number of the newest migration in the store")),
	COUNT(schema_known, N_("number of the newest the program knows")),
	{ FIELD(struct store_status, demo), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("true for a store to try things out") },
	COUNT(orders, N_("orders, drafts too")),
	COUNT(products, N_("products")),
	COUNT(holders, N_("registry entries")),
	COUNT(objects, N_("files kept")),
	COUNT(journal_entries, N_("entries of the journal")),
	COUNT(messages_pending, N_("messages waiting for delivery")),
	COUNT(database_bytes, N_("size of the database")),
	{ 0 }
};

const struct record store_status_record = {
	.name = "store_status",
	.title = N_("The state of the store"),
	.size = sizeof(struct store_status),
	.fields = fields,
};
