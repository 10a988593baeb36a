/* test_demo_people - our tax codes and those that Python computed agree */
#include <ipp/rule/tax_code.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/model/person.h>
#include <ipp/port/csv.h>

static const char *value(const struct csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->count; i++)
		if (strcmp(row->names[i], name) == 0)
			return row->values[i];
	fail_msg("no column \"%s\"", name);
	return NULL;
}

/* What is wrong with the code of this row: "", an error's code or members. */
static const char *verdict(struct arena *arena, const struct csv_row *row)
{
	const struct person person = {
		.surname = value(row, "last_name"),
		.given_name = value(row, "first_name"),
		.sex = *value(row, "sex") == 'F' ? SEX_F : SEX_M,
		.birth_date = value(row, "birth_date"),
		.birth_place_code = value(row, "birth_place_code"),
	};
	struct tax_code code;
	struct error err;

	error_reset(&err);
	if (!value(row, "fiscal_code"))
		return "";
	if (tax_code_check(value(row, "fiscal_code"), &code, &err) != OK)
		return arena_text(arena, err.mistakes[0].code);
	return tax_code_differences(arena,
				    tax_code_compare(arena, &code, &person));
}

static const char *expected(const struct csv_row *row)
{
	static const struct {
		const char *external_code, *verdict;
	} wrong[] = {
		{ "RS-022", "tax_code_check" },
		{ "RS-029", "sex" },
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (strcmp(wrong[i].external_code,
			   value(row, "external_code")) == 0)
			return wrong[i].verdict;
	return "";
}

static void agrees_with_the_demo_batch(void **state)
{
	OWN(descriptor)
	int fd = open("tests/fixtures/demo/batch.csv", O_RDONLY);
	OWN(arena) struct arena *arena = arena_new();
	OWN(csv) struct csv *csv = NULL;
	const struct csv_row *row = NULL;
	struct error err;
	size_t codes = 0;

	(void)state;
	assert_true(fd >= 0);
	error_reset(&err);
	assert_int_equal(csv_open(fd, "batch.csv", NULL, &csv, &err), OK);
	for (;;) {
		if (csv_next(csv, &row, &err) != OK)
			continue; /* two of them, see test_csv */
		if (!row)
			break;
		if (strcmp(verdict(arena, row), expected(row)) != 0)
			fail_msg("%s: \"%s\", not \"%s\"",
				 value(row, "external_code"),
				 verdict(arena, row), expected(row));
		codes += value(row, "fiscal_code") != NULL;
	}
	assert_int_equal(codes, 28);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_demo_batch),
	};

	return cmocka_run_group_tests_name("demo_people", tests, NULL, NULL);
}
