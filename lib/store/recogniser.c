/* recogniser - who may be named as the one who recognised a holder */
#include <ipp/store/recogniser.h>

#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"

static const char find_sql[] =
    "SELECT o.operator_id, o.enabled, p.profile"
    "  FROM operators o"
    "  LEFT JOIN profiles p"
    "    ON p.operator_id = o.operator_id AND p.unit_id = $3"
    " WHERE o.login = $1 AND o.client_id = $2";

enum status recogniser_find(struct store *store, int64_t client_id,
			    const char *login, int64_t unit_id,
			    struct recogniser *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct recogniser found = { .operator_id = ABSENT };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, find_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, login);
	sql_bind_integer(st, 2, client_id);
	sql_bind_integer(st, 3, unit_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		const char *word = sql_text_view(st, 2);

		found.operator_id = sql_integer(st, 0);
		found.enabled = sql_integer(st, 1) == 1;
		if (word)
			found.profiles |= 1U << word_find(profile_words, word);
	}
	if (rc != OK)
		return rc;
	if (found.operator_id == ABSENT)
		return error_set(err, DATA, "recogniser_unknown", "recogniser",
				 "there is no operator \"%.64s\"; name the "
				 "officer who recognised the holder by login",
				 login);
	*ret = found;
	return OK;
}
