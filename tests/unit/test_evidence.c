/* test_evidence - evidence is bound to its bytes and comes back as it was */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/store/evidence.h>
#include <ipp/store/object.h>

#include "place_aid.h"

#define NOW INT64_C(1795335300)

/* An officer, and two orders with a product each. */
static const char people[] =
	"INSERT INTO organizations (client_id, client_code, name, created_at)"
	" VALUES (7, 'X', 'X', 0);"
	"INSERT INTO units (unit_id, client_id, code, name)"
	" VALUES (7, 7, 'U', 'U');"
	"INSERT INTO operators (operator_id, client_id, login, surname,"
	" given_name, created_at) VALUES (7, 7, 'ivo', 'I', 'I', 0);"
	"INSERT INTO orders (order_id, client_id, unit_id, created_by,"
	" created_at, updated_at) VALUES (1, 7, 7, 7, 0, 0), (2, 7, 7, 7, 0, 0);"
	"INSERT INTO products (user_id, order_id, client_id, status, status_at,"
	" unit_id, created_by, created_at)"
	" VALUES (1, 1, 7, 'draft', 0, 7, 7, 0), (2, 2, 7, 'draft', 0, 7, 7, 0);";

static int place_open(void **state)
{
	struct place *place = place_new(NOW, people);

	place->session = (struct session){ .operator_id = 7, .client_id = 7 };
	*state = place;
	return 0;
}

/* Keeps `text` as a form of the product; its SHA-256 as text. */
static const char *form_add(struct place *place, int64_t user_id,
			    const char *text)
{
	OWN(json) struct json *detail = json_object_new();
	struct evidence evidence = { .user_id = user_id,
				     .kind = EVIDENCE_FORM,
				     .verdict = ABSENT,
				     .detail = detail };
	char *hex = arena_alloc(place->arena, 2 * OBJECT_HASH_SIZE + 1);
	unsigned char hash[OBJECT_HASH_SIZE];

	assert_int_equal(object_put(&place->desk, text, strlen(text),
				    "application/pdf", 3, hash, &place->err),
			 OK);
	hex_encode(hash, sizeof hash, hex);
	evidence.sha256 = hex;
	json_set_text(detail, "name", "form.pdf");
	assert_int_equal(evidence_add(&place->desk, &evidence, &place->err),
			 OK);
	return hex;
}

/* Writes `text` beforehand; what a reader then finds. */
static enum status object_place(struct place *place, const char *text,
				unsigned char **ret, size_t *size)
{
	struct object_place *where;
	unsigned char hash[OBJECT_HASH_SIZE];

	assert_int_equal(digest_sha256(text, strlen(text), hash, &place->err),
			 OK);
	assert_int_equal(object_place_open(&place->desk, &where, &place->err),
			 OK);
	assert_int_equal(object_place_put(where, place->arena, text,
					  strlen(text), hash, &place->err),
			 OK);
	return object_get(place->store, place->arena, hash, ret, size,
			  &place->err);
}

static void an_object_may_be_written_before_it_is_named(void **state)
{
	struct place *place = *state;
	unsigned char *bytes;
	size_t size;

	assert_int_equal(object_place(place, "early", &bytes, &size), OK);
	assert_int_equal(size, 5);
	assert_memory_equal(bytes, "early", 5);
	(void)form_add(place, 1, "early"); /* it is there, and is named now */
}

static void a_rehearsal_writes_no_object(void **state)
{
	struct place *place = *state;
	unsigned char *bytes;
	size_t size;

	place->desk.dry_run = true;
	assert_int_equal(object_place(place, "never", &bytes, &size), IOERR);
	assert_true(error_has(&place->err, "object_missing"));
}

static void what_was_added_is_listed_in_order(void **state)
{
	struct place *place = *state;
	OWN(json) struct json *detail = json_object_new();
	struct evidence check = { .user_id = 1,
				  .kind = EVIDENCE_CHECK,
				  .verdict = VERDICT_PASSED,
				  .detail = detail };
	const char *hash = form_add(place, 1, "one");
	const struct evidence *items;
	struct records list;

	assert_int_equal(evidence_add(&place->desk, &check, &place->err), OK);
	assert_int_equal(evidence_list(place->store, 1, place->arena, &list,
				       &place->err),
			 OK);
	items = list.items;
	assert_int_equal(list.count, 2);
	assert_int_equal(items[0].kind, EVIDENCE_FORM);
	assert_string_equal(items[0].sha256, hash);
	assert_string_equal(items[0].mime, "application/pdf");
	assert_int_equal(items[0].size, 3);
	assert_int_equal(items[0].pages, 3);
	assert_int_equal(items[0].verdict, ABSENT);
	assert_int_equal(items[0].recorded_by, 7);
	assert_int_equal(items[0].at, NOW);
	assert_string_equal(
		json_as_text(json_member(items[0].detail, "name")), "form.pdf");
	assert_int_equal(items[1].kind, EVIDENCE_CHECK);
	assert_int_equal(items[1].verdict, VERDICT_PASSED);
	assert_null(items[1].sha256);
	assert_int_equal(items[1].size, ABSENT);
	evidence_forget(&list);
}

static void a_product_without_evidence_has_an_empty_list(void **state)
{
	struct place *place = *state;
	struct records list = { NULL, 9 };

	assert_int_equal(evidence_list(place->store, 2, place->arena, &list,
				       &place->err),
			 OK);
	assert_int_equal(list.count, 0);
	evidence_forget(&list);
}

static void the_same_bytes_are_noticed_in_another_order_only(void **state)
{
	struct place *place = *state;
	const char *hash = form_add(place, 1, "two");
	int64_t elsewhere = 0;

	assert_int_equal(evidence_elsewhere(place->store, hash, 1, &elsewhere,
					    &place->err),
			 OK);
	assert_int_equal(elsewhere, ABSENT);
	assert_int_equal(evidence_elsewhere(place->store, hash, 2, &elsewhere,
					    &place->err),
			 OK);
	assert_int_equal(elsewhere, 1);
}

static void a_hash_that_is_none_is_refused(void **state)
{
	struct place *place = *state;
	int64_t elsewhere = 5;

	assert_int_equal(evidence_elsewhere(place->store, "abc", 1, &elsewhere,
					    &place->err),
			 DATA);
	assert_true(error_has(&place->err, "not_a_hash"));
	assert_int_equal(elsewhere, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_object_may_be_written_before_it_is_named, place_open,
		    place_close),
		cmocka_unit_test_setup_teardown(a_rehearsal_writes_no_object,
						place_open, place_close),
		cmocka_unit_test_setup_teardown(
			what_was_added_is_listed_in_order, place_open,
			place_close),
		cmocka_unit_test_setup_teardown(
			a_product_without_evidence_has_an_empty_list,
			place_open, place_close),
		cmocka_unit_test_setup_teardown(
			the_same_bytes_are_noticed_in_another_order_only,
			place_open, place_close),
		cmocka_unit_test_setup_teardown(a_hash_that_is_none_is_refused,
						place_open, place_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
