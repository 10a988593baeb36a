/* test_verify - a file signed with a certificate of our own authority */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sign_aid.h"

#include <ipp/act/authority.h>
#include <ipp/act/verify.h>
#include <ipp/base/limits.h>
#include <ipp/base/trust.h>
#include <ipp/model/words.h>
#include <ipp/model/authority.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#define NOW	INT64_C(1795335300)
#define DAY	INT64_C(86400)
#define CONTENT "What is agreed upon.\n"

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
    "UPDATE products SET product = 'REM', activated_at = 5;"
    "INSERT INTO certificates (serial, user_id, authority_id,"
    " purpose, profile, profile_hash, not_before, not_after,"
    " reserved_at, tbs_hash, tbs) VALUES ('4711', 1, 2,"
    " 'signature', 'REM', x'00', 0, 9, 1, x'00', x'00');"
    "UPDATE certificates SET tbs = NULL, certificate = x'00';"
    "UPDATE products SET status = 'to_identify' WHERE user_id = 1;"
    "UPDATE products SET status = 'to_issue' WHERE user_id = 1;"
    "UPDATE products SET status = 'issuing' WHERE user_id = 1;"
    "UPDATE products SET status = 'active', status_at = 5"
    " WHERE user_id = 1;";

static struct store *store;
static struct session session = { .client_id = 7,
				  .unit_id = 7,
				  .operator_id = 7,
				  .profile = PROFILE_MASTER_RAO };
static struct desk desk;

static void must(enum status rc)
{
	if (rc != OK)
		fail_msg("%s", err.mistakes[0].text);
}

static void run(const char *sql)
{
	must(sql_run(store_sql(store), sql, &err));
}

static void authority_make(void)
{
	const struct authority_wish wish = { .name = "Prova",
					     .root_name = "Radice",
					     .organization = "X",
					     .country = "IT",
					     .key = 0,
					     .base_url = "http://ca.example",
					     .policy_arc = "1.3.9" };
	OWN(tx) struct tx *tx = NULL;

	must(tx_begin(store, &tx, &err));
	must(act_authority_make(&desk, &wish, &err));
	must(tx_commit(&tx, &err));
}

/* A certificate for the key of signer.csr, as our authority would make it. */
static void certificate_make(const char *name, unsigned char number)
{
	const unsigned char serial[] = { 0x47, number };
	const struct name_attribute subject[] = {
		{ ATTRIBUTE_COUNTRY, "IT", NULL },
		{ ATTRIBUTE_SERIAL_NUMBER, "TINIT-RSSMRA80A01H501U", NULL },
		{ ATTRIBUTE_COMMON_NAME, "Mario Rossi", NULL },
	};
	const struct authority *issuing;
	const struct key *key;
	struct request_facts request;
	struct certificate_plan plan = { 0 };
	struct octets csr = file("signer.csr"), tbs, der;
	char *pem;

	must(request_read(arena, csr.bytes, csr.size, &request, &err));
	must(authority_current(store, AUTHORITY_ISSUING, &issuing, &err));
	must(authority_key(store, issuing->authority_id, &key, &err));
	plan.serial = (struct octets){ serial, sizeof serial };
	plan.issuer_key = KEY_P256;
	plan.issuer = issuing->facts->subject;
	plan.not_before = NOW - DAY;
	plan.not_after = NOW + DAY;
	plan.subject = subject;
	plan.subject_count = sizeof subject / sizeof *subject;
	plan.key = request.key;
	plan.path_length = -1;
	plan.key_usage = KEY_USAGE_NON_REPUDIATION;
	plan.authority_key_id = issuing->facts->plan.subject_key_id;
	plan.critical = EXTENSION_KEY_USAGE;
	must(certificate_tbs(arena, &plan, &tbs, &err));
	must(certificate_finish(arena, tbs, key, &der, &err));
	must(pem_encode(arena, "CERTIFICATE", der, &pem, &err));
	must(file_write(arena_printf(arena, "%s/%s", folder, name), pem,
			strlen(pem), 0600, &err));
}

static void message_make(const char *certificate, const char *name)
{
	shell("\"$OLDPWD\"/tests/lib/at '2026-11-22 08:15:00' openssl cms -sign -cades "
	      "-binary -md sha256 -nodetach -signer %s -inkey signer.key -in "
	      "content -outform DER -out %s",
	      certificate, name);
}

static int begin(void **state)
{
	(void)state;
	if (folder_begin())
		return -1;
	must(store_create(arena_printf(arena, "%s/store", folder), NULL, true,
			  NOW, &store, &err));
	desk = (struct desk){ .store = store,
			      .session = &session,
			      .arena = arena,
			      .now = NOW,
			      .tool = "test" };
	run("PRAGMA foreign_keys = OFF");
	authority_make();
	run(people);
	shell("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
	      "-nodes -keyout signer.key -subj /CN=x -out signer.csr");
	certificate_make("signer.pem", 0x11);
	certificate_make("stranger.pem", 0x12);
	shell("printf '" CONTENT "' >content");
	message_make("signer.pem", "signed.p7m");
	message_make("stranger.pem", "stranger.p7m");
	shell("base64 signed.p7m >signed.b64");
	return 0;
}

static int end(void **state)
{
	store_close(store);
	return folder_end(state);
}

static struct verification *verify_bytes(struct octets bytes)
{
	struct verify_shelf *shelf = verify_shelf_new(false);
	struct verify_wish wish = { .file = { "file", bytes.bytes, bytes.size },
				    .offline = true,
				    .at = ABSENT,
				    .shelf = shelf };
	struct verification *it;

	must(verification_begin(&desk, &wish, &it, &err));
	for (int i = 0; i < 3; i++) {
		must(verification_judge(&desk, it, &err));
		must(verification_load(&desk, it, &err));
	}
	verify_shelf_free(shelf);
	return it;
}

static const struct signature_result *result_of(const struct verification *it)
{
	const struct signature_report *report = verification_report(it);

	assert_non_null(report);
	assert_int_equal(report->signatures.count, 1);
	return report->signatures.items;
}

static void what_we_issued_is_known_by_the_store(void **state)
{
	const struct signature_result *result;

	(void)state;
	result = result_of(verify_bytes(file("signed.p7m")));
	assert_int_equal(result->indication, TOTAL_PASSED);
	assert_int_equal(result->trust_source, TRUST_OWN);
	assert_int_equal(result->revocation_source, STATUS_OF_STORE);
	assert_int_equal(result->revocation_status, REVOCATION_GOOD);
	assert_string_equal(result->tax_code, "RSSMRA80A01H501U");
	run("UPDATE products SET status = 'revoked', status_at = 1795335000");
	result = result_of(verify_bytes(file("signed.p7m")));
	assert_int_equal(result->sub_indication, REVOKED);
	assert_int_equal(result->revoked_at, 1795335000);
	/* a certificate that we never issued, though our key signed it */
	result = result_of(verify_bytes(file("stranger.p7m")));
	assert_int_equal(result->sub_indication, TRY_LATER);
}

static void content_is_handed_out_when_signatures_hold(void **state)
{
	static const char *const names[] = { "signed.p7m", "signed.b64" };
	const void *bytes = NULL;
	size_t size = 0;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct verification *it = verify_bytes(file(names[i]));

		must(verification_content(it, &bytes, &size, &err));
		assert_int_equal(size, strlen(CONTENT));
		assert_memory_equal(bytes, CONTENT, size);
	}
}

static void content_of_a_broken_signature_is_kept_back(void **state)
{
	struct octets whole = file("signed.p7m");
	unsigned char *copy = arena_bytes(arena, whole.bytes, whole.size);
	const void *bytes = NULL;
	size_t size;

	(void)state;
	*(unsigned char *)memmem(copy, whole.size, "agreed", 6) = 'A';
	whole.bytes = copy;
	error_reset(&err);
	assert_int_equal(
	    verification_content(verify_bytes(whole), &bytes, &size, &err),
	    REFUSED);
	assert_true(error_has(&err, "content_unproved"));
	assert_null(bytes);
	error_reset(&err);
}

static void what_is_too_large_or_empty_is_not_read(void **state)
{
	struct verify_shelf *shelf = verify_shelf_new(true);
	struct verify_wish wish = { .file = { "file", "", 0 }, .shelf = shelf };
	struct verification *it;

	(void)state;
	assert_int_equal(verification_begin(&desk, &wish, &it, &err), DATA);
	assert_true(error_has(&err, "file_empty"));
	wish.file.size = LIMIT_FILE_BYTES + 1;
	assert_int_equal(verification_begin(&desk, &wish, &it, &err), DATA);
	assert_true(error_has(&err, "file_too_large"));
	error_reset(&err);
	verify_shelf_free(shelf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_is_handed_out_when_signatures_hold),
		cmocka_unit_test(content_of_a_broken_signature_is_kept_back),
		cmocka_unit_test(what_is_too_large_or_empty_is_not_read),
		cmocka_unit_test(what_we_issued_is_known_by_the_store),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
