/* test_record - records as a whole, and those of the house */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/model/records.h>

#include "field_aid.h"

static void test_a_cleared_record_is_absent_and_writes_nothing(void **state)
{
	(void)state;
	memset(&thing, 0x5A, sizeof thing);
	record_clear(&thing_record, &thing);
	for (const struct field *f = fields; f->name; f++) {
		assert_true(field_is_absent(f, &thing));
		assert_string_equal(field_format(f, &thing, arena), "");
	}
	assert_string_equal(written(), "{}");
}

static void test_other_records_members_are_left_alone(void **state)
{
	(void)state;
	assert_true(records_know("external_code"));
	assert_int_equal(decode("{\"external_code\":[1],\"reject\":[]}"), OK);
	/* a member of ours that no document may set is passed over too */
	assert_int_equal(decode("{\"parts\":[],\"json\":{}}"), OK);
	assert_string_equal(written(), "{}");
}

static void test_all_mistakes_are_told_at_once(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"date\":\"x\",\"id\":\"x\",\"x\":1,"
				"\"text\":\"abcdef\",\"integer\":7}"),
			 DATA);
	assert_int_equal(err.count, 4);
	assert_true(thing.integer == 7);
}

static void test_what_is_no_object_is_no_document(void **state)
{
	static const char *const bad[] = { "[]", "1", "\"a\"", "null", "true" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(bad[i], "not_an_object", "");
}

static void test_a_needed_member_is_missed_once(void **state)
{
	(void)state;
	assert_int_equal(decode("{}"), OK);
	assert_int_equal(record_check_required(&thing_record, &thing, &err),
			 DATA);
	assert_int_equal(err.count, 1);
	assert_string_equal(err.mistakes[0].code, "missing");
	assert_string_equal(err.mistakes[0].field, "needed");
	assert_int_equal(decode("{\"needed\":\"x\"}"), DATA);
	(void)record_check_required(&thing_record, &thing, &err);
	assert_int_equal(err.count, 1);
	assert_string_equal(err.mistakes[0].code, "wrong_type");
	assert_int_equal(decode("{\"needed\":0}"), OK);
	assert_int_equal(record_check_required(&thing_record, &thing, &err),
			 OK);
}

static void test_a_member_for_input_only_is_not_written(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"hidden\":\"x\"}"), OK);
	assert_string_equal(thing.hidden, "x");
	assert_string_equal(written(), "{}");
}

static void test_records_within_records_are_written(void **state)
{
	static const struct part parts[] = { { "a" }, { NULL }, { "c" } };
	OWN(json) struct json *json = json_object_new();

	(void)state;
	thing.parts = (struct records){ parts, 3 };
	thing.json = json;
	assert_string_equal(
	    written(),
	    "{\"parts\":[{\"name\":\"a\"},{},{\"name\":\"c\"}],\"json\":{}}");
}

static void test_a_value_is_copied_between_records(void **state)
{
	struct thing other;

	(void)state;
	record_clear(&thing_record, &other);
	assert_int_equal(decode("{\"text\":\"a\",\"integer\":3,\"needed\":1,"
				"\"texts\":[\"x\",\"y\"]}"),
			 OK);
	for (const struct field *f = fields; f->name; f++)
		field_copy(f, &other, f, &thing);
	assert_memory_equal(&thing, &other, sizeof thing);
}

static void test_fields_are_found_by_name_and_alias(void **state)
{
	(void)state;
	assert_null(record_field(&thing_record, "testo"));
	assert_ptr_equal(record_field_alias(&thing_record, "testo"), fields);
	assert_ptr_equal(record_field_alias(&thing_record, "text"), fields);
	assert_null(record_field_alias(&thing_record, "Text"));
	assert_true(word_find(words, "blue") == ABSENT);
}

/* What the tables of the house must satisfy for all this to hold. */
static void test_every_record_of_the_house_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; records[i]; i++) {
		assert_non_null(records[i]->name);
		for (const struct field *f = records[i]->fields; f->name; f++) {
			if (f->offset + sizeof(int64_t) > records[i]->size ||
			    (f->type == FIELD_WORD) != (f->words != NULL) ||
			    (f->type == FIELD_ID) != (f->prefix != NULL) ||
			    (f->type == FIELD_RECORDS) != (f->record != NULL) ||
			    record_field(records[i], f->name) != f)
				fail_msg("%s.%s", records[i]->name, f->name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_cleared_record_is_absent_and_writes_nothing),
		TEST(test_other_records_members_are_left_alone),
		TEST(test_all_mistakes_are_told_at_once),
		TEST(test_what_is_no_object_is_no_document),
		TEST(test_a_needed_member_is_missed_once),
		TEST(test_a_member_for_input_only_is_not_written),
		TEST(test_records_within_records_are_written),
		TEST(test_a_value_is_copied_between_records),
		TEST(test_fields_are_found_by_name_and_alias),
		TEST(test_every_record_of_the_house_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
