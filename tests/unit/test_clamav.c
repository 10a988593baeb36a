/* test_clamav - libclamav finds what there is, and fails closed */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/build.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/base/text.h>
#include <ipp/port/clamav.h>
#include <ipp/port/digest.h>

#define SAMPLES "/usr/share/clamav-testfiles"
#define SECONDS 20

#define THREADS (BUILD_ASAN ? 1 : 4)

/* The test string of EICAR, in two parts so that this file is none. */
static const char eicar[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-"
			    "ANTIVIRUS-TEST-FILE!$H+H*";

static char folder[] = "/tmp/ipp-test-XXXXXX";
static struct arena *arena;

static const char *in_folder(const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name);
}

static void file_put(const char *name, const void *bytes, size_t n)
{
	struct error err;

	error_reset(&err);
	assert_int_equal(file_write(in_folder(name), bytes, n, 0600, &err), OK);
}

/* One signature for the harmless program that all samples hold, one for the
 * test string. */
static void database_make(void)
{
	unsigned char *bytes, hash[DIGEST_SIZE];
	char hex[2 * sizeof eicar], sum[2 * DIGEST_SIZE + 1];
	const char *line;
	struct error err;
	size_t n;

	error_reset(&err);
	assert_int_equal(folder_make(in_folder("db"), &err), OK);
	assert_int_equal(folder_make(in_folder("empty"), &err), OK);
	assert_int_equal(folder_make(in_folder("broken"), &err), OK);
	assert_int_equal(folder_make(in_folder("work"), &err), OK);
	assert_int_equal(
	    file_read(arena, SAMPLES "/clam.exe", 1 << 20, &bytes, &n, &err),
	    OK);
	assert_int_equal(digest_sha256(bytes, n, hash, &err), OK);
	hex_encode(hash, sizeof hash, sum);
	line = arena_printf(arena, "%s:%zu:Test.Clam\n", sum, n);
	file_put("db/test.hsb", line, strlen(line));
	hex_encode(eicar, sizeof eicar - 1, hex);
	line = arena_printf(arena, "Test.Eicar:0:*:%s\n", hex);
	file_put("db/test.ndb", line, strlen(line));
	file_put("broken/daily.cvd", "ClamAV-VDB:garbage", 18);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	if (!mkdtemp(folder))
		return -1;
	database_make();
	return setenv("TMPDIR", in_folder("work"), 1);
}

static int teardown(void **state)
{
	const char *command[] = { "db/test.hsb", "db/test.ndb",
				  "db",		 "broken/daily.cvd",
				  "broken",	 "empty",
				  "work" };
	int rc = 0;

	(void)state;
	for (size_t i = 0; i < sizeof command / sizeof *command; i++)
		rc |= remove(in_folder(command[i])); /* nothing is left over */
	rc |= rmdir(folder);
	arena_free(arena);
	return rc;
}

static struct clamav *engine(void)
{
	struct clamav *ret = NULL;
	struct error err;

	error_reset(&err);
	if (clamav_open(in_folder("db"), &ret, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return ret;
}

static struct clamav_answer scan(const struct clamav *clamav, const void *bytes,
				 size_t n)
{
	struct clamav_answer ret = { .result = CLAMAV_CLEAN };
	struct error err;

	error_reset(&err);
	if (clamav_scan(clamav, bytes, n, SECONDS, &ret, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return ret;
}

static void a_harmless_file_is_clean(void **state)
{
	OWN(clamav) struct clamav *clamav = engine();
	struct clamav_answer answer = scan(clamav, "hello", 5);

	(void)state;
	assert_int_equal(answer.result, CLAMAV_CLEAN);
	assert_string_equal(answer.name, "");
}

static void the_test_string_is_found(void **state)
{
	OWN(clamav) struct clamav *clamav = engine();
	struct clamav_answer answer = scan(clamav, eicar, sizeof eicar - 1);

	(void)state;
	assert_int_equal(answer.result, CLAMAV_FOUND);
	assert_string_equal(answer.name, "Test.Eicar.UNOFFICIAL");
}

static void what_is_packed_is_found_in_every_sample(void **state)
{
	OWN(clamav) struct clamav *clamav = engine();
	size_t found = 0;
	struct error err;
	glob_t samples;

	(void)state;
	error_reset(&err);
	assert_int_equal(glob(SAMPLES "/clam*", 0, NULL, &samples), 0);
	for (size_t i = 0; i < samples.gl_pathc; i++) {
		struct clamav_answer answer;
		unsigned char *bytes;
		size_t n;

		assert_int_equal(file_read(arena, samples.gl_pathv[i], 1 << 24,
					   &bytes, &n, &err),
				 OK);
		answer = scan(clamav, bytes, n);
		if (answer.result == CLAMAV_FOUND)
			found++;
		else
			print_message("%s: %d %s\n", samples.gl_pathv[i],
				      answer.result, answer.name);
	}
	assert_int_equal(found, samples.gl_pathc);
	assert_true(found >= 40);
	globfree(&samples);
}

struct many {
	const struct clamav *clamav;
	const void *bytes;
	size_t n;
	int wrong[64];
};

static void many_scan(size_t i, void *context)
{
	struct many *many = context;
	bool infected = i % 2;
	struct clamav_answer answer;
	struct error err;

	error_reset(&err);
	many->wrong[i] =
	    clamav_scan(many->clamav, infected ? many->bytes : "hello",
			infected ? many->n : 5, SECONDS, &answer, &err) != OK ||
	    answer.result != (infected ? CLAMAV_FOUND : CLAMAV_CLEAN);
}

static void threads_share_an_engine(void **state)
{
	OWN(clamav) struct clamav *clamav = engine();
	struct many many = { .clamav = clamav };
	unsigned char *bytes;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(file_read(arena, SAMPLES "/clam.pdf", 1 << 24, &bytes,
				   &many.n, &err),
			 OK);
	many.bytes = bytes;
	parallel_run(64, THREADS, many_scan, &many);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(many.wrong[i], 0);
}

static void without_a_database_there_is_no_engine(void **state)
{
	static const struct {
		const char *folder, *code;
	} rows[] = {
		{ "empty", "scan_database_missing" },
		{ "nowhere", "scan_database_missing" },
		{ "db/test.hsb/below", "scan_database_missing" },
		{ "broken", "scan_database_broken" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct clamav *clamav = NULL;
		struct error err;

		error_reset(&err);
		assert_int_equal(
		    clamav_open(in_folder(rows[i].folder), &clamav, &err),
		    CONFIG);
		assert_string_equal(err.mistakes[0].code, rows[i].code);
		assert_null(clamav);
	}
}

static void a_database_made_by_hand_has_no_age(void **state)
{
	OWN(clamav) struct clamav *clamav = engine();
	const struct clamav_facts *facts = clamav_facts(clamav);

	(void)state;
	assert_int_equal(strncmp(facts->engine, "ClamAV 1.", 9), 0);
	assert_string_equal(facts->version, "");
	assert_int_equal(facts->date, 0);
}

static void names_are_cut_and_printable(void **state)
{
	char name[CLAMAV_NAME_SIZE], text[2 * CLAMAV_NAME_SIZE];

	(void)state;
	clamav_name_set(name, "a\nb\x1b[c\xc3\xa9", 8);
	assert_string_equal(name, "ab[c");
	memset(text, 'x', sizeof text);
	clamav_name_set(name, text, sizeof text);
	assert_int_equal(strlen(name), CLAMAV_NAME_SIZE - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_harmless_file_is_clean),
		cmocka_unit_test(the_test_string_is_found),
		cmocka_unit_test(what_is_packed_is_found_in_every_sample),
		cmocka_unit_test(threads_share_an_engine),
		cmocka_unit_test(without_a_database_there_is_no_engine),
		cmocka_unit_test(a_database_made_by_hand_has_no_age),
		cmocka_unit_test(names_are_cut_and_printable),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
