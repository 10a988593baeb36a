/* test_outbox - claims, leases, and whose messages somebody may touch */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/act/notify.h>
#include <ipp/base/memory.h>
#include <ipp/model/message.h>
#include <ipp/model/settings.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/rule/template.h>
#include <ipp/store/desk.h>
#include <ipp/store/outbox.h>
#include <ipp/store/store.h>

#define NOW	 1795335300
#define CHANNELS (1u << CHANNEL_MAIL | 1u << CHANNEL_SMS)

struct place {
	char folder[64];
	struct arena *arena;
	struct session session;
	struct settings settings;
	struct desk desk;
	struct outbox_scope scope;
	struct error err;
};

static void must(struct place *place, enum status rc)
{
	if (rc != OK)
		fail_msg("%s", place->err.mistakes[0].text);
}

static void refuses(struct place *place, enum status rc, enum status wanted,
		    const char *code)
{
	assert_int_equal(rc, wanted);
	assert_string_equal(place->err.mistakes[0].code, code);
	error_reset(&place->err);
}

static void run(struct place *place, const char *sql)
{
	must(place, sql_run(store_sql(place->desk.store), sql, &place->err));
}

static int make(void **state)
{
	struct place *place = memory_new(sizeof *place);
	struct desk *desk = &place->desk;

	error_reset(&place->err);
	(void)snprintf(place->folder, sizeof place->folder,
		       "/tmp/ipp-outbox.XXXXXX");
	if (!mkdtemp(place->folder) ||
	    store_create(place->folder, NULL, true, NOW, &desk->store,
			 &place->err) != OK)
		return -1;
	place->arena = arena_new();
	place->session = (struct session){ .client_id = 1,
					   .operator_id = 1,
					   .unit_id = 1,
					   .profile = PROFILE_MASTER_RAO };
	record_clear(&settings_record, &place->settings);
	desk->settings = &place->settings;
	desk->session = &place->session;
	desk->arena = place->arena;
	desk->now = NOW;
	desk->tool = "test";
	place->scope = (struct outbox_scope){ 1, ABSENT };
	*state = place;
	return 0;
}

static int unmake(void **state)
{
	struct place *place = *state;
	char command[128];

	store_close(place->desk.store);
	arena_free(place->arena);
	(void)snprintf(command, sizeof command, "rm -rf '%s'", place->folder);
	(void)!system(command);
	free(place);
	return 0;
}

static void queue(struct place *place, const char *once)
{
	OWN(json) struct json *values = json_object_new();
	struct outbox_message message = {
		.channel = CHANNEL_SMS,
		.template_name = "passphrase_sms",
		.language = LANGUAGE_EN,
		.recipient = "+393331234567",
		.values = values,
		.order_id = ABSENT,
		.user_id = ABSENT,
		.once_key = once,
	};

	json_set_text(values, "user_id", "USR000000001");
	json_set_text(values, "passphrase", "correct horse");
	must(place, outbox_queue(&place->desk, &message, &place->err));
}

static bool claim_of(struct place *place, unsigned channels, int64_t at,
		     struct outbox_claim *ret)
{
	const struct outbox_turn turn = { place->scope, channels, at, at + 600,
					  "example.org" };
	bool found;

	must(place, outbox_claim(place->desk.store, &turn, place->arena, &found,
				 ret, &place->err));
	return found;
}

static bool claim(struct place *place, int64_t at, struct outbox_claim *ret)
{
	return claim_of(place, CHANNELS, at, ret);
}

static void a_claimed_message_is_left_alone_until_its_lease_ends(void **state)
{
	struct place *place = *state;
	struct outbox_claim first, second;

	queue(place, NULL);
	assert_false(claim(place, NOW - 1, &first));
	assert_true(claim(place, NOW, &first));
	assert_int_equal(first.message.attempts, 1);
	assert_non_null(strstr(first.reference, "@example.org"));
	assert_false(claim(place, NOW, &second));
	assert_false(claim(place, NOW + 599, &second));
	assert_true(claim(place, NOW + 600, &second));
	assert_int_equal(second.message.attempts, 2);
	assert_string_equal(second.reference, first.reference);
}

static void only_the_last_claimer_settles(void **state)
{
	struct place *place = *state;
	struct outbox_claim first, second;
	bool mine;

	queue(place, NULL);
	assert_true(claim(place, NOW, &first));
	assert_true(claim(place, NOW + 600, &second));
	first.message.state = MESSAGE_FAILED;
	first.message.last_error = "late";
	must(place, outbox_settle(place->desk.store, &first, &mine,
				  &place->err));
	assert_false(mine);
	must(place, outbox_release(place->desk.store, &first, &place->err));
	assert_false(claim(place, NOW + 601, &first));
	second.message.state = MESSAGE_SENT;
	second.message.sent_at = NOW + 601;
	must(place, outbox_settle(place->desk.store, &second, &mine,
				  &place->err));
	assert_true(mine);
	assert_false(claim(place, NOW + 9999, &first));
}

static void a_released_message_counts_no_attempt(void **state)
{
	struct place *place = *state;
	struct outbox_claim it;

	queue(place, NULL);
	for (int i = 0; i < 3; i++) {
		assert_true(claim(place, NOW, &it));
		assert_int_equal(it.message.attempts, 1);
		must(place,
		     outbox_release(place->desk.store, &it, &place->err));
	}
}

static void channels_are_claimed_apart(void **state)
{
	struct place *place = *state;
	struct outbox_claim it;

	queue(place, NULL);
	assert_false(claim_of(place, 1u << CHANNEL_MAIL, NOW, &it));
}

static void a_message_of_a_key_is_queued_once(void **state)
{
	struct place *place = *state;
	struct outbox_claim it;

	queue(place, "notice 1");
	queue(place, "notice 1");
	queue(place, "notice 2");
	assert_true(claim(place, NOW, &it));
	assert_true(claim(place, NOW, &it));
	assert_false(claim(place, NOW, &it));
}

static void values_are_sealed_and_forgotten_once_sent(void **state)
{
	struct place *place = *state;
	const struct outbox_common common = { .organization_name = "Desk" };
	struct template_text text;
	struct outbox_claim it;
	bool mine;

	queue(place, NULL);
	assert_true(claim(place, NOW, &it));
	assert_null(memmem(it.sealed, it.sealed_size, "horse", 5));
	must(place, outbox_text(place->desk.store, &it, &common, place->arena,
				&text, &place->err));
	assert_non_null(strstr(text.body, "correct horse"));
	assert_non_null(strstr(text.body, "Desk: envelope USR000000001"));
	it.message.state = MESSAGE_SENT;
	it.message.sent_at = NOW;
	must(place,
	     outbox_settle(place->desk.store, &it, &mine, &place->err));
	run(place, "CREATE TABLE expected (x CHECK (x = 0));"
		   "INSERT INTO expected SELECT count(*) FROM outbox"
		   " WHERE sealed_values IS NOT NULL");
	it.message.recipient = "+393331234568"; /* bound to its recipient */
	refuses(place,
		outbox_text(place->desk.store, &it, &common, place->arena,
			    &text, &place->err),
		DATA, "seal_broken");
}

static enum status count(void *context, const struct message *message,
			 struct error *err)
{
	(void)message;
	(void)err;
	++*(int *)context;
	return OK;
}

static int listed(struct place *place)
{
	const struct message_filter all = { ABSENT, ABSENT, ABSENT, ABSENT,
					    ABSENT };
	int n = 0;

	must(place,
	     act_notify_list(&place->desk, &all, count, &n, &place->err));
	return n;
}

/* One message of order 7 of unit 1, one of order 8 of unit 2, one of none. */
static void three_units(struct place *place)
{
	run(place,
	    "INSERT INTO organizations (client_id, client_code, name,"
	    " created_at) VALUES (1, 'ONE', 'One', 0), (2, 'TWO', 'Two', 0);"
	    "INSERT INTO units (unit_id, client_id, code, name) VALUES"
	    " (1, 1, 'A', 'A'), (2, 1, 'B', 'B');"
	    "INSERT INTO operators (operator_id, client_id, login, surname,"
	    " given_name, created_at) VALUES (1, 1, 'x', 'X', 'X', 0)");
	queue(place, NULL);
	queue(place, NULL);
	queue(place, NULL);
	run(place, "PRAGMA foreign_keys = OFF;"
		   "INSERT INTO orders (order_id, client_id, unit_id,"
		   " created_by, created_at, updated_at)"
		   " VALUES (7, 1, 1, 1, 0, 0), (8, 1, 2, 1, 0, 0);"
		   "UPDATE outbox SET order_id = 6 + message_id"
		   " WHERE message_id < 3");
}

static void a_rao_reaches_his_unit_and_a_service_the_organization(void **state)
{
	struct place *place = *state;
	const struct message_filter all = { ABSENT, ABSENT, ABSENT, ABSENT,
					    ABSENT };
	int n = 0;

	three_units(place);
	assert_int_equal(listed(place), 3);
	place->session.profile = PROFILE_RAO;
	assert_int_equal(listed(place), 1);
	must(place, act_notify_deliver(&place->desk, ABSENT, count, &n,
				       &place->err));
	assert_int_equal(n, 1);
	place->session.profile = PROFILE_AUDITOR;
	assert_int_equal(listed(place), 3);
	refuses(place,
		act_notify_deliver(&place->desk, ABSENT, count, &n,
				   &place->err),
		NOPERM, "not_permitted");
	place->session.profile = PROFILE_ISSUER;
	refuses(place,
		act_notify_list(&place->desk, &all, count, &n, &place->err),
		NOPERM, "not_permitted");
	place->session.is_service = true;
	must(place, act_notify_deliver(&place->desk, ABSENT, count, &n,
				       &place->err));
	assert_int_equal(n, 3);
}

static void other_organizations_messages_are_out_of_reach(void **state)
{
	struct place *place = *state;
	struct message which, message;
	int n = 0;

	queue(place, NULL);
	place->session.client_id = place->scope.client_id = 2;
	assert_int_equal(listed(place), 0);
	refuses(place,
		outbox_find(place->desk.store, &place->scope, 1, place->arena,
			    &message, &place->err),
		DATA, "message_unknown");
	record_clear(&message_record, &which);
	which.message_id = 1;
	refuses(place,
		act_notify_retry(&place->desk, &which, count, &n, &place->err),
		DATA, "message_unknown");
	must(place, act_notify_deliver(&place->desk, ABSENT, count, &n,
				       &place->err));
	assert_int_equal(n, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make, unmake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_claimed_message_is_left_alone_until_its_lease_ends),
		TEST(only_the_last_claimer_settles),
		TEST(a_released_message_counts_no_attempt),
		TEST(channels_are_claimed_apart),
		TEST(a_message_of_a_key_is_queued_once),
		TEST(values_are_sealed_and_forgotten_once_sent),
		TEST(a_rao_reaches_his_unit_and_a_service_the_organization),
		TEST(other_organizations_messages_are_out_of_reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
