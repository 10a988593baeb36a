/* holder_find - registry entries by personal data */
#include <ipp/store/holder.h>

#include <ctype.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>

#include "internal.h"
#include "row.h"

enum form { AS_IS, AS_KEY, AS_EMAIL };

/* What the database compares; the number of the parameter replaces each `$`.
 * All other personal data are compared here, by their search keys. */
static const struct datum {
	const char *field;
	enum form form;
	const char *sql;
} data[] = {
	{ "holder_id", AS_IS, "holder_id = $" },
	{ "tax_code", AS_IS, "identity_key = 'IT:' || $" },
	{ "surname", AS_KEY, "surname_key = $" },
	{ "given_name", AS_KEY,
	  "(given_name_key = $ OR substr(given_name_key, 1, length($) + 1)"
	  " = $ || ' ')" },
	{ "birth_date", AS_IS, "birth_date = $" },
	{ "sex", AS_IS, "sex = $" },
	{ "birth_place_code", AS_IS, "birth_place_code = $" },
	{ "birth_country", AS_IS, "birth_country = $" },
	{ "citizenship", AS_IS, "citizenship = $" },
	{ "legal_id_type", AS_IS, "legal_id_type = $" },
	{ "legal_id_country", AS_IS, "legal_id_country = $" },
	{ "legal_id_number", AS_IS, "legal_id_number = $" },
	{ "document_number", AS_IS, "document_number = $" },
	{ "postal_code", AS_IS, "postal_code = $" },
	{ "province", AS_IS, "province = $" },
	{ "country", AS_IS, "country = $" },
	{ "email", AS_EMAIL, "email = $" },
	{ "mobile", AS_IS, "mobile = $" },
};
#define DATA_COUNT (sizeof data / sizeof *data)

static bool is_personal(const struct field *field)
{
	return field->flags & FIELD_IN && field->type != FIELD_ID;
}

unsigned holder_find_data(const struct holder *like)
{
	unsigned ret = 0;

	for (const struct field *f = holder_record.fields; f->name; f++)
		ret += is_personal(f) && !field_is_absent(f, like);
	return ret;
}

static const struct datum *datum_of(const struct field *field)
{
	for (size_t i = 0; i < DATA_COUNT; i++)
		if (!strcmp(data[i].field, field->name))
			return &data[i];
	return NULL;
}

static const char *key_of(const struct field *field,
			  const struct holder *holder, struct arena *arena)
{
	const char *text = field_format(field, holder, arena);
	const char *key = unicode_search_key(arena, text);

	return key ? key : text;
}

static const char *value_of(const struct datum *datum,
			    const struct field *field,
			    const struct holder *like, struct arena *arena)
{
	const char *text = field_format(field, like, arena);
	char *lower;

	if (datum->form == AS_KEY)
		return key_of(field, like, arena);
	if (datum->form == AS_IS)
		return text;
	lower = arena_text(arena, text);
	for (char *p = lower; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return lower;
}

/* The condition with its parameter's number put in. */
static const char *condition(const struct datum *datum, int number,
			     struct arena *arena)
{
	const char *ret = " AND ";

	for (const char *p = datum->sql; *p; p++)
		ret = *p == '$' ? arena_printf(arena, "%s$%d", ret, number)
				: arena_printf(arena, "%s%c", ret, *p);
	return ret;
}

/* $1 is the organization, $2 the entry to go on after. */
static const char *query_text(const struct holder *like, struct arena *arena)
{
	const char *ret =
	    arena_printf(arena,
			 "SELECT %s FROM holders"
			 " WHERE client_id = $1"
			 "   AND holder_id > $2",
			 row_columns(&holder_record, NULL, arena));
	int n = 3;

	for (size_t i = 0; i < DATA_COUNT; i++)
		if (!field_is_absent(
			record_field(&holder_record, data[i].field), like))
			ret = arena_printf(arena, "%s%s", ret,
					   condition(&data[i], n++, arena));
	return arena_printf(arena, "%s ORDER BY holder_id", ret);
}

static void query_bind(struct sql_statement *st,
		       const struct holder_filter *filter, struct arena *arena)
{
	int n = 1;

	sql_bind_integer(st, n++, filter->client_id);
	sql_bind_integer(st, n++, filter->after == ABSENT ? 0 : filter->after);
	for (size_t i = 0; i < DATA_COUNT; i++) {
		const struct field *field =
		    record_field(&holder_record, data[i].field);

		if (field_is_absent(field, filter->like))
			continue;
		if (field->type == FIELD_ID)
			sql_bind_integer(st, n++, filter->like->holder_id);
		else
			sql_bind_text(
			    st, n++,
			    value_of(&data[i], field, filter->like, arena));
	}
}

/* Whether what the database did not compare agrees as well. */
static bool agrees(const struct holder *holder, const struct holder *like,
		   struct arena *arena)
{
	for (const struct field *f = holder_record.fields; f->name; f++)
		if (is_personal(f) && !field_is_absent(f, like) &&
		    !datum_of(f) &&
		    strcmp(key_of(f, holder, arena), key_of(f, like, arena)) !=
			0)
			return false;
	return true;
}

enum status holder_find(struct store *store, const struct holder_filter *filter,
			enum status (*each)(void *context,
					    const struct holder *holder,
					    struct error *err),
			void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(arena) struct arena *row_arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	int64_t left = filter->limit == ABSENT ? INT64_MAX : filter->limit;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, query_text(filter->like, arena), &st,
			      err)) != OK)
		return rc;
	query_bind(st, filter, arena);
	while (left > 0 && (rc = sql_step(st, &row, err)) == OK && row) {
		struct holder holder;

		arena_reset(row_arena);
		record_clear(&holder_record, &holder);
		(void)row_fetch(st, 0, &holder_record, &holder, row_arena);
		if (!agrees(&holder, filter->like, row_arena))
			continue;
		if ((rc = each(context, &holder, err)) != OK)
			return rc;
		left--;
	}
	return rc;
}
