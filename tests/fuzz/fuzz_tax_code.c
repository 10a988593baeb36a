/* fuzz_tax_code - any text at all as a tax code, and as a person's name */
#include <ipp/rule/tax_code.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/person.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A code that is taken stays the same through all it means. */
static void check_code(struct arena *arena, const struct tax_code *code)
{
	struct person person = { .sex = code->sex };
	struct tax_code again;
	char date[DATE_SIZE];
	struct error err;

	error_reset(&err);
	if (tax_code_check(code->original, &again, &err) != OK ||
	    again.omocodia != 0)
		abort();
	tax_code_birth_date(code, "2026-11-22", date);
	if (!date_is_valid(date) || strcmp(date, "2026-11-22") > 0)
		abort();
	person.birth_date = date;
	person.birth_place_code = code->birth_place_code;
	if (tax_code_compare(arena, code, &person) != 0)
		abort();
}

/* A code that is made is taken, and is the person's. */
static void check_name(struct arena *arena, const char *name)
{
	struct person person = { .surname = name,
				 .given_name = name,
				 .sex = SEX_F,
				 .birth_date = "1980-02-29",
				 .birth_place_code = "H501" };
	char text[TAX_CODE_SIZE];
	struct tax_code code;
	struct error err;

	error_reset(&err);
	if (tax_code_compute(arena, &person, text, &err) != OK)
		return;
	if (tax_code_check(text, &code, &err) != OK ||
	    tax_code_compare(arena, &code, &person) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(text) char *text = memory_new(size + 1);
	struct tax_code code;
	struct error err;

	if (size)
		memcpy(text, data, size);
	error_reset(&err);
	if (tax_code_check(text, &code, &err) != OK) {
		if (err.count != 1 || err.status != DATA)
			abort();
	} else if (!code.is_provisional) {
		check_code(arena, &code);
	}
	check_name(arena, text);
	return 0;
}
