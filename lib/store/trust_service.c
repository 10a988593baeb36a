/* trust_service - keeps services with their history and certificates */
#include <ipp/store/trust_list.h>

#include <ipp/base/memory.h>
#include <ipp/model/trust.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/port/trust_facts.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "trust_part.h"

static const char service_sql[] =
    "INSERT INTO trust_services (list_id, service_type, territory, provider,"
    " service, added_at, added_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";

static enum status service_insert(struct desk *desk, int64_t list_id,
				  const char *territory,
				  const struct trust_service *it,
				  int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, service_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list_id);
	sql_bind_text(st, 2, trust_service_words[it->type].name);
	sql_bind_text(st, 3, territory);
	sql_bind_text(st, 4, it->provider);
	sql_bind_text(st, 5, it->service);
	sql_bind_integer(st, 6, desk->now);
	sql_bind_integer(st, 7,
			 desk->session ? desk->session->operator_id : SQL_NULL);
	if ((rc = sql_execute(st, err)) == OK)
		*ret = sql_inserted(desk->store->sql);
	return rc;
}

static enum status period_insert(struct desk *desk, int64_t service_id,
				 size_t position, const struct trust_period *it,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(json) struct json *json = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO trust_periods (service_id,"
			      " position, since, status, purposes,"
			      " qualifications)"
			      " VALUES ($1, $2, $3, $4, $5, $6)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, service_id);
	sql_bind_integer(st, 2, (int64_t)position);
	sql_bind_integer(st, 3, it->from);
	sql_bind_text(st, 4, trust_status_words[it->status].name);
	sql_bind_integer(st, 5, it->purposes);
	if (it->qualification_count) {
		json = trust_qualifications_encode(it->qualifications,
						   it->qualification_count);
		sql_bind_text(st, 6, json_write(desk->arena, json));
	}
	return sql_execute(st, err);
}

static enum status certificate_insert(struct desk *desk, int64_t service_id,
				      const struct trust_certificate *it,
				      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO trust_anchors (service_id,"
			      " fingerprint, name_sha256, key_id, certificate)"
			      " VALUES ($1, $2, $3, $4, $5)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, service_id);
	sql_bind_bytes(st, 2, it->fingerprint, sizeof it->fingerprint);
	sql_bind_bytes(st, 3, it->name_sha256, sizeof it->name_sha256);
	sql_bind_bytes(st, 4, it->key_id.size ? it->key_id.bytes : NULL,
		       it->key_id.size);
	sql_bind_bytes(st, 5, it->der.bytes, it->der.size);
	return sql_execute(st, err);
}

enum status trust_service_put(struct desk *desk, int64_t list_id,
			      const char *territory,
			      const struct trust_service *it, struct error *err)
{
	int64_t service_id;
	enum status rc;

	if ((rc = service_insert(desk, list_id, territory, it, &service_id,
				 err)) != OK)
		return rc;
	for (size_t i = 0; i < it->period_count; i++)
		if ((rc = period_insert(desk, service_id, i, &it->periods[i],
					err)) != OK)
			return rc;
	for (size_t i = 0; i < it->certificate_count; i++)
		if ((rc = certificate_insert(desk, service_id,
					     &it->certificates[i], err)) != OK)
			return rc;
	return OK;
}

enum status trust_certificate_known(struct store *store,
				    const unsigned char fingerprint[32],
				    bool *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT 1 FROM trust_anchors a"
			      "  JOIN trust_services s"
			      "    ON s.service_id = a.service_id"
			      " WHERE a.fingerprint = $1"
			      "   AND s.list_id IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, fingerprint, 32);
	return sql_step(st, ret, err);
}

enum status trust_certificate_remove(struct store *store,
				     const unsigned char fingerprint[32],
				     bool *removed, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "DELETE FROM trust_services"
			      " WHERE list_id IS NULL AND service_id IN"
			      "       (SELECT service_id FROM trust_anchors"
			      "         WHERE fingerprint = $1)",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, fingerprint, 32);
	if ((rc = sql_execute(st, err)) == OK)
		*removed = sql_changes(store->sql) > 0;
	return rc;
}

static const char each_sql[] =
    "SELECT " TRUST_ANCHOR_COLUMNS "  FROM " TRUST_ANCHOR_TABLES
    " WHERE ($1 IS NULL OR (s.list_id IS NULL) = $1)"
    "   AND ($2 IS NULL OR s.territory = $2)"
    "   AND ($3 IS NULL OR s.service_type = $3)"
    "   AND ($4 IS NULL OR a.fingerprint = $4)"
    " ORDER BY s.list_id IS NOT NULL, s.territory, s.provider, a.anchor_id";

static void filter_bind(struct sql_statement *st,
			const struct trust_filter *filter)
{
	bool typed = filter->service_type != SQL_NULL;

	sql_bind_integer(st, 1,
			 filter->source == SQL_NULL
			     ? SQL_NULL
			     : filter->source == TRUST_FILE);
	sql_bind_text(st, 2, filter->territory);
	sql_bind_text(
	    st, 3,
	    typed ? trust_service_words[filter->service_type].name : NULL);
	sql_bind_bytes(st, 4, filter->fingerprint,
		       filter->fingerprint ? 32 : 0);
}

enum status trust_anchors_each(struct store *store,
			       const struct trust_filter *filter,
			       enum status (*each)(void *context,
						   const struct trust_anchor *it,
						   struct error *err),
			       void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, each_sql, &st, err)) != OK)
		return rc;
	filter_bind(st, filter);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct trust_anchor it;
		int64_t service_id = trust_anchor_read(st, arena, &it);

		if ((rc = trust_periods_load(store, service_id, arena, &it,
					     err)) != OK ||
		    (rc = each(context, &it, err)) != OK)
			return rc;
		arena_reset(arena);
	}
	return rc;
}
