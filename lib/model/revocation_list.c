/* revocation_list - the field table of a revocation list */
#include <ipp/model/revocation_list.h>

#include <ipp/model/authority.h>

#define COLUMN (FIELD_OUT | FIELD_COLUMN)

static const struct field fields[] = {
	{ FIELD(struct revocation_list, authority), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("Authority"),
	  .help = N_("common name of the authority that signed it") },
	{ FIELD(struct revocation_list, role), FIELD_WORD, .flags = FIELD_OUT,
	  .words = authority_role_words, .help = N_("what it signs") },
	{ FIELD(struct revocation_list, partition), FIELD_INTEGER,
	  .flags = FIELD_OUT,
	  .help = N_("which part of the authority's certificates it tells of "
		     "(RFC 5280, 5.2.5); 0: those whose list is not parted") },
	{ FIELD(struct revocation_list, number), FIELD_INTEGER, .flags = COLUMN,
	  .title = N_("Number"),
	  .help = N_("number of the list (RFC 5280, 5.2.3)") },
	{ FIELD(struct revocation_list, base_number), FIELD_INTEGER,
	  .flags = FIELD_OUT,
	  .help = N_("of a list of changes: number of the complete list that "
		     "it adds to (RFC 5280, 5.2.4)") },
	{ FIELD(struct revocation_list, entries), FIELD_INTEGER,
	  .flags = COLUMN, .title = N_("Entries"),
	  .help = N_("certificates on it, revoked or on hold") },
	{ FIELD(struct revocation_list, this_update), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was made") },
	{ FIELD(struct revocation_list, next_update), FIELD_INSTANT,
	  .flags = COLUMN, .title = N_("Next update"),
	  .help = N_("when the next is out at the latest") },
	{ FIELD(struct revocation_list, published_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when the file was in its place") },
	{ FIELD(struct revocation_list, size), FIELD_INTEGER,
	  .flags = FIELD_OUT, .help = N_("bytes of the file") },
	{ FIELD(struct revocation_list, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the file, lower-case hexadecimal") },
	{ FIELD(struct revocation_list, path), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("File"), .help = N_("the file, in DER") },
	{ FIELD(struct revocation_list, existing), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("the list was out before and is still good") },
	{ 0 }
};

const struct record revocation_list_record = {
	.name = "revocation_list",
	.title = N_("A list of revoked certificates"),
	.size = sizeof(struct revocation_list),
	.fields = fields,
};
