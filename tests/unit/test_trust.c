/* test_trust - anchors are found, answers about revocation kept */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <ipp/act/authority.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/model/field.h>
#include <ipp/model/words.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>
#include <ipp/store/authority.h>
#include <ipp/store/trust.h>

#include "place_aid.h"

#define NOW INT64_C(1795335300)
#define DAY INT64_C(86400)

static const char people[] =
	"INSERT INTO organizations (client_id, client_code, name, created_at)"
	" VALUES (7, 'X', 'X', 0);"
	"INSERT INTO units (unit_id, client_id, code, name)"
	" VALUES (7, 7, 'U', 'U');"
	"INSERT INTO operators (operator_id, client_id, login, surname,"
	" given_name, created_at) VALUES (7, 7, 'ivo', 'I', 'I', 0);"
	"INSERT INTO orders (order_id, client_id, unit_id, created_by,"
	" created_at, updated_at) VALUES (1, 7, 7, 7, 0, 0);"
	"INSERT INTO products (user_id, order_id, client_id, status, status_at,"
	" unit_id, created_by, created_at)"
	" VALUES (1, 1, 7, 'draft', 0, 7, 7, 0);"
	"INSERT INTO catalog VALUES ('REM', 'R', 'R', 'remote', 'REM',"
	" 'months', 36, 1, 36, 'offline', 0, NULL, NULL, NULL, '{}');"
	"UPDATE products SET product = 'REM', activated_at = 5;";

/* The steps of a product, as SQL. */
static const char steps[] =
	"UPDATE products SET status = 'to_identify' WHERE user_id = 1;"
	"UPDATE products SET status = 'to_issue' WHERE user_id = 1;"
	"UPDATE products SET status = 'issuing' WHERE user_id = 1;"
	"UPDATE products SET status = 'active', status_at = 5"
	" WHERE user_id = 1;";

static int make(void **state)
{
	struct place *place = place_new(NOW, people);

	place->session = (struct session){ .client_id = 7, .unit_id = 7,
					   .operator_id = 7,
					   .profile = PROFILE_MASTER_RAO };
	*state = place;
	return 0;
}

static const struct authority *authority_of(struct place *place)
{
	const struct authority_wish wish = { .name = "Prova",
					     .root_name = "Radice",
					     .organization = "X",
					     .country = "IT",
					     .key = 0,
					     .base_url = "http://ca.example",
					     .policy_arc = "1.3.9" };
	const struct authority *ret;
	OWN(tx) struct tx *tx = NULL;

	must(place, tx_begin(place->store, &tx, &place->err));
	must(place, act_authority_make(&place->desk, &wish, &place->err));
	must(place, tx_commit(&tx, &place->err));
	must(place, authority_current(place->store, AUTHORITY_ISSUING, &ret,
				      &place->err));
	return ret;
}

static size_t find(struct place *place, struct octets name,
		   struct octets key_id, struct trust_anchor **ret)
{
	unsigned char hash[DIGEST_SIZE];
	size_t count;

	must(place, digest_sha256(name.bytes, name.size, hash, &place->err));
	must(place, trust_anchors_find(place->store, hash, key_id,
				       place->arena, ret, &count, &place->err));
	return count;
}

static void our_own_authorities_are_anchors(void **state)
{
	struct place *place = *state;
	const struct authority *issuing = authority_of(place);
	const struct octets none = { NULL, 0 };
	struct trust_anchor *found;

	assert_int_equal(find(place, issuing->facts->subject, none, &found), 1);
	assert_int_equal(found->source, TRUST_OWN);
	assert_string_equal(found->service, "Prova");
	assert_int_equal(found->next_update, ABSENT);
	assert_int_equal(found->certificate.size, issuing->certificate.size);
	assert_int_equal(find(place, none, none, &found), 0);
	assert_int_equal(find(place, none,
			      issuing->facts->plan.subject_key_id, &found),
			 1);
}

static void a_certificate_of_ours_is_as_its_product(void **state)
{
	struct place *place = *state;
	int64_t status = 0, since = 0;
	bool ours = true;

	(void)authority_of(place);
	must(place, own_certificate_status(place->store, "0A", &ours, &status,
					   &since, &place->err));
	assert_false(ours);
	run(place, "INSERT INTO certificates (serial, user_id, authority_id,"
		   " purpose, profile, profile_hash, not_before, not_after,"
		   " reserved_at, tbs_hash, tbs) VALUES ('0A', 1, 2,"
		   " 'signature', 'REM', x'00', 0, 9, 1, x'00', x'00')");
	must(place, own_certificate_status(place->store, "0A", &ours, &status,
					   &since, &place->err));
	assert_false(ours); /* reserved, not issued */
	run(place, "UPDATE certificates SET tbs = NULL, certificate = x'00'");
	run(place, steps);
	must(place, own_certificate_status(place->store, "0A", &ours, &status,
					   &since, &place->err));
	assert_true(ours);
	assert_int_equal(status, STATUS_ACTIVE);
	assert_int_equal(since, 5);
	run(place, "UPDATE products SET status = 'revoked', status_at = 8");
	must(place, own_certificate_status(place->store, "0A", &ours, &status,
					   &since, &place->err));
	assert_int_equal(status, STATUS_REVOKED);
	assert_int_equal(since, 8);
}

static void put(struct place *place, unsigned char key, const char *bytes,
		int64_t this_update, int64_t next_update)
{
	const struct revocation_datum it = {
		.key = { key },
		.kind = REVOCATION_OCSP,
		.url = "http://ocsp.example/",
		.bytes = { (const unsigned char *)bytes, strlen(bytes) },
		.this_update = this_update,
		.next_update = next_update,
		.fetched_at = NOW,
	};

	must(place, revocation_put(place->store, &it, &place->err));
}

/* The bytes of a key as text, NULL if there are none. */
static const char *get(struct place *place, unsigned char first)
{
	const unsigned char key[32] = { first };
	struct revocation_datum it;
	bool found;

	must(place, revocation_find(place->store, key, place->arena, &it,
				    &found, &place->err));
	if (!found)
		return NULL;
	assert_memory_equal(it.key, key, sizeof key);
	assert_int_equal(it.kind, REVOCATION_OCSP);
	assert_string_equal(it.url, "http://ocsp.example/");
	assert_int_equal(it.fetched_at, NOW);
	return arena_text_n(place->arena, (const char *)it.bytes.bytes,
			    it.bytes.size);
}

static void an_answer_is_replaced_by_a_newer_one_only(void **state)
{
	struct place *place = *state;

	assert_null(get(place, 1));
	put(place, 1, "first", NOW, NOW + DAY);
	assert_string_equal(get(place, 1), "first");
	put(place, 1, "older", NOW - 1, NOW + DAY);
	assert_string_equal(get(place, 1), "first");
	put(place, 1, "newer", NOW + 1, ABSENT);
	assert_string_equal(get(place, 1), "newer");
	assert_null(get(place, 2));
}

static void an_answer_long_out_of_date_is_dropped(void **state)
{
	struct place *place = *state;

	put(place, 1, "bound", NOW - 60 * DAY, NOW - 30 * DAY);
	put(place, 2, "past", NOW - 60 * DAY, NOW - 30 * DAY - 1);
	put(place, 3, "open", NOW, ABSENT);
	assert_string_equal(get(place, 1), "bound");
	assert_null(get(place, 2));
	assert_string_equal(get(place, 3), "open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(our_own_authorities_are_anchors,
						make, place_close),
		cmocka_unit_test_setup_teardown(
		    a_certificate_of_ours_is_as_its_product, make, place_close),
		cmocka_unit_test_setup_teardown(
		    an_answer_is_replaced_by_a_newer_one_only, make, place_close),
		cmocka_unit_test_setup_teardown(
		    an_answer_long_out_of_date_is_dropped, make, place_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
