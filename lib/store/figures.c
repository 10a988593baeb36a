/* figures - requests of a period, counted */
#include <ipp/store/figures.h>

#include <ipp/base/memory.h>
#include <ipp/model/figures.h>
#include <ipp/port/sql.h>

#include "internal.h"

/* $1 organization, $2 from, $3 to, $4 now. Each of the three ends of a request
 * is counted by itself: that they add up is for the tests to see. */
static const char count_sql[] =
    "SELECT g, sum(received), sum(issued), sum(refused), sum(pending),"
    "       sum(suspended), sum(reinstated), sum(revoked), sum(published),"
    "       sum(late), max(delay), sum(delay) / max(count(delay), 1)"
    "  FROM ("
    "SELECT %s AS g, 1 AS received,"
    "       p.activated_at IS NOT NULL AND p.activated_at < $3 AS issued,"
    "       p.status = 'cancelled' AND p.status_at < $3 AS refused,"
    "       (p.activated_at IS NULL OR p.activated_at >= $3)"
    "       AND (p.status <> 'cancelled' OR p.status_at >= $3) AS pending,"
    "       0 AS suspended, 0 AS reinstated, 0 AS revoked, 0 AS published,"
    "       0 AS late, NULL AS delay"
    "  FROM products p"
    "  JOIN orders o ON o.order_id = p.order_id"
    "  JOIN units u ON u.unit_id = p.unit_id"
    " WHERE p.client_id = $1 AND o.submitted_at >= $2 AND o.submitted_at < $3"
    "   AND p.created_at < $3"
    " UNION ALL "
    "SELECT %s, 0, 0, 0, 0,"
    "       r.action = 'suspend', r.action = 'reinstate',"
    "       r.action = 'revoke', r.published_at IS NOT NULL,"
    "       coalesce(r.published_at, $4) > r.due_at,"
    "       r.published_at - r.received_at"
    "  FROM status_requests r"
    "  JOIN products p ON p.user_id = r.user_id"
    "  JOIN units u ON u.unit_id = p.unit_id"
    " WHERE p.client_id = $1 AND r.received_at >= $2 AND r.received_at < $3"
    ") AS rows GROUP BY g ORDER BY g";

static const char *const groups[] = {
	[FIGURES_BY_NOTHING] = "'all'",
	[FIGURES_BY_PRODUCT] = "p.product",
	[FIGURES_BY_RECOGNITION] = "p.recognition",
	[FIGURES_BY_UNIT] = "u.code",
};

static void row_read(struct sql_statement *st, struct arena *arena,
		     struct figures *ret)
{
	*ret = (struct figures){
		.group = sql_text(st, 0, arena),
		.received = sql_integer(st, 1),
		.issued = sql_integer(st, 2),
		.refused = sql_integer(st, 3),
		.pending = sql_integer(st, 4),
		.suspensions = sql_integer(st, 5),
		.reinstatements = sql_integer(st, 6),
		.revocations = sql_integer(st, 7),
		.published = sql_integer(st, 8),
		.late = sql_integer(st, 9),
		.delay_longest = sql_integer(st, 10),
		.delay_average = sql_integer(st, 11),
	};
}

enum status figures_count(struct store *store, const struct figures_wish *wish,
			  enum status (*each)(void *context,
					      const struct figures *figures,
					      struct error *err),
			  void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(arena) struct arena *row_arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *group = groups[wish->by];
	struct figures figures;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      arena_printf(arena, count_sql, group, group), &st,
			      err)) != OK)
		return rc;
	sql_bind_integer(st, 1, wish->client_id);
	sql_bind_integer(st, 2, wish->from);
	sql_bind_integer(st, 3, wish->to);
	sql_bind_integer(st, 4, wish->now);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		arena_reset(row_arena);
		row_read(st, row_arena, &figures);
		if ((rc = each(context, &figures, err)) != OK)
			return rc;
	}
	return rc;
}
