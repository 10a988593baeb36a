/* test_qr - the drawn symbol is a QR code, and both drawings are the same */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/qr.h>

#define SIDE_MAX 200

static struct error err;

/* A drawing read back: 1 is dark. */
struct grid {
	int side;
	unsigned char dark[SIDE_MAX][SIDE_MAX];
};

static void grid_read_ascii(const char *text, struct grid *ret)
{
	ret->side = (int)strcspn(text, "\n") / 2;
	assert_int_equal(strlen(text), ret->side * (2 * ret->side + 1));
	for (int y = 0; y < ret->side; y++) {
		for (int x = 0; x < ret->side; x++, text += 2) {
			ret->dark[y][x] = *text == '#';
			assert_memory_equal(text, *text == '#' ? "##" : "  ",
					    2);
		}
		assert_int_equal(*text++, '\n');
	}
	assert_int_equal(*text, '\0');
}

/* The halves of a cell, and how many bytes it takes. */
static size_t cell_read(const char *text, unsigned char *upper,
			unsigned char *lower)
{
	if (*text == ' ') {
		*upper = *lower = 0;
		return 1;
	}
	*upper = text_starts(text, "▀") || text_starts(text, "█");
	*lower = text_starts(text, "▄") || text_starts(text, "█");
	assert_true(*upper || *lower);
	return 3;
}

static void grid_read_terminal(const char *text, int side, struct grid *ret)
{
	static const char start[] = "\033[38;5;16;48;5;231m";
	static const char end[] = "\033[0m\n";

	ret->side = side;
	for (int y = 0; y < side; y += 2) {
		assert_true(text_starts(text, start));
		text += sizeof start - 1;
		for (int x = 0; x < side; x++)
			text += cell_read(text, &ret->dark[y][x],
					  &ret->dark[y + 1][x]);
		assert_true(text_starts(text, end));
		text += sizeof end - 1;
	}
	assert_int_equal(*text, '\0');
}

/* ISO/IEC 18004, 6.3.3: 7 x 7 dark, 5 x 5 light, 3 x 3 dark. */
static void assert_finder(const struct grid *grid, int left, int top)
{
	for (int y = 0; y < 7; y++)
		for (int x = 0; x < 7; x++) {
			int edge = x == 0 || y == 0 || x == 6 || y == 6;
			int heart = x > 1 && x < 5 && y > 1 && y < 5;

			assert_int_equal(grid->dark[top + y][left + x],
					 edge || heart);
		}
}

static void assert_symbol(const struct grid *grid, int version)
{
	int side = grid->side, last = side - 4 - 7;

	assert_int_equal(side, 17 + 4 * version + 8);
	for (int i = 0; i < side; i++)
		for (int q = 0; q < 4; q++) {
			assert_int_equal(grid->dark[i][q], 0);
			assert_int_equal(grid->dark[q][i], 0);
			assert_int_equal(grid->dark[i][side - 1 - q], 0);
			assert_int_equal(grid->dark[side - 1 - q][i], 0);
		}
	assert_finder(grid, 4, 4);
	assert_finder(grid, last, 4);
	assert_finder(grid, 4, last);
	for (int i = 12; i < side - 12; i++) { /* timing, 6.3.5 */
		assert_int_equal(grid->dark[4 + 6][i], (i & 1) == 0);
		assert_int_equal(grid->dark[i][4 + 6], (i & 1) == 0);
	}
	/* Always dark, 7.9.1. */
	assert_int_equal(grid->dark[4 + 4 * version + 9][4 + 8], 1);
}

/* 74 bytes, packed: version 3 has no room for them, 4 has (table 7). */
static void a_uri_is_drawn_as_a_symbol(void **state)
{
	static const char uri[] = "otpauth://totp/IPP:anna?secret="
				  "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=IPP";
	OWN(arena) struct arena *arena = arena_new();
	static struct grid ascii, terminal;
	char *text;

	(void)state;
	assert_int_equal(qr_ascii(arena, uri, &text, &err), OK);
	grid_read_ascii(text, &ascii);
	assert_symbol(&ascii, 4);
	assert_int_equal(qr_terminal(arena, uri, &text, &err), OK);
	grid_read_terminal(text, ascii.side, &terminal);
	for (int y = 0; y < ascii.side; y++)
		assert_memory_equal(ascii.dark[y], terminal.dark[y],
				    (size_t)ascii.side);
}

/* ISO/IEC 18004, table 7: version 40, level L holds 2953 bytes. */
static void as_much_is_drawn_as_a_symbol_holds(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	static struct grid grid;
	char *longest = arena_alloc(arena, 2955), *text = NULL;

	(void)state;
	memset(longest, 'x', 2953);
	assert_int_equal(qr_ascii(arena, longest, &text, &err), OK);
	grid_read_ascii(text, &grid);
	assert_symbol(&grid, 40);
	assert_int_equal(qr_terminal(arena, longest, &text, &err), OK);
	longest[2953] = 'x';
	text = NULL;
	assert_int_equal(qr_ascii(arena, longest, &text, &err), DATA);
	assert_true(error_has(&err, "qr_text_too_long"));
	assert_null(text);
	error_reset(&err);
	assert_int_equal(qr_terminal(arena, longest, &text, &err), DATA);
	assert_true(error_has(&err, "qr_text_too_long"));
}

static void another_text_is_another_symbol(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	char *a, *b, *again;

	(void)state;
	assert_int_equal(qr_ascii(arena, "a", &a, &err), OK);
	assert_int_equal(qr_ascii(arena, "b", &b, &err), OK);
	assert_int_equal(qr_ascii(arena, "a", &again, &err), OK);
	assert_string_not_equal(a, b);
	assert_string_equal(a, again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_uri_is_drawn_as_a_symbol),
		cmocka_unit_test(as_much_is_drawn_as_a_symbol_holds),
		cmocka_unit_test(another_text_is_another_symbol),
	};

	return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
