/* trust - finds the anchors a certificate may lead to */
#include <ipp/store/trust.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/model/trust.h>
#include <ipp/model/words.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/port/trust_facts.h>
#include <ipp/store/authority.h>

#include "internal.h"
#include "trust_part.h"

/* More that fit one issuer are none that anybody publishes. */
#define ANCHORS_MAX 64

struct finding {
	const unsigned char *name_sha256;
	struct octets key_id;
	struct arena *arena;
	struct trust_anchor *items;
	size_t count;
};

static bool octets_equal(struct octets a, struct octets b)
{
	return a.size == b.size && a.size > 0 &&
	       !memcmp(a.bytes, b.bytes, a.size);
}

/* Ours was good for what it issued from its first day. */
static enum status own_add(void *context, const struct authority *it,
			   struct error *err)
{
	struct finding *to = context;
	unsigned char name[DIGEST_SIZE];
	struct trust_period *period;
	enum status rc;

	if ((rc = digest_sha256(it->facts->subject.bytes,
				it->facts->subject.size, name, err)) != OK)
		return rc;
	if (memcmp(name, to->name_sha256, sizeof name) &&
	    !octets_equal(it->facts->plan.subject_key_id, to->key_id))
		return OK;
	if (to->count == ANCHORS_MAX)
		return OK;
	period = arena_alloc(to->arena, sizeof *period);
	period->from = it->not_before;
	period->status = TRUST_GRANTED;
	period->purposes = TRUST_FOR_SIGNATURES;
	to->items[to->count++] = (struct trust_anchor){
		.anchor_id = it->authority_id,
		.certificate = it->certificate,
		.source = TRUST_OWN,
		.service = arena_text(to->arena, it->name),
		.service_type = TRUST_CA_QC,
		.periods = period,
		.period_count = 1,
		.next_update = SQL_NULL,
	};
	return OK;
}

static const char periods_sql[] =
    "SELECT since, status, purposes, qualifications FROM trust_periods"
    " WHERE service_id = $1"
    " ORDER BY position LIMIT $2";

static enum status period_read(struct sql_statement *st, struct arena *arena,
			       struct trust_period *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	const char *text = sql_text_view(st, 3);
	enum status rc;

	*ret = (struct trust_period){
		.from = sql_integer(st, 0),
		.status = word_find(trust_status_words, sql_text_view(st, 1)),
		.purposes = (unsigned)sql_integer(st, 2),
	};
	if (ret->status == ABSENT)
		ret->status = TRUST_STATUS_OTHER;
	if (!text)
		return OK;
	if ((rc = json_parse(text, strlen(text), &json, err)) != OK)
		return rc;
	if (!trust_qualifications_decode(json, arena, &ret->qualifications,
					 &ret->qualification_count))
		return error_set(err, CONFIG, "store_damaged", NULL,
				 "the store holds trust that cannot be read; "
				 "import the trusted lists again");
	return OK;
}

enum status trust_periods_load(struct store *store, int64_t service_id,
			       struct arena *arena,
			       struct trust_anchor *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct trust_period *items =
	    arena_alloc(arena, LIMIT_TRUST_PERIODS * sizeof *items);
	size_t count = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, periods_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, service_id);
	sql_bind_integer(st, 2, LIMIT_TRUST_PERIODS);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       count < LIMIT_TRUST_PERIODS)
		if ((rc = period_read(st, arena, &items[count++], err)) != OK)
			return rc;
	ret->periods = items;
	ret->period_count = count;
	return rc;
}

int64_t trust_anchor_read(struct sql_statement *st, struct arena *arena,
			  struct trust_anchor *ret)
{
	*ret = (struct trust_anchor){
		.anchor_id = sql_integer(st, 0),
		.source = sql_integer(st, 2) == SQL_NULL ? TRUST_FILE
							 : TRUST_LIST,
		.territory = sql_text(st, 3, arena),
		.provider = sql_text(st, 4, arena),
		.service = sql_text(st, 5, arena),
		.service_type =
		    word_find(trust_service_words, sql_text_view(st, 6)),
		.next_update = sql_integer(st, 7),
	};
	ret->certificate.bytes =
	    sql_bytes(st, 1, arena, &ret->certificate.size);
	return sql_integer(st, 8);
}

static const char find_sql[] =
    "SELECT " TRUST_ANCHOR_COLUMNS "  FROM " TRUST_ANCHOR_TABLES
    " WHERE a.name_sha256 = $1 OR a.key_id = $2"
    " ORDER BY a.anchor_id LIMIT $3";

static enum status anchors_read(struct sql_statement *st, struct finding *to,
				int64_t *services, struct error *err)
{
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       to->count < ANCHORS_MAX) {
		services[to->count] =
		    trust_anchor_read(st, to->arena, &to->items[to->count]);
		to->count++;
	}
	return rc;
}

static enum status others_add(struct store *store, struct finding *to,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	int64_t services[ANCHORS_MAX];
	size_t first = to->count;
	enum status rc;

	if ((rc = sql_prepare(store->sql, find_sql, &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, to->name_sha256, DIGEST_SIZE);
	sql_bind_bytes(st, 2, to->key_id.size ? to->key_id.bytes : NULL,
		       to->key_id.size);
	sql_bind_integer(st, 3, ANCHORS_MAX);
	if ((rc = anchors_read(st, to, services, err)) != OK)
		return rc;
	for (size_t i = first; i < to->count; i++)
		if ((rc = trust_periods_load(store, services[i], to->arena,
					     &to->items[i], err)) != OK)
			return rc;
	return OK;
}

enum status trust_anchors_find(struct store *store,
			       const unsigned char name_sha256[32],
			       struct octets key_id, struct arena *arena,
			       struct trust_anchor **ret, size_t *count,
			       struct error *err)
{
	struct finding to = { name_sha256, key_id, arena, NULL, 0 };
	enum status rc;

	to.items = arena_alloc(arena, ANCHORS_MAX * sizeof *to.items);
	if ((rc = authority_list(store, own_add, &to, err)) != OK ||
	    (rc = others_add(store, &to, err)) != OK)
		return rc;
	*ret = to.items;
	*count = to.count;
	return OK;
}

enum status own_certificate_status(struct store *store, const char *serial,
				   bool *ours, int64_t *status, int64_t *since,
				   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT p.status,"
			      "       coalesce(s.revoked_at, p.status_at)"
			      "  FROM certificates c"
			      "  JOIN products p ON p.user_id = c.user_id"
			      "  LEFT JOIN certificate_status s"
			      "    ON s.certificate_id = c.certificate_id"
			      "   AND s.reason <> 8"
			      " WHERE c.serial = $1"
			      "   AND c.certificate IS NOT NULL"
			      " UNION ALL "
			      "SELECT 'active', sealed_at FROM seals"
			      " WHERE serial = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, serial);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ours = row;
	if (row) {
		*status =
		    word_find(product_status_words, sql_text_view(st, 0));
		*since = sql_integer(st, 1);
	}
	return OK;
}
