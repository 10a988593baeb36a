/* certificate_aid - a plan that uses everything, and certificates made of it */
#ifndef IPP_TESTS_UNIT_CERTIFICATE_AID_H
#define IPP_TESTS_UNIT_CERTIFICATE_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
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
__attribute__((unused)) static struct certificate_plan full(void)
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

	assert_int_equal(certificate_name(arena, issuer, COUNT(issuer),
					  &plan.issuer, NULL, &err),
			 OK);
	return plan;
}

__attribute__((unused)) static struct octets
tbs_of(const struct certificate_plan *plan)
{
	struct octets tbs = { NULL, 0 };

	error_reset(&err);
	if (certificate_tbs(arena, plan, &tbs, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return tbs;
}

__attribute__((unused)) static struct octets
made_of(const struct certificate_plan *plan)
{
	struct octets der = { NULL, 0 };

	if (certificate_finish(arena, tbs_of(plan), root, &der, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return der;
}

__attribute__((unused)) static void assert_same(struct octets a,
						struct octets b)
{
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.bytes, b.bytes, a.size);
}

#endif
