/* certificate_samples - one certificate of each profile, of invented people
 *
 * For tests of profiles, and for the driver certificates.c that
 * writes them down for other people's programs. Keys are those of
 * tests/fixtures/certificate, so what is to be signed is the same each time. */
#ifndef IPP_TESTS_CERTIFICATE_SAMPLES_H
#define IPP_TESTS_CERTIFICATE_SAMPLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>
#include <ipp/rule/certificate_profile.h>

#define SAMPLES_FOLDER "tests/fixtures/certificate/"
#define SAMPLES_START  INT64_C(1772323200) /* 2026-03-01T00:00:00Z */

struct samples {
	struct arena *arena;
	struct key *root, *issuer, *holder;
	struct public_key root_public, issuer_public, holder_public;
	int64_t start;
	bool demo;
	struct error err;
};

/* Every profile: those that the rule lists, and those of devices of holders of
 * which nobody knows that they are certified, which it only finds. */
static inline const struct certificate_profile *sample_profile(size_t i)
{
	static const char *const uncertified[] = { "DEV-SIGN-N", "ROLE-DEV-N",
						   "DEV-AUTH-N", "ROLE-AUTH-N",
						   NULL };
	const struct certificate_profile *p = certificate_profiles();

	while (p->code && i > 0) {
		p++;
		i--;
	}
	if (p->code)
		return p;
	return i < sizeof uncertified / sizeof *uncertified && uncertified[i]
		   ? certificate_profile_find(uncertified[i])
		   : NULL;
}

/* What makes a certificate: all that a rule wants, and who signs. */
struct sample {
	const struct certificate_profile *profile;
	struct certificate_subject subject;
	struct certificate_issuer issuer;
	const struct key *signer;
	struct certificate_plan plan;
};

static inline struct key *sample_key(struct samples *all, const char *name)
{
	const char *path =
	    arena_printf(all->arena, SAMPLES_FOLDER "%s.p8", name);
	unsigned char *der;
	struct key *ret = NULL;
	size_t n;

	if (file_read(all->arena, path, 4096, &der, &n, &all->err) != OK ||
	    key_import(der, n, &ret, &all->err) != OK) {
		(void)fprintf(stderr, "%s\n", all->err.mistakes[0].text);
		exit(1);
	}
	return ret;
}

static inline void samples_open(struct samples *all, int64_t start, bool demo)
{
	memset(all, 0, sizeof *all);
	all->arena = arena_new();
	all->start = start;
	all->demo = demo;
	all->root = sample_key(all, "root");
	all->issuer = sample_key(all, "issuer");
	all->holder = sample_key(all, "holder");
	if (key_public(all->arena, all->root, &all->root_public, &all->err) ||
	    key_public(all->arena, all->issuer, &all->issuer_public,
		       &all->err) ||
	    key_public(all->arena, all->holder, &all->holder_public, &all->err))
		exit(1);
}

static inline void samples_close(struct samples *all)
{
	key_free(all->root);
	key_free(all->issuer);
	key_free(all->holder);
	arena_free(all->arena);
}

static inline struct texts sample_url(struct arena *arena, const char *url)
{
	const char **items = arena_alloc(arena, sizeof *items);

	items[0] = url;
	return (struct texts){ items, 1 };
}

static inline struct certificate_subject
sample_authority(const struct public_key *key, const char *name, int64_t start)
{
	return (struct certificate_subject){
		.country = "IT",
		.organization = "Autorità di Prova S.p.A.",
		.organization_identifier = "VATIT-97735020584",
		.common_name = name,
		.key = *key,
		.not_before = start,
	};
}

static inline struct certificate_subject
sample_person(const struct samples *all)
{
	return (struct certificate_subject){
		.country = "IT",
		.given_name = "Mario",
		.surname = "Rossi",
		.identity = "TINIT-RSSMRA80A01H501U",
		.iut = "20260301000001",
		.recognition = "offline",
		.key = all->holder_public,
		.not_before = all->start,
	};
}

static inline void sample_person_fit(struct sample *one)
{
	const char *code = one->profile->code;

	if (one->profile->role) {
		one->subject.organization = "Ordine degli Avvocati di Forlì";
		one->subject.organization_identifier = "CF:IT-80012345678";
		one->subject.title = "Avvocato";
	}
	if (text_equal(code, "RAO"))
		one->subject.title = "Registration Authority Officer";
	if (text_equal(code, "REM-SPID"))
		one->subject.recognition = "spid";
	if (text_equal(code, "ROLE-REM")) {
		one->subject.identity = "PASGR-AE1234567";
		one->subject.given_name = "Ελένη";
		one->subject.surname = "Παπαδοπούλου";
		one->subject.limit_value = (struct qc_limit){ "EUR", 5, 4 };
	}
	if (text_equal(code, "ONESHOT"))
		one->subject.recognition = "sign";
	if (one->profile->purpose == PURPOSE_AUTHENTICATION)
		one->subject.email = "mario.rossi@example.org";
}

/* Who issues: the root to itself and to the authority, that to the others. */
static inline struct certificate_issuer
sample_issuer(struct samples *all, enum certificate_purpose purpose)
{
	static const struct qc_pds pds[] = {
		{ "https://ca.example/pds_en.pdf", "en" },
		{ "https://ca.example/pds_it.pdf", "it" },
	};
	bool by_root = purpose == PURPOSE_ROOT || purpose == PURPOSE_ISSUING;
	struct certificate_issuer ret = {
		.key = KEY_P256,
		.cps = "https://ca.example/cps",
		.policy_arc = "1.3.6.1.4.1.32473.1", /* RFC 5612 */
		.pds = pds,
		.pds_count = 2,
		.demo = all->demo,
		.remote_qscd = true,
	};

	ret.key_id.bytes = by_root ? all->root_public.id
				   : all->issuer_public.id;
	ret.key_id.size = KEY_ID_SIZE;
	ret.issuer_urls =
	    sample_url(all->arena, by_root ? "http://ca.example/root.cer"
					   : "http://ca.example/ca.cer");
	if (!by_root)
		ret.ocsp_urls =
		    sample_url(all->arena, "http://ocsp.ca.example/");
	ret.crl_urls = sample_url(all->arena, by_root
						  ? "http://ca.example/root.crl"
						  : "http://ca.example/ca.crl");
	return ret;
}

/* 16 bytes, the same for the same profile. */
static inline struct octets sample_serial(struct samples *all, const char *code)
{
	unsigned char *bytes = arena_alloc(all->arena, 16);

	for (size_t i = 0; i < 16; i++)
		bytes[i] = (unsigned char)(0x5a + i * 0x11);
	memcpy(bytes + 1, code, strlen(code));
	return (struct octets){ bytes, 16 };
}

static inline void sample_make(struct samples *all, const char *code,
			       struct sample *ret);

/* The subject of the authority above, as it stands in its own certificate. */
static inline void sample_link(struct samples *all, struct sample *one,
			       const char *above)
{
	struct sample issuer;

	sample_make(all, above, &issuer);
	if (certificate_name(all->arena, issuer.plan.subject,
			     issuer.plan.subject_count, &one->issuer.name,
			     NULL, &all->err) != OK)
		exit(1);
	one->issuer.not_before = issuer.plan.not_before;
	one->issuer.not_after = issuer.plan.not_after;
}

static inline void sample_make(struct samples *all, const char *code,
			       struct sample *ret)
{
	struct sample one = { .profile = certificate_profile_find(code) };
	enum certificate_purpose purpose = one.profile->purpose;

	one.issuer = sample_issuer(all, purpose);
	one.signer = all->issuer;
	if (purpose == PURPOSE_ROOT || purpose == PURPOSE_ISSUING) {
		bool root = purpose == PURPOSE_ROOT;

		one.signer = all->root;
		one.subject = sample_authority(
		    root ? &all->root_public : &all->issuer_public,
		    root ? "Radice di Prova" : "Firma Qualificata di Prova",
		    all->start - (root ? 2 : 1) * DAY_SECONDS);
	} else if (purpose == PURPOSE_STATUS || purpose == PURPOSE_PROOF) {
		one.subject = sample_authority(&all->holder_public,
					       purpose == PURPOSE_STATUS
						   ? "Stato di Prova"
						   : "Prove di Prova",
					       all->start);
		/* as long as the authority, which is older by a day */
		if (purpose == PURPOSE_PROOF)
			one.subject.not_after =
			    instant_add_months(all->start - DAY_SECONDS, 120) -
			    1;
	} else {
		one.subject = sample_person(all);
		sample_person_fit(&one);
	}
	one.subject.serial = sample_serial(all, code);
	if (purpose != PURPOSE_ROOT)
		sample_link(all, &one,
			    purpose == PURPOSE_ISSUING ? "ROOT" : "CA");
	if (certificate_plan_make(one.profile, &one.subject, &one.issuer,
				  all->arena, &one.plan, &all->err) != OK) {
		(void)fprintf(stderr, "%s\n", all->err.mistakes[0].text);
		exit(1);
	}
	*ret = one;
}

#endif
