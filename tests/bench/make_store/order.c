/* order - who asks for what: orders, and the holders they are for */
#include "maker.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>

#define OPERATORS     24
#define DAYS	      20000 /* of birth, from 1950 on */
#define SURNAMES      480
#define GIVEN_NAMES   96

static const struct goal goals[] = {
	{ "draft", 5, { NULL } },
	{ "to_identify", 5, { NULL } },
	{ "to_sign", 2, { "to_sign" } },
	{ "to_review", 2, { "to_review" } },
	{ "to_issue", 5, { "to_issue" } },
	{ "cancelled", 21, { "cancelled" } },
	{ "suspended", 5, { "to_issue", "issuing", "active", "suspended" } },
	{ "revoked", 30, { "to_issue", "issuing", "active", "revoked" } },
	{ "expired", 60, { "to_issue", "issuing", "active", "expired" } },
	{ "active", 865, { "to_issue", "issuing", "active" } },
};

#define GOAL_TO_ISSUE 4

/* Statuses that a small store has as well: the first products take turns. */
#define SMALL 600

static const struct kind kinds[] = {
	{ "REM", "remote", "offline live video sign", 560 },
	{ "REM-SPID", "remote", "spid", 70 },
	{ "REM-ROLE", "remote", "offline live video sign", 60 },
	{ "AUTO", "remote", "offline live video sign", 60 },
	{ "DEV-SC", "device", "offline live video sign", 130 },
	{ "DEV-BK", "device", "offline live video sign", 90 },
	{ "DEV-CNS", "device", "offline live", 30 },
};

static int64_t holder_make(struct maker *maker, const struct order *order)
{
	const struct person *who = &order->who;
	const char *identity =
	    arena_printf(maker->arena, "IT:%s", order->tax_code);
	int64_t ret = 0;

	if (!order->is_new)
		ret = run(maker,
			  "SELECT holder_id FROM holders WHERE client_id = $1"
			  " AND identity_key = $2",
			  "it", order->client, identity);
	if (ret)
		return ret;
	(void)run(maker,
		  "INSERT INTO holders (holder_id, client_id, iut, surname, "
		  "given_name,"
		  " sex, birth_date, birth_place, birth_place_code,"
		  " birth_country, citizenship, tax_code, province, country,"
		  " email, mobile, surname_key, given_name_key,"
		  " identity_key, created_at, updated_at) VALUES ($1, $2, $3,"
		  " $4, $5, $6, $7, $8, $9, 'IT', 'IT', $10, $11, 'IT', $12,"
		  " $13, $14, $15, $16, $17, $17)",
		  "iitttttttttttttti", ++maker->holder_id, order->client,
		  arena_printf(maker->arena, "2026%" PRId64 "%010" PRId64,
			       order->client, order->person),
		  who->surname, who->given_name, sex_words[who->sex].name,
		  who->birth_date, who->birth_place, who->birth_place_code,
		  order->tax_code, who->province, who->email, who->mobile,
		  order->surname->key, order->given_name->key, identity,
		  order->created_at);
	return maker->holder_id;
}

static void order_save(struct maker *maker, const struct order *order)
{
	const struct person *who = &order->who;
	uint64_t dice = below(maker, 100);

	(void)run(
	    maker,
	    "INSERT INTO orders (order_id, client_id, unit_id, created_by,"
	    " created_at, updated_at, submitted_at, external_code,"
	    " recognition, holder_id, surname, given_name, sex,"
	    " birth_date, birth_place, birth_place_code, birth_country,"
	    " citizenship, tax_code, street, street_number, postal_code,"
	    " city, province, country, email, email_alias, mobile,"
	    " document_type, document_country, document_number,"
	    " document_expiry_date, consent_privacy, consent_terms,"
	    " consented_at, language) VALUES"
	    " ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	    " $14, $15, 'IT', 'IT', $16, 'Via del Glicine', '7', '00184',"
	    " $14, $17, 'IT', $18, $19, $20, 'identity_card', 'IT', $21,"
	    " '2031-01-01', 1, 1, $5, 'it')",
	    "iiiiiittitttttttttttt", order->order_id, order->client,
	    order->unit, order->operator_id, order->created_at,
	    order->is_draft ? SQL_NULL : order->created_at,
	    dice < 60
		? arena_printf(maker->arena, "EXT-%08" PRId64, order->order_id)
		: NULL,
	    order->recognition, order->holder, who->surname, who->given_name,
	    sex_words[who->sex].name, who->birth_date, who->birth_place,
	    who->birth_place_code, order->tax_code, who->province, who->email,
	    dice % 50 == 0
		? arena_printf(maker->arena, "alias%" PRId64, order->person)
		: NULL,
	    who->mobile,
	    arena_printf(maker->arena, "CA%07" PRId64 "AA", order->person));
}

static const struct goal *goal_choose(struct maker *maker)
{
	unsigned dice = (unsigned)below(maker, 1000);
	const struct goal *ret = goals;

	if (maker->to_issue)
		return &goals[GOAL_TO_ISSUE];
	if (maker->made < SMALL)
		return &goals[maker->made % (int64_t)COUNT(goals)];
	while (dice >= ret->weight)
		dice -= ret++->weight;
	return ret;
}

static const struct kind *kind_choose(struct maker *maker)
{
	unsigned dice = (unsigned)below(maker, 1000);
	const struct kind *ret = kinds;

	if (maker->to_issue)
		return kinds;
	while (dice >= ret->weight)
		dice -= ret++->weight;
	return ret;
}

void order_make(struct maker *maker)
{
	static const char *const ways[] = { "offline", "offline", "sign",
					    "video", "live" };
	const struct goal *goal = goal_choose(maker);
	const struct kind *kind = kind_choose(maker);
	struct order order = { .order_id = ++maker->order_id };
	bool is_other = below(maker, 50) == 0 && !maker->to_issue;
	uint64_t unit = skewed(maker, UNITS);

	order.is_new = maker->persons == 0 || maker->to_issue ||
		       below(maker, 100) < 88;
	person_make(maker,
		    order.is_new
			? maker->persons++
			: (int64_t)below(maker, (uint64_t)maker->persons),
		    &order);
	order.is_draft = !strcmp(goal->status, "draft");
	order.client = is_other ? maker->other_client : maker->client;
	order.unit = maker->units[is_other ? UNITS : unit];
	order.operator_id =
	    maker->operators[is_other ? OPERATORS : 2 * unit + below(maker, 2)];
	order.created_at = NOW - SPAN +
			   (int64_t)((double)SPAN * (double)maker->made /
				     (double)maker->products) +
			   (int64_t)below(maker, 3600);
	order.recognition =
	    !strcmp(kind->code, "REM-SPID")
		? "spid"
		: ways[below(maker,
			     strcmp(kind->code, "DEV-CNS") ? COUNT(ways) : 2)];
	order.holder = order.is_draft ? SQL_NULL : holder_make(maker, &order);
	order_save(maker, &order);
	product_make(maker, &order, goal, kind);
	if (below(maker, 20) == 0 && maker->made < maker->products)
		product_make(maker, &order, goal, kind);
	arena_reset(maker->arena);
}
