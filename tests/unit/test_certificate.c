/* test_certificate - certificates written, finished and read again */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/x509v3.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct error err;
static struct arena *arena;
static struct key *root, *other, *holder;
static struct public_key root_public, holder_public;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return key_generate(KEY_P256, &root, &err) ||
	       key_generate(KEY_P256, &other, &err) ||
	       key_generate(KEY_P256, &holder, &err) ||
	       key_public(arena, root, &root_public, &err) ||
	       key_public(arena, holder, &holder_public, &err);
}

static int tear_down(void **state)
{
	(void)state;
	key_free(root);
	key_free(other);
	key_free(holder);
	arena_free(arena);
	return 0;
}

static const unsigned char serial[16] = { 0x5a, 1, 2,  3,  4,  5,  6,  7,
					  8,	9, 10, 11, 12, 13, 14, 0xff };

static const struct name_attribute subject[] = {
	{ ATTRIBUTE_COUNTRY, "IT", NULL },
	{ ATTRIBUTE_STATE, "Lazio", NULL },
	{ ATTRIBUTE_LOCALITY, "Roma", NULL },
	{ ATTRIBUTE_ORGANIZATION, "Società Esempio S.p.A.", NULL },
	{ ATTRIBUTE_ORGANIZATION_IDENTIFIER, "VATIT-97735020584", NULL },
	{ ATTRIBUTE_ORGANIZATIONAL_UNIT, "Ufficio", NULL },
	{ ATTRIBUTE_SURNAME, "Παπαδόπουλος", NULL },
	{ ATTRIBUTE_GIVEN_NAME, "Łucja", NULL },
	{ ATTRIBUTE_SERIAL_NUMBER, "TINIT-RSSMRA80A01H501U", NULL },
	{ ATTRIBUTE_TITLE, "Avvocato, \"senior\"", NULL },
	{ ATTRIBUTE_PSEUDONYM, "Pseudo", NULL },
	{ ATTRIBUTE_COMMON_NAME, "Łucja Παπαδόπουλος", NULL },
	{ ATTRIBUTE_DN_QUALIFIER, "IUT0001", NULL },
	{ ATTRIBUTE_DESCRIPTION, "DEMO", NULL },
};

static const struct policy policies[] = {
	{ "1.3.6.1.4.1.99999.1", "https://ca.example/cps",
	  "Solo per procedura automatica — limite" },
	{ "0.4.0.194112.1.2", NULL, NULL },
	{ "2.25.329800735698586629295641978511506172918", NULL, "Nur Text" },
};

static const struct qc_pds pds[] = { { "https://ca.example/pds_en.pdf", "en" },
				     { "https://ca.example/pds_it.pdf",
				       "it" } };
static const char *const ocsp[] = { "http://ocsp.example/",
				    "http://ocsp2.example/" };
static const char *const issuers[] = { "http://ca.example/root.cer" };
static const char *const crls[] = { "http://ca.example/a.crl",
				    "http://ca.example/b.crl" };
static const char *const purposes[] = { "1.3.6.1.5.5.7.3.2",
					"1.3.6.1.5.5.7.3.4" };

/* A plan that uses everything a plan has, more than is sensible at once. */
static struct certificate_plan full(void)
{
	struct certificate_plan plan = {
		.serial = { serial, sizeof serial },
		.issuer_key = KEY_P256,
		.not_before = 1790000000,
		.not_after = 2600000000, /* 2052: GeneralizedTime */
		.subject = subject,
		.subject_count = COUNT(subject),
		.key = holder_public,
		.authority = true,
		.path_length = 0,
		.key_usage = KEY_USAGE_NON_REPUDIATION | KEY_USAGE_CERT_SIGN |
			     KEY_USAGE_DECIPHER_ONLY,
		.extended_key_usage = { purposes, COUNT(purposes) },
		.policies = policies,
		.policy_count = COUNT(policies),
		.has_qc = true,
		.qc = { .compliance = true,
			.qscd = true,
			.limit = { "EUR", 5, 4 },
			.retention_years = 20,
			.pds = pds,
			.pds_count = COUNT(pds),
			.types = QC_TYPE_ESIGN,
			.identified = QC_IDENTIFIED_EIDAS2_ACD,
			.semantics = QC_SEMANTICS_NATURAL,
			.name_authority = "https://registry.example/" },
		.issuer_urls = { issuers, COUNT(issuers) },
		.ocsp_urls = { ocsp, COUNT(ocsp) },
		.crl_urls = { crls, COUNT(crls) },
		.subject_key_id = { holder_public.id, KEY_ID_SIZE },
		.authority_key_id = { root_public.id, KEY_ID_SIZE },
		.email = "lucja@example.org",
		.no_check = true,
		.validity_assured = true,
		.critical = EXTENSION_KEY_USAGE | EXTENSION_BASIC_CONSTRAINTS,
	};
	static const struct name_attribute issuer[] = {
		{ ATTRIBUTE_COUNTRY, "IT", NULL },
		{ ATTRIBUTE_COMMON_NAME, "Root", NULL },
	};

	assert_int_equal(
	    certificate_name(arena, issuer, COUNT(issuer), &plan.issuer, NULL,
			     &err),
	    OK);
	return plan;
}

static struct octets tbs_of(const struct certificate_plan *plan)
{
	struct octets tbs = { NULL, 0 };

	error_reset(&err);
	if (certificate_tbs(arena, plan, &tbs, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return tbs;
}

static struct octets made_of(const struct certificate_plan *plan)
{
	struct octets der = { NULL, 0 };

	if (certificate_finish(arena, tbs_of(plan), root, &der, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return der;
}

static void assert_same(struct octets a, struct octets b)
{
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.bytes, b.bytes, a.size);
}

static void the_same_plan_gives_the_same_bytes(void **state)
{
	struct certificate_plan plan = full();

	(void)state;
	assert_same(tbs_of(&plan), tbs_of(&plan));
}

/* What is written is read, and what was read writes the same again: so
 * nothing is lost in either direction. */
static void what_is_read_writes_the_very_same_bytes(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_same(tbs_of(&facts.plan), tbs_of(&plan));
	assert_same(facts.tbs, tbs_of(&plan));
}

static void the_facts_are_those_of_the_plan(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_string_equal(facts.serial, "5A0102030405060708090A0B0C0D0EFF");
	assert_string_equal(facts.issuer_text, "CN=Root,C=IT");
	assert_int_equal(facts.plan.not_before, plan.not_before);
	assert_int_equal(facts.plan.not_after, plan.not_after);
	assert_int_equal(facts.plan.subject_count, COUNT(subject));
	for (size_t i = 0; i < COUNT(subject); i++) {
		assert_int_equal(facts.plan.subject[i].type, subject[i].type);
		assert_string_equal(facts.plan.subject[i].value,
				    subject[i].value);
	}
	assert_int_equal(facts.plan.key.kind, KEY_P256);
	assert_int_equal(facts.plan.key_usage, plan.key_usage);
	assert_int_equal(facts.plan.critical, plan.critical);
	assert_int_equal(facts.plan.path_length, 0);
	assert_string_equal(facts.plan.policies[0].explicit_text,
			    policies[0].explicit_text);
	assert_string_equal(facts.plan.policies[2].oid, policies[2].oid);
	assert_string_equal(facts.plan.qc.limit.currency, "EUR");
	assert_int_equal(facts.plan.qc.limit.amount, 5);
	assert_int_equal(facts.plan.qc.identified, QC_IDENTIFIED_EIDAS2_ACD);
	assert_string_equal(facts.plan.qc.name_authority,
			    "https://registry.example/");
	assert_string_equal(facts.plan.email, "lucja@example.org");
	assert_int_equal(strlen(facts.fingerprint), 64);
	assert_int_equal(strlen(facts.key_sha256), 64);
}

/* Field experience: thousands of certificates with their RDNs reversed. */
static void the_order_of_the_subject_is_kept(void **state)
{
	const struct name_attribute two[] = {
		{ ATTRIBUTE_COMMON_NAME, "Second, first", NULL },
		{ ATTRIBUTE_COUNTRY, "IT", NULL },
	};
	static const unsigned char want[] = {
		0x30, 0x25, 0x31, 0x16, 0x30, 0x14, 0x06, 0x03, 0x55, 0x04,
		0x03, 0x0c, 0x0d, 'S',	'e',  'c',  'o',  'n',	'd',  ',',
		' ',  'f',  'i',  'r',	's',  't',  0x31, 0x0b, 0x30, 0x09,
		0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 'I',	'T'
	};
	struct octets name;
	char *told;

	(void)state;
	assert_int_equal(certificate_name(arena, two, 2, &name, &told, &err),
			 OK);
	assert_int_equal(name.size, sizeof want);
	assert_memory_equal(name.bytes, want, sizeof want);
	assert_string_equal(certificate_name_text(arena, name),
			    "C=IT,CN=Second\\, first");
	assert_string_equal(told, "C=IT,CN=Second\\, first");
}

/* Told without OpenSSL where nothing needs a backslash, and the same. */
static void names_are_told_as_openssl_tells_them(void **state)
{
	static const char *const values[] = {
		"x",	 "a b",	   " a",     "a ",   "#a",   "a#",
		"a,b",	 "a+b",	   "a\"b",   "a\\b", "a<b",  "a>b",
		"a;b",	 "a=b",	   "a\tb",   "\x7f", "Żaneta", "Ωμέγα",
		"a'()/", "a.-_:?", "\xc2\x85", " ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		const struct name_attribute list[] = {
			{ ATTRIBUTE_COUNTRY, "IT", NULL },
			{ ATTRIBUTE_SURNAME, values[i], NULL },
			{ ATTRIBUTE_ORGANIZATION_IDENTIFIER, "VATIT-1", NULL },
			{ ATTRIBUTE_DN_QUALIFIER, "Q", NULL },
		};

		for (size_t n = 0; n <= COUNT(list); n++) {
			struct octets name;
			char *told;

			assert_int_equal(certificate_name(arena, list, n, &name,
							  &told, &err),
					 OK);
			assert_string_equal(
			    told, certificate_name_text(arena, name));
		}
	}
}

/* The DER of the reference tables, statement by statement. */
static void qc_statements_are_those_of_en_319_412_5(void **state)
{
	static const struct {
		struct qc_statements qc;
		const char *der;
		size_t n;
	} rows[] = {
		{ { .compliance = true },
		  "\x30\x08\x06\x06\x04\x00\x8e\x46\x01\x01",
		  10 },
		{ { .limit = { "EUR", 5, 4 } },
		  "\x30\x15\x06\x06\x04\x00\x8e\x46\x01\x02\x30\x0b\x13\x03"
		  "EUR\x02\x01\x05\x02\x01\x04",
		  23 },
		{ { .retention_years = 20 },
		  "\x30\x0b\x06\x06\x04\x00\x8e\x46\x01\x03\x02\x01\x14",
		  13 },
		{ { .qscd = true },
		  "\x30\x08\x06\x06\x04\x00\x8e\x46\x01\x04",
		  10 },
		{ { .types = QC_TYPE_ESIGN },
		  "\x30\x13\x06\x06\x04\x00\x8e\x46\x01\x06\x30\x09\x06\x07"
		  "\x04\x00\x8e\x46\x01\x06\x01",
		  21 },
		{ { .identified = QC_IDENTIFIED_EIDAS2_B },
		  "\x30\x13\x06\x06\x04\x00\x8e\x46\x01\x08\x30\x09\x06\x07"
		  "\x04\x00\x8e\x46\x01\x08\x04",
		  21 },
		{ { .semantics = QC_SEMANTICS_NATURAL },
		  "\x30\x15\x06\x08\x2b\x06\x01\x05\x05\x07\x0b\x02\x30\x09"
		  "\x06\x07\x04\x00\x8b\xec\x49\x01\x01",
		  23 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct certificate_plan plan = full();
		struct octets tbs;

		plan.qc = rows[i].qc;
		tbs = tbs_of(&plan);
		assert_non_null(
		    memmem(tbs.bytes, tbs.size, rows[i].der, rows[i].n));
	}
}

/* Statements that were made are kept for the next certificate: they must not
 * be taken for those of another that differs in any member. */
static void qc_statements_are_not_taken_for_others(void **state)
{
	static const struct qc_pds here[] = { { "https://a.it/x", "en" } },
				   there[] = { { "https://a.it/y", "en" } },
				   third[] = { { "https://a.it/x", "it" } };
	static const struct qc_statements rows[] = {
		{ .types = QC_TYPE_ESIGN, .pds = here, .pds_count = 1 },
		{ .types = QC_TYPE_ESEAL, .pds = here, .pds_count = 1 },
		{ .types = QC_TYPE_ESIGN, .pds = there, .pds_count = 1 },
		{ .types = QC_TYPE_ESIGN, .pds = third, .pds_count = 1 },
		{ .types = QC_TYPE_ESIGN },
		{ .types = QC_TYPE_ESIGN, .compliance = true },
		{ .types = QC_TYPE_ESIGN, .qscd = true },
		{ .types = QC_TYPE_ESIGN, .retention_years = 20 },
		{ .types = QC_TYPE_ESIGN, .retention_years = 21 },
		{ .types = QC_TYPE_ESIGN, .limit = { "EUR", 5, 4 } },
		{ .types = QC_TYPE_ESIGN, .limit = { "USD", 5, 4 } },
		{ .types = QC_TYPE_ESIGN, .limit = { "EUR", 6, 4 } },
		{ .types = QC_TYPE_ESIGN, .limit = { "EUR", 5, 3 } },
		{ .types = QC_TYPE_ESIGN,
		  .identified = QC_IDENTIFIED_EIDAS2_B },
		{ .types = QC_TYPE_ESIGN,
		  .identified = QC_IDENTIFIED_EIDAS2_ACD },
		{ .types = QC_TYPE_ESIGN,
		  .semantics = QC_SEMANTICS_NATURAL },
		{ .types = QC_TYPE_ESIGN, .semantics = QC_SEMANTICS_LEGAL },
		{ .types = QC_TYPE_ESIGN, .semantics = QC_SEMANTICS_LEGAL,
		  .name_authority = "https://a.it/" },
	};
	struct octets first[COUNT(rows)];

	(void)state;
	for (size_t turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < COUNT(rows); i++) {
			struct certificate_plan plan = full();
			struct octets tbs;

			plan.qc = rows[i];
			tbs = tbs_of(&plan);
			if (turn == 0)
				first[i] = tbs;
			/* the same again, kept (twice at once) or not */
			assert_int_equal(tbs.size, first[i].size);
			assert_memory_equal(tbs.bytes, first[i].bytes,
					    tbs.size);
			tbs = tbs_of(&plan);
			assert_memory_equal(tbs.bytes, first[i].bytes,
					    tbs.size);
			for (size_t j = 0; j < i; j++)
				assert_false(tbs.size == first[j].size &&
					     memcmp(tbs.bytes, first[j].bytes,
						    tbs.size) == 0);
		}
}

static void text_that_cannot_be_written_is_refused(void **state)
{
	char long_name[66], longest[65];
	const struct {
		enum attribute type;
		const char *value, *code;
	} rows[] = {
		{ ATTRIBUTE_COUNTRY, "ITA", "subject_value_too_long" },
		{ ATTRIBUTE_COUNTRY, "I", "subject_value_invalid" },
		{ ATTRIBUTE_SERIAL_NUMBER, "TINIT-È", "subject_value_invalid" },
		{ ATTRIBUTE_DN_QUALIFIER, "a@b", "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, "", "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, "\xc3", "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME,
		  "\xff"
		  "a",
		  "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, NULL, "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, long_name, "subject_value_too_long" },
	};
	struct octets name;

	(void)state;
	memset(long_name, 'a', sizeof long_name);
	long_name[65] = '\0';
	memset(longest, 'a', sizeof longest);
	longest[64] = '\0';
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct name_attribute one = { rows[i].type, rows[i].value,
						    NULL };

		assert_int_equal(certificate_name(arena, &one, 1, &name, NULL, &err),
				 DATA);
		assert_true(error_has(&err, rows[i].code));
	}
	const struct name_attribute fits = { ATTRIBUTE_COMMON_NAME, longest,
					     NULL };
	assert_int_equal(certificate_name(arena, &fits, 1, &name, NULL, &err), OK);
}

/* Bounds count characters, not bytes (X.520). */
static void sixty_four_greek_letters_fit(void **state)
{
	char greek[129];
	const struct name_attribute one = { ATTRIBUTE_COMMON_NAME, greek,
					    NULL };
	struct octets name;

	(void)state;
	for (int i = 0; i < 64; i++)
		memcpy(greek + 2 * i, "α", 2);
	greek[128] = '\0';
	assert_int_equal(certificate_name(arena, &one, 1, &name, NULL, &err), OK);
}

static void values_that_cannot_be_written_are_refused(void **state)
{
	static const unsigned char zero[16], high[20] = { 0x80 }, many[21];
	static const char *const bad_oid[] = { "not an oid" };
	static const char *const bad_url[] = { "http://è.example/" };
	struct certificate_plan good = full(), plans[10];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(plans); i++)
		plans[i] = good;
	plans[n++].serial = (struct octets){ zero, sizeof zero };
	plans[n++].serial = (struct octets){ high, sizeof high };
	plans[n++].serial = (struct octets){ many, sizeof many };
	plans[n++].serial = (struct octets){ NULL, 0 };
	plans[n++].not_after = good.not_before - 1;
	plans[n++].not_after = INT64_C(253402300800);
	plans[n++].extended_key_usage = (struct texts){ bad_oid, 1 };
	plans[n++].ocsp_urls = (struct texts){ bad_url, 1 };
	plans[n++].key.spki.size--;
	plans[n++].issuer_key = KEY_OTHER;
	for (size_t i = 0; i < n; i++) {
		struct octets tbs = { NULL, 0 };

		assert_int_equal(certificate_tbs(arena, &plans[i], &tbs, &err),
				 DATA);
		assert_true(error_has(&err, "certificate_value_invalid"));
		assert_null(tbs.bytes);
	}
}

static void a_notice_of_200_characters_fits_and_201_do_not(void **state)
{
	char text[202];
	struct policy policy = { "0.4.0.194112.1.2", NULL, text };
	struct certificate_plan plan = full();
	struct octets tbs;

	(void)state;
	memset(text, 'x', sizeof text);
	text[201] = '\0';
	plan.policies = &policy;
	plan.policy_count = 1;
	assert_int_equal(certificate_tbs(arena, &plan, &tbs, &err), DATA);
	text[200] = '\0';
	assert_int_equal(certificate_tbs(arena, &plan, &tbs, &err), OK);
}

static void a_top_bit_and_leading_zeroes_are_encoded_minimally(void **state)
{
	static const unsigned char padded[] = { 0, 0, 0x80, 1 };
	static const unsigned char want[] = { 0x02, 0x03, 0x00, 0x80, 0x01 };
	struct certificate_plan plan = full();
	struct octets tbs;

	(void)state;
	plan.serial = (struct octets){ padded, sizeof padded };
	tbs = tbs_of(&plan);
	assert_memory_equal(tbs.bytes + 4 + 5, want, sizeof want);
}

static void a_certificate_without_an_issuer_issues_itself(void **state)
{
	struct certificate_plan plan = full();
	struct octets der;
	struct certificate_facts facts;

	(void)state;
	plan.issuer = (struct octets){ NULL, 0 };
	plan.key = root_public;
	der = made_of(&plan);
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_same(facts.subject, facts.plan.issuer);
}

static void the_issuers_name_stands_as_it_stood_in_its_own(void **state)
{
	/* CN=Root as PrintableString, which we would not write ourselves */
	static const unsigned char name[] = { 0x30, 0x0f, 0x31, 0x0d, 0x30,
					      0x0b, 0x06, 0x03, 0x55, 0x04,
					      0x03, 0x13, 0x04, 'R',  'o',
					      'o',  't' };
	struct certificate_plan plan = full();
	struct octets der;
	struct certificate_facts facts;

	(void)state;
	plan.issuer = (struct octets){ name, sizeof name };
	der = made_of(&plan);
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_same(facts.plan.issuer, plan.issuer);
}

static void a_finished_certificate_verifies_with_its_issuer_only(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	unsigned char *changed = arena_bytes(arena, der.bytes, der.size);

	(void)state;
	assert_int_equal(certificate_verify(der, root, &err), OK);
	assert_int_equal(certificate_verify(der, other, &err), REFUSED);
	assert_true(error_has(&err, "signature_wrong"));
	changed[40] ^= 1; /* in the serial or name */
	assert_int_not_equal(
	    certificate_verify((struct octets){ changed, der.size }, root,
			       &err),
	    OK);
}

static void another_kind_of_key_does_not_finish_it(void **state)
{
	OWN(key) struct key *p384 = NULL;
	struct certificate_plan plan = full();
	struct octets der = { NULL, 0 };

	(void)state;
	assert_int_equal(key_generate(KEY_P384, &p384, &err), OK);
	assert_int_equal(
	    certificate_finish(arena, tbs_of(&plan), p384, &der, &err), CONFIG);
	assert_true(error_has(&err, "issuer_key_mismatch"));
	assert_null(der.bytes);
	plan.issuer_key = KEY_P384;
	assert_int_equal(
	    certificate_finish(arena, tbs_of(&plan), p384, &der, &err), OK);
}

static void rsa_issues_too(void **state)
{
	OWN(key) struct key *rsa = NULL;
	struct certificate_plan plan = full();
	struct octets der = { NULL, 0 };
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(key_generate(KEY_RSA3072, &rsa, &err), OK);
	plan.issuer_key = KEY_RSA3072;
	assert_int_equal(key_public(arena, rsa, &plan.key, &err), OK);
	assert_int_equal(
	    certificate_finish(arena, tbs_of(&plan), rsa, &der, &err), OK);
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_int_equal(facts.plan.key.kind, KEY_RSA3072);
	assert_int_equal(facts.plan.issuer_key, KEY_RSA3072);
}

static void what_is_no_tbs_is_not_signed(void **state)
{
	struct certificate_plan plan = full();
	struct octets tbs = tbs_of(&plan), der = { NULL, 0 };
	unsigned char *longer = arena_alloc(arena, tbs.size + 1);

	(void)state;
	memcpy(longer, tbs.bytes, tbs.size);
	assert_int_equal(
	    certificate_finish(arena, (struct octets){ longer, tbs.size + 1 },
			       root, &der, &err),
	    DATA);
	assert_int_equal(
	    certificate_finish(arena, (struct octets){ longer, tbs.size - 1 },
			       root, &der, &err),
	    DATA);
	assert_int_equal(certificate_finish(arena, (struct octets){ NULL, 0 },
					    root, &der, &err),
			 DATA);
	assert_null(der.bytes);
}

static void every_shorter_and_any_longer_certificate_is_refused(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	unsigned char *longer = arena_alloc(arena, der.size + 1);
	struct certificate_facts facts;

	(void)state;
	memcpy(longer, der.bytes, der.size);
	for (size_t n = 0; n < der.size; n++)
		assert_int_equal(
		    certificate_read(arena, longer, n, &facts, &err), DATA);
	assert_int_equal(
	    certificate_read(arena, longer, der.size + 1, &facts, &err), DATA);
	assert_true(error_has(&err, "certificate_unreadable"));
	assert_non_null(strstr(err.mistakes[0].text, "bytes behind"));
}

static void a_certificate_above_the_limit_is_not_read(void **state)
{
	unsigned char *big = arena_alloc(arena, LIMIT_CERTIFICATE_BYTES + 1);
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(
	    certificate_read(arena, big, LIMIT_CERTIFICATE_BYTES, &facts, &err),
	    DATA);
	assert_true(error_has(&err, "certificate_unreadable"));
	assert_int_equal(certificate_read(arena, big,
					  LIMIT_CERTIFICATE_BYTES + 1, &facts,
					  &err),
			 DATA);
	assert_true(error_has(&err, "certificate_too_large"));
}

/* Any changed byte gives an error or facts, and never a valid signature. */
static void no_changed_byte_verifies(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	OWN(arena) struct arena *scratch = arena_new();

	(void)state;
	for (size_t i = 0; i < der.size; i += 3) {
		unsigned char *changed =
		    arena_bytes(scratch, der.bytes, der.size);
		struct octets bytes = { changed, der.size };
		struct certificate_facts facts;

		changed[i] ^= 0x41;
		error_reset(&err);
		(void)certificate_read(scratch, changed, der.size, &facts,
				       &err);
		assert_int_not_equal(certificate_verify(bytes, root, &err), OK);
		arena_reset(scratch);
	}
}

static void an_extension_twice_is_refused(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	const unsigned char *at = der.bytes;
	X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
	unsigned char *twice = NULL;
	struct certificate_facts facts;
	int n;

	(void)state;
	assert_int_equal(X509_add_ext(x509, X509_get_ext(x509, 1), -1), 1);
	n = i2d_re_X509_tbs(x509, NULL);
	assert_true(n > 0);
	n = i2d_X509(x509, &twice);
	assert_true(n > (int)der.size);
	assert_int_equal(
	    certificate_read(arena, twice, (size_t)n, &facts, &err), DATA);
	OPENSSL_free(twice);
	X509_free(x509);
}

static void strange_extensions_are_told_by_oid(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	const unsigned char *at = der.bytes;
	X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
	X509_EXTENSION *one = X509V3_EXT_conf_nid(
	    NULL, NULL, NID_name_constraints, "permitted;DNS:example.org");
	unsigned char *more = NULL;
	struct certificate_facts facts;
	int n;

	(void)state;
	assert_non_null(one);
	assert_int_equal(X509_add_ext(x509, one, -1), 1);
	assert_true(i2d_re_X509_tbs(x509, NULL) > 0);
	n = i2d_X509(x509, &more);
	assert_int_equal(certificate_read(arena, more, (size_t)n, &facts, &err),
			 OK);
	assert_int_equal(facts.plan.other.count, 1);
	assert_string_equal(facts.plan.other.items[0], "2.5.29.30");
	OPENSSL_free(more);
	X509_EXTENSION_free(one);
	X509_free(x509);
}

static void pem_comes_back_as_it_went(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan), back;
	char *pem, *more;

	(void)state;
	assert_int_equal(pem_encode(arena, "CERTIFICATE", der, &pem, &err), OK);
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", pem, strlen(pem), &back, &err),
	    OK);
	assert_same(back, der);
	more = arena_printf(arena, "0 text before\n%s", pem);
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", more, strlen(more), &back, &err),
	    OK);
	assert_same(back, der);
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", der.bytes, der.size, &back, &err),
	    OK);
	assert_same(back, der);
	assert_int_equal(pem_decode(arena, "CERTIFICATE REQUEST", pem,
				    strlen(pem), &back, &err),
			 DATA);
	assert_true(error_has(&err, "pem_unreadable"));
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", pem, strlen(pem) / 2, &back, &err),
	    DATA);
	assert_int_equal(pem_decode(arena, "CERTIFICATE", "", 0, &back, &err),
			 DATA);
}

/* A request as OpenSSL makes it. */
static struct octets request_of(EVP_PKEY *pair, EVP_PKEY *signer)
{
	X509_REQ *request = X509_REQ_new();
	unsigned char *der = NULL;
	struct octets ret;
	int n;

	X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request), "CN",
				   MBSTRING_UTF8,
				   (const unsigned char *)"Città", -1, -1, 0);
	X509_REQ_set_pubkey(request, pair);
	X509_REQ_sign(request, signer, EVP_sha256());
	n = i2d_X509_REQ(request, &der);
	assert_true(n > 0);
	ret.size = (size_t)n;
	ret.bytes = arena_bytes(arena, der, ret.size);
	OPENSSL_free(der);
	X509_REQ_free(request);
	return ret;
}

static void a_request_shows_its_key_and_proves_its_possession(void **state)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256"), *thief = EVP_EC_gen("P-256");
	struct octets der = request_of(pair, pair);
	struct octets stolen = request_of(pair, thief);
	struct request_facts facts, none;
	unsigned char *spki = NULL;
	int n = i2d_PUBKEY(pair, &spki);
	char *pem;

	(void)state;
	assert_int_equal(request_read(arena, der.bytes, der.size, &facts, &err),
			 OK);
	assert_same(facts.key.spki, (struct octets){ spki, (size_t)n });
	assert_string_equal(facts.subject_text, "CN=Città");
	assert_int_equal(
	    pem_encode(arena, "CERTIFICATE REQUEST", der, &pem, &err), OK);
	assert_int_equal(request_read(arena, pem, strlen(pem), &facts, &err),
			 OK);
	assert_int_equal(facts.key.kind, KEY_P256);
	assert_int_equal(
	    request_read(arena, stolen.bytes, stolen.size, &none, &err),
	    REFUSED);
	assert_true(error_has(&err, "possession_not_proved"));
	for (size_t i = 0; i < der.size; i++)
		assert_int_equal(request_read(arena, der.bytes, i, &none, &err),
				 DATA);
	assert_true(error_has(&err, "request_unreadable"));
	OPENSSL_free(spki);
	EVP_PKEY_free(pair);
	EVP_PKEY_free(thief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_plan_gives_the_same_bytes),
		cmocka_unit_test(what_is_read_writes_the_very_same_bytes),
		cmocka_unit_test(the_facts_are_those_of_the_plan),
		cmocka_unit_test(the_order_of_the_subject_is_kept),
		cmocka_unit_test(names_are_told_as_openssl_tells_them),
		cmocka_unit_test(qc_statements_are_those_of_en_319_412_5),
		cmocka_unit_test(qc_statements_are_not_taken_for_others),
		cmocka_unit_test(text_that_cannot_be_written_is_refused),
		cmocka_unit_test(sixty_four_greek_letters_fit),
		cmocka_unit_test(values_that_cannot_be_written_are_refused),
		cmocka_unit_test(
		    a_notice_of_200_characters_fits_and_201_do_not),
		cmocka_unit_test(
		    a_top_bit_and_leading_zeroes_are_encoded_minimally),
		cmocka_unit_test(a_certificate_without_an_issuer_issues_itself),
		cmocka_unit_test(
		    the_issuers_name_stands_as_it_stood_in_its_own),
		cmocka_unit_test(
		    a_finished_certificate_verifies_with_its_issuer_only),
		cmocka_unit_test(another_kind_of_key_does_not_finish_it),
		cmocka_unit_test(rsa_issues_too),
		cmocka_unit_test(what_is_no_tbs_is_not_signed),
		cmocka_unit_test(
		    every_shorter_and_any_longer_certificate_is_refused),
		cmocka_unit_test(a_certificate_above_the_limit_is_not_read),
		cmocka_unit_test(no_changed_byte_verifies),
		cmocka_unit_test(an_extension_twice_is_refused),
		cmocka_unit_test(strange_extensions_are_told_by_oid),
		cmocka_unit_test(pem_comes_back_as_it_went),
		cmocka_unit_test(
		    a_request_shows_its_key_and_proves_its_possession),
	};

	error_reset(&err);
	return cmocka_run_group_tests_name("certificate", tests, set_up,
					   tear_down);
}
