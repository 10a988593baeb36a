/* request_aid - a request that nothing is wrong with, to be changed */
#ifndef IPP_TESTS_UNIT_REQUEST_AID_H
#define IPP_TESTS_UNIT_REQUEST_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/model/facts.h>
#include <ipp/model/request.h>
#include <ipp/rule/request.h>

#define ALL_BUT_SPID 0x0Fu
#define NOW 1795334400 /* 2026-11-22 */

static const struct product_facts products[] = {
	{ .product = "OFF", .is_in_months = true, .validity = 36,
	  .validity_min = 1, .validity_max = 36, .recognitions = ALL_BUT_SPID,
	  .asked_by = ABSENT },
	{ .product = "ONE", .is_enabled = true, .validity = 60,
	  .validity_min = 10, .validity_max = 1440,
	  .recognitions = ALL_BUT_SPID, .asked_by = ABSENT },
	{ .product = "RAO", .is_enabled = true, .is_in_months = true,
	  .validity = 36, .validity_min = 1, .validity_max = 36,
	  .recognitions = ALL_BUT_SPID, .asked_by = PROFILE_MASTER_RAO },
	{ .product = "REM", .is_enabled = true, .is_in_months = true,
	  .validity = 36, .validity_min = 1, .validity_max = 36,
	  .recognitions = ALL_BUT_SPID, .asked_by = ABSENT },
	{ .product = "ROLE", .is_enabled = true, .is_role = true,
	  .is_in_months = true, .validity = 36, .validity_min = 1,
	  .validity_max = 36, .recognitions = ALL_BUT_SPID,
	  .asked_by = ABSENT },
	{ .product = "SPID", .is_enabled = true, .is_in_months = true,
	  .validity = 36, .validity_min = 1, .validity_max = 36,
	  .recognitions = 1u << RECOGNITION_SPID, .asked_by = ABSENT },
};
static const char *const policies[] = { "2026-1", "2025-1" };
static const struct organization_facts facts = {
	.recognitions = 0x1Fu & ~(1u << RECOGNITION_LIVE),
	.products = products,
	.product_count = sizeof products / sizeof *products,
	.privacy_versions = policies,
	.privacy_count = 2,
};
static const struct request_view view = { &facts, "2026-11-22", NOW,
					  PROFILE_OPERATOR };

static struct arena *arena;
static struct request request;
static struct error err;

static void set(const char *member, const char *value)
{
	const struct field *field = record_field(&request_record, member);
	struct request blank;

	assert_non_null(field);
	record_clear(&request_record, &blank);
	if (value)
		assert_int_equal(field_parse(field, &request, value, arena,
					     &err),
				 OK);
	else
		field_copy(field, &request, field, &blank);
}

/* A request that nothing is wrong with. */
static void set_right(void)
{
	static const char *const right[][2] = {
		{ "recognition", "offline" },
		{ "products", "REM" },
		{ "surname", "Rossi" },
		{ "given_name", "Mario" },
		{ "sex", "M" },
		{ "birth_date", "1980-01-01" },
		{ "birth_place", "Roma" },
		{ "birth_place_code", "H501" },
		{ "birth_country", "IT" },
		{ "citizenship", "IT" },
		{ "tax_code", "RSSMRA80A01H501U" },
		{ "street", "Via Verdi" },
		{ "postal_code", "00184" },
		{ "city", "Roma" },
		{ "province", "RM" },
		{ "country", "IT" },
		{ "document_type", "identity_card" },
		{ "document_country", "IT" },
		{ "document_number", "CA00000AA" },
		{ "document_issuer", "Comune di Roma" },
		{ "document_issue_date", "2024-01-02" },
		{ "document_expiry_date", "2034-01-01" },
		{ "email", "mario.rossi@example.it" },
		{ "mobile", "+393331234567" },
		{ "consent_privacy", "true" },
		{ "consent_terms", "true" },
		{ "consent_marketing", "false" },
	};

	record_clear(&request_record, &request);
	error_reset(&err);
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		set(right[i][0], right[i][1]);
}

static enum status check(void)
{
	error_reset(&err);
	return request_check(&request, &view, STEP_ALL, arena, &err);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool has_mistake(const char *code, const char *field)
{
	for (size_t i = 0; i < err.count; i++)
		if (!strcmp(err.mistakes[i].code, code) &&
		    !strcmp(err.mistakes[i].field, field))
			return true;
	return false;
}

__attribute__((unused)) static bool warns(const char *code)
{
	for (size_t i = 0; i < request.warnings.count; i++)
		if (!strncmp(request.warnings.items[i], code, strlen(code)))
			return true;
	return false;
}

#endif
