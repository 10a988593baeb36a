/* test_sign_check - what a form that was signed digitally is held to */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/evidence.h>
#include <ipp/model/person.h>
#include <ipp/model/scan.h>
#include <ipp/model/signature.h>
#include <ipp/rule/sign_check.h>

/* Everything that is looked at; as it is made, it passes. */
struct scene {
	struct arena *arena;
	struct signature_result signatures[2];
	struct signature_report report;
	struct person person;
	struct identity_document document;
	struct scan_verdict scan;
	struct sign_facts facts;
	struct recognition_check checks[CHECKS_MAX];
	size_t count;
};

static const char *const acd[] = { "eidas2_acd" };
static const char *const b[] = { "eidas2_b" };
static const char *const both[] = { "eidas2_acd", "eidas2_b" };
static const char *const ab[] = { "eidas1_ab" };
static const char *const cd[] = { "eidas1_cd" };
static const char *const unknown[] = { "unknown" };

static void signature_make(struct signature_result *ret)
{
	record_clear(&signature_result_record, ret);
	ret->number = 1;
	ret->format = SIGNATURE_CADES_ATTACHED;
	ret->indication = TOTAL_PASSED;
	ret->signer_name = "Mario Rossi";
	ret->surname = "ROSSI";
	ret->given_name = "MARIO";
	ret->signer_serial_number = "TINIT-RSSMRA80A01H501U";
	ret->certificate = "-----BEGIN CERTIFICATE-----";
	ret->issuer = "CN=Qualified CA";
	ret->qualified = ret->qscd = 1;
	ret->identified = (struct texts){ acd, 1 };
	ret->revocation_source = STATUS_OF_OCSP;
	ret->revocation_status = REVOCATION_GOOD;
	ret->revocation_at = 1795334400;
	ret->covers = COVERS_WHOLE_FILE;
}

static int scene_make(void **state)
{
	struct scene *it = memory_new(sizeof *it);

	it->arena = arena_new();
	signature_make(&it->signatures[0]);
	signature_make(&it->signatures[1]);
	record_clear(&signature_report_record, &it->report);
	it->report.indication = TOTAL_PASSED;
	it->report.signatures = (struct records){ it->signatures, 1 };
	it->person = (struct person){ .surname = "Rossi",
				      .given_name = "Mario",
				      .tax_code = "RSSMRA80A01H501U",
				      .sex = ABSENT,
				      .legal_id_type = ABSENT };
	it->document.document_type = ABSENT;
	record_clear(&scan_verdict_record, &it->scan);
	it->scan.verdict = SCAN_CLEAN;
	it->scan.engine = "ClamAV 1.4.6";
	it->facts = (struct sign_facts){ .report = &it->report,
					 .person = &it->person,
					 .document = &it->document,
					 .form = FORM_PRINTED,
					 .scan = &it->scan };
	*state = it;
	return 0;
}

static int scene_drop(void **state)
{
	struct scene *it = *state;

	arena_free(it->arena);
	memory_free(it);
	return 0;
}

static void judge(struct scene *it)
{
	it->count = sign_check(it->arena, &it->facts, it->checks);
	for (size_t i = 0; i < it->count; i++) {
		assert_true(*it->checks[i].finding);
		assert_true(i == 0 ||
			    it->checks[i].check > it->checks[i - 1].check);
	}
}

/* The verdict of a check; ABSENT if nothing is said. */
static int64_t verdict_of(const struct scene *it, int64_t check)
{
	for (size_t i = 0; i < it->count; i++)
		if (it->checks[i].check == check)
			return it->checks[i].verdict;
	return ABSENT;
}

/* The check, and it alone, came to the verdict; the others passed. */
static void only(struct scene *it, int64_t check, int64_t verdict)
{
	judge(it);
	assert_int_equal(verdict_of(it, check), verdict);
	for (size_t i = 0; i < it->count; i++)
		if (it->checks[i].check != check)
			assert_int_equal(it->checks[i].verdict, VERDICT_PASSED);
}

static void a_form_that_is_all_right_passes_every_check(void **state)
{
	struct scene *it = *state;
	struct error err;

	error_reset(&err);
	judge(it);
	assert_int_equal(it->count, CHECKS_MAX);
	for (size_t i = 0; i < it->count; i++)
		assert_int_equal(it->checks[i].verdict, VERDICT_PASSED);
	assert_int_equal(sign_refuse(it->checks, it->count, false, &err), OK);
	assert_int_equal(err.count, 0);
}

static void fails_with(struct scene *it, int64_t indication,
		       int64_t sub_indication, int64_t check)
{
	it->signatures[0].indication = it->report.indication = indication;
	it->signatures[0].sub_indication = it->report.sub_indication =
	    sub_indication;
	it->signatures[0].reason = it->report.reason = "so it is";
	only(it, check, VERDICT_FAILED);
}

static void each_sub_indication_fails_its_check(void **state)
{
	static const struct {
		int64_t sub_indication, check;
	} rows[] = {
		{ FORMAT_FAILURE, CHECK_SIGNATURE },
		{ HASH_FAILURE, CHECK_SIGNATURE },
		{ SIG_CRYPTO_FAILURE, CHECK_SIGNATURE },
		{ SIG_CONSTRAINTS_FAILURE, CHECK_SIGNATURE },
		{ CRYPTO_CONSTRAINTS_FAILURE, CHECK_SIGNATURE },
		{ CRYPTO_CONSTRAINTS_FAILURE_NO_POE, CHECK_SIGNATURE },
		{ NO_SIGNING_CERTIFICATE_FOUND, CHECK_SIGNATURE },
		{ SIGNED_DATA_NOT_FOUND, CHECK_SIGNATURE },
		{ EXPIRED, CHECK_TRUST },
		{ NOT_YET_VALID, CHECK_TRUST },
		{ NO_CERTIFICATE_CHAIN_FOUND, CHECK_TRUST },
		{ CHAIN_CONSTRAINTS_FAILURE, CHECK_TRUST },
		{ CERTIFICATE_CHAIN_GENERAL_FAILURE, CHECK_TRUST },
		{ OUT_OF_BOUNDS_NO_POE, CHECK_TRUST },
		{ REVOKED, CHECK_REVOCATION },
		{ REVOKED_NO_POE, CHECK_REVOCATION },
		{ REVOKED_CA_NO_POE, CHECK_REVOCATION },
		{ TRY_LATER, CHECK_REVOCATION },
		{ ABSENT, CHECK_SIGNATURE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fails_with(*state, INDETERMINATE, rows[i].sub_indication,
			   rows[i].check);
		fails_with(*state, TOTAL_FAILED, rows[i].sub_indication,
			   rows[i].check);
	}
}

static void what_an_earlier_check_leaves_open_is_not_said(void **state)
{
	struct scene *it = *state;

	fails_with(it, INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND, CHECK_TRUST);
	assert_int_equal(verdict_of(it, CHECK_REVOCATION), ABSENT);
	it->facts.form = FORM_NOT_READ;
	it->scan.verdict = SCAN_INFECTED; /* so nobody opened it */
	judge(it);
	assert_int_equal(verdict_of(it, CHECK_ANTIVIRUS), VERDICT_FAILED);
	assert_int_equal(verdict_of(it, CHECK_DOCUMENT), ABSENT);
	it->scan.verdict = SCAN_CLEAN;
	fails_with(it, TOTAL_FAILED, HASH_FAILURE, CHECK_SIGNATURE);
	assert_int_equal(verdict_of(it, CHECK_TRUST), ABSENT);
	assert_int_equal(verdict_of(it, CHECK_DOCUMENT), ABSENT);
	it->signatures[0].certificate = NULL;
	judge(it);
	assert_int_equal(verdict_of(it, CHECK_NAME), ABSENT);
	assert_int_equal(verdict_of(it, CHECK_TAX_CODE), ABSENT);
}

static void a_document_that_nobody_read_is_not_taken(void **state)
{
	struct scene *it = *state;

	it->facts.form = FORM_NOT_READ;
	only(it, CHECK_DOCUMENT, VERDICT_FAILED);
	it->facts.form = FORM_DIFFERS;
	only(it, CHECK_DOCUMENT, VERDICT_FAILED);
}

static void what_pages_show_is_for_a_person(void **state)
{
	static const enum form_proof proofs[] = { FORM_REDRAWN, FORM_HOLDS_DATA,
						  FORM_ELSEWHERE, FORM_RECORD };
	struct scene *it = *state;

	for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++) {
		it->facts.form = proofs[i];
		only(it, CHECK_DOCUMENT, VERDICT_REFERRED);
	}
}

static void a_file_without_a_signature_is_not_signed(void **state)
{
	struct scene *it = *state;

	it->report.signatures.count = 0;
	judge(it);
	assert_int_equal(verdict_of(it, CHECK_SIGNATURE), VERDICT_FAILED);
	assert_int_equal(verdict_of(it, CHECK_TRUST), ABSENT);
	assert_int_equal(verdict_of(it, CHECK_QUALIFIED), ABSENT);
}

static void what_came_after_the_signature_is_not_signed(void **state)
{
	struct scene *it = *state;

	it->signatures[0].covers = COVERS_REVISION;
	only(it, CHECK_SIGNATURE, VERDICT_FAILED);
}

static void of_several_by_the_applicant_the_last_counts(void **state)
{
	struct scene *it = *state;

	it->report.signatures.count = 2;
	it->signatures[1] = it->signatures[0];
	it->signatures[0].covers = COVERS_REVISION;
	only(it, ABSENT, ABSENT);
	assert_ptr_equal(sign_choose(it->arena, &it->facts),
			 &it->signatures[1]);
	it->signatures[1].covers = COVERS_REVISION;
	only(it, CHECK_SIGNATURE, VERDICT_FAILED);
}

/* Somebody signs the whole file after the applicant signed a part of it. */
static void the_applicants_signature_counts_and_no_other(void **state)
{
	struct scene *it = *state;

	it->report.signatures.count = 2;
	it->signatures[0].covers = COVERS_REVISION;
	it->signatures[1].signer_serial_number = "TINIT-GDASDV00A01H501J";
	only(it, CHECK_SIGNATURE, VERDICT_FAILED);
	it->signatures[0].covers = COVERS_WHOLE_FILE;
	only(it, ABSENT, ABSENT);
	it->signatures[1] = it->signatures[0];
	it->signatures[0].signer_serial_number = "TINIT-GDASDV00A01H501J";
	it->signatures[0].qualified = 0;
	only(it, ABSENT, ABSENT);
	assert_ptr_equal(sign_choose(it->arena, &it->facts),
			 &it->signatures[1]);
}

static void every_other_signature_must_hold_too(void **state)
{
	struct scene *it = *state;

	it->report.signatures.count = 2;
	it->signatures[1].signer_serial_number = "TINIT-GDASDV00A01H501J";
	it->signatures[1].indication = INDETERMINATE;
	it->signatures[1].sub_indication = REVOKED_NO_POE;
	it->report.indication = INDETERMINATE;
	only(it, CHECK_SIGNATURE, VERDICT_FAILED);
	it->report.indication = TOTAL_PASSED; /* even if that were said */
	only(it, CHECK_SIGNATURE, VERDICT_FAILED);
	it->signatures[1].indication = TOTAL_PASSED;
	it->report.indication = TOTAL_FAILED; /* of the file itself */
	only(it, CHECK_SIGNATURE, VERDICT_FAILED);
}

static void a_person_decides_whether_unqualified_will_do(void **state)
{
	struct scene *it = *state;

	it->signatures[0].qualified = 0;
	only(it, CHECK_QUALIFIED, VERDICT_REFERRED);
	it->signatures[0].qualified = ABSENT;
	only(it, CHECK_QUALIFIED, VERDICT_REFERRED);
}

static void no_certificate_is_got_with_one_got_by_a_signature(void **state)
{
	static const struct {
		struct texts identified;
		int64_t verdict;
	} rows[] = {
		{ { acd, 1 }, VERDICT_PASSED },
		{ { ab, 1 }, VERDICT_PASSED },
		{ { NULL, 0 }, VERDICT_PASSED },
		{ { b, 1 }, VERDICT_FAILED },
		{ { both, 2 }, VERDICT_FAILED },
		{ { cd, 1 }, VERDICT_REFERRED },
		{ { unknown, 1 }, VERDICT_REFERRED },
	};
	struct scene *it = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		it->signatures[0].identified = rows[i].identified;
		only(it, CHECK_NOT_FROM_SIGNATURE, rows[i].verdict);
	}
}

static void somebody_elses_form_is_not_the_applicants(void **state)
{
	struct scene *it = *state;

	it->person.tax_code = "GDASDV00A01H501J";
	only(it, CHECK_TAX_CODE, VERDICT_FAILED);
	it->person.surname = "Verdi";
	judge(it);
	assert_int_equal(verdict_of(it, CHECK_TAX_CODE), VERDICT_FAILED);
	assert_int_equal(verdict_of(it, CHECK_NAME), VERDICT_REFERRED);
}

static void a_virus_or_a_scan_that_failed_is_never_clean(void **state)
{
	struct scene *it = *state;

	it->scan.verdict = SCAN_INFECTED;
	it->scan.name = "Eicar";
	only(it, CHECK_ANTIVIRUS, VERDICT_FAILED);
	it->scan.verdict = SCAN_REFUSED;
	it->scan.reason = SCAN_TOO_DEEP;
	only(it, CHECK_ANTIVIRUS, VERDICT_FAILED);
	it->scan.reason = ABSENT;
	only(it, CHECK_ANTIVIRUS, VERDICT_FAILED);
	it->scan.verdict = ABSENT;
	only(it, CHECK_ANTIVIRUS, VERDICT_FAILED);
	it->facts.scan = NULL;
	only(it, CHECK_ANTIVIRUS, VERDICT_FAILED);
}

static void a_refusal_lists_every_check_that_failed(void **state)
{
	struct scene *it = *state;
	struct error err;

	error_reset(&err);
	it->person.tax_code = "GDASDV00A01H501J";
	it->person.surname = "Verdi";
	it->signatures[0].qualified = 0;
	it->scan.verdict = SCAN_INFECTED;
	judge(it);
	assert_int_equal(sign_refuse(it->checks, it->count, false, &err),
			 REFUSED);
	assert_int_equal(err.count, 4);
	assert_true(error_has(&err, "qualified_referred"));
	assert_true(error_has(&err, "tax_code_failed"));
	assert_true(error_has(&err, "name_referred"));
	assert_true(error_has(&err, "antivirus_failed"));
	for (size_t i = 0; i < err.count; i++)
		assert_string_equal(err.mistakes[i].field, "form");
}

/* --refer is for what a person may decide, and for nothing else. */
static void what_failed_is_refused_whatever_may_be_referred(void **state)
{
	struct scene *it = *state;
	struct error err;

	error_reset(&err);
	it->signatures[0].qualified = 0;
	it->person.surname = "Verdi";
	judge(it);
	assert_int_equal(sign_refuse(it->checks, it->count, true, &err), OK);
	it->scan.verdict = SCAN_INFECTED;
	judge(it);
	assert_int_equal(sign_refuse(it->checks, it->count, true, &err),
			 REFUSED);
	assert_int_equal(err.count, 1);
	assert_true(error_has(&err, "antivirus_failed"));
}

#define TEST(function_) \
	cmocka_unit_test_setup_teardown(function_, scene_make, scene_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_form_that_is_all_right_passes_every_check),
		TEST(each_sub_indication_fails_its_check),
		TEST(what_an_earlier_check_leaves_open_is_not_said),
		TEST(a_document_that_nobody_read_is_not_taken),
		TEST(what_pages_show_is_for_a_person),
		TEST(a_file_without_a_signature_is_not_signed),
		TEST(what_came_after_the_signature_is_not_signed),
		TEST(of_several_by_the_applicant_the_last_counts),
		TEST(the_applicants_signature_counts_and_no_other),
		TEST(every_other_signature_must_hold_too),
		TEST(a_person_decides_whether_unqualified_will_do),
		TEST(no_certificate_is_got_with_one_got_by_a_signature),
		TEST(somebody_elses_form_is_not_the_applicants),
		TEST(a_virus_or_a_scan_that_failed_is_never_clean),
		TEST(a_refusal_lists_every_check_that_failed),
		TEST(what_failed_is_refused_whatever_may_be_referred),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
