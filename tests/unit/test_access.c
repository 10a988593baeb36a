/* test_access - passwords, logins, scopes of tokens and how long one is in */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/model/field.h>
#include <ipp/rule/access.h>

static struct error err;

static void says(enum status rc, const char *code)
{
	if (!code) {
		assert_int_equal(rc, OK);
		assert_int_equal(err.count, 0);
		return;
	}
	assert_int_not_equal(rc, OK);
	assert_string_equal(err.mistakes[0].code, code);
	error_reset(&err);
}

static void a_password_has_twelve_characters_whatever_their_bytes(void **state)
{
	(void)state;
	says(password_check("", "admin", &err), "password_short");
	says(password_check("elevenchars", "admin", &err), "password_short");
	says(password_check("twelve chars", "admin", &err), NULL);
	/* eleven characters in twenty-two bytes */
	says(password_check("àèìòùéàèìòù", "admin", &err), "password_short");
	says(password_check("àèìòùéàèìòùé", "admin", &err), NULL);
}

static void a_password_has_an_end(void **state)
{
	char text[129];

	(void)state;
	for (size_t i = 0; i < sizeof text - 1; i++)
		text[i] = (char)('a' + i % 20);
	text[127] = '\0';
	says(password_check(text, "admin", &err), NULL);
	text[127] = 'z';
	text[128] = '\0';
	says(password_check(text, "admin", &err), "password_long");
}

static void what_others_try_first_is_no_password(void **state)
{
	(void)state;
	says(password_check("here is Admin at work", "admin", &err),
	     "password_guessable");
	says(password_check("first things first", "ir", &err), NULL);
	says(password_check("aaaaaaaaaaaaaaaa", "admin", &err),
	     "password_guessable");
	says(password_check("abcdabcdabcdabcd", "admin", &err),
	     "password_guessable");
	says(password_check("abcdeabcdeabcde", "admin", &err), NULL);
}

static void a_login_can_be_typed_and_told_apart(void **state)
{
	static const char *const good[] = { "ab", "m.rossi", "7of9",
					    "m@example.it", "a-b_c" };
	static const char *const bad[] = { "",	"a",	"M.Rossi", "m rossi",
					   "-x", ".ab", "rossì",   "a;b" };
	char text[66];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		says(login_check(good[i], &err), NULL);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		says(login_check(bad[i], &err), "login_invalid");
	memset(text, 'a', sizeof text);
	text[64] = '\0';
	says(login_check(text, &err), NULL);
	text[64] = 'a';
	text[65] = '\0';
	says(login_check(text, &err), "login_invalid");
}

static void a_code_has_up_to_32_plain_characters(void **state)
{
	(void)state;
	says(code_check("NORTH/LAKES-1_a.b", "unit", &err), NULL);
	says(code_check("", "unit", &err), "code_invalid");
	says(code_check("NORTH EAST", "unit", &err), "code_invalid");
	says(code_check("12345678901234567890123456789012", "unit", &err),
	     NULL);
	says(code_check("123456789012345678901234567890123", "unit", &err),
	     "code_invalid");
}

static void a_service_decides_nothing_about_people(void **state)
{
	static const char *const forbidden[] = { "ipp-session",	 "ipp-access",
						 "ipp-operator", "ipp-token",
						 "ipp-org",	 "ipp-store" };
	static const char *const invalid[] = { "",	    "sh",
					       "ipp",	    "/bin/ipp-notify",
					       "ipp-x;rm",  "IPP-notify",
					       "ipp-notify " };

	(void)state;
	says(scope_check_tool("ipp-notify", &err), NULL);
	says(scope_check_tool("stash-cert", &err), NULL);
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		says(scope_check_tool(forbidden[i], &err), "scope_forbidden");
	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
		says(scope_check_tool(invalid[i], &err), "scope_invalid");
}

static void settings_only_shorten_a_session(void **state)
{
	int64_t idle = 0, all = 0;

	(void)state;
	says(session_limits(ABSENT, ABSENT, &idle, &all, &err), NULL);
	assert_int_equal(idle, 30 * 60);
	assert_int_equal(all, 8 * 3600);
	says(session_limits(1, 1, &idle, &all, &err), NULL);
	assert_int_equal(idle, 60);
	assert_int_equal(all, 3600);
	says(session_limits(30, 8, &idle, &all, &err), NULL);
	says(session_limits(31, 8, &idle, &all, &err), "session_too_long");
	says(session_limits(30, 9, &idle, &all, &err), "session_too_long");
	says(session_limits(0, 8, &idle, &all, &err), "session_too_long");
	says(session_limits(30, 0, &idle, &all, &err), "session_too_long");
	says(session_limits(-5, ABSENT, &idle, &all, &err),
	     "session_too_long");
	assert_int_equal(idle, 30 * 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_password_has_twelve_characters_whatever_their_bytes),
		cmocka_unit_test(a_password_has_an_end),
		cmocka_unit_test(what_others_try_first_is_no_password),
		cmocka_unit_test(a_login_can_be_typed_and_told_apart),
		cmocka_unit_test(a_code_has_up_to_32_plain_characters),
		cmocka_unit_test(a_service_decides_nothing_about_people),
		cmocka_unit_test(settings_only_shorten_a_session),
	};

	error_reset(&err);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
