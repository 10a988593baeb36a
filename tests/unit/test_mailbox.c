/* test_mailbox - addresses that may go on the wire */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/mailbox.h>

static void test_plain_addresses_are_sendable(void **state)
{
	static const char *const good[] = { "a@b",
					    "anna.rossi@example.org",
					    "x+y=z@sub.example.org",
					    "o'neil@example.org",
					    "info@pèr-società.example",
					    "user@παράδειγμα.example",
					    "1@2.3",
					    "a@xn--bcher-kva.example" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!mailbox_is_sendable(good[i]))
			fail_msg("%s", good[i]);
}

static void test_others_are_not(void **state)
{
	static const char *const bad[] = {
		"",	   "@",	      "a",	     "a@",
		"@b",	   "a@b.",    "a@.b",	     "a..b@c",
		".a@b",	   "a.@b",    "a b@c",	     "a@b c",
		"<a@b>",   "a@b>",    "a@b\r\nRCPT", "a\n@b",
		"a@b\n",   "a@b\x7f", "-a@b",	     "a@-b",
		"a@b-",	   "\"a\"@b", "a@[1.2.3.4]", "a@b@c",
		"a@b,c@d", "a@b;c",   "a(c)@b",	     "ελένη@example.org",
		"a@b_c"
	};

	(void)state;
	assert_false(mailbox_is_sendable(NULL));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (mailbox_is_sendable(bad[i]))
			fail_msg("%s", bad[i]);
}

static void test_lengths_are_bounded(void **state)
{
	char text[400];
	const char *label = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv"
			    "wxyzabcdefghijk"; /* 63 */

	(void)state;
	(void)snprintf(text, sizeof text, "%sa@b", label);
	assert_true(mailbox_is_sendable(text));
	(void)snprintf(text, sizeof text, "%sab@b", label);
	assert_false(mailbox_is_sendable(text));
	(void)snprintf(text, sizeof text, "a@%s", label);
	assert_true(mailbox_is_sendable(text));
	(void)snprintf(text, sizeof text, "a@%sl", label);
	assert_false(mailbox_is_sendable(text));
	(void)snprintf(text, sizeof text, "%.60s@%s.%s.%s.a", label, label,
		       label, label);
	assert_int_equal(strlen(text), 254);
	assert_true(mailbox_is_sendable(text));
	(void)snprintf(text, sizeof text, "%.61s@%s.%s.%s.a", label, label,
		       label, label);
	assert_false(mailbox_is_sendable(text));
}

static void test_message_ids(void **state)
{
	char text[300];

	(void)state;
	assert_true(message_id_is_valid("1.a-b@desk.example.org"));
	assert_false(message_id_is_valid(NULL));
	assert_false(message_id_is_valid("abc"));
	assert_false(message_id_is_valid("<a@b>"));
	assert_false(message_id_is_valid("a@b@c"));
	assert_false(message_id_is_valid("a@b\r\nX: y"));
	assert_false(message_id_is_valid("../a b@c"));
	memset(text, 'x', sizeof text);
	memcpy(text, "a@", 2);
	text[200] = '\0';
	assert_true(message_id_is_valid(text));
	memcpy(text + 200, "x", 2);
	assert_false(message_id_is_valid(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_addresses_are_sendable),
		cmocka_unit_test(test_others_are_not),
		cmocka_unit_test(test_lengths_are_bounded),
		cmocka_unit_test(test_message_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
