/* remote_aid - a store with an authority and a certificate that it keeps */
#ifndef IPP_TESTS_UNIT_REMOTE_AID_H
#define IPP_TESTS_UNIT_REMOTE_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_authority.h>
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

__attribute__((unused)) static struct remote_grant
grant_of(const struct remote_certificate *it)
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

#define TEST(name_) cmocka_unit_test_setup_teardown(test_##name_, make, unmake)

#endif
