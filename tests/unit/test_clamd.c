/* test_clamd - only what clamd says is taken for an answer of clamd */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/time.h>
#include <ipp/peer/clamd.h>

static void answers_are_told_apart(void **state)
{
	static const struct {
		const char *text;
		enum clamav_result result;
		const char *name;
	} rows[] = {
		{ "stream: OK", CLAMAV_CLEAN, "" },
		{ "fd[9]: OK", CLAMAV_CLEAN, "" },
		{ "fd[10]: Win.Test.EICAR_HDB-1 FOUND", CLAMAV_FOUND,
		  "Win.Test.EICAR_HDB-1" },
		{ "stream: OK FOUND", CLAMAV_FOUND, "OK" },
		{ "fd[1]: a b\x1b[2J FOUND", CLAMAV_FOUND, "a b[2J" },
		{ "fd[11]: Can't open file ERROR", CLAMAV_FAILED,
		  "Can't open file" },
		{ "UNKNOWN COMMAND ERROR", CLAMAV_FAILED, "UNKNOWN COMMAND" },
		{ "INSTREAM size limit exceeded. ERROR", CLAMAV_TOO_LARGE,
		  "INSTREAM size limit exceeded." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct clamav_answer answer;

		assert_true(clamd_answer_parse(rows[i].text,
					       strlen(rows[i].text), &answer));
		assert_int_equal(answer.result, rows[i].result);
		assert_string_equal(answer.name, rows[i].name);
	}
}

static void anything_else_is_no_answer(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} rows[] = {
#define ROW(text) { text, sizeof text - 1 }
		ROW(""), ROW("OK"), ROW(" OK"), ROW("stream: "),
		ROW("stream:OK"), ROW("stream: ok"), ROW("stream: OK "),
		ROW("stream: NOT OK"), ROW("fd[]: OK"), ROW("fd[x]: OK"),
		ROW("fd[1]:OK"), ROW("fd[1: OK"), ROW("fd[1]: FOUND"),
		ROW("fd[1]:  FOUND"), ROW("FOUND"), ROW("file: OK"),
		ROW("stream: ERROR"), ROW("fd[1]: ERROR"),
		ROW("stream: OK\n"), ROW("stream: OK\0"), ROW("stre\0m: OK"),
		ROW("\x01 FOUND"), ROW("stream: \x01 FOUND"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct clamav_answer answer = { .result = CLAMAV_CLEAN };

		if (clamd_answer_parse(rows[i].text, rows[i].n, &answer))
			fail_msg("\"%s\" was taken", rows[i].text);
		assert_int_not_equal(answer.result, CLAMAV_CLEAN);
	}
}

static void a_version_tells_its_database(void **state)
{
	static const char text[] =
	    "ClamAV 1.4.6/27500/Wed Nov 25 08:12:13 2026";
	static const char early[] = "ClamAV 1.4.6/1/Thu Jan  1 00:00:01 1970";
	struct clamav_facts facts;
	int64_t at;

	(void)state;
	assert_true(clamd_version_parse(text, sizeof text - 1, &facts));
	assert_string_equal(facts.engine, "ClamAV 1.4.6");
	assert_string_equal(facts.version, "27500");
	assert_true(instant_parse("2026-11-25T08:12:13Z", &at));
	assert_int_equal(facts.date, at);
	assert_true(clamd_version_parse(early, sizeof early - 1, &facts));
	assert_int_equal(facts.date, 1);
	assert_true(clamd_version_parse("ClamAV 1.4.6", 12, &facts));
	assert_int_equal(facts.date, 0);
	assert_string_equal(facts.version, "");
}

static void anything_else_is_no_version(void **state)
{
	static const char *const rows[] = {
		"", "ClamAV", "ClamAV ", "ClamAV x", "clamav 1.4.6",
		"ClamAV 1.4.6/", "ClamAV 1.4.6/27500", "ClamAV 1.4.6/27500/",
		"ClamAV 1.4.6//Wed Nov 25 08:12:13 2026",
		"ClamAV 1.4.6/2x/Wed Nov 25 08:12:13 2026",
		"ClamAV 1.4.6/1/Wed Nov 25 08:12:13 2026 ",
		"ClamAV 1.4.6/1/Wed Nov 25 08:12 2026",
		"ClamAV 1.4.6/1/Wed Nov 32 08:12:13 2026",
		"ClamAV 1.4.6/1/Wed Nov 25 24:12:13 2026",
		"ClamAV 1.4.6/1/Wed ovD 25 08:12:13 2026",
		"ClamAV 1.4.6/1/Wed Noe 25 08:12:13 2026",
		"ClamAV 1.4.6/1/Wed Nov 25 08:12:13 1969",
		"ClamAV 1.4.6\n/1/Wed Nov 25 08:12:13 2026",
		"ClamAV 1.4.6-and-much-more-than-there-is-room-for",
		"ClamAV 1.4.6/123456789012345678901234/Wed Nov 25 08:12:13 2026",
	};
	char long_one[256];
	struct clamav_facts facts;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (clamd_version_parse(rows[i], strlen(rows[i]), &facts))
			fail_msg("\"%s\" was taken", rows[i]);
	memset(long_one, '1', sizeof long_one);
	memcpy(long_one, "ClamAV ", 7);
	assert_false(clamd_version_parse(long_one, sizeof long_one, &facts));
	assert_false(clamd_version_parse("ClamAV 1\0", 9, &facts));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_told_apart),
		cmocka_unit_test(anything_else_is_no_answer),
		cmocka_unit_test(a_version_tells_its_database),
		cmocka_unit_test(anything_else_is_no_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
