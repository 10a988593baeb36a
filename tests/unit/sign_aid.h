/* sign_aid - keys and certificates for tests of signing, made by openssl */
#ifndef IPP_TESTS_SIGN_AID_H
#define IPP_TESTS_SIGN_AID_H

#include <ipp/port/certificate.h>
#include <ipp/port/signer.h>

#include "pdf_aid.h"

static char folder[] = "/tmp/ipp-sign-XXXXXX";
static struct arena *arena;
static struct error err;

/* Runs a line in the folder of the test. */
__attribute__((unused, format(printf, 1, 2))) static void
shell(const char *format, ...)
{
	va_list ap;
	char line[2048], text[2200];
	FILE *f;

	va_start(ap, format);
	(void)vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	(void)snprintf(text, sizeof text, "cd %s && { %s; } 2>/dev/null",
		       folder, line);
	f = popen(text, "re");
	if (!f || pclose(f) != 0)
		fail_msg("failed: %s", line);
}

__attribute__((unused)) static struct octets file(const char *name)
{
	struct octets ret = { 0 };
	unsigned char *bytes = NULL;

	assert_int_equal(file_read(arena,
				   arena_printf(arena, "%s/%s", folder, name),
				   1 << 24, &bytes, &ret.size, &err),
			 OK);
	ret.bytes = bytes;
	return ret;
}

__attribute__((unused)) static struct octets certificate(const char *name)
{
	struct octets ret = { 0 }, pem = file(name);

	assert_int_equal(pem_decode(arena, "CERTIFICATE", pem.bytes, pem.size,
				    &ret, &err),
			 OK);
	return ret;
}

/* A key and certificate NAME.key, NAME.pem, and both in NAME.p12. */
__attribute__((unused)) static void pair_make(const char *name,
					      const char *algorithm)
{
	shell("openssl req -x509 -newkey %s -nodes -keyout %s.key -out %s.pem "
	      "-subj /CN=%s -days 3650 "
	      "-addext keyUsage=critical,nonRepudiation "
	      "-addext basicConstraints=critical,CA:FALSE && "
	      "openssl pkcs12 -export -inkey %s.key -in %s.pem "
	      "-passout pass:secret -out %s.p12",
	      algorithm, name, name, name, name, name, name);
}

__attribute__((unused)) static enum status
signer_open(const char *name, const char *passphrase, const char *wanted,
	    struct signer **ret)
{
	struct octets of = certificate(wanted);
	struct signer_choice choice = { &of, 1 };

	error_reset(&err);
	return signer_pkcs12_open(file(name), passphrase, &choice, ret, &err);
}

__attribute__((unused)) static struct signer *signer_of(const char *name)
{
	struct signer *ret = NULL;

	assert_int_equal(signer_open(arena_printf(arena, "%s.p12", name),
				     "secret",
				     arena_printf(arena, "%s.pem", name), &ret),
			 OK);
	return ret;
}

__attribute__((unused)) static int folder_begin(void)
{
	arena = arena_new();
	error_reset(&err);
	return mkdtemp(folder) ? 0 : -1;
}

__attribute__((unused)) static int folder_end(void **state)
{
	(void)state;
	shell("rm -r %s", folder);
	arena_free(arena);
	return 0;
}

#endif
