/* fuzz_mrz - any text at all as a machine-readable zone */
#include <ipp/rule/mrz.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/field.h>
#include <ipp/model/words.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(const char *name)
{
	if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != strlen(name))
		abort();
}

static void check_date(const char *date)
{
	if (date && !date_is_valid(date))
		abort();
}

/* What every zone that is taken promises. */
static void check_zone(struct arena *arena, const struct mrz *mrz)
{
	if (!*mrz->number || !*mrz->surname || !mrz->issuer ||
	    !mrz->nationality || !mrz->optional[0] || !mrz->optional[1])
		abort();
	check_name(mrz->surname);
	check_name(mrz->given_name);
	check_date(mrz->birth_date);
	check_date(mrz->expiry_date);
	if (mrz->sex != SEX_F && mrz->sex != SEX_M && mrz->sex != ABSENT)
		abort();
	if (mrz_name_compare(arena, mrz, mrz->surname, mrz->given_name) ==
	    NAME_DIFFERENT)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(text) char *text = memory_new(size + 1);
	struct mrz mrz;
	struct error err;

	if (size)
		memcpy(text, data, size);
	error_reset(&err);
	if (mrz_parse(arena, text, "2026-11-22", MRZ_SPECIMEN, &mrz, &err) ==
	    OK)
		check_zone(arena, &mrz);
	else if (err.count == 0 || err.status != DATA)
		abort();
	return 0;
}
