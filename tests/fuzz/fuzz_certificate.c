/* fuzz_certificate - any bytes as a certificate or a certification request */
#include <ipp/port/certificate.h>

#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What facts promise: texts are there, and what was signed is part of it. */
static void check_facts(const struct certificate_facts *facts, size_t size)
{
	if (!facts->serial || strlen(facts->serial) % 2 ||
	    !facts->subject_text || !facts->issuer_text ||
	    strlen(facts->fingerprint) != 64 || facts->tbs.size >= size ||
	    facts->plan.key.spki.size >= size)
		abort();
	for (size_t i = 0; i < facts->plan.subject_count; i++)
		if (!facts->plan.subject[i].value)
			abort();
	for (size_t i = 0; i < facts->plan.policy_count; i++)
		if (!facts->plan.policies[i].oid)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	struct certificate_facts facts;
	struct request_facts request;
	struct octets der;
	struct public_key key;
	struct error err;

	error_reset(&err);
	if (certificate_read(arena, data, size, &facts, &err) == OK) {
		struct octets tbs;

		check_facts(&facts, size);
		/* It may hold what we cannot write, but never crashes us. */
		(void)certificate_tbs(arena, &facts.plan, &tbs, &err);
	}
	if (pem_decode(arena, "CERTIFICATE", data, size, &der, &err) == OK &&
	    der.size > size)
		abort();
	if (request_read(arena, data, size, &request, &err) == OK &&
	    (!request.subject_text || !request.key.spki.size))
		abort();
	(void)public_key_read(arena, data, size, &key, &err);
	return 0;
}
