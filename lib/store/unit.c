/* unit - units of an organization by their code */
#include <ipp/store/unit.h>

#include <ipp/port/sql.h>

#include "internal.h"

enum status unit_find(struct store *store, int64_t client_id, const char *code,
		      int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT unit_id FROM units"
			      " WHERE client_id = $1 AND code = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, code);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "unit_unknown", "unit",
				 "there is no unit \"%s\"; see: ipp-org "
				 "unit-list",
				 code);
	*ret = sql_integer(st, 0);
	return OK;
}
