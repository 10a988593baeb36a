/* test_sms - numbers, and what a short message costs */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/peer/delivery.h>
#include <ipp/peer/sms.h>

/* `n` times a character. */
static char *repeat(struct arena *arena, const char *character, size_t n)
{
	size_t size = strlen(character);
	char *ret = arena_alloc(arena, n * size + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(ret + i * size, character, size);
	return ret;
}

static void test_parts_follow_the_alphabet(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	static const struct {
		const char *character;
		size_t one, two; /* most characters in one part, in two */
	} rows[] = {
		{ "a", 160, 306 },  { "ò", 160, 306 },	{ "Δ", 160, 306 },
		{ "\n", 160, 306 }, { "€", 80, 153 },	{ "[", 80, 153 },
		{ "ç", 70, 134 },   { "ł", 70, 134 },	{ "م", 70, 134 },
		{ "α", 70, 134 },   { "🖋", 35, 67 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *c = rows[i].character;

		assert_int_equal(sms_parts(repeat(arena, c, 1)), 1);
		assert_int_equal(sms_parts(repeat(arena, c, rows[i].one)), 1);
		assert_int_equal(sms_parts(repeat(arena, c, rows[i].one + 1)),
				 2);
		assert_int_equal(sms_parts(repeat(arena, c, rows[i].two)), 2);
		assert_int_equal(sms_parts(repeat(arena, c, rows[i].two + 1)),
				 3);
	}
}

static void test_what_is_no_text_has_no_parts(void **state)
{
	static const char *const bad[] = { "",	      "\xff", "a\xc3",
					   "\xc3(",   "\x80", "\xe2\x82",
					   "\xf8\x88" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(sms_parts(bad[i]), 0);
}

static void test_numbers(void **state)
{
	static const char *const bad[] = { "",
					   "+",
					   "+393",
					   "+0393331234",
					   "393331234567",
					   "+39 3331234567",
					   "+1234567890123456",
					   "+39333123456a",
					   "+39333123456\n",
					   "++39333123456" };

	(void)state;
	assert_true(phone_is_sendable("+393331234567"));
	assert_true(phone_is_sendable("+1234567"));
	assert_true(phone_is_sendable("+123456789012345"));
	assert_false(phone_is_sendable("+123456"));
	assert_false(phone_is_sendable(NULL));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(phone_is_sendable(bad[i]));
}

static void test_length_is_bounded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	char folder[] = "/tmp/ipp-sms.XXXXXX";
	struct sms sms = { .message_id = "1@desk", .to = "+393331234567" };
	struct error err;

	(void)state;
	error_reset(&err);
	assert_non_null(mkdtemp(folder));
	assert_int_equal(sms_spool_make(folder, &err), OK);
	sms.text = repeat(arena, "a", (size_t)SMS_PARTS_MAX * 153);
	assert_int_equal(sms_spool(folder, &sms, &err), OK);
	sms.message_id = "2@desk";
	sms.text = repeat(arena, "a", (size_t)SMS_PARTS_MAX * 153 + 1);
	assert_int_equal(sms_spool(folder, &sms, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "sms_refused");
	assert_int_equal(system(arena_printf(arena, "rm -r '%s'", folder)), 0);
}

static void test_results_follow_the_status(void **state)
{
	static const struct {
		enum status status;
		const char *name;
	} rows[] = {
		{ OK, "sent" },
		{ REFUSED, "permanent" },
		{ DATA, "permanent" },
		{ UNAVAILABLE, "temporary" },
		{ BUSY, "temporary" },
		{ IOERR, "temporary" },
		{ SYSTEM, "temporary" },
		{ INTERNAL, "temporary" },
		{ CONFIG, "configuration" },
		{ NOPERM, "configuration" },
		{ USAGE, "configuration" },
		{ CANTCREAT, "configuration" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
		    delivery_result_name(delivery_result_of(rows[i].status)),
		    rows[i].name);
}

static void test_open_says_what_is_missing(void **state)
{
	struct delivery_settings settings = {
		.from = { NULL, "desk@example.org" },
		.mail = MAIL_SENDMAIL,
		.sms = SMS_HTTP,
	};
	struct delivery *delivery = NULL;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(delivery_open(&settings, &delivery, &err), CONFIG);
	assert_string_equal(err.mistakes[0].code, "delivery_config");
	settings.gateway.url = "https://gateway.test/";
	settings.from.address = "desk";
	assert_int_equal(delivery_open(&settings, &delivery, &err), CONFIG);
	settings.from.address = "desk@example.org";
	settings.mail = MAIL_MAILDIR;
	assert_int_equal(delivery_open(&settings, &delivery, &err), CONFIG);
	settings.mail = MAIL_SMTP;
	assert_int_equal(delivery_open(&settings, &delivery, &err), CONFIG);
	assert_string_equal(err.mistakes[0].code, "smtp_config");
	settings.smtp.host = "mail.test/x";
	assert_int_equal(delivery_open(&settings, &delivery, &err), CONFIG);
	assert_null(delivery);
	settings.smtp.host = "mail.test";
	assert_int_equal(delivery_open(&settings, &delivery, &err), OK);
	delivery_close(delivery);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_follow_the_alphabet),
		cmocka_unit_test(test_what_is_no_text_has_no_parts),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_length_is_bounded),
		cmocka_unit_test(test_results_follow_the_status),
		cmocka_unit_test(test_open_says_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
