/* certificates - a driver for tests: writes a certificate of each profile
 *
 * certificates FOLDER [START [demo]] writes CODE.pem and what is signed in it,
 * CODE.tbs, for each profile, all beginning at START (seconds since 1970). */
#include "certificate_samples.h"

static enum status sample_write(struct samples *all, const char *code,
				const char *folder)
{
	struct arena *arena = all->arena;
	struct sample one;
	struct octets tbs, der;
	char *pem;
	enum status rc;

	sample_make(all, code, &one);
	if ((rc = certificate_plan_check(one.profile, &one.issuer, &one.plan,
					 &all->err)) != OK ||
	    (rc = certificate_tbs(arena, &one.plan, &tbs, &all->err)) != OK ||
	    (rc = certificate_finish(arena, tbs, one.signer, &der,
				     &all->err)) != OK ||
	    (rc = pem_encode(arena, "CERTIFICATE", der, &pem, &all->err)) !=
		OK ||
	    (rc = file_write(arena_printf(arena, "%s/%s.pem", folder, code),
			     pem, strlen(pem), 0644, &all->err)) != OK)
		return rc;
	return file_write(arena_printf(arena, "%s/%s.tbs", folder, code),
			  tbs.bytes, tbs.size, 0644, &all->err);
}

int main(int argc, char *argv[])
{
	struct samples all;
	const struct certificate_profile *p;
	int64_t start = SAMPLES_START;
	enum status rc = OK;

	if (argc < 2 || argc > 4 ||
	    (argc > 2 && !integer_parse(argv[2], 0, INT32_MAX, &start))) {
		(void)fprintf(stderr,
			      "usage: certificates FOLDER [START [demo]]\n");
		return USAGE;
	}
	samples_open(&all, start, argc > 3);
	for (size_t k = 0; rc == OK && (p = sample_profile(k)); k++)
		if ((rc = sample_write(&all, p->code, argv[1])) != OK)
			for (size_t i = 0; i < all.err.count; i++)
				(void)fprintf(stderr, "%s: %s: %s\n", p->code,
					      all.err.mistakes[i].code,
					      all.err.mistakes[i].text);
	samples_close(&all);
	return rc;
}
