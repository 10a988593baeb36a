/* certify - a driver for tests: what an honest desk would not certify
 *
 * usage: certify FROM TO [CHANGE]...
 * Reads a certificate (DER), changes what stands in it, and has the issuing
 * authority of $IPP_STORE sign it. A change is one of those below; key=FILE
 * puts in another SubjectPublicKeyInfo (DER), end=SECONDS moves the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>
#include <ipp/store/authority.h>
#include <ipp/store/store.h>

#define FILE_MAX 65536

static struct error err;

static void must(enum status rc)
{
	if (rc == OK)
		return;
	for (size_t i = 0; i < err.count; i++)
		(void)fprintf(stderr, "certify: %s: %s\n", err.mistakes[i].code,
			      err.mistakes[i].text);
	exit(rc);
}

static void checked(struct certificate_plan *plan)
{
	plan->no_check = false;
}

static void other_usage(struct certificate_plan *plan)
{
	plan->key_usage |= KEY_USAGE_KEY_AGREEMENT;
}

static void usage_not_critical(struct certificate_plan *plan)
{
	plan->critical &= ~(unsigned)EXTENSION_KEY_USAGE;
}

static void no_purpose(struct certificate_plan *plan)
{
	plan->extended_key_usage.count = 0;
}

static void other_purpose(struct certificate_plan *plan)
{
	static const char *const client[] = { "1.3.6.1.5.5.7.3.2" };

	plan->extended_key_usage = (struct texts){ client, 1 };
}

static void authority(struct certificate_plan *plan)
{
	plan->authority = true;
	plan->path_length = -1;
}

static void no_policy(struct certificate_plan *plan)
{
	plan->policy_count = 0;
}

static void other_issuer(struct certificate_plan *plan)
{
	static unsigned char name[1024];

	memcpy(name, plan->issuer.bytes, plan->issuer.size);
	name[plan->issuer.size - 1] ^= 1;
	plan->issuer.bytes = name;
}

static const struct change {
	const char *name;
	void (*make)(struct certificate_plan *plan);
} changes[] = {
	{ "checked", checked },
	{ "other_usage", other_usage },
	{ "usage_not_critical", usage_not_critical },
	{ "no_purpose", no_purpose },
	{ "other_purpose", other_purpose },
	{ "authority", authority },
	{ "no_policy", no_policy },
	{ "other_issuer", other_issuer },
	{ NULL, NULL },
};

static void change_make(const char *name, struct arena *arena,
			struct certificate_plan *plan)
{
	const struct change *it = changes;
	unsigned char *spki;
	size_t n;

	if (!strncmp(name, "end=", 4)) {
		plan->not_after += strtol(name + 4, NULL, 10);
		return;
	}
	if (!strncmp(name, "key=", 4)) {
		must(file_read(arena, name + 4, FILE_MAX, &spki, &n, &err));
		must(public_key_read(arena, spki, n, &plan->key, &err));
		plan->subject_key_id =
		    (struct octets){ plan->key.id, KEY_ID_SIZE };
		return;
	}
	while (it->name && strcmp(it->name, name) != 0)
		it++;
	if (!it->name)
		exit(USAGE);
	it->make(plan);
}

int main(int argc, char *argv[])
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(store) struct store *store = NULL;
	const struct authority *issuer;
	const struct key *key;
	struct certificate_facts facts;
	struct octets tbs, made;
	unsigned char *bytes;
	size_t n;

	error_reset(&err);
	if (argc < 3)
		return USAGE;
	must(file_read(arena, argv[1], FILE_MAX, &bytes, &n, &err));
	must(certificate_read(arena, bytes, n, &facts, &err));
	for (int i = 3; i < argc; i++)
		change_make(argv[i], arena, &facts.plan);
	must(store_open(getenv("IPP_STORE"), NULL, STORE_OPEN, &store, &err));
	must(authority_current(store, AUTHORITY_ISSUING, &issuer, &err));
	must(authority_key(store, issuer->authority_id, &key, &err));
	must(certificate_tbs(arena, &facts.plan, &tbs, &err));
	must(certificate_finish(arena, tbs, key, &made, &err));
	must(file_write(argv[2], made.bytes, made.size, 0644, &err));
	return OK;
}
