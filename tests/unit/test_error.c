/* test_error - mistakes added, merged, kept and recalled */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/error.h>
#include <ipp/base/memory.h>

static void what_is_kept_comes_back(void **state)
{
	OWN(arena) struct arena *arena = arena_new_of(1000);
	struct error err, again;
	struct mistakes *kept;

	(void)state;
	error_reset(&err);
	for (int i = 0; i < ERROR_MISTAKES_MAX + 2; i++)
		(void)error_add(&err, i ? DATA : REFUSED, "bad", "sex",
				"mistake %d", i);
	kept = error_keep(&err, arena);
	(void)error_set(&again, INTERNAL, "other", NULL, "another");
	error_recall(kept, &again);
	assert_int_equal(again.status, err.status);
	assert_int_equal(again.count, ERROR_MISTAKES_MAX);
	assert_int_equal(again.dropped, 2);
	for (size_t i = 0; i < again.count; i++) {
		assert_string_equal(again.mistakes[i].code, "bad");
		assert_string_equal(again.mistakes[i].field, "sex");
		assert_string_equal(again.mistakes[i].text,
				    err.mistakes[i].text);
	}
}

static void nothing_is_kept_as_nothing(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;

	(void)state;
	error_reset(&err);
	assert_null(error_keep(&err, arena));
	(void)error_set(&err, DATA, "bad", NULL, "one");
	error_recall(NULL, &err);
	assert_int_equal(err.status, OK);
	assert_int_equal(err.count, 0);
}

static void only_mistakes_on_other_members_are_new(void **state)
{
	struct error err, more;

	(void)state;
	error_reset(&err);
	error_reset(&more);
	(void)error_add(&err, DATA, "bad", "sex", "one");
	(void)error_add(&more, DATA, "worse", "sex", "two");
	(void)error_add(&more, DATA, "bad", "city", "three");
	(void)error_add(&more, DATA, "bad", "city", "four");
	assert_int_equal(error_merge_new(&err, &more), DATA);
	assert_int_equal(err.count, 3);
	assert_string_equal(err.mistakes[1].text, "three");
	assert_false(error_has(&err, "worse"));
	assert_true(error_is_on(&err, "city"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_comes_back),
		cmocka_unit_test(nothing_is_kept_as_nothing),
		cmocka_unit_test(only_mistakes_on_other_members_are_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
