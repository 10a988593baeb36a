/* signed_part - what the files of signatures in this folder share */
#ifndef IPP_LIB_PORT_SIGNED_PART_H
#define IPP_LIB_PORT_SIGNED_PART_H

#include <openssl/pem.h> /* before cms.h, or that lacks half */

#include <openssl/cms.h>
#include <openssl/x509.h>

#include <ipp/port/signed_file.h>

struct signed_cms {
	CMS_ContentInfo *cms;
	unsigned char *raw; /* decoded base64; or NULL */
	STACK_OF(X509) * certificates;
	STACK_OF(X509_CRL) * crls; /* believed only for what was before them */
	const struct octets *proofs; /* from elsewhere in the file */
	size_t proof_count;
	struct signed_cms *tokens; /* time-stamps in it, freed with it */
	struct signed_cms *next;
	bool is_token; /* whose own stamps nobody asks for */
};

/* Behind signature_facts.inside. */
struct signed_inside {
	struct signed_cms *cms;
	X509 *signer; /* borrowed from the CMS; NULL: not there */
};

/* Digests and keys that are good enough today (TS 119 312). NULL, or what is
 * wrong with it. */
const char *signed_digest_weakness(int nid);
const char *signed_key_weakness(const EVP_PKEY *key);
/* Of a SignerInfo: "RSASSA-PSS"... Sets a CRYPTO_CONSTRAINTS fault if it
 * rests on a weak digest. */
const char *signed_algorithm_read(const X509_ALGOR *algorithm,
				  const X509_ALGOR *digest,
				  struct signature_fault *fault);

void signed_stamps_find(struct arena *arena, struct signed_cms *cms,
			CMS_SignerInfo *si, struct signature_facts *ret);

bool signed_time_read(const ASN1_TIME *time, int64_t *ret);

/* What a path is looked for with, and what would be wanted besides. */
struct path_search {
	struct arena *arena;
	const struct path_wish *wish;
	const struct signed_cms *cms;
	const struct trust_material *material;
	struct signature_wants *wants;
};

/* What is known about one certificate of a path whose issuer is known. */
void signed_status_find(const struct path_search *search, X509 *subject,
			X509 *issuer, struct revocation_facts *ret);

/* Who may have issued it, by what it says itself (caIssuers; RFC 5280,
 * 4.2.2.1): takes those of the material, which become the list's, or wants
 * them. Nobody is trusted for being named. False: the material has none. */
bool signed_issuer_take(struct arena *arena, X509 *child,
			const struct trust_material *material,
			STACK_OF(X509) * others);
void signed_issuer_want(struct arena *arena, X509 *child,
			struct signature_wants *wants);

#define SET_FAULT(fault_, sub_, reason_)                                       \
	do {                                                                   \
		if (!(fault_)->reason)                                         \
			*(fault_) = (struct signature_fault){ sub_, reason_ }; \
	} while (0)

#endif
