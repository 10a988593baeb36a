/* test_certificate_qc - QC statements of certificates */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_aid.h"

/* The DER of the reference tables, statement by statement. */
static void qc_statements_are_those_of_en_319_412_5(void **state)
{
	static const struct {
		struct qc_statements qc;
		const char *der;
		size_t n;
	} rows[] = {
		{ { .compliance = true },
		  "\x30\x08\x06\x06\x04\x00\x8e\x46\x01\x01",
		  10 },
		{ { .limit = { "EUR", 5, 4 } },
		  "\x30\x15\x06\x06\x04\x00\x8e\x46\x01\x02\x30\x0b\x13\x03"
		  "EUR\x02\x01\x05\x02\x01\x04",
		  23 },
		{ { .retention_years = 20 },
		  "\x30\x0b\x06\x06\x04\x00\x8e\x46\x01\x03\x02\x01\x14",
		  13 },
		{ { .qscd = true },
		  "\x30\x08\x06\x06\x04\x00\x8e\x46\x01\x04",
		  10 },
		{ { .types = QC_TYPE_ESIGN },
		  "\x30\x13\x06\x06\x04\x00\x8e\x46\x01\x06\x30\x09\x06\x07"
		  "\x04\x00\x8e\x46\x01\x06\x01",
		  21 },
		{ { .identified = QC_IDENTIFIED_EIDAS2_B },
		  "\x30\x13\x06\x06\x04\x00\x8e\x46\x01\x08\x30\x09\x06\x07"
		  "\x04\x00\x8e\x46\x01\x08\x04",
		  21 },
		{ { .semantics = QC_SEMANTICS_NATURAL },
		  "\x30\x15\x06\x08\x2b\x06\x01\x05\x05\x07\x0b\x02\x30\x09"
		  "\x06\x07\x04\x00\x8b\xec\x49\x01\x01",
		  23 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct certificate_plan plan = full();
		struct octets tbs;

		plan.qc = rows[i].qc;
		tbs = tbs_of(&plan);
		assert_non_null(
		    memmem(tbs.bytes, tbs.size, rows[i].der, rows[i].n));
	}
}

/* Statements that were made are kept for the next certificate: they must not
 * be taken for those of another that differs in any member. */
static void qc_statements_are_not_taken_for_others(void **state)
{
	static const struct qc_pds here[] = { { "https://a.it/x", "en" } },
				   there[] = { { "https://a.it/y", "en" } },
				   third[] = { { "https://a.it/x", "it" } };
	static const struct qc_statements rows[] = {
		{ .types = QC_TYPE_ESIGN, .pds = here, .pds_count = 1 },
		{ .types = QC_TYPE_ESEAL, .pds = here, .pds_count = 1 },
		{ .types = QC_TYPE_ESIGN, .pds = there, .pds_count = 1 },
		{ .types = QC_TYPE_ESIGN, .pds = third, .pds_count = 1 },
		{ .types = QC_TYPE_ESIGN },
		{ .types = QC_TYPE_ESIGN, .compliance = true },
		{ .types = QC_TYPE_ESIGN, .qscd = true },
		{ .types = QC_TYPE_ESIGN, .retention_years = 20 },
		{ .types = QC_TYPE_ESIGN, .retention_years = 21 },
		{ .types = QC_TYPE_ESIGN, .limit = { "EUR", 5, 4 } },
		{ .types = QC_TYPE_ESIGN, .limit = { "USD", 5, 4 } },
		{ .types = QC_TYPE_ESIGN, .limit = { "EUR", 6, 4 } },
		{ .types = QC_TYPE_ESIGN, .limit = { "EUR", 5, 3 } },
		{ .types = QC_TYPE_ESIGN,
		  .identified = QC_IDENTIFIED_EIDAS2_B },
		{ .types = QC_TYPE_ESIGN,
		  .identified = QC_IDENTIFIED_EIDAS2_ACD },
		{ .types = QC_TYPE_ESIGN,
		  .semantics = QC_SEMANTICS_NATURAL },
		{ .types = QC_TYPE_ESIGN, .semantics = QC_SEMANTICS_LEGAL },
		{ .types = QC_TYPE_ESIGN, .semantics = QC_SEMANTICS_LEGAL,
		  .name_authority = "https://a.it/" },
	};
	struct octets first[COUNT(rows)];

	(void)state;
	for (size_t turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < COUNT(rows); i++) {
			struct certificate_plan plan = full();
			struct octets tbs;

			plan.qc = rows[i];
			tbs = tbs_of(&plan);
			if (turn == 0)
				first[i] = tbs;
			/* the same again, kept (twice at once) or not */
			assert_int_equal(tbs.size, first[i].size);
			assert_memory_equal(tbs.bytes, first[i].bytes,
					    tbs.size);
			tbs = tbs_of(&plan);
			assert_memory_equal(tbs.bytes, first[i].bytes,
					    tbs.size);
			for (size_t j = 0; j < i; j++)
				assert_false(tbs.size == first[j].size &&
					     memcmp(tbs.bytes, first[j].bytes,
						    tbs.size) == 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(qc_statements_are_those_of_en_319_412_5),
		cmocka_unit_test(qc_statements_are_not_taken_for_others),
	};

	error_reset(&err);
	return cmocka_run_group_tests_name("certificate_qc", tests, set_up,
					   tear_down);
}
