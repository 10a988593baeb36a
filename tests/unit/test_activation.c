/* test_activation - codes have their form, are fair and not easily guessed */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/error.h>
#include <ipp/rule/activation.h>

static struct error err;

static void codes_follow_from_the_bytes(void **state)
{
	static const unsigned char bytes[] = {
		/* PIN: 250 and above are passed over */
		255, 0, 11, 250, 32, 93, 4, 249, 106, 7,
		/* PUK */
		9, 8, 7, 6, 5, 4, 3, 3,
		/* ERC: 248 and above are passed over */
		248, 0, 7, 8, 30, 31, 247, 255, 15, 16, 17, 20,
		/* the passphrase */
		17, 5, 18, 21, 0, 28, 27, 11, 7, 22, 24, 13, 15, 2, 9, 19, 27,
		6, 30, 10
	};
	struct activation_bytes from = { bytes, sizeof bytes };
	char pin[ACTIVATION_PIN_SIZE], puk[ACTIVATION_PUK_SIZE],
	    erc[ACTIVATION_ERC_SIZE], passphrase[ACTIVATION_PASSPHRASE_SIZE];

	(void)state;
	assert_true(activation_pin(&from, pin));
	assert_string_equal(pin, "01234967");
	assert_true(activation_puk(&from, puk));
	assert_string_equal(puk, "98765433");
	assert_true(activation_erc(&from, erc));
	assert_string_equal(erc, "29AZ2ZHJKP");
	assert_true(activation_passphrase(&from, passphrase));
	assert_string_equal(passphrase, "k7mq-2xwd-9rtf-h4bn-w8zc");
	assert_int_equal(from.left, 0);
}

static void too_few_bytes_give_no_code(void **state)
{
	static const unsigned char bytes[23] = { 1, 1, 1, 1, 1, 1, 1, 1, 255 };
	char ret[ACTIVATION_PASSPHRASE_SIZE] = "untouched";
	struct activation_bytes from;

	(void)state;
	from = (struct activation_bytes){ bytes, 7 };
	assert_false(activation_pin(&from, ret));
	assert_int_equal(from.left, 0);
	/* Only weak ones can be drawn: 11111111, 00000000. */
	from = (struct activation_bytes){ bytes, 17 };
	assert_false(activation_puk(&from, ret));
	from = (struct activation_bytes){ bytes, 10 };
	assert_false(activation_erc(&from, ret));
	from = (struct activation_bytes){ bytes, 20 };
	assert_false(activation_passphrase(&from, ret));
	assert_string_equal(ret, "untouched");
	from = (struct activation_bytes){ bytes, 11 };
	assert_true(activation_erc(&from, ret));
	assert_string_equal(ret, "3333333322");
	from = (struct activation_bytes){ bytes, 21 };
	assert_true(activation_passphrase(&from, ret));
	assert_string_equal(ret, "3333-3333-2222-2222-2222");
}

/* Every byte value once: each letter must come up equally often. */
static void no_letter_is_favoured(void **state)
{
	unsigned char bytes[256 * 20];
	struct activation_bytes from = { bytes, sizeof bytes };
	char ret[ACTIVATION_PASSPHRASE_SIZE];
	int counts[256] = { 0 }, letters = 0;

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)i;
	/* 248 of 256 bytes count: 20 * 248 letters are 248 passphrases. */
	while (activation_passphrase(&from, ret)) {
		assert_true(activation_passphrase_is_formed(ret));
		for (const char *c = ret; *c; c++)
			counts[(unsigned char)*c]++;
	}
	counts['-'] = 0;
	for (int i = 0; i < 256; i++) {
		letters += counts[i] > 0;
		assert_true(counts[i] == 0 || counts[i] == 20 * 8);
	}
	assert_int_equal(letters, 31);
	assert_int_equal(counts['o'] + counts['0'] + counts['l'] + counts['1'] +
			     counts['i'],
			 0);
}

static void weak_pins_are_refused(void **state)
{
	static const char *const weak[] = {
		"00000000", "99999999", "12345678", "01234567",
		"23456789", "87654321", "98765432", "76543210",
		"78901234", "21098765", "12121212", "90909090",
	};
	static const char *const strong[] = {
		"12345679", "00000001", "10000000", "12121213",
		"83920147", "11223344", "12312312", "13579135",
	};

	(void)state;
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
		error_reset(&err);
		assert_true(activation_pin_is_weak(weak[i]));
		assert_int_equal(activation_pin_check(weak[i], &err), DATA);
		assert_true(error_has(&err, "pin_weak"));
		assert_null(strstr(err.mistakes[0].text, weak[i]));
	}
	for (size_t i = 0; i < sizeof strong / sizeof *strong; i++)
		assert_int_equal(activation_pin_check(strong[i], &err), OK);
}

static void only_the_very_form_is_taken(void **state)
{
	static const char *const pins[] = { "",		 "1234567",
					    "123456789", "1234567a",
					    "1234 567",	 "-1234567",
					    " 83920147", "83920147 " };

	(void)state;
	for (size_t i = 0; i < sizeof pins / sizeof *pins; i++) {
		error_reset(&err);
		assert_int_equal(activation_pin_check(pins[i], &err), DATA);
		assert_true(error_has(&err, "pin_invalid"));
		assert_string_equal(err.mistakes[0].field, "pin");
	}
	assert_true(activation_erc_is_formed("29AZ2ZHJKP"));
	assert_false(activation_erc_is_formed("29AZ2ZHJK"));
	assert_false(activation_erc_is_formed("29AZ2ZHJKPP"));
	assert_false(activation_erc_is_formed("29az2zhjkp"));
	assert_false(activation_erc_is_formed("29AZ2ZHJK0"));
	assert_true(
	    activation_passphrase_is_formed("k7mq-2xwd-9rtf-h4bn-w8zc"));
	assert_false(activation_passphrase_is_formed(""));
	assert_false(activation_passphrase_is_formed("k7mq-2xwd-9rtf-h4bn"));
	assert_false(activation_passphrase_is_formed("k7mq-2xwd-9rtf-h4bn-"));
	assert_false(
	    activation_passphrase_is_formed("k7mq-2xwd-9rtf-h4bn-w8zcz"));
	assert_false(
	    activation_passphrase_is_formed("k7mq-2xwd-9rtf-h4bn-w8zc-"));
	assert_false(activation_passphrase_is_formed("k7mq2xwd9rtfh4bnw8zc"));
	assert_false(
	    activation_passphrase_is_formed("k7mq-2xwd-9rtf-h4bn-w8zo"));
	assert_false(
	    activation_passphrase_is_formed("K7MQ-2XWD-9RTF-H4BN-W8ZC"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_follow_from_the_bytes),
		cmocka_unit_test(too_few_bytes_give_no_code),
		cmocka_unit_test(no_letter_is_favoured),
		cmocka_unit_test(weak_pins_are_refused),
		cmocka_unit_test(only_the_very_form_is_taken),
	};

	return cmocka_run_group_tests_name("activation", tests, NULL, NULL);
}
