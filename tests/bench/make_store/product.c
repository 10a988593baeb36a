/* product - products on their way to a status, with their certificates */
#include "maker.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>
#include <ipp/store/journal.h>

static void certificate_make(struct maker *maker, int64_t user_id,
			     const char *purpose, const char *serial,
			     int64_t from, int64_t to)
{
	unsigned char hash[DIGEST_SIZE] = { 0 };
	size_t size = (size_t)maker->certificate_bytes;
	unsigned char *bytes = arena_alloc(maker->arena, size);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)(user_id >> (i % 8));
	memcpy(hash, &user_id, sizeof user_id);
	(void)run(maker,
		  "INSERT INTO certificates (serial, user_id, authority_id,"
		  " purpose, profile, profile_hash, tbs_hash, certificate,"
		  " not_before, not_after, reserved_at, issued_at) VALUES ($1,"
		  " $2, $3, $4, 'bench', x'00', $5, $6, $7, $8, $7, $7)",
		  "tiitbbii", serial, user_id, maker->authority, purpose,
		  (const void *)hash, sizeof hash, (const void *)bytes, size,
		  from, to);
}

/* It begins with the time, as those that are issued do. */
static const char *serial_make(struct maker *maker, int64_t at)
{
	uint64_t high = below(maker, UINT64_MAX),
		 low = below(maker, UINT64_MAX);

	return arena_printf(maker->arena, "%06" PRIX64 "%08" PRIX64
					  "%016" PRIX64,
			    (uint64_t)at >> 10, high >> 32, low);
}

/* The step to `active`, with everything that an issue leaves behind. */
static void product_issue(struct maker *maker, const struct order *order,
			  int64_t user_id, const struct kind *kind, int64_t at,
			  int64_t until)
{
	bool is_device = !strcmp(kind->key_place, "device");
	const char *serial = serial_make(maker, at), *second = NULL;

	certificate_make(maker, user_id, "signature", serial, at, until);
	if (is_device) {
		second = serial_make(maker, at);
		certificate_make(maker, user_id, "authentication", second, at,
				 until);
	}
	(void)run(maker,
		  "UPDATE products SET status = 'active', status_at = $2,"
		  " recognised_by = $3, recognised_at = $2, issued_by = $4,"
		  " activated_at = $2, valid_until = $5, serial = $6,"
		  " device_serial = $7 WHERE user_id = $1",
		  "iiiiitt", user_id, at, order->operator_id, maker->operators[0],
		  until, serial,
		  is_device
		      ? arena_printf(maker->arena, "7420%012" PRId64, user_id)
		      : NULL);
	maker->desk.now = at;
	check(maker,
	      journal_append(&maker->desk, "product_issued", order->order_id,
			     user_id, NULL, &maker->err));
}

void product_make(struct maker *maker, const struct order *order,
			 const struct goal *goal, const struct kind *kind)
{
	int64_t user_id = ++maker->made, at, until;
	bool has_ended = !strcmp(goal->status, "expired");
	struct issued it;

	(void)run(maker,
		  "INSERT INTO products (user_id, order_id, client_id, product,"
		  " status, status_at, recognition, unit_id, created_by,"
		  " created_at, holder_id, iut, external_code, surname,"
		  " given_name, tax_code, email, email_alias, mobile,"
		  " surname_key, given_name_key)"
		  " SELECT $1, o.order_id, o.client_id, $3, $4, o.created_at,"
		  " o.recognition, o.unit_id, o.created_by, o.created_at,"
		  " o.holder_id, h.iut, o.external_code, o.surname,"
		  " o.given_name, o.tax_code, o.email, o.email_alias,"
		  " o.mobile, $5, $6"
		  " FROM orders o LEFT JOIN holders h"
		  " ON h.holder_id = o.holder_id WHERE o.order_id = $2",
		  "iitttt", user_id, order->order_id, kind->code,
		  order->is_draft ? "draft" : "to_identify",
		  order->surname->key, order->given_name->key);
	at = order->created_at + 600 +
	     (int64_t)below(maker, 5 * (uint64_t)DAY_SECONDS);
	until = has_ended ? at + (NOW - at) / 2
			  : instant_add_months(at, 36 + (int)below(maker, 9));
	it = (struct issued){ order->order_id, user_id, at, until };
	for (size_t i = 0; goal->steps[i]; i++) {
		if (!strcmp(goal->steps[i], "active"))
			product_issue(maker, order, user_id, kind, at, until);
		else if (!strcmp(goal->steps[i], "suspended"))
			product_suspend(maker, &it);
		else if (!strcmp(goal->steps[i], "revoked"))
			product_revoke(maker, &it);
		else
			(void)run(maker,
				  "UPDATE products SET status = $2,"
				  " status_at = $3, recognised_by = $4,"
				  " recognised_at = $3 WHERE user_id = $1",
				  "itii", user_id, goal->steps[i], at,
				  order->operator_id);
	}	if (!strcmp(goal->status, "active"))
		product_settle(maker, &it);
}
