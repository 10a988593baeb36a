/* test_cms_prepare - values that are made elsewhere make signatures of ours */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/port/cms_sign.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/pdf_sign.h>

#include "sign_aid.h"

#define CONTENT "What is agreed upon.\n"
#define AT	INT64_C(1795335300)

static const struct octets bytes = { (const unsigned char *)CONTENT,
				     sizeof CONTENT - 1 };
static const struct cms_content content = { &bytes, 1 };

/* How a service far away signs a hash. */
static const struct kind {
	const char *name, *algorithm, *pkeyopt;
	bool pss, raw;
	const char *oid, *key_oid;
} kinds[] = {
	{ "rsa", "rsa:2048", "-pkeyopt digest:sha256", false, false,
	  "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1" },
	{ "rsa", NULL,
	  "-pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest "
	  "-pkeyopt digest:sha256",
	  true, false, "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.10" },
	{ "pss", "rsa-pss -pkeyopt rsa_keygen_bits:2048",
	  "-pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest "
	  "-pkeyopt digest:sha256",
	  false, false, "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.10" },
	{ "p256", "ec -pkeyopt ec_paramgen_curve:P-256", "", false, false,
	  "1.2.840.10045.4.3.2", "1.2.840.10045.2.1" },
	{ "p256", NULL, "", false, true, "1.2.840.10045.4.3.2",
	  "1.2.840.10045.2.1" },
	{ "p384", "ec -pkeyopt ec_paramgen_curve:P-384", "", false, false,
	  "1.2.840.10045.4.3.3", "1.2.840.10045.2.1" },
	{ "p521", "ec -pkeyopt ec_paramgen_curve:P-521", "", false, true,
	  "1.2.840.10045.4.3.4", "1.2.840.10045.2.1" },
};
#define KINDS (sizeof kinds / sizeof *kinds)

static int setup(void **state)
{
	(void)state;
	if (folder_begin())
		return -1;
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].algorithm)
			pair_make(kinds[i].name, kinds[i].algorithm);
	return 0;
}

/* r and s, without what DER puts around them. */
static struct octets raw_of(struct octets der, size_t n)
{
	unsigned char *ret = arena_alloc(arena, 2 * n);
	const unsigned char *at = der.bytes + (der.bytes[1] & 0x80 ? 3 : 2);

	for (size_t i = 0; i < 2; i++) {
		size_t size = at[1], skip = size > n ? size - n : 0;

		memcpy(ret + i * n + (n - (size - skip)), at + 2 + skip,
		       size - skip);
		at += 2 + size;
	}
	return (struct octets){ ret, 2 * n };
}

static struct octets value_of(const struct kind *kind,
			      const struct cms_draft *draft)
{
	struct octets ret;

	assert_int_equal(file_write(arena_printf(arena, "%s/hash", folder),
				    draft->hash, draft->hash_size, 0600, &err),
			 OK);
	shell("openssl pkeyutl -sign -inkey %s.key %s -in hash -out value",
	      kind->name, kind->pkeyopt);
	ret = file("value");
	return kind->raw ? raw_of(ret, draft->hash_size == 64 ? 66 : 32) : ret;
}

static struct cms_signatory *signatory_of(const struct kind *kind)
{
	struct cms_identity who = { .certificate = certificate(arena_printf(
					arena, "%s.pem", kind->name)),
				    .pss = kind->pss };
	struct cms_signatory *ret = NULL;

	assert_int_equal(cms_signatory_open(&who, &ret, &err), OK);
	return ret;
}

static struct cms_draft draft_of(const struct cms_signatory *who)
{
	struct cms_draft ret;

	assert_int_equal(cms_prepare(arena, who, &content, AT, &ret, &err),
			 OK);
	return ret;
}

static void a_value_from_far_away_makes_cades_that_openssl_accepts(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		OWN(cms_signatory)
		struct cms_signatory *who = signatory_of(&kinds[i]);
		struct cms_draft draft = draft_of(who);
		struct octets message, whole;
		int status;
		char *said;

		assert_int_equal(cms_complete(arena, who, &draft,
					      value_of(&kinds[i], &draft),
					      &message, &err),
				 OK);
		assert_true(message.size < cms_signatory_room(who, false));
		assert_int_equal(
		    cms_attach(arena, message, &content, &whole, &err), OK);
		said = judge(arena,
			     arena_printf(arena,
					  "openssl cms -verify -cades -binary "
					  "-inform DER -in '%%s' -purpose any "
					  "-CAfile %s/%s.pem 2>&1",
					  folder, kinds[i].name),
			     whole.bytes, whole.size, &status);
		if (status || !strstr(said, CONTENT))
			fail_msg("%zu %s: %s", i, kinds[i].name, said);
	}
}

static void the_algorithms_are_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		OWN(cms_signatory)
		struct cms_signatory *who = signatory_of(&kinds[i]);
		struct cms_algorithm it;

		assert_int_equal(cms_signatory_algorithm(who, arena, &it, &err),
				 OK);
		assert_string_equal(it.signature, kinds[i].oid);
		assert_string_equal(it.key, kinds[i].key_oid);
		assert_int_equal(it.parameters.size > 0,
				 !strcmp(it.key, "1.2.840.113549.1.1.10"));
		if (cms_signatory_digest(who) == SIGNER_SHA256)
			assert_string_equal(it.digest,
					    "2.16.840.1.101.3.4.2.1");
	}
}

static void a_server_may_want_another_digest(void **state)
{
	enum signer_digest digest = SIGNER_SHA512;
	struct cms_identity who = { .certificate = certificate("rsa.pem"),
				    .digest = &digest };
	OWN(cms_signatory) struct cms_signatory *it = NULL;
	struct cms_algorithm algorithm;

	(void)state;
	assert_int_equal(cms_signatory_open(&who, &it, &err), OK);
	assert_int_equal(cms_signatory_algorithm(it, arena, &algorithm, &err),
			 OK);
	assert_string_equal(algorithm.signature, "1.2.840.113549.1.1.13");
	assert_int_equal(draft_of(it).hash_size, 64);
}

static void a_value_of_another_key_or_hash_is_refused(void **state)
{
	OWN(cms_signatory) struct cms_signatory *rsa = signatory_of(&kinds[0]);
	OWN(cms_signatory) struct cms_signatory *ec = signatory_of(&kinds[3]);
	struct cms_draft draft = draft_of(rsa), other = draft_of(ec);
	struct octets message = { 0 }, wrong[4];

	(void)state;
	wrong[0] = value_of(&kinds[1], &draft); /* PSS was not asked for */
	wrong[1] = value_of(&kinds[3], &other);
	wrong[2] = (struct octets){ NULL, 0 };
	other.hash[0] ^= 1;
	wrong[3] = value_of(&kinds[0], &other);
	for (size_t i = 0; i < 4; i++) {
		error_reset(&err);
		assert_int_equal(cms_complete(arena, rsa, &draft, wrong[i],
					      &message, &err),
				 REFUSED);
		assert_string_equal(err.mistakes[0].code, "signature_unsound");
		assert_int_equal(message.size, 0);
		error_reset(&err);
		assert_int_equal(cms_complete(arena, ec, &other, wrong[i],
					      &message, &err),
				 REFUSED);
	}
	error_reset(&err);
}

static void a_pdf_is_signed_far_away(void **state)
{
	OWN(cms_signatory) struct cms_signatory *who = signatory_of(&kinds[4]);
	struct blob pages = pages_make(arena, 2);
	struct file_bytes in = { "in.pdf", pages.bytes, pages.size };
	struct pdf_signature what = { AT, NULL, NULL, cms_signatory_room(who, false) };
	struct pdf_draft pdf = { 0 };
	struct octets parts[2], message;
	struct cms_content both = { parts, 2 };
	struct cms_draft draft;
	int status;
	char *said;

	(void)state;
	assert_int_equal(pdf_sign_prepare(arena, &in, &what, &pdf, &err), OK);
	pdf_draft_content(&pdf, parts);
	assert_int_equal(
	    cms_prepare(arena, who, &both, INT64_MIN, &draft, &err), OK);
	assert_int_equal(cms_complete(arena, who, &draft,
				      value_of(&kinds[4], &draft), &message,
				      &err),
			 OK);
	assert_int_equal(pdf_draft_fill(&pdf, message, &err), OK);
	said = judge(arena, "pdfsig -nocert '%s'", pdf.bytes, pdf.size,
		     &status);
	assert_non_null(strstr(said, "Signature is Valid"));
	assert_non_null(strstr(said, "Total document signed"));
	message.size = what.room + 1;
	assert_int_equal(pdf_draft_fill(&pdf, message, &err), INTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_value_from_far_away_makes_cades_that_openssl_accepts),
		cmocka_unit_test(the_algorithms_are_named),
		cmocka_unit_test(a_server_may_want_another_digest),
		cmocka_unit_test(a_value_of_another_key_or_hash_is_refused),
		cmocka_unit_test(a_pdf_is_signed_far_away),
	};

	return cmocka_run_group_tests(tests, setup, folder_end);
}
