/* test_holder_key - a holder's key opens with his codes and nothing else */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>
#include <ipp/store/issuance.h>

#include "../../lib/act/holder_key.h"

static const unsigned char pepper[32] = { 1 }, holder[32] = { 2 };
static const unsigned char codes_key[32] = { 3 }, erc[32] = { 4 };
static const struct vault vault = { pepper, holder, codes_key, erc, true };
static struct error err;

struct made {
	struct arena *arena;
	struct key *key;
	struct octets private;
	struct codes codes;
	struct holder_key wrapped;
	struct kept_codes kept;
};

static int set_up(void **state)
{
	struct made *it = memory_new(sizeof *it);

	error_reset(&err);
	it->arena = arena_new();
	it->wrapped.user_id = 7;
	assert_int_equal(key_generate(KEY_P256, &it->key, &err), OK);
	assert_int_equal(key_export(it->arena, it->key, &it->private, &err),
			 OK);
	assert_int_equal(codes_make(&vault, it->private, it->arena, &it->codes,
				    &it->wrapped, &it->kept, &err),
			 OK);
	*state = it;
	return 0;
}

static int tear_down(void **state)
{
	struct made *it = *state;

	key_free(it->key);
	arena_free(it->arena);
	free(it);
	return 0;
}

static void expect_key(struct made *it, struct octets opened)
{
	assert_int_equal(opened.size, it->private.size);
	assert_memory_equal(opened.bytes, it->private.bytes, opened.size);
}

static void pin_and_puk_each_open_the_key(void **state)
{
	struct made *it = *state;
	struct octets opened;

	assert_int_equal(holder_key_unlock(&vault, &it->wrapped, it->codes.pin,
					   NULL, it->arena, &opened, &err),
			 OK);
	expect_key(it, opened);
	assert_int_equal(holder_key_unlock(&vault, &it->wrapped, NULL,
					   it->codes.puk, it->arena, &opened,
					   &err),
			 OK);
	expect_key(it, opened);
	assert_int_equal(it->wrapped.pending.size, 0);
	assert_string_equal(it->wrapped.derivation, "argon2id-8m-1");
}

static void a_wrong_code_does_not(void **state)
{
	struct made *it = *state;
	struct octets opened;
	char pin[ACTIVATION_PIN_SIZE];

	memcpy(pin, it->codes.pin, sizeof pin);
	pin[7] = pin[7] == '0' ? '1' : '0';
	assert_int_equal(holder_key_unlock(&vault, &it->wrapped, pin, NULL,
					   it->arena, &opened, &err),
			 REFUSED);
	assert_string_equal(err.mistakes[0].code, "pin_wrong");
	assert_null(strstr(err.mistakes[0].text, pin));
	assert_int_equal(holder_key_unlock(&vault, &it->wrapped, NULL,
					   it->codes.pin, it->arena, &opened,
					   &err),
			 REFUSED);
	assert_string_equal(err.mistakes[0].code, "puk_wrong");
}

/* Without the master key the right PIN is worth nothing. */
static void the_pin_needs_the_pepper(void **state)
{
	struct made *it = *state;
	struct vault other = vault;
	struct octets opened;

	other.pepper = holder;
	assert_int_equal(holder_key_unlock(&other, &it->wrapped, it->codes.pin,
					   NULL, it->arena, &opened, &err),
			 REFUSED);
}

/* A row of one product put in the place of another's. */
static void a_key_belongs_to_its_product(void **state)
{
	struct made *it = *state;
	struct holder_key moved = it->wrapped;
	struct codes codes;
	struct octets opened;

	moved.user_id = 8;
	assert_int_equal(holder_key_unlock(&vault, &moved, it->codes.pin, NULL,
					   it->arena, &opened, &err),
			 REFUSED);
	assert_int_equal(codes_open(&vault, 8, it->kept.sealed, &codes, &err),
			 DATA);
	assert_int_equal(codes_open(&vault, 7, it->kept.sealed, &codes, &err),
			 OK);
	assert_string_equal(codes.erc, it->codes.erc);
}

static void a_key_waits_under_the_master_key_until_it_is_wrapped(void **state)
{
	struct made *it = *state;
	struct holder_key waiting = { .user_id = 9 };
	struct octets opened;

	assert_int_equal(holder_key_close(&vault, it->private, it->arena,
					  &waiting, &err),
			 OK);
	assert_int_equal(holder_key_unlock(&vault, &waiting, it->codes.pin,
					   NULL, it->arena, &opened, &err),
			 REFUSED);
	assert_string_equal(err.mistakes[0].code, "codes_not_sealed");
	assert_int_equal(holder_key_open(&vault, &waiting, it->arena, &opened,
					 &err),
			 OK);
	expect_key(it, opened);
	waiting.user_id = 10;
	assert_int_equal(holder_key_open(&vault, &waiting, it->arena, &opened,
					 &err),
			 DATA);
}

static void an_erc_is_recognised_for_its_product_only(void **state)
{
	struct made *it = *state;
	unsigned char hash[32];

	assert_int_equal(erc_hash(&vault, 7, it->codes.erc, hash, &err), OK);
	assert_memory_equal(hash, it->kept.erc_hash, sizeof hash);
	assert_int_equal(erc_hash(&vault, 8, it->codes.erc, hash, &err), OK);
	assert_memory_not_equal(hash, it->kept.erc_hash, sizeof hash);
}

static void no_two_holders_get_the_same_codes(void **state)
{
	struct made *it = *state;
	struct codes codes;

	assert_int_equal(codes_draw(&codes, &err), OK);
	assert_string_not_equal(codes.pin, codes.puk);
	assert_string_not_equal(codes.erc, it->codes.erc);
	assert_true(activation_pin_is_formed(codes.pin));
	assert_true(activation_erc_is_formed(codes.erc));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pin_and_puk_each_open_the_key),
		TEST(a_wrong_code_does_not),
		TEST(the_pin_needs_the_pepper),
		TEST(a_key_belongs_to_its_product),
		TEST(a_key_waits_under_the_master_key_until_it_is_wrapped),
		TEST(an_erc_is_recognised_for_its_product_only),
		TEST(no_two_holders_get_the_same_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
