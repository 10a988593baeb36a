/* test_credential - what the store keeps of proofs, and that it is bound */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/act/found.h>
#include <ipp/model/founding.h>
#include <ipp/act/operator.h>
#include <ipp/act/session.h>
#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/port/totp.h>
#include <ipp/store/credential.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#define NOW 1795335300
#define SECRET "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

struct place {
	char folder[64];
	struct store *store;
	struct arena *arena;
	struct desk desk;
	struct error err;
};

static const struct founding plan = {
	.client_code = "ONE", .organization = "One", .unit = "MAIN",
	.login = "admin", .surname = "Rossi", .given_name = "Maria",
	.password = "correct horse battery", .totp = SECRET, .totp_step = -1,
};

static void must(struct place *place, enum status rc)
{
	if (rc != OK)
		fail_msg("%s", place->err.mistakes[0].text);
}

static int make(void **state)
{
	struct place *place = memory_new(sizeof *place);

	error_reset(&place->err);
	(void)snprintf(place->folder, sizeof place->folder,
		       "/tmp/ipp-credential.XXXXXX");
	if (!mkdtemp(place->folder) ||
	    store_create(place->folder, NULL, true, NOW, &place->store,
			 &place->err) != OK)
		return -1;
	place->arena = arena_new();
	place->desk = (struct desk){ .store = place->store,
				     .arena = place->arena,
				     .now = NOW,
				     .tool = "test" };
	if (act_found(&place->desk, &plan, &place->err) != OK)
		return -1;
	*state = place;
	return 0;
}

static int drop(void **state)
{
	struct place *place = *state;

	store_remove(place->store);
	arena_free(place->arena);
	memory_free(place);
	return 0;
}

static void code_at(int64_t at, char ret[TOTP_CODE_SIZE])
{
	struct totp_secret secret;
	struct error err;

	error_reset(&err);
	assert_int_equal(totp_secret_decode(SECRET, &secret, &err), OK);
	assert_int_equal(totp_code(&secret, at, ret, &err), OK);
}

static void find(struct place *place, const char *login,
		 struct credential *ret)
{
	bool found;

	must(place, credential_find(place->store, login, place->arena, ret,
				    &found, &place->err));
	assert_true(found);
}

static void a_second_factor_cannot_be_moved_to_another_operator(void **state)
{
	struct place *place = *state;
	struct credential credential;
	bool found;

	find(place, "admin", &credential);
	assert_string_equal(credential.totp, SECRET);
	must(place,
	     sql_run(store_sql(place->store),
		     "INSERT INTO operators (operator_id, client_id, login,"
		     "  surname, given_name, sealed_totp, created_at)"
		     " SELECT 2, client_id, 'thief', 'T', 'T', sealed_totp, 0"
		     "   FROM operators WHERE operator_id = 1",
		     &place->err));
	assert_int_equal(credential_find(place->store, "thief", place->arena,
					 &credential, &found, &place->err),
			 DATA);
	assert_string_equal(place->err.mistakes[0].code, "seal_broken");
}

static void a_code_is_of_one_operator_and_ends_to_the_second(void **state)
{
	struct place *place = *state;
	struct credential credential, other;
	bool right;

	must(place, credential_reset(place->store, 1, "aaaa-bbbb", NOW + 60,
				     &place->err));
	find(place, "admin", &credential);
	assert_null(credential.password);
	assert_null(credential.totp);
	must(place, credential_code_check(place->store, &credential,
					  "aaaa-bbbb", NOW + 59, &right,
					  &place->err));
	assert_true(right);
	must(place, credential_code_check(place->store, &credential,
					  "aaaa-bbbb", NOW + 60, &right,
					  &place->err));
	assert_false(right);
	must(place, credential_code_check(place->store, &credential,
					  "aaaa-bbbc", NOW, &right,
					  &place->err));
	assert_false(right);
	other = credential;
	other.operator_id = 2;
	must(place, credential_code_check(place->store, &other, "aaaa-bbbb",
					  NOW, &right, &place->err));
	assert_false(right);
	must(place, credential_code_used(place->store, 1, &place->err));
	find(place, "admin", &credential);
	must(place, credential_code_check(place->store, &credential,
					  "aaaa-bbbb", NOW, &right,
					  &place->err));
	assert_false(right);
}

static void the_same_step_is_accepted_once_whoever_is_faster(void **state)
{
	struct place *place = *state;

	must(place, credential_accept(place->store, 1, 100, &place->err));
	assert_int_equal(credential_accept(place->store, 1, 100, &place->err),
			 REFUSED);
	assert_int_equal(credential_accept(place->store, 1, 99, &place->err),
			 REFUSED);
	error_reset(&place->err);
	must(place, credential_accept(place->store, 1, 101, &place->err));
}

static void the_fifth_wrong_try_locks(void **state)
{
	struct place *place = *state;
	struct credential credential;
	bool locked;

	for (int i = 1; i <= CREDENTIAL_TRIES; i++) {
		must(place, credential_count_try(place->store, 1, NOW, &locked,
						 &place->err));
		assert_int_equal(locked, i == CREDENTIAL_TRIES);
	}
	find(place, "admin", &credential);
	assert_int_equal(credential.locked_until,
			 NOW + CREDENTIAL_LOCK_SECONDS);
	must(place, credential_forgive(place->store, 1, &place->err));
	find(place, "admin", &credential);
	assert_int_equal(credential.locked_until, 0);
}

/* In a real terminal é may arrive as one code point or as two. */
static void a_password_is_the_same_however_its_accents_are_written(void **state)
{
	struct place *place = *state;
	struct session session = { .client_id = 1,
				   .operator_id = 1,
				   .unit_id = 1,
				   .login = "admin" };
	char code[TOTP_CODE_SIZE];
	int64_t operator_id = 0;

	place->desk.session = &session;
	must(place, operator_set_password(&place->desk,
					  "caff\xc3\xa8 e cornetto",
					  &place->err));
	place->desk.session = NULL;
	code_at(NOW, code);
	must(place,
	     session_sign_in(&place->desk, "admin", "caffe\xcc\x80 e cornetto",
			     code, &operator_id, &place->err));
	assert_int_equal(operator_id, 1);
}

static void a_wrong_proof_of_any_kind_is_refused_alike(void **state)
{
	struct place *place = *state;
	char code[TOTP_CODE_SIZE], first[400];
	int64_t operator_id = 0;
	struct journal_state journal;
	const struct {
		const char *login, *password, *code;
	} tries[] = {
		{ "admin", "not the password", code },
		{ "admin", plan.password, "abcdef" },
		{ "admin", plan.password, "" },
		{ "nobody", plan.password, code },
		{ "", "", "" },
		{ "admin", "\xff\xfe", code },
	};

	code_at(NOW, code);
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		assert_int_equal(session_sign_in(&place->desk, tries[i].login,
						 tries[i].password,
						 tries[i].code, &operator_id,
						 &place->err),
				 NOPERM);
		assert_string_equal(place->err.mistakes[0].code,
				    "sign_in_refused");
		if (i == 0)
			memcpy(first, place->err.mistakes[0].text,
			       sizeof first);
		assert_string_equal(place->err.mistakes[0].text, first);
		error_reset(&place->err);
	}
	assert_int_equal(operator_id, 0);
	must(place, journal_verify(place->store, place->desk.arena, &journal,
				   &place->err));
	assert_int_equal(journal.fault, JOURNAL_WHOLE);
}

int main(void)
{
#define IN_PLACE(test_) cmocka_unit_test_setup_teardown(test_, make, drop)
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_second_factor_cannot_be_moved_to_another_operator),
		IN_PLACE(a_code_is_of_one_operator_and_ends_to_the_second),
		IN_PLACE(the_same_step_is_accepted_once_whoever_is_faster),
		IN_PLACE(the_fifth_wrong_try_locks),
		IN_PLACE(
			a_password_is_the_same_however_its_accents_are_written),
		IN_PLACE(a_wrong_proof_of_any_kind_is_refused_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
