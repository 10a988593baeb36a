/* certificate_profile - what may stand in a certificate of each kind */
#ifndef IPP_RULE_CERTIFICATE_PROFILE_H
#define IPP_RULE_CERTIFICATE_PROFILE_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;

enum certificate_purpose {
	PURPOSE_SIGNATURE,
	PURPOSE_AUTHENTICATION,
	PURPOSE_STATUS,	 /* signs OCSP answers */
	PURPOSE_PROOF,	 /* signs heads of the journal, and dossiers */
	PURPOSE_ISSUING, /* an authority below the root */
	PURPOSE_ROOT,
};

struct certificate_issuer;

struct certificate_profile {
	const char *code;
	enum certificate_purpose purpose;
	const char *policy;    /* our own, below the issuer's arc, or NULL */
	struct texts policies; /* those of others */
	unsigned key_usage;    /* exactly these, critical */
	struct texts purposes; /* extended key usage, exactly these */
	bool qualified, qscd;  /* EN 319 412-5, 4.2.1 and 4.2.2 */
	unsigned qc_types;
	int retention_years;
	int validity_months; /* or, if 0, */
	int64_t validity_seconds;
	int rsa_bits; /* the least */
	bool remote;  /* the key is kept by the provider */
	bool role;    /* organization (and title) of the holder */
	bool needs_title;
	bool validity_assured;
	const char *limit; /* limit of use, for the userNotice */
};

/* NULL if there is no such profile. Codes: REM, REM-SPID, AUTO, DEV-SIGN,
 * DEV-AUTH, ROLE-REM, ROLE-AUTO, ROLE-DEV, ROLE-AUTH, CNS-AUTH, ROLE-CNS, RAO,
 * ONESHOT, ROOT, CA, OCSP, PROOF; and DEV-SIGN-N, DEV-AUTH-N, ROLE-DEV-N,
 * ROLE-AUTH-N for keys on a device that is not known to be certified. */
const struct certificate_profile *certificate_profile_find(const char *code);
/* All but those four; the row after the last has code NULL. */
const struct certificate_profile *certificate_profiles(void);

/* The profile as it holds for certificates of this issuer: where keys of remote
 * products do not lie in a certified device, they have no QcSSCD, and the
 * policy QCP-n instead of QCP-n-qscd (EN 319 411-2, 5.3). */
struct certificate_profile
certificate_profile_of(const struct certificate_profile *profile,
		       const struct certificate_issuer *issuer);

/* Whom a certificate is for, and with which key. Texts may be NULL where a
 * profile does not need them. */
struct certificate_subject {
	const char *country; /* ISO 3166, two capitals */
	const char *given_name, *surname;
	const char *pseudonym; /* instead of names */
	/* serialNumber, as identifier_of makes it (rule/identifier.h); a
	 * national scheme also needs the URI of its authority */
	const char *identity;
	const char *name_authority;
	const char *common_name; /* NULL: made of the names */
	const char *iut;	 /* the holder's identifier at the issuer */
	const char *organization, *organization_identifier, *title;
	const char *description;
	const char *email;	 /* into subjectAltName */
	const char *recognition; /* offline, live, video, spid, sign */
	const char *limit;	 /* a further limit of use */
	struct qc_limit limit_value;
	struct public_key key;
	struct octets serial; /* at least 16 random bytes, top bit clear */
	int64_t not_before;
	int64_t not_after; /* 0: as the profile says */
};

/* Who issues. For a root `name` is empty and the rest is its own. */
struct certificate_issuer {
	struct octets name; /* the subject of its certificate, DER */
	enum key_kind key;
	struct octets key_id;
	int64_t not_before, not_after; /* of its certificate; 0, 0 for a root */
	struct texts issuer_urls, ocsp_urls, crl_urls;
	const char *cps;
	const char *policy_arc; /* OID under which our own policies are */
	const struct qc_pds *pds;
	size_t pds_count;
	bool demo; /* of a demo store: says so in every subject */
	bool remote_qscd; /* keys of remote products are in a device */
};

#define CERTIFICATE_DEMO_MARK "DEMO - no legal value"

/* The QcIdentMethod of a recognition: 0 if there is no such recognition. */
unsigned certificate_identified(const char *recognition);

/* Composes the plan of a certificate after EN 319 412-2 and -5 and the rules
 * of AgID (Determinazione 147/2019). It leads into the arena, the subject and
 * the issuer. What is missing is left out: certificate_plan_check tells. DATA
 * `recognition_unknown`, `common_name_too_long`. */
enum status certificate_plan_make(const struct certificate_profile *profile,
				  const struct certificate_subject *subject,
				  const struct certificate_issuer *issuer,
				  struct arena *arena,
				  struct certificate_plan *ret,
				  struct error *err);

/* Judges a plan, or a certificate that was read, before it is signed or long
 * after: adds all mistakes to `err`, each with its own code and the clause
 * that it breaks, and returns REFUSED if there was one. */
enum status certificate_plan_check(const struct certificate_profile *profile,
				   const struct certificate_issuer *issuer,
				   const struct certificate_plan *plan,
				   struct error *err);

#endif
