/* search - the field table of what a search for products asks for */
#include <ipp/model/search.h>

#include <ipp/base/text.h>

static const struct word section_words[] = {
	[SECTION_DRAFTS] = { "drafts", N_("Drafts") },
	[SECTION_TO_IDENTIFY] = { "to_identify", N_("To identify") },
	[SECTION_TO_SIGN] = { "to_sign", N_("Awaiting signature") },
	[SECTION_TO_REVIEW] = { "to_review", N_("To review") },
	[SECTION_TO_ISSUE] = { "to_issue", N_("To issue") },
	[SECTION_ACTIVE] = { "active", N_("Active") },
	[SECTION_SUSPENDED] = { "suspended", N_("Suspended") },
	[SECTION_REVOKED] = { "revoked", N_("Revoked") },
	{ 0 }
};

static const struct word sort_words[] = {
	[SORT_USER_ID] = { "user_id", NULL },
	[SORT_ORDER_ID] = { "order_id", NULL },
	[SORT_CREATED_AT] = { "created_at", NULL },
	[SORT_ACTIVATED_AT] = { "activated_at", NULL },
	[SORT_VALID_UNTIL] = { "valid_until", NULL },
	[SORT_SURNAME] = { "surname", NULL },
	[SORT_GIVEN_NAME] = { "given_name", NULL },
	{ 0 }
};

#define TEXT(member_, title_, help_)                                           \
	{ FIELD(struct search, member_), FIELD_TEXT, .flags = FIELD_IN,        \
	  .title = title_, .help = help_ }
#define TIME(member_, help_)                                                   \
	{ FIELD(struct search, member_), FIELD_INSTANT,                        \
	  .flags = FIELD_IN | FIELD_DAYS, .title = "TIME", .help = help_ }
#define ID(member_, prefix_, help_)                                            \
	{ FIELD(struct search, member_), FIELD_ID, .flags = FIELD_IN,          \
	  .prefix = prefix_, .title = "ID", .help = help_ }

static const struct field fields[] = {
	{ FIELD(struct search, section), FIELD_WORD, .flags = FIELD_IN,
	  .words = section_words, .letter = 's',
	  .help = N_("a section of the desk") },
	ID(order_id, "ORD", N_("products of this order")),
	ID(user_id, "USR", N_("this product")),
	TEXT(external_code, "CODE", N_("the customer's own key")),
	{ FIELD(struct search, status), FIELD_WORD, .flags = FIELD_IN,
	  .words = product_status_words, .help = N_("products of this status") },
	{ FIELD(struct search, recognition), FIELD_WORD, .flags = FIELD_IN,
	  .words = recognition_words,
	  .help = N_("products of this way of recognition") },
	TEXT(product, "CODE", N_("products of this type")),
	TEXT(email_alias, "NAME", N_("the alias of the holder's identity")),
	TIME(activated_from, N_("activated at this time or later")),
	TIME(activated_to, N_("activated before this time")),
	TIME(created_from, N_("asked for at this time or later")),
	TIME(created_to, N_("asked for before this time")),
	TIME(valid_from, N_("certificate ends at this time or later")),
	TIME(valid_to, N_("certificate ends before this time")),
	{ FIELD(struct search, expiring), FIELD_INTEGER, .flags = FIELD_IN,
	  .title = "DAYS",
	  .help = N_("active, and the certificate ends within so many days") },
	TEXT(tax_code, "CODE", N_("the holder's tax code")),
	TEXT(surname, "NAME",
	     N_("the holder's family name; a final * finds all that begin so; "
		"case and accents do not matter")),
	TEXT(given_name, "NAME", N_("the holder's given names, likewise")),
	TEXT(email, "ADDRESS", N_("the holder's e-mail address")),
	TEXT(mobile, "NUMBER", N_("the holder's mobile number")),
	ID(created_by, "OPR", N_("asked for by this operator")),
	ID(holder_id, "HLD", N_("products of this registry entry")),
	TEXT(iut, "IUT", N_("the holder's identifier at the issuer")),
	TEXT(serial, "HEX", N_("serial number of a certificate")),
	TEXT(device_serial, "SERIAL", N_("serial number of a device")),
	TEXT(unit, "CODE", N_("products of this unit")),
	{ FIELD(struct search, sort), FIELD_WORD, .flags = FIELD_IN,
	  .words = sort_words,
	  .help = N_("sort by this member; products without it are left "
		     "out") },
	{ FIELD(struct search, reverse), FIELD_BOOLEAN, .flags = FIELD_IN,
	  .letter = 'r', .help = N_("sort the other way round") },
	{ FIELD(struct search, limit), FIELD_INTEGER, .flags = FIELD_IN,
	  .letter = 'n', .title = "NUMBER",
	  .help = N_("at most this many; all if not given, 100 on a "
		     "terminal") },
	ID(after, "USR", N_("go on after this product, the last one of the page "
			    "before")),
	{ FIELD(struct search, client_id), FIELD_INTEGER, .flags = FIELD_INNER },
	{ FIELD(struct search, unit_id), FIELD_INTEGER, .flags = FIELD_INNER },
	{ 0 }
};

const struct record search_record = {
	.name = "search",
	.title = N_("A search for products"),
	.size = sizeof(struct search),
	.fields = fields,
};
