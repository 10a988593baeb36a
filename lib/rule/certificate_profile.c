/* certificate_profile - the kinds of certificates we issue */
#include <ipp/rule/certificate_profile.h>

#include <ipp/base/text.h>

#define TEXTS(...)                                                 \
	{                                                          \
		(const char *const[]){ __VA_ARGS__ },              \
		    sizeof((const char *const[]){ __VA_ARGS__ }) / \
			sizeof(const char *)                       \
	}

/* EN 319 411-1 and -2, 5.3; AgID Determinazione 147/2019. */
#define QCP_N      "0.4.0.194112.1.0"
#define QCP_N_QSCD "0.4.0.194112.1.2"
#define NCP	   "0.4.0.2042.1.1"
#define NCP_PLUS   "0.4.0.2042.1.2"
#define AGID_CERT  "1.3.76.16.6"
#define CNS_CERT   "1.3.76.16.2.1"
#define ANY_POLICY "2.5.29.32.0"

#define CLIENT_AUTH  "1.3.6.1.5.5.7.3.2"
#define OCSP_SIGNING "1.3.6.1.5.5.7.3.9"

/* What every qualified signature certificate of ours has. Retention: CAD,
 * art. 32(3)(j). Key usage: type A of EN 319 412-2, 4.3.2. */
#define QUALIFIED                                                  \
	.purpose = PURPOSE_SIGNATURE,                              \
	.policies = TEXTS(QCP_N_QSCD, AGID_CERT),                  \
	.key_usage = KEY_USAGE_NON_REPUDIATION, .qualified = true, \
	.qscd = true, .qc_types = QC_TYPE_ESIGN, .retention_years = 20

#define UNCERTIFIED                                                \
	.purpose = PURPOSE_SIGNATURE,                              \
	.policies = TEXTS(QCP_N, AGID_CERT),                       \
	.key_usage = KEY_USAGE_NON_REPUDIATION, .qualified = true, \
	.qc_types = QC_TYPE_ESIGN, .retention_years = 20,          \
	.validity_months = 36, .rsa_bits = 2048

/* Beside it on the same device; key usage: EN 319 412-2, 4.3.2, type C. */
#define AUTHENTICATION(...)                                                \
	.purpose = PURPOSE_AUTHENTICATION, .policies = TEXTS(__VA_ARGS__), \
	.key_usage = KEY_USAGE_DIGITAL_SIGNATURE,                          \
	.purposes = TEXTS(CLIENT_AUTH), .validity_months = 36, .rsa_bits = 2048

#define AUTHORITY                                              \
	.policies = TEXTS(ANY_POLICY),                         \
	.key_usage = KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN, \
	.rsa_bits = 3072

/* In Italian and English, as is the habit in Italy; at most 200 characters
 * (RFC 5280, 4.2.1.4). */
#define SPID_LIMIT                                                           \
	"Certificato rilasciato tramite SPID, non utilizzabile per "         \
	"richiedere altra identità SPID. Certificate issued through SPID, " \
	"not usable to require other SPID digital identity."
#define AUTOMATIC_LIMIT                                                 \
	"Il presente certificato è valido solo per firme apposte con " \
	"procedura automatica. The certificate may only be used for "   \
	"unattended/automatic digital signature."

/* Chips of devices make RSA of 2048 bits at most, many of them; what is made
 * in software follows TS 119 312, 8.4 (3000 bits from 2026 on). */
static const struct certificate_profile profiles[] = {
	{ .code = "REM",
	  .policy = "1.1",
	  QUALIFIED,
	  .validity_months = 36,
	  .remote = true,
	  .rsa_bits = 3072 },
	{ .code = "REM-SPID",
	  .policy = "1.2",
	  QUALIFIED,
	  .validity_months = 36,
	  .remote = true,
	  .rsa_bits = 3072,
	  .limit = SPID_LIMIT },
	{ .code = "AUTO",
	  .policy = "1.3",
	  QUALIFIED,
	  .validity_months = 36,
	  .remote = true,
	  .rsa_bits = 3072,
	  .limit = AUTOMATIC_LIMIT },
	{ .code = "DEV-SIGN",
	  .policy = "1.4",
	  QUALIFIED,
	  .validity_months = 36,
	  .rsa_bits = 2048 },
	{ .code = "ROLE-REM",
	  .policy = "1.5",
	  QUALIFIED,
	  .validity_months = 36,
	  .remote = true,
	  .rsa_bits = 3072,
	  .role = true },
	{ .code = "ROLE-DEV",
	  .policy = "1.6",
	  QUALIFIED,
	  .validity_months = 36,
	  .rsa_bits = 2048,
	  .role = true },
	{ .code = "RAO",
	  .policy = "1.7",
	  QUALIFIED,
	  .validity_months = 36,
	  .remote = true,
	  .rsa_bits = 3072,
	  .role = true,
	  .needs_title = true },
	{ .code = "ONESHOT",
	  .policy = "1.8",
	  QUALIFIED,
	  .validity_seconds = 3600,
	  .remote = true,
	  .rsa_bits = 3072,
	  .validity_assured = true },
	{ .code = "ROLE-AUTO",
	  .policy = "1.9",
	  QUALIFIED,
	  .validity_months = 36,
	  .remote = true,
	  .rsa_bits = 3072,
	  .role = true,
	  .limit = AUTOMATIC_LIMIT },
	{ .code = "DEV-AUTH",
	  .policy = "2.1",
	  AUTHENTICATION(NCP_PLUS) },
	{ .code = "ROLE-AUTH",
	  .policy = "2.2",
	  AUTHENTICATION(NCP_PLUS),
	  .role = true },
	{ .code = "CNS-AUTH",
	  .policy = "2.3",
	  AUTHENTICATION(NCP_PLUS, CNS_CERT) },
	{ .code = "ROLE-CNS",
	  .policy = "2.4",
	  AUTHENTICATION(NCP_PLUS, CNS_CERT),
	  .role = true },
	{ .code = "OCSP",
	  .policy = "3.1",
	  .purpose = PURPOSE_STATUS,
	  .key_usage = KEY_USAGE_DIGITAL_SIGNATURE,
	  .purposes = TEXTS(OCSP_SIGNING),
	  .validity_months = 12,
	  .rsa_bits = 3072 },
	{ .code = "PROOF",
	  .policy = "3.2",
	  .purpose = PURPOSE_PROOF,
	  .key_usage = KEY_USAGE_NON_REPUDIATION,
	  .validity_months = 120,
	  .rsa_bits = 3072 },
	{ .code = "CA",
	  .purpose = PURPOSE_ISSUING,
	  AUTHORITY,
	  .validity_months = 120 },
	{ .code = "ROOT",
	  .purpose = PURPOSE_ROOT,
	  AUTHORITY,
	  .validity_months = 240 },
	{ .code = NULL },
};

/* The same for devices of holders of which nobody knows that they are
 * certified: no QcSSCD, and the policies that promise no device (EN 319 411-1
 * and -2, 5.3). */
static const struct certificate_profile uncertified[] = {
	{ .code = "DEV-SIGN-N",
	  .policy = "1.4",
	  UNCERTIFIED },
	{ .code = "ROLE-DEV-N",
	  .policy = "1.6",
	  UNCERTIFIED,
	  .role = true },
	{ .code = "DEV-AUTH-N",
	  .policy = "2.1",
	  AUTHENTICATION(NCP) },
	{ .code = "ROLE-AUTH-N",
	  .policy = "2.2",
	  AUTHENTICATION(NCP),
	  .role = true },
	{ .code = NULL },
};

const struct certificate_profile *certificate_profiles(void)
{
	return profiles;
}

const struct certificate_profile *certificate_profile_find(const char *code)
{
	for (const struct certificate_profile *p = profiles; p->code; p++)
		if (text_equal(p->code, code))
			return p;
	for (const struct certificate_profile *p = uncertified; p->code; p++)
		if (text_equal(p->code, code))
			return p;
	return NULL;
}

struct certificate_profile
certificate_profile_of(const struct certificate_profile *profile,
		       const struct certificate_issuer *issuer)
{
	static const char *const without_device[] = { QCP_N, AGID_CERT };
	struct certificate_profile ret = *profile;

	if (ret.remote && ret.qscd && !issuer->remote_qscd) {
		ret.qscd = false;
		ret.policies = (struct texts){ without_device, 2 };
	}
	return ret;
}
