/* test_status_change - what relying parties are told, and that it is final */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/store/revoked.h>
#include <ipp/store/status_change.h>

#include "place_aid.h"

#define NOW INT64_C(1795335300)
#define DAY INT64_C(86400)

/* Three products of one authority: 1 has two certificates, 2 one whose serial
 * number is the least, 3 one that is only reserved. */
static const char people[] =
    "INSERT INTO organizations (client_id, client_code, name, created_at)"
    " VALUES (7, 'X', 'X', 0);"
    "INSERT INTO units (unit_id, client_id, code, name)"
    " VALUES (7, 7, 'U', 'U');"
    "INSERT INTO operators (operator_id, client_id, login, surname,"
    " given_name, created_at) VALUES (7, 7, 'ivo', 'I', 'I', 0);"
    "INSERT INTO authorities (authority_id, name, role, key_kind, sealed_key,"
    " certificate, not_before, not_after, base_url, policy_arc, created_at)"
    " VALUES (5, 'A', 'issuing', 'p256', x'00', x'00', 0, 9, '', '', 0);"
    "INSERT INTO orders (order_id, client_id, unit_id, created_by,"
    " created_at, updated_at) VALUES (1, 7, 7, 7, 0, 0);"
    "INSERT INTO products (user_id, order_id, client_id, status, status_at,"
    " unit_id, created_by, created_at) VALUES (1, 1, 7, 'draft', 0, 7, 7, 0),"
    " (2, 1, 7, 'draft', 0, 7, 7, 0), (3, 1, 7, 'draft', 0, 7, 7, 0);"
    "INSERT INTO certificates (serial, user_id, authority_id, purpose,"
    " profile, profile_hash, not_before, not_after, reserved_at, issued_at,"
    " tbs_hash, tbs, certificate) VALUES"
    " ('1A02', 1, 5, 'signature', 'p', x'00', 0, 1900000000, 0, 0, x'01',"
    "  NULL, x'01'),"
    " ('1A03', 1, 5, 'authentication', 'p', x'00', 0, 1900000000, 0, 0,"
    "  x'02', NULL, x'02'),"
    " ('1A01', 2, 5, 'signature', 'p', x'00', 0, 1800000000, 0, 0, x'03',"
    "  NULL, x'03'),"
    " ('1A04', 3, 5, 'signature', 'p', x'00', 0, 1900000000, 0, 0, x'04',"
    "  x'04', NULL);";

static int place_open(void **state)
{
	struct place *place = place_new(NOW, people);

	place->session = (struct session){ .operator_id = 7, .client_id = 7 };
	*state = place;
	return 0;
}

static void hold(struct place *place, int64_t user_id, int64_t at)
{
	int64_t change;

	place->desk.now = at;
	assert_int_equal(
	    status_hold(&place->desk, user_id, &change, &place->err), OK);
}

static void release(struct place *place, int64_t user_id, int64_t at)
{
	int64_t change;

	place->desk.now = at;
	assert_int_equal(
	    status_release(&place->desk, user_id, &change, &place->err), OK);
}

static enum status revoke_it(struct place *place, int64_t user_id, int64_t at,
			  int64_t *revoked_at)
{
	int64_t change;

	place->desk.now = at;
	return status_revoke(&place->desk, user_id, REASON_KEY_COMPROMISE,
			     at - DAY, &change, revoked_at, &place->err);
}

/* "1A02 hold, 1A03 hold" */
static enum status entry_note(void *context, const struct revoked *it,
			      struct error *err)
{
	static const char *const words[] = { "good", "released", "hold",
					     "revoked" };
	char *text = context;
	size_t n = strlen(text);

	(void)err;
	assert_int_equal(it->serial.size, 2);
	(void)snprintf(text + n, 200 - n, "%s%02X%02X %s", n ? ", " : "",
		       it->serial.bytes[0], it->serial.bytes[1],
		       words[it->standing]);
	return OK;
}

static void assert_list(struct place *place, int64_t from, const char *wanted)
{
	char text[200] = "";

	assert_int_equal(revoked_list(place->store, 5, 0, from, entry_note,
				      text, &place->err),
			 OK);
	assert_string_equal(text, wanted);
}

static void assert_changes(struct place *place, int64_t since,
			   const char *wanted)
{
	char text[200] = "";

	assert_int_equal(revoked_changes(place->store, 5, 0, since, entry_note,
					 text, &place->err),
			 OK);
	assert_string_equal(text, wanted);
}

static struct revoked find(struct place *place, const char *serial,
			   bool wanted)
{
	struct octets octets = { (const unsigned char *)serial, 2 };
	struct revoked ret = { 0 };
	bool found;

	assert_int_equal(revoked_find(place->store, 5, octets, &ret, &found,
				      &place->err),
			 OK);
	assert_int_equal(found, wanted);
	return ret;
}

static void a_list_is_in_order_and_holds_what_is_not_good(void **state)
{
	struct place *place = *state;
	int64_t at;

	assert_list(place, ABSENT, "");
	hold(place, 1, NOW);
	assert_int_equal(revoke_it(place, 2, NOW + 1, &at), OK);
	assert_int_equal(at, NOW + 1);
	assert_list(place, ABSENT, "1A01 revoked, 1A02 hold, 1A03 hold");
	assert_list(place, 1800000001, "1A02 hold, 1A03 hold");
	release(place, 1, NOW + 2);
	assert_list(place, ABSENT, "1A01 revoked");
}

static void what_is_new_is_told_once_and_with_what_was_released(void **state)
{
	struct place *place = *state;
	int64_t first, at;

	hold(place, 1, NOW);
	assert_int_equal(revoked_last_change(place->store, &first,
					     &place->err),
			 OK);
	assert_int_equal(first, 2);
	assert_changes(place, first, "");
	assert_int_equal(revoke_it(place, 2, NOW, &at), OK);
	release(place, 1, NOW + 1);
	assert_changes(place, first,
		       "1A01 revoked, 1A02 released, 1A03 released");
	hold(place, 1, NOW + 2);
	assert_changes(place, first, "1A01 revoked, 1A02 hold, 1A03 hold");
}

static void revoked_on_hold_is_dated_back(void **state)
{
	struct place *place = *state;
	struct revoked it;
	int64_t at;

	hold(place, 1, NOW);
	release(place, 1, NOW + DAY);
	hold(place, 1, NOW + 2 * DAY);
	assert_int_equal(find(place, "\x1a\x02", true).revoked_at,
			 NOW + 2 * DAY);
	assert_int_equal(revoke_it(place, 1, NOW + 5 * DAY, &at), OK);
	assert_int_equal(at, NOW + 2 * DAY);
	it = find(place, "\x1a\x03", true);
	assert_int_equal(it.standing, STANDING_REVOKED);
	assert_int_equal(it.reason, REASON_KEY_COMPROMISE);
	assert_int_equal(it.revoked_at, NOW + 2 * DAY);
	assert_int_equal(it.invalidity_at, ABSENT);
}

static void revoked_is_final(void **state)
{
	static const char *const meddlings[] = {
		"UPDATE certificate_status SET reason = 6",
		"UPDATE certificate_status SET revoked_at = revoked_at - 1",
		"DELETE FROM certificate_status",
	};
	struct place *place = *state;
	int64_t at, change;

	assert_int_equal(revoke_it(place, 2, NOW, &at), OK);
	assert_int_equal(find(place, "\x1a\x01", true).invalidity_at,
			 NOW - DAY);
	assert_int_equal(revoke_it(place, 2, NOW + 1, &at), REFUSED);
	assert_true(error_has(&place->err, "revocation_final"));
	error_reset(&place->err);
	assert_int_equal(status_hold(&place->desk, 2, &change, &place->err),
			 REFUSED);
	for (size_t i = 0; i < sizeof meddlings / sizeof *meddlings; i++) {
		error_reset(&place->err);
		assert_int_equal(sql_run(store_sql(place->store),
					 meddlings[i], &place->err),
				 REFUSED);
		assert_true(error_has(&place->err, "revocation_final"));
	}
}

static void a_hold_is_not_dated_otherwise(void **state)
{
	struct place *place = *state;

	hold(place, 2, NOW);
	assert_int_equal(sql_run(store_sql(place->store),
				 "UPDATE certificate_status SET reason = 1,"
				 " revoked_at = revoked_at + 1, change_id = 9,"
				 " changed_at = changed_at + 1",
				 &place->err),
			 REFUSED);
	assert_true(error_has(&place->err, "status_step"));
}

static void only_what_was_signed_is_known(void **state)
{
	struct place *place = *state;
	struct octets longer = { (const unsigned char *)people, 21 };
	struct revoked it;
	int64_t change;
	bool found;

	assert_int_equal(find(place, "\x1a\x02", true).standing,
			 STANDING_GOOD);
	(void)find(place, "\x1a\x04", false); /* reserved */
	(void)find(place, "\x1a\x09", false);
	assert_int_equal(revoked_find(place->store, 5, longer, &it, &found,
				      &place->err),
			 OK);
	assert_false(found);
	assert_int_equal(status_hold(&place->desk, 3, &change, &place->err),
			 CONFIG);
	assert_true(error_has(&place->err, "certificate_missing"));
}

static struct status_request ask(struct place *place, int64_t user_id,
				 int64_t change)
{
	struct status_request ret = { .user_id = user_id,
				      .action = ACTION_SUSPEND,
				      .requester = REQUESTER_OWNER,
				      .way = WAY_DESK,
				      .motive = MOTIVE_LOSS,
				      .publication = PUBLICATION_IMMEDIATE,
				      .received_at = place->desk.now - 60,
				      .due_at = place->desk.now + 3540,
				      .change_id = change };

	assert_int_equal(
	    status_request_insert(&place->desk, &ret, &place->err), OK);
	return ret;
}

static void requests_are_public_with_the_list_that_tells_them(void **state)
{
	struct place *place = *state;
	int64_t count, due;

	(void)ask(place, 1, 2);
	place->desk.now = NOW + 100;
	(void)ask(place, 2, 3);
	assert_int_equal(requests_waiting(place->store, &count, &due,
					  &place->err),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(due, NOW + 3540);
	assert_int_equal(
	    requests_publish(&place->desk, 2, &count, &place->err), OK);
	assert_int_equal(count, 1);
	assert_int_equal(requests_waiting(place->store, &count, &due,
					  &place->err),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(due, NOW + 3640);
	assert_int_equal(sql_run(store_sql(place->store),
				 "UPDATE status_requests SET published_at = 0"
				 " WHERE request_id = 1",
				 &place->err),
			 REFUSED);
	assert_true(error_has(&place->err, "request_immutable"));
}

static void a_suspension_ends_once_and_stays(void **state)
{
	struct place *place = *state;
	struct status_request request = ask(place, 1, 2);
	struct suspension suspension = { .user_id = 1,
					 .request_id = request.request_id,
					 .ends_at = NOW + DAY,
					 .at_end = AT_END_REINSTATE };
	struct suspension it;
	bool found;

	assert_int_equal(
	    suspension_start(&place->desk, &suspension, &place->err), OK);
	assert_int_equal(
	    suspension_start(&place->desk, &suspension, &place->err), REFUSED);
	error_reset(&place->err);
	assert_int_equal(suspension_open(place->store, 1, &it, &found,
					 &place->err),
			 OK);
	assert_true(found);
	assert_int_equal(it.started_at, NOW);
	assert_int_equal(it.ends_at, NOW + DAY);
	assert_int_equal(it.at_end, AT_END_REINSTATE);
	place->desk.now = NOW + 50;
	assert_int_equal(suspension_finish(&place->desk, &it, ENDED_BY_LIFT,
					   ABSENT, &place->err),
			 OK);
	assert_int_equal(suspension_finish(&place->desk, &it, ENDED_BY_LIFT,
					   ABSENT, &place->err),
			 REFUSED);
	assert_true(error_has(&place->err, "suspension_immutable"));
	error_reset(&place->err);
	assert_int_equal(suspension_open(place->store, 1, &it, &found,
					 &place->err),
			 OK);
	assert_false(found);
}

#define TEST(name_) \
	cmocka_unit_test_setup_teardown(name_, place_open, place_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_list_is_in_order_and_holds_what_is_not_good),
		TEST(what_is_new_is_told_once_and_with_what_was_released),
		TEST(revoked_on_hold_is_dated_back),
		TEST(revoked_is_final),
		TEST(a_hold_is_not_dated_otherwise),
		TEST(only_what_was_signed_is_known),
		TEST(requests_are_public_with_the_list_that_tells_them),
		TEST(a_suspension_ends_once_and_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
