/* test_crl - revocation lists at their bounds: what is written is what OpenSSL
 * reads, and what cannot be is refused; the pipes are in
 * tests/cmd/ipp-ca-crl.bats */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/port/crl.h>
#include <ipp/port/key.h>

#define NOW	  INT64_C(1795335300)
#define YEAR_2050 INT64_C(2524608000)
#define HOUR	  INT64_C(3600)

static struct error err;
static struct key *key;
static FILE *file;

static const unsigned char key_id[] = "twenty bytes of a key";
/* CN=x */
static const unsigned char name[] = { 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06,
				      3,    0x55, 4,	3,    0x0c, 1,	  'x' };

static int place_open(void **state)
{
	(void)state;
	error_reset(&err);
	file = tmpfile();
	return file && key_generate(KEY_P256, &key, &err) == OK ? 0 : -1;
}

static int place_close(void **state)
{
	(void)state;
	key_free(key);
	return fclose(file);
}

/* A list that nothing is wrong with. */
static struct crl_plan plan_of(void)
{
	return (struct crl_plan){
		.issuer = { name, sizeof name },
		.key_id = { key_id, 20 },
		.this_update = NOW,
		.next_update = NOW + 24 * HOUR,
		.number = NOW,
		.expired_from = CRL_NO_TIME,
	};
}

static struct crl_entry entry_of(const char *serial, size_t n)
{
	return (struct crl_entry){ .serial = { (const unsigned char *)serial,
					       n },
				   .revoked_at = NOW,
				   .invalidity_at = CRL_NO_TIME };
}

static enum status list_write(const struct crl_plan *plan,
			      const struct crl_entry *entries, size_t count)
{
	OWN(crl_writer) struct crl_writer *writer = NULL;
	enum status rc;

	error_reset(&err);
	assert_int_equal(ftruncate(fileno(file), 0), 0);
	if ((rc = crl_writer_new(&writer, &err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		if ((rc = crl_add(writer, &entries[i], &err)) != OK)
			return rc;
	assert_int_equal(crl_count(writer), count);
	return crl_finish(writer, plan, key, fileno(file), "list", &err);
}

static size_t bytes_of(unsigned char *ret, size_t room)
{
	ssize_t n = pread(fileno(file), ret, room, 0);

	assert_true(n > 0 && (size_t)n < room);
	return (size_t)n;
}

/* As OpenSSL reads it. */
static X509_CRL *list_read(const struct crl_plan *plan,
			   const struct crl_entry *entries, size_t count)
{
	static unsigned char bytes[65536];
	const unsigned char *at = bytes;
	X509_CRL *ret;
	size_t n;

	assert_int_equal(list_write(plan, entries, count), OK);
	n = bytes_of(bytes, sizeof bytes);
	ret = d2i_X509_CRL(NULL, &at, (long)n);
	assert_non_null(ret);
	assert_ptr_equal(at, bytes + n);
	return ret;
}

static X509_REVOKED *entry_at(X509_CRL *list, int i)
{
	return sk_X509_REVOKED_value(X509_CRL_get_REVOKED(list), i);
}

static void time_is(const ASN1_TIME *time, int type, int64_t when)
{
	assert_int_equal(ASN1_STRING_type(time), type);
	assert_int_equal(ASN1_TIME_cmp_time_t(time, (time_t)when), 0);
}

static void serial_is(const X509_REVOKED *entry, const char *wanted, size_t n)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(
	    X509_REVOKED_get0_serialNumber(entry), NULL);
	unsigned char found[32];

	assert_false(BN_is_negative(number));
	assert_int_equal(BN_num_bytes(number), n);
	BN_bn2bin(number, found);
	BN_free(number);
	assert_memory_equal(found, wanted, n);
}

static void test_serial_numbers_are_positive_and_short(void **state)
{
	static const struct {
		const char *given, *read;
		size_t n, read_n;
	} rows[] = {
		{ "\x01", "\x01", 1, 1 },
		{ "\x80", "\x80", 1, 1 }, /* not negative */
		{ "\x7f\xff", "\x7f\xff", 2, 2 },
		{ "\x00\x00\x81\x02", "\x81\x02", 4, 2 },
		{ "\x7f" "234567890123456789\xff",
		  "\x7f" "234567890123456789\xff", 20, 20 },
	};
	const struct crl_plan plan = plan_of();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct crl_entry entry = entry_of(rows[i].given,
							rows[i].n);
		X509_CRL *list = list_read(&plan, &entry, 1);

		serial_is(entry_at(list, 0), rows[i].read, rows[i].read_n);
		X509_CRL_free(list);
	}
}

static void refused(struct crl_entry entry)
{
	const struct crl_plan plan = plan_of();

	assert_int_equal(list_write(&plan, &entry, 1), DATA);
	assert_true(error_has(&err, "crl_entry_invalid"));
}

static void test_what_no_entry_can_say_is_refused(void **state)
{
	struct crl_entry entry;

	(void)state;
	refused(entry_of("", 0));
	refused(entry_of("\x00\x00", 2));
	refused(entry_of("123456789012345678901", 21));
	refused(entry_of("\x80" "2345678901234567890", 20));
	for (int64_t reason = -1; reason <= 11; reason += reason == -1 ? 8 : 4) {
		entry = entry_of("1", 1); /* -1, 7, 11 */
		entry.reason = reason;
		refused(entry);
	}
	entry = entry_of("1", 1);
	entry.revoked_at = INT64_C(-631152001); /* 1949 */
	refused(entry);
	entry.revoked_at = INT64_C(253402300800); /* 10000 */
	refused(entry);
	entry = entry_of("1", 1);
	entry.invalidity_at = INT64_C(253402300800);
	refused(entry);
	entry.invalidity_at = INT64_C(-631152001);
	refused(entry);
}

static void test_years_have_four_digits_from_2050_on(void **state)
{
	static const struct {
		int64_t at;
		int type;
	} rows[] = {
		{ INT64_C(-631152000), V_ASN1_UTCTIME }, /* 1950 */
		{ -1, V_ASN1_UTCTIME },
		{ NOW, V_ASN1_UTCTIME },
		{ YEAR_2050 - 1, V_ASN1_UTCTIME },
		{ YEAR_2050, V_ASN1_GENERALIZEDTIME },
		{ INT64_C(253402300799), V_ASN1_GENERALIZEDTIME },
	};
	struct crl_plan plan = plan_of();
	struct crl_entry entries[sizeof rows / sizeof *rows];
	X509_CRL *list;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		entries[i] = entry_of("1234567", i + 1);
		entries[i].revoked_at = entries[i].invalidity_at = rows[i].at;
	}
	plan.this_update = YEAR_2050 - 1;
	plan.next_update = YEAR_2050;
	list = list_read(&plan, entries, sizeof rows / sizeof *rows);
	time_is(X509_CRL_get0_lastUpdate(list), V_ASN1_UTCTIME, YEAR_2050 - 1);
	time_is(X509_CRL_get0_nextUpdate(list), V_ASN1_GENERALIZEDTIME,
		YEAR_2050);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		X509_REVOKED *entry = entry_at(list, (int)i);
		ASN1_GENERALIZEDTIME *since = X509_REVOKED_get_ext_d2i(
		    entry, NID_invalidity_date, NULL, NULL);

		time_is(X509_REVOKED_get0_revocationDate(entry), rows[i].type,
			rows[i].at);
		time_is(since, V_ASN1_GENERALIZEDTIME, rows[i].at);
		assert_int_equal(X509_REVOKED_get_ext_count(entry), 1);
		ASN1_GENERALIZEDTIME_free(since);
	}
	X509_CRL_free(list);
}

static void test_a_reason_is_told_unless_it_is_none(void **state)
{
	static const int64_t reasons[] = { 0, 1, 3, 4, 5, 6, 8, 9, 10 };
	const size_t count = sizeof reasons / sizeof *reasons;
	const struct crl_plan plan = plan_of();
	struct crl_entry entries[sizeof reasons / sizeof *reasons];
	X509_CRL *list;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		entries[i] = entry_of("123456789", i + 1);
		entries[i].reason = reasons[i];
	}
	list = list_read(&plan, entries, count);
	for (size_t i = 0; i < count; i++) {
		X509_REVOKED *entry = entry_at(list, (int)i);
		int critical;
		ASN1_ENUMERATED *why = X509_REVOKED_get_ext_d2i(
		    entry, NID_crl_reason, &critical, NULL);

		assert_int_equal(X509_REVOKED_get_ext_count(entry), i > 0);
		if (i > 0) {
			assert_int_equal(critical, 0);
			assert_int_equal(ASN1_ENUMERATED_get(why), reasons[i]);
		} else { /* RFC 5280, 5.3.1: not unspecified */
			assert_null(X509_REVOKED_get0_extensions(entry));
		}
		ASN1_ENUMERATED_free(why);
	}
	X509_CRL_free(list);
}

/* 1 critical, 0 not, -1 absent */
static void extension_is(const X509_CRL *list, const char *oid, int critical)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	int at = X509_CRL_get_ext_by_OBJ(list, object, -1);

	ASN1_OBJECT_free(object);
	if (critical < 0) {
		assert_int_equal(at, -1);
		return;
	}
	assert_true(at >= 0);
	assert_int_equal(X509_EXTENSION_get_critical(
			     X509_CRL_get_ext(list, at)),
			 critical);
}

static void test_extensions_are_critical_where_they_must_be(void **state)
{
	struct crl_plan plan = plan_of();
	X509_CRL *list = list_read(&plan, NULL, 0);

	(void)state;
	assert_int_equal(X509_CRL_get_version(list), 1);
	assert_null(X509_CRL_get_REVOKED(list)); /* RFC 5280, 5.1.2.6 */
	extension_is(list, "2.5.29.35", 0); /* authorityKeyIdentifier */
	extension_is(list, "2.5.29.20", 0); /* cRLNumber */
	extension_is(list, "2.5.29.27", -1); /* deltaCRLIndicator */
	extension_is(list, "2.5.29.28", -1); /* issuingDistributionPoint */
	extension_is(list, "2.5.29.46", -1); /* freshestCRL */
	extension_is(list, "2.5.29.60", -1); /* expiredCertsOnCRL */
	X509_CRL_free(list);
	plan.base_number = plan.number - 1;
	plan.point = "http://ca.example/ca.crl";
	plan.freshest = "http://ca.example/ca-delta.crl";
	plan.expired_from = NOW;
	list = list_read(&plan, NULL, 0);
	extension_is(list, "2.5.29.35", 0);
	extension_is(list, "2.5.29.20", 0);
	extension_is(list, "2.5.29.27", 1);
	extension_is(list, "2.5.29.28", 1);
	extension_is(list, "2.5.29.46", 0);
	extension_is(list, "2.5.29.60", 0);
	X509_CRL_free(list);
}

static void test_what_no_list_can_say_is_refused(void **state)
{
	struct crl_plan plans[6];

	(void)state;
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
		plans[i] = plan_of();
	plans[0].number = 0;
	plans[1].base_number = plans[1].number; /* it adds to itself */
	plans[2].next_update = plans[2].this_update;
	plans[3].next_update = plans[3].this_update - 1;
	plans[4].base_number = -1;
	plans[5].number = -1;
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
		assert_int_equal(list_write(&plans[i], NULL, 0), DATA);
		assert_true(error_has(&err, "crl_value_invalid"));
	}
}

/* What a look at the bytes comes to. */
static enum status look(const unsigned char *bytes, size_t n,
			const struct key *with, struct crl_seen *ret)
{
	error_reset(&err);
	assert_int_equal(ftruncate(fileno(file), 0), 0);
	assert_int_equal(pwrite(fileno(file), bytes, n, 0), n);
	return crl_look(fileno(file), "list", with, ret, &err);
}

static void test_a_list_is_seen_as_it_was_written(void **state)
{
	static unsigned char bytes[8192];
	struct crl_plan plan = plan_of();
	struct crl_entry entry = entry_of("\x11\x22", 2);
	struct crl_seen seen;

	(void)state;
	for (size_t count = 0; count < 2; count++) {
		size_t n;

		plan.base_number = count ? NOW - 7 : 0;
		assert_int_equal(list_write(&plan, &entry, count), OK);
		n = bytes_of(bytes, sizeof bytes);
		assert_int_equal(look(bytes, n, key, &seen), OK);
		assert_int_equal(seen.number, plan.number);
		assert_int_equal(seen.base_number, plan.base_number);
		assert_int_equal(seen.this_update, plan.this_update);
		assert_int_equal(seen.next_update, plan.next_update);
		assert_int_equal(seen.size, n);
	}
}

static void test_what_is_no_whole_list_is_not_seen(void **state)
{
	static unsigned char bytes[8192];
	struct crl_plan plan = plan_of();
	struct crl_entry entry = entry_of("\x11\x22", 2);
	OWN(key) struct key *other = NULL;
	struct crl_seen seen = { .number = 7 };
	size_t n;

	(void)state;
	assert_int_equal(key_generate(KEY_P256, &other, &err), OK);
	assert_int_equal(list_write(&plan, &entry, 1), OK);
	n = bytes_of(bytes, sizeof bytes);
	assert_int_equal(look(bytes, n, other, &seen), REFUSED);
	assert_true(error_has(&err, "signature_wrong"));
	for (size_t i = 0; i < n; i++) { /* cut off anywhere */
		assert_int_equal(look(bytes, i, key, &seen), DATA);
		assert_true(error_has(&err, "crl_unreadable"));
	}
	bytes[n] = 0; /* something behind it */
	assert_int_equal(look(bytes, n + 1, key, &seen), DATA);
	for (size_t i = 0; i < 8 * n; i++) { /* each bit of it counts */
		bytes[i / 8] ^= (unsigned char)(1 << i % 8);
		assert_int_not_equal(look(bytes, n, key, &seen), OK);
		bytes[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	assert_int_equal(seen.number, 7);
	assert_int_equal(look(bytes, n, key, &seen), OK);
}

#define TEST(name_) \
	cmocka_unit_test_setup_teardown(name_, place_open, place_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_serial_numbers_are_positive_and_short),
		TEST(test_what_no_entry_can_say_is_refused),
		TEST(test_years_have_four_digits_from_2050_on),
		TEST(test_a_reason_is_told_unless_it_is_none),
		TEST(test_extensions_are_critical_where_they_must_be),
		TEST(test_what_no_list_can_say_is_refused),
		TEST(test_a_list_is_seen_as_it_was_written),
		TEST(test_what_is_no_whole_list_is_not_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
