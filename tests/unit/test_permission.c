/* test_permission - who may what, and where, as the matrix has it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/model/words.h>
#include <ipp/rule/permission.h>

#define HERE 7
#define THERE 8

/* x: everywhere, o: in one's own unit, -: nowhere; a column a profile. */
static const struct {
	enum permission may;
	const char *cells;
} matrix[] = {
	/*		     operator ir rao master auditor issuer */
	{ MAY_WORK,	     "xxxxxx" },
	{ MAY_REQUEST,	     "ooox--" },
	{ MAY_HAND_IN,	     "ooox--" },
	{ MAY_RECOGNISE,     "-ooo--" },
	{ MAY_REVIEW,	     "-oox--" },
	{ MAY_ISSUE,	     "--ox--" },
	{ MAY_SUSPEND_BY_CODE, "xxxx--" },
	{ MAY_REVOKE,	     "--ox--" },
	{ MAY_SEARCH,	     "oooxx-" },
	{ MAY_MANAGE,	     "---x--" },
	{ MAY_EXPORT,	     "---xx-" },
	{ MAY_DELIVER,	     "--ox--" },
	{ MAY_SIGN_REMOTELY, "-----x" },
};
#define ROWS (sizeof matrix / sizeof *matrix)

static void asks(int64_t profile, enum permission may, int64_t unit,
		 const char *code)
{
	struct error err;
	enum status rc;

	error_reset(&err);
	rc = permission_check(profile, HERE, may, unit, &err);
	if (!code) {
		assert_int_equal(rc, OK);
		assert_int_equal(err.count, 0);
		return;
	}
	assert_int_equal(rc, NOPERM);
	assert_string_equal(err.mistakes[0].code, code);
}

static void the_matrix_is_complete(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(strlen(matrix[i].cells), PROFILE_ISSUER + 1);
		seen |= 1u << matrix[i].may;
	}
	assert_int_equal(seen, (1u << (MAY_SIGN_REMOTELY + 1)) - 1);
	for (int i = 0; i <= PROFILE_ISSUER; i++)
		assert_non_null(profile_words[i].name);
	assert_null(profile_words[PROFILE_ISSUER + 1].name);
}

static void each_profile_reaches_what_the_matrix_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		for (int64_t p = 0; p <= PROFILE_ISSUER; p++) {
			enum permission may = matrix[i].may;
			char cell = matrix[i].cells[p];
			const char *never = cell == '-' ? "not_permitted" :
							  NULL;

			asks(p, may, HERE, never);
			asks(p, may, ABSENT, never);
			asks(p, may, THERE,
			     cell == 'o' ? "other_unit" : never);
			assert_int_equal(permission_reach(p, may),
					 cell == 'x' ? REACH_ORGANIZATION :
					 cell == 'o' ? REACH_UNIT :
						       REACH_NOTHING);
		}
}

static void what_is_no_profile_may_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(permission_reach(-1, matrix[i].may),
				 REACH_NOTHING);
		assert_int_equal(permission_reach(ABSENT, matrix[i].may),
				 REACH_NOTHING);
		assert_int_equal(permission_reach(PROFILE_ISSUER + 1,
						  matrix[i].may),
				 REACH_NOTHING);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_matrix_is_complete),
		cmocka_unit_test(each_profile_reaches_what_the_matrix_says),
		cmocka_unit_test(what_is_no_profile_may_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
