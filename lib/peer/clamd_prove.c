/* clamd_prove - whether clamd tells what it did not read */
#include "clamd.h"

#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define PROBES	      3
#define PROBE_SECONDS 10

/* Revision 2 of the standard handler (ISO 32000-1, 7.6.3), with a passphrase
 * that nobody knows. */
#define NOBODY "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
static const char encrypted[] =
    "%PDF-1.4\n"
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    "3 0 obj\n<</Filter/Standard/V 1/R 2"
    "/O<" NOBODY NOBODY ">/U<" NOBODY NOBODY ">/P -4>>\nendobj\n"
    "trailer\n<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<5a5a><5a5a>]>>\n"
    "startxref\n0\n%%EOF\n";

/* A picture that ends within its first segment. */
static const char broken[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
			     "\xff\xff\xff\xd9";

/* The header of an archive (POSIX.1, ustar) whose one member would be the
 * largest file that ClamAV knows: quicker to tell than one packed too often. */
#define TAR_BYTES 512

static void huge_make(char tar[TAR_BYTES])
{
	unsigned sum = 0;

	memset(tar, 0, TAR_BYTES);
	tar[0] = 'a';
	(void)stpcpy(tar + 100, "0000644");
	(void)stpcpy(tar + 108, "0000000");
	(void)stpcpy(tar + 116, "0000000");
	(void)stpcpy(tar + 124, "17777777777");
	(void)stpcpy(tar + 136, "00000000000");
	memset(tar + 148, ' ', 8); /* what the sum is made with */
	tar[156] = '0';
	memcpy(tar + 257, "ustar\00000", 8);
	for (size_t i = 0; i < TAR_BYTES; i++)
		sum += (unsigned char)tar[i];
	(void)snprintf(tar + 148, 7, "%06o", sum % (1U << 18));
}

struct probe {
	const void *bytes;
	size_t n;
	const char *setting;
};

static enum status answers_check(struct call *calls, const struct probe *probes,
				 struct error *err)
{
	enum status ret = OK;

	for (size_t i = 0; i < PROBES; i++) {
		struct clamav_answer answer;
		enum status rc = call_verdict(&calls[i], &answer, err);

		if (rc != OK)
			return rc;
		if (answer.result == CLAMAV_CLEAN)
			ret = error_add(
			    err, CONFIG, "scan_engine_lenient", NULL,
			    "clamd at \"%s\" calls clean what it has not "
			    "read; set `%s yes' in clamd.conf and start it "
			    "again",
			    calls[i].clamd->socket, probes[i].setting);
	}
	return ret;
}

enum status clamd_prove(const struct clamd *clamd, struct error *err)
{
	char huge[TAR_BYTES];
	struct probe probes[PROBES] = {
		{ encrypted, sizeof encrypted - 1, "AlertEncryptedDoc" },
		{ broken, sizeof broken - 1, "AlertBrokenMedia" },
		{ huge, sizeof huge, "AlertExceedsMax" },
	};
	struct call calls[PROBES];
	enum status rc = OK;

	huge_make(huge);
	for (size_t i = 0; i < PROBES; i++)
		calls[i].fd = -1;
	/* all asked before the first answer is waited for */
	for (size_t i = 0; i < PROBES && rc == OK; i++)
		if ((rc = call_begin(&calls[i], clamd, PROBE_SECONDS, err)) ==
		    OK)
			rc = call_stream(&calls[i], probes[i].bytes,
					 probes[i].n, err);
	if (rc == OK)
		rc = answers_check(calls, probes, err);
	for (size_t i = 0; i < PROBES; i++)
		own_call(&calls[i]);
	return rc;
}
