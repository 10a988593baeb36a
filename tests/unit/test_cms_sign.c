/* test_cms_sign - what a PKCS #12 file signs, the stock openssl accepts */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/port/cms_sign.h>

#include "sign_aid.h"

#define CONTENT "What is agreed upon.\n"
#define AT	INT64_C(1795335300)

static int setup(void **state)
{
	(void)state;
	if (folder_begin())
		return -1;
	pair_make("p256", "ec -pkeyopt ec_paramgen_curve:P-256");
	pair_make("p384", "ec -pkeyopt ec_paramgen_curve:P-384");
	pair_make("rsa", "rsa:2048");
	pair_make("weak", "rsa:1024");
	return 0;
}

static struct octets sign(const char *name, bool detached, int64_t time)
{
	struct octets content = { (const unsigned char *)CONTENT,
				  strlen(CONTENT) },
		      ret;
	struct cms_content whole = { &content, 1 };
	struct cms_style style = { detached, time };
	OWN(signer) struct signer *signer = signer_of(name);

	assert_int_equal(cms_sign(arena, signer, &whole, &style, &ret, &err),
			 OK);
	assert_true(ret.size < cms_sign_room(signer) + strlen(CONTENT));
	return ret;
}

/* Says what openssl finds in it: the content, after it has verified. */
static char *verify(struct octets cms, const char *more, int *status)
{
	return judge(arena,
		     arena_printf(arena,
				  "openssl cms -verify -cades -binary -inform "
				  "DER -in '%%s' -purpose any %s 2>&1",
				  more),
		     cms.bytes, cms.size, status);
}

static void every_kind_of_key_makes_cades_that_openssl_accepts(void **state)
{
	static const char *const names[] = { "p256", "p384", "rsa" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const char *trust = arena_printf(arena, "-CAfile %s/%s.pem",
						 folder, names[i]);
		int status;
		char *said =
		    verify(sign(names[i], false, AT), trust, &status);

		assert_int_equal(status, 0);
		assert_non_null(strstr(said, CONTENT));
		trust = arena_printf(arena,
				     "%s -content %s/content", trust, folder);
		shell("printf '%s' >content", CONTENT);
		said = verify(sign(names[i], true, INT64_MIN), trust, &status);
		assert_int_equal(status, 0);
		shell("printf else >content");
		said = verify(sign(names[i], true, INT64_MIN), trust, &status);
		assert_int_not_equal(status, 0);
	}
}

static void the_attributes_are_those_of_level_b_b(void **state)
{
	struct octets cms = sign("p384", false, AT);
	int status;
	char *said = judge(arena,
			   "openssl cms -cmsout -print -inform DER -in '%s'",
			   cms.bytes, cms.size, &status);

	(void)state;
	assert_non_null(strstr(said, "id-smime-aa-signingCertificateV2"));
	assert_non_null(strstr(said, "contentType"));
	assert_non_null(strstr(said, "messageDigest"));
	assert_non_null(strstr(said, "sha384"));
	assert_non_null(strstr(said, "UTCTIME:Nov 22 08:15:00 2026 GMT"));
	assert_null(strstr(said, "S/MIME Capabilities"));
	cms = sign("p256", true, INT64_MIN);
	said = judge(arena, "openssl cms -cmsout -print -inform DER -in '%s'",
		     cms.bytes, cms.size, &status);
	assert_null(strstr(said, "signingTime"));
	assert_non_null(strstr(said, "eContent: <ABSENT>"));
}

static void refuses(const char *name, const char *passphrase,
		    const char *wanted, const char *code)
{
	struct signer *signer = NULL;

	assert_int_not_equal(signer_open(name, passphrase, wanted, &signer),
			     OK);
	assert_string_equal(err.mistakes[0].code, code);
	assert_null(strstr(err.mistakes[0].text, passphrase));
	assert_null(signer);
}

static void what_does_not_fit_is_refused(void **state)
{
	(void)state;
	refuses("p256.p12", "wrong one", "p256.pem", "passphrase_wrong");
	refuses("p256.pem", "secret", "p256.pem", "pkcs12_unreadable");
	refuses("p256.p12", "secret", "rsa.pem", "certificate_not_registered");
	refuses("weak.p12", "secret", "weak.pem", "key_unsupported");
	shell("openssl pkcs12 -export -nokeys -in rsa.pem -passout "
	      "pass:secret -out bare.p12");
	refuses("bare.p12", "secret", "rsa.pem", "key_missing");
	/* openssl itself refuses to pair them, so its key goes in alone */
	shell("openssl pkcs12 -export -inkey p256.key -in p256.pem "
	      "-certfile rsa.pem -passout pass:secret -out other.p12");
	refuses("other.p12", "secret", "rsa.pem", "key_mismatch");
	shell("openssl pkcs12 -export -legacy -descert -certpbe "
	      "PBE-SHA1-RC2-40 -inkey rsa.key -in rsa.pem -passout "
	      "pass:secret -out old.p12");
	refuses("old.p12", "secret", "rsa.pem", "pkcs12_unsupported");
}

static void a_file_without_a_passphrase_opens_with_an_empty_one(void **state)
{
	struct signer *signer = NULL;

	(void)state;
	shell("openssl pkcs12 -export -inkey rsa.key -in rsa.pem "
	      "-passout pass: -out open.p12");
	assert_int_equal(signer_open("open.p12", "", "rsa.pem", &signer), OK);
	signer_close(signer);
}

static void issuers_go_along_but_no_root(void **state)
{
	OWN(signer) struct signer *signer = NULL;

	(void)state;
	shell("openssl req -x509 -newkey rsa:2048 -nodes -keyout "
	      "ca.key -out ca.pem -subj /CN=CA 2>/dev/null && "
	      "openssl req -newkey rsa:2048 -nodes -keyout sub.key -subj "
	      "/CN=Sub -addext basicConstraints=critical,CA:TRUE 2>/dev/null | "
	      "openssl x509 -req -CA ca.pem -CAkey ca.key -copy_extensions "
	      "copy -out sub.pem 2>/dev/null && "
	      "openssl req -new -key p256.key -subj /CN=Leaf | openssl x509 "
	      "-req -CA sub.pem -CAkey sub.key -out leaf.pem 2>/dev/null && "
	      "cat sub.pem ca.pem > chain.pem && openssl pkcs12 -export -inkey "
	      "p256.key -in leaf.pem -certfile chain.pem -passout pass:secret "
	      "-out leaf.p12");
	assert_int_equal(signer_open("leaf.p12", "secret", "leaf.pem", &signer),
			 OK);
	assert_int_equal(signer->chain_count, 1);
	assert_int_equal(signer->chain[0].size, certificate("sub.pem").size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_kind_of_key_makes_cades_that_openssl_accepts),
		cmocka_unit_test(the_attributes_are_those_of_level_b_b),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(
		    a_file_without_a_passphrase_opens_with_an_empty_one),
		cmocka_unit_test(issuers_go_along_but_no_root),
	};

	return cmocka_run_group_tests(tests, setup, folder_end);
}
