/* holder_find - registry entries by personal data, and their images */
#include <ipp/store/holder.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/holder.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>
#include <ipp/store/desk.h>

#include "internal.h"

enum compare { AS_IS, AS_KEY, AS_START, AS_EMAIL };

/* What may be asked for; `$` becomes the number of the parameter. */
static const struct datum {
	const char *field;
	enum compare compare;
	const char *sql;
} data[] = {
	{ "tax_code", AS_IS, "tax_code = $" },
	{ "surname", AS_KEY, "surname_key = $" },
	{ "given_name", AS_START,
	  "(given_name_key = $ OR substr(given_name_key, 1, length($) + 1)"
	  " = $ || ' ')" },
	{ "birth_date", AS_IS, "birth_date = $" },
	{ "sex", AS_IS, "sex = $" },
	{ "birth_place_code", AS_IS, "birth_place_code = $" },
	{ "birth_country", AS_IS, "birth_country = $" },
	{ "citizenship", AS_IS, "citizenship = $" },
	{ "legal_id_number", AS_IS, "legal_id_number = $" },
	{ "document_number", AS_IS, "document_number = $" },
	{ "postal_code", AS_IS, "postal_code = $" },
	{ "province", AS_IS, "province = $" },
	{ "email", AS_EMAIL, "email = $" },
	{ "mobile", AS_IS, "mobile = $" },
};
#define DATA_COUNT (sizeof data / sizeof *data)

static bool has(const struct holder *like, const struct datum *datum)
{
	return !field_is_absent(record_field(&holder_record, datum->field),
				like);
}

unsigned holder_find_data(const struct holder *like)
{
	unsigned ret = 0;

	for (size_t i = 0; i < DATA_COUNT; i++)
		ret += has(like, &data[i]);
	return ret;
}

static const char *value_of(const struct datum *datum,
			    const struct holder *like, struct arena *arena)
{
	const char *text = field_format(record_field(&holder_record,
						     datum->field),
					like, arena);
	char *lower;

	if (datum->compare == AS_KEY || datum->compare == AS_START)
		return unicode_search_key(arena, text);
	if (datum->compare == AS_IS)
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
		ret = *p == '$' ? arena_printf(arena, "%s$%d", ret, number) :
				  arena_printf(arena, "%s%c", ret, *p);
	return ret;
}

enum status holder_find(struct store *store, int64_t client_id,
			const struct holder *like, int64_t limit,
			struct arena *arena, int64_t **ret, size_t *count,
			struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *sql = "SELECT holder_id FROM holders WHERE client_id = $1";
	int n = 2;
	enum status rc;
	bool row;

	for (size_t i = 0; i < DATA_COUNT; i++)
		if (has(like, &data[i]))
			sql = arena_printf(arena, "%s%s", sql,
					   condition(&data[i], n++, arena));
	sql = arena_printf(arena, "%s ORDER BY holder_id LIMIT $%d", sql, n);
	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, n, limit);
	n = 2;
	for (size_t i = 0; i < DATA_COUNT; i++)
		if (has(like, &data[i]))
			sql_bind_text(st, n++, value_of(&data[i], like, arena));
	*ret = arena_alloc(arena, ((size_t)limit + 1) * sizeof **ret);
	*count = 0;
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       *count < (size_t)limit)
		(*ret)[(*count)++] = sql_integer(st, 0);
	return rc;
}

enum status holder_image_put(struct desk *desk,
			     const struct document_image *image,
			     const unsigned char *sha256, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO document_images (holder_id,"
			      " document_number, side, sha256, added_at)"
			      " VALUES ($1, $2, $3, $4, $5)"
			      " ON CONFLICT (holder_id, document_number, side)"
			      " DO UPDATE SET sha256 = $4, added_at = $5",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, image->holder_id);
	sql_bind_text(st, 2, image->document_number);
	sql_bind_text(st, 3, document_side_words[image->side].name);
	sql_bind_bytes(st, 4, sha256, 32);
	sql_bind_integer(st, 5, desk->now);
	return sql_execute(st, err);
}

enum status holder_images(struct store *store, int64_t holder_id,
			  const char *document_number, struct arena *arena,
			  struct texts *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char **items = arena_alloc(arena, 3 * sizeof *items);
	size_t count = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT side FROM document_images"
			      " WHERE holder_id = $1 AND document_number = $2"
			      " ORDER BY side",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, holder_id);
	sql_bind_text(st, 2, document_number);
	while ((rc = sql_step(st, &row, err)) == OK && row && count < 3)
		items[count++] = sql_text(st, 0, arena);
	if (rc == OK)
		*ret = (struct texts){ items, count };
	return rc;
}
