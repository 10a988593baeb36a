/* test_remote_grant - what the store keeps of access: tokens, counts, chains */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "remote_aid.h"

static void test_secrets_are_sealed_each_for_its_place(void **state)
{
	static const struct remote_tokens given = { "an access token",
						    NOW + 3600,
						    "a refresh token" };
	static const struct remote_tokens rotated = { "another", NOW + 7200,
						      NULL };
	struct place *place = *state;
	struct remote_grant grant = grant_of(&place->certificate);
	struct remote_tokens tokens;
	const char *secret;

	must(place,
	     remote_authority_secret(place->store, &place->authority,
				     place->arena, &secret, &place->err));
	assert_string_equal(secret, "not to be guessed");
	must(place,
	     remote_grant_insert(place->store, &grant, &given, &place->err));
	must(place, remote_tokens_load(place->store, grant.grant_id,
				       place->arena, &tokens, &place->err));
	assert_string_equal(tokens.access_token, given.access_token);
	assert_int_equal(tokens.access_token_ends_at, NOW + 3600);
	assert_string_equal(tokens.refresh_token, given.refresh_token);
	must(place, remote_tokens_save(place->store, grant.grant_id, &rotated,
				       &place->err));
	must(place, remote_tokens_load(place->store, grant.grant_id,
				       place->arena, &tokens, &place->err));
	assert_string_equal(tokens.access_token, "another");
	assert_string_equal(tokens.refresh_token, given.refresh_token);
	must(place, sql_run(store_sql(place->store),
			    "UPDATE remote_grants SET sealed_access_token ="
			    " sealed_refresh_token",
			    &place->err));
	refuses(place,
		remote_tokens_load(place->store, grant.grant_id, place->arena,
				   &tokens, &place->err),
		CONFIG, "store_damaged");
}

static void test_a_new_grant_ends_the_one_before(void **state)
{
	static const struct remote_tokens given = { "one", ABSENT, "two" };
	struct place *place = *state;
	struct remote_grant first = grant_of(&place->certificate);
	struct remote_grant second = first, found;
	struct remote_tokens tokens;
	struct remote_certificate it;
	bool is_there, changed;

	must(place, remote_grant_current(
			place->store, place->certificate.certificate_id,
			place->arena, &found, &is_there, &place->err));
	assert_false(is_there);
	must(place,
	     remote_grant_insert(place->store, &first, &given, &place->err));
	second.holder_ends_at = NOW + DAY;
	must(place,
	     remote_grant_insert(place->store, &second, &given, &place->err));
	must(place, remote_tokens_load(place->store, first.grant_id,
				       place->arena, &tokens, &place->err));
	assert_null(tokens.access_token);
	assert_null(tokens.refresh_token);
	must(place,
	     remote_certificate_find(place->store, 1, "INVOICES", NOW + DAY - 1,
				     place->arena, &it, &place->err));
	assert_int_equal(it.access, ACCESS_GRANTED);
	assert_int_equal(it.access_ends_at, NOW + DAY);
	assert_int_equal(it.grant_id, second.grant_id);
	must(place,
	     remote_grant_withdraw(place->store, second.grant_id, NOW,
				   "invalid_grant", &changed, &place->err));
	assert_true(changed);
	must(place, remote_grant_withdraw(place->store, second.grant_id, NOW,
					  "again", &changed, &place->err));
	assert_false(changed);
	must(place,
	     remote_certificate_load(place->store, 1, it.certificate_id, NOW,
				     place->arena, &it, &place->err));
	assert_int_equal(it.access, ACCESS_WITHDRAWN);
	refuses(place,
		remote_certificate_load(place->store, 2, it.certificate_id, NOW,
					place->arena, &it, &place->err),
		DATA, "remote_certificate_unknown");
	refuses(place,
		sql_run(store_sql(place->store),
			"UPDATE remote_grants SET access_days = 90",
			&place->err),
		REFUSED, "grant_immutable");
	refuses(place,
		sql_run(store_sql(place->store), "DELETE FROM remote_grants",
			&place->err),
		REFUSED, "grant_immutable");
}

#define RESERVE                                                   \
	"INSERT INTO remote_signings (client_id, certificate_id," \
	" grant_id, asked_by, signatures, algorithm, sha256,"     \
	" reserved_at) VALUES (1, 1, 1, 1, "
#define REST ", '1.2.3', zeroblob(32), 1795335300)"

static void signs(struct place *place, const char *sql, const char *code)
{
	enum status rc = sql_run(store_sql(place->store), sql, &place->err);

	if (code)
		refuses(place, rc, REFUSED, code);
	else
		must(place, rc);
}

static void counts(struct place *place, int64_t used, int64_t access)
{
	struct remote_certificate it;

	must(place, remote_certificate_find(place->store, 1, "invoices", NOW,
					    place->arena, &it, &place->err));
	assert_int_equal(it.signatures_used, used);
	assert_int_equal(it.access, access);
}

static void test_signatures_are_counted_before_and_given_back_once(void **state)
{
	static const struct remote_tokens none = { .access_token_ends_at =
						       ABSENT };
	struct place *place = *state;
	struct remote_grant grant = grant_of(&place->certificate);

	must(place,
	     remote_grant_insert(place->store, &grant, &none, &place->err));
	signs(place, RESERVE "60" REST, NULL);
	counts(place, 60, ACCESS_GRANTED);
	signs(place, RESERVE "41" REST, "signatures_used_up");
	signs(place, RESERVE "40" REST, NULL);
	counts(place, 100, ACCESS_USED_UP);
	signs(place, RESERVE "1" REST, "signatures_used_up");
	signs(place,
	      "UPDATE remote_signings SET state = 'refused', settled_at = 1"
	      " WHERE signing_id = 2",
	      NULL);
	counts(place, 60, ACCESS_GRANTED);
	signs(place,
	      "UPDATE remote_signings SET state = 'unknown', settled_at = 1"
	      " WHERE signing_id = 1",
	      NULL);
	signs(place,
	      "UPDATE remote_signings SET state = 'refused'"
	      " WHERE signing_id = 1",
	      "signing_immutable");
	signs(place,
	      "UPDATE remote_signings SET state = 'signed'"
	      " WHERE signing_id = 2",
	      "signing_immutable");
	signs(place, "UPDATE remote_grants SET signatures_used = 0",
	      "signatures_counted");
	signs(place, "DELETE FROM remote_signings", "signing_immutable");
	counts(place, 60, ACCESS_GRANTED);
}

static void test_nothing_is_signed_with_what_is_over(void **state)
{
	static const struct remote_tokens none = { .access_token_ends_at =
						       ABSENT };
	struct place *place = *state;
	struct remote_grant grant = grant_of(&place->certificate);
	bool changed;

	grant.holder_ends_at = NOW + 1;
	must(place,
	     remote_grant_insert(place->store, &grant, &none, &place->err));
	signs(place, RESERVE "1" REST, NULL);
	signs(place, RESERVE "1, '1.2.3', zeroblob(32), 1795335301)",
	      "access_ended");
	signs(place, "UPDATE remote_certificates SET status = 'suspended'",
	      NULL);
	signs(place, RESERVE "1" REST, "certificate_not_active");
	signs(place, "UPDATE remote_certificates SET status = 'active'", NULL);
	signs(place, "UPDATE remote_authorities SET status = 'suspended'",
	      NULL);
	signs(place, RESERVE "1" REST, "authority_not_active");
	signs(place, "UPDATE remote_authorities SET status = 'active'", NULL);
	must(place, remote_grant_withdraw(place->store, grant.grant_id, NOW,
					  "no more", &changed, &place->err));
	signs(place, RESERVE "1" REST, "access_withdrawn");
	must(place,
	     remote_grant_insert(place->store, &grant, &none, &place->err));
	signs(place, RESERVE "1" REST, "access_withdrawn");
	counts(place, 0, ACCESS_GRANTED);
}

static void test_a_chain_is_kept_once_and_comes_back_in_parts(void **state)
{
	static const unsigned char leaf[] = { 0x30, 1, 5 };
	static const unsigned char first[] = { 0x30, 0x81, 2, 1, 2 };
	static const unsigned char second[] = { 0x30, 0 };
	const struct octets above[] = { { first, sizeof first },
					{ second, sizeof second } };
	struct place *place = *state;
	struct octets certificate, *issuers;
	size_t count;

	for (int i = 0; i < 2; i++)
		must(place,
		     remote_chain_save(place->store, 1,
				       (struct octets){ leaf, sizeof leaf },
				       above, 2, &place->err));
	must(place,
	     remote_chain_load(place->store, 1, place->arena, &certificate,
			       &issuers, &count, &place->err));
	assert_int_equal(certificate.size, sizeof leaf);
	assert_int_equal(count, 2);
	assert_int_equal(issuers[0].size, sizeof first);
	assert_memory_equal(issuers[1].bytes, second, sizeof second);
	must(place, sql_run(store_sql(place->store),
			    "UPDATE remote_issuers SET chain = x'308201'",
			    &place->err));
	refuses(place,
		remote_chain_load(place->store, 1, place->arena, &certificate,
				  &issuers, &count, &place->err),
		CONFIG, "store_damaged");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(secrets_are_sealed_each_for_its_place),
		TEST(a_new_grant_ends_the_one_before),
		TEST(signatures_are_counted_before_and_given_back_once),
		TEST(nothing_is_signed_with_what_is_over),
		TEST(a_chain_is_kept_once_and_comes_back_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
