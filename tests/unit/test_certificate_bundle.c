/* test_certificate_bundle - all certificates of a file, and not one too many */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/port/certificate.h>
#include <ipp/port/certificate_bundle.h>
#include <ipp/port/digest.h>

struct place {
	struct arena *arena;
	struct error err;
};

static int make(void **state)
{
	struct place *place = memory_new(sizeof *place);

	place->arena = arena_new();
	error_reset(&place->err);
	*state = place;
	return 0;
}

static int unmake(void **state)
{
	struct place *place = *state;

	arena_free(place->arena);
	memory_free(place);
	return 0;
}

/* A certificate of the tests, in PEM. */
static const char *sample(struct place *place, const char *name,
			  struct octets *der)
{
	unsigned char *bytes;
	char *pem;

	assert_int_equal(
	    file_read(place->arena,
		      arena_printf(place->arena,
				   "tests/fuzz/corpus/certificate/%s", name),
		      65536, &bytes, &der->size, &place->err),
	    OK);
	der->bytes = bytes;
	assert_int_equal(pem_encode(place->arena, "CERTIFICATE", *der, &pem,
				    &place->err),
			 OK);
	return pem;
}

static enum status read(struct place *place, const char *text, size_t max,
			struct trust_certificate **ret, size_t *count)
{
	error_reset(&place->err);
	return certificate_bundle_read(place->arena, text, strlen(text), max,
				       ret, count, &place->err);
}

static void each_certificate_is_taken_once(void **state)
{
	struct place *place = *state;
	struct octets ca, leaf;
	const char *one = sample(place, "CA.der", &ca);
	const char *two = sample(place, "REM.der", &leaf);
	struct trust_certificate *items;
	struct certificate_facts facts;
	unsigned char hash[DIGEST_SIZE];
	size_t count;

	assert_int_equal(read(place,
			      arena_printf(place->arena, "a\n%sb\n%s%s", one,
					   two, one),
			      2, &items, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(items[0].der.size, ca.size);
	assert_memory_equal(items[1].der.bytes, leaf.bytes, leaf.size);
	assert_int_equal(certificate_read(place->arena, leaf.bytes, leaf.size,
					  &facts, &place->err),
			 OK);
	assert_int_equal(digest_sha256(facts.subject.bytes, facts.subject.size,
				       hash, &place->err),
			 OK);
	assert_memory_equal(items[1].name_sha256, hash, sizeof hash);
	assert_int_equal(items[1].key_id.size, facts.plan.subject_key_id.size);
	assert_int_equal(digest_sha256(leaf.bytes, leaf.size, hash,
				       &place->err),
			 OK);
	assert_memory_equal(items[1].fingerprint, hash, sizeof hash);
}

static void one_too_many_is_refused(void **state)
{
	struct place *place = *state;
	struct octets ca, leaf;
	const char *one = sample(place, "CA.der", &ca);
	const char *two = sample(place, "REM.der", &leaf);
	const char *both = arena_printf(place->arena, "%s%s", one, two);
	struct trust_certificate *items;
	size_t count;

	assert_int_equal(read(place, both, 1, &items, &count), DATA);
	assert_string_equal(place->err.mistakes[0].code,
			    "too_many_certificates");
	assert_int_equal(read(place, both, 2, &items, &count), OK);
}

static void a_file_without_certificates_is_refused(void **state)
{
	struct place *place = *state;
	static const char *const texts[] = {
		"", "x", "hello\n",
		"-----BEGIN CERTIFICATE-----\nMII\n",
		"-----BEGIN X-----\nMAA=\n-----END X-----\n",
	};
	struct trust_certificate *items;
	size_t count;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(read(place, texts[i], 4, &items, &count),
				 DATA);
		assert_string_equal(place->err.mistakes[0].code,
				    "pem_unreadable");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_certificate_is_taken_once,
						make, unmake),
		cmocka_unit_test_setup_teardown(one_too_many_is_refused, make,
						unmake),
		cmocka_unit_test_setup_teardown(
		    a_file_without_certificates_is_refused, make, unmake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
