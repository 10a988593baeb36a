/* privacy - the privacy policies of an organization, by version */
#include <ipp/store/privacy.h>

#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"

static const char find_sql[] =
    /* a version that is asked for may have been in force long ago */
    "SELECT version, language, text, valid_from FROM privacy_policies"
    " WHERE client_id = $1"
    "   AND (version = $2 OR ($2 IS NULL AND valid_from <= $4))"
    " ORDER BY valid_from DESC, version DESC, language <> $3"
    " LIMIT 1";

enum status privacy_find(struct store *store, int64_t client_id,
			 const char *version, int64_t language, int64_t now,
			 struct arena *arena, struct privacy_policy *ret,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct privacy_policy found = { .language = ABSENT };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, find_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, version);
	sql_bind_text(st, 3, language_words[language].name);
	sql_bind_integer(st, 4, now);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (row) {
		found.version = sql_text(st, 0, arena);
		found.language =
		    word_find(language_words, sql_text_view(st, 1));
		found.text = sql_text(st, 2, arena);
		found.valid_from = sql_integer(st, 3);
	}
	*ret = found;
	return OK;
}

enum status privacy_insert(struct store *store, int64_t client_id,
			   const struct privacy_policy *it, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO privacy_policies (client_id,"
			      "  version, language, text, valid_from)"
			      " VALUES ($1, $2, $3, $4, $5)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, it->version);
	sql_bind_text(st, 3, language_words[it->language].name);
	sql_bind_text(st, 4, it->text);
	sql_bind_integer(st, 5, it->valid_from);
	return sql_execute(st, err);
}

enum status privacy_each(struct store *store, int64_t client_id,
			 struct arena *arena,
			 enum status (*each)(void *context,
					     const struct privacy_policy *it,
					     struct error *err),
			 void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT version, language, text, valid_from"
			      "  FROM privacy_policies"
			      " WHERE client_id = $1"
			      " ORDER BY valid_from DESC, version DESC,"
			      "          language",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct privacy_policy it = {
			.version = sql_text(st, 0, arena),
			.language =
			    word_find(language_words, sql_text_view(st, 1)),
			.text = sql_text(st, 2, arena),
			.valid_from = sql_integer(st, 3),
		};

		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}
