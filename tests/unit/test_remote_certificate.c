/* test_remote_certificate - when access ends, what counts, and what is found */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_authority.h>
#include <ipp/rule/remote_certificate.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/remote_grant.h>
#include <ipp/store/store.h>

#define NOW INT64_C(1795335300) /* 2026-11-22T08:15:00Z */
#define DAY DAY_SECONDS

struct place {
	char folder[64];
	struct store *store;
	struct arena *arena;
	struct remote_authority authority;
	struct remote_certificate certificate;
	struct error err;
};

static void must(struct place *place, enum status rc)
{
	if (rc != OK)
		fail_msg("%s: %s", place->err.mistakes[0].code,
			 place->err.mistakes[0].text);
}

static void refuses(struct place *place, enum status rc, enum status wanted,
		    const char *code)
{
	assert_int_equal(rc, wanted);
	assert_string_equal(place->err.mistakes[0].code, code);
	error_reset(&place->err);
}

static void authority_fill(struct remote_authority *it, const char *name)
{
	record_clear(&remote_authority_record, it);
	it->client_id = 1;
	it->authority = name;
	it->base_url = "https://csc.example/csc/v2/";
	it->oauth_client = "acme";
	it->registered_at = NOW;
}

static void certificate_fill(struct remote_certificate *it, const char *alias)
{
	record_clear(&remote_certificate_record, it);
	it->client_id = 1;
	it->authority_id = 1;
	it->alias = it->credential_id = alias;
	it->status = REMOTE_ACTIVE;
	it->registered_at = it->refreshed_at = NOW;
	it->key_status = REMOTE_KEY_ENABLED;
	it->certificate_status = REMOTE_CERTIFICATE_VALID;
	it->auth_mode = AUTH_EXPLICIT;
	it->scal = it->multisign = 1;
	it->pin = it->otp = PRESENCE_NO;
	it->algorithms = "1.2.840.113549.1.1.11 1.2.840.113549.1.1.10";
	it->key_algorithm = REMOTE_KEY_RSA;
	it->key_bits = 3072;
	it->subject = it->issuer = "CN=Anna";
	it->serial = "01";
	it->not_before = NOW - DAY;
	it->not_after = NOW + 365 * DAY;
	it->fingerprint = "00";
}

static struct remote_grant grant_of(const struct remote_certificate *it)
{
	struct remote_grant ret;

	record_clear(&remote_grant_record, &ret);
	ret.client_id = it->client_id;
	ret.certificate_id = it->certificate_id;
	ret.granted_at = NOW;
	ret.granted_by = 1;
	ret.access_days = 60;
	ret.certificate_ends_at = it->not_after;
	ret.signature_limit = 100;
	return ret;
}

static int make(void **state)
{
	struct place *place = memory_new(sizeof *place);

	error_reset(&place->err);
	(void)snprintf(place->folder, sizeof place->folder,
		       "/tmp/ipp-remote.XXXXXX");
	if (!mkdtemp(place->folder) ||
	    store_create(place->folder, NULL, true, NOW, &place->store,
			 &place->err) != OK ||
	    sql_run(store_sql(place->store),
		    "PRAGMA synchronous = OFF;"
		    "INSERT INTO organizations (client_id, client_code, name,"
		    " created_at) VALUES (1, 'ONE', 'One', 0),"
		    " (2, 'TWO', 'Two', 0);"
		    "INSERT INTO operators (client_id, login, surname,"
		    " given_name, created_at) VALUES (1, 'anna', 'R', 'A', 0),"
		    " (2, 'carla', 'V', 'C', 0)",
		    &place->err) != OK)
		return -1;
	place->arena = arena_new();
	authority_fill(&place->authority, "Multicert");
	if (remote_authority_check(&place->authority, true, true, place->arena,
				   &place->err) != OK ||
	    remote_authority_insert(place->store, &place->authority,
				    "not to be guessed", &place->err) != OK)
		return -1;
	certificate_fill(&place->certificate, "Invoices");
	if (remote_certificate_insert(place->store, &place->certificate,
				      &place->err) != OK)
		return -1;
	*state = place;
	return 0;
}

static int unmake(void **state)
{
	struct place *place = *state;
	char command[128];

	store_close(place->store);
	arena_free(place->arena);
	(void)snprintf(command, sizeof command, "rm -rf '%s'", place->folder);
	(void)!system(command);
	memory_free(place);
	return 0;
}

/* ---- rules */

static void test_access_ends_at_the_earliest(void **state)
{
	static const struct {
		int64_t days, holder, certificate, end, reason;
	} cases[] = {
		{ 60, ABSENT, NOW + 365 * DAY, NOW + 60 * DAY,
		  REMOTE_END_DAYS },
		{ ABSENT, ABSENT, NOW + 9, NOW + 9, REMOTE_END_CERTIFICATE },
		{ 60, NOW + 1, NOW + 9, NOW + 1, REMOTE_END_HOLDER },
		{ 1, NOW + DAY, NOW + DAY, NOW + DAY, REMOTE_END_DAYS },
		{ 2, NOW + DAY, NOW + DAY, NOW + DAY, REMOTE_END_HOLDER },
	};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct remote_grant it = grant_of(&place->certificate);

		it.access_days = cases[i].days;
		it.holder_ends_at = cases[i].holder;
		it.certificate_ends_at = cases[i].certificate;
		must(place, remote_grant_limit(&it, &place->err));
		assert_int_equal(it.access_ends_at, cases[i].end);
		assert_int_equal(it.access_end_reason, cases[i].reason);
		it.holder_ends_at = NOW;
		refuses(place, remote_grant_limit(&it, &place->err), REFUSED,
			"access_over_before");
	}
	assert_int_equal(remote_access_at(ACCESS_GRANTED, NOW, NOW - 1),
			 ACCESS_GRANTED);
	assert_int_equal(remote_access_at(ACCESS_GRANTED, NOW, NOW),
			 ACCESS_ENDED);
	assert_int_equal(remote_access_at(ACCESS_USED_UP, NOW, NOW),
			 ACCESS_USED_UP);
}

static void test_addresses_have_one_form_and_tls(void **state)
{
	static const struct {
		const char *url, *made, *code;
		bool demo;
		int64_t type;
	} cases[] = {
		{ "https://a.example/csc/v0", "https://a.example/csc/v0", NULL,
		  false, REMOTE_CSC_V0 },
		{ "HTTPS://a.example:8443/csc/v1//",
		  "HTTPS://a.example:8443/csc/v1", NULL, false, REMOTE_CSC_V1 },
		{ "https://[::1]/csc/v2", "https://[::1]/csc/v2", NULL, false,
		  REMOTE_CSC_V2 },
		{ "https://a.example", "https://a.example", NULL, false,
		  REMOTE_CSC_V1 },
		{ "http://127.0.0.1:8080/csc/v1",
		  "http://127.0.0.1:8080/csc/v1", NULL, true, REMOTE_CSC_V1 },
		{ "http://127.0.0.1:8080/csc/v1", NULL, "url_in_clear", false,
		  0 },
		{ "http://127.0.0.1.example/", NULL, "url_in_clear", true, 0 },
		{ "http://a.example/csc/v1", NULL, "url_in_clear", true, 0 },
		{ "https://user@a.example/", NULL, "url_invalid", true, 0 },
		{ "https://a.example/?x=1", NULL, "url_invalid", true, 0 },
		{ "https://a.example/#x", NULL, "url_invalid", true, 0 },
		{ "https:///csc", NULL, "url_invalid", true, 0 },
		{ "https://a.example:/", NULL, "url_invalid", true, 0 },
		{ "https://a.example:123456/", NULL, "url_invalid", true, 0 },
		{ "ftp://a.example/", NULL, "url_invalid", true, 0 },
		{ "https://a.example/a b", NULL, "url_invalid", true, 0 },
		{ "https://\xc3\xa0.example/", NULL, "url_invalid", true, 0 },
	};
	struct place *place = *state;
	struct remote_authority it;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum status rc;

		authority_fill(&it, "a");
		it.base_url = cases[i].url;
		rc = remote_authority_check(&it, true, cases[i].demo,
					    place->arena, &place->err);
		if (cases[i].code) {
			refuses(place, rc, DATA, cases[i].code);
			continue;
		}
		must(place, rc);
		assert_string_equal(it.base_url, cases[i].made);
		assert_int_equal(it.type, cases[i].type);
	}
}

static void test_limits_and_thresholds_are_bounded(void **state)
{
	struct place *place = *state;
	struct remote_authority it;
	int64_t days[REMOTE_THRESHOLDS_MAX];
	size_t count;

	assert_true(remote_thresholds_parse("30,15,7,1,0", days, &count));
	assert_int_equal(count, 5);
	assert_int_equal(days[1], 15);
	assert_true(
	    remote_thresholds_parse("10,9,8,7,6,5,4,3,2,1", days, &count));
	assert_false(
	    remote_thresholds_parse("11,10,9,8,7,6,5,4,3,2,1", days, &count));
	assert_false(remote_thresholds_parse("7,7", days, &count));
	assert_false(remote_thresholds_parse("1,7", days, &count));
	assert_false(remote_thresholds_parse("7,", days, &count));
	assert_false(remote_thresholds_parse("", days, &count));
	assert_false(remote_thresholds_parse("99999", days, &count));
	authority_fill(&it, "a");
	it.access_days = 3651;
	it.access_signatures = INT64_C(1000000000000001);
	it.notice_percent = 101;
	it.notice_days = -1;
	it.authentication = REMOTE_BASIC;
	assert_int_equal(remote_authority_check(&it, false, false, place->arena,
						&place->err),
			 DATA);
	assert_int_equal(place->err.count, 5);
	error_reset(&place->err);
	authority_fill(&it, "a");
	it.access_days = 3650;
	it.access_signatures = INT64_C(1000000000000000);
	it.notice_percent = 100;
	it.notice_days = 0;
	must(place, remote_authority_check(&it, false, false, place->arena,
					   &place->err));
}

static void test_status_steps(void **state)
{
	struct place *place = *state;

	for (int64_t from = REMOTE_ACTIVE; from <= REMOTE_BLOCKED; from++)
		for (int64_t to = REMOTE_ACTIVE; to <= REMOTE_BLOCKED; to++) {
			enum status rc =
			    remote_status_check(from, to, &place->err);

			if (from == REMOTE_BLOCKED && to == REMOTE_SUSPENDED)
				refuses(place, rc, REFUSED,
					"transition_refused");
			else
				must(place, rc);
		}
}

/* ---- the store */

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

#define TEST(name_) cmocka_unit_test_setup_teardown(test_##name_, make, unmake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(access_ends_at_the_earliest),
		TEST(addresses_have_one_form_and_tls),
		TEST(limits_and_thresholds_are_bounded),
		TEST(status_steps),
		TEST(secrets_are_sealed_each_for_its_place),
		TEST(a_new_grant_ends_the_one_before),
		TEST(signatures_are_counted_before_and_given_back_once),
		TEST(nothing_is_signed_with_what_is_over),
		TEST(a_chain_is_kept_once_and_comes_back_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
