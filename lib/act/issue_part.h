/* issue_part - what the files that issue certificates share */
#ifndef IPP_LIB_ACT_ISSUE_PART_H
#define IPP_LIB_ACT_ISSUE_PART_H

#include <ipp/act/issue.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/issuance.h>

#include "sealing.h"

struct authority;
struct issuing_device;
struct key;
struct key_pool;

struct issuing {
	struct arena *arena; /* of the document */
	int64_t now;
	struct product product;
	struct request order;
	int64_t validity; /* of the request or the catalogue */
	bool is_in_months, is_role;
	const struct certificate_profile *profile;
	const struct authority *authority;
	const struct key *signer;
	struct key_pool *pool; /* makes holders' keys */
	struct vault vault;
	bool seal, is_fresh, is_done;
	struct certificate_plan plan; /* if fresh */
	struct issuance row;
	struct holder_key key;
	struct octets private; /* PKCS #8, until it is wrapped */
	struct kept_codes kept;
	bool has_new_codes;
	struct sealing sealing;
	struct envelope envelope; /* that was sealed */
	const char *subject, *issuer, *fingerprint, *limit;
	const char *common_name;       /* instead of the holder's, or NULL */
	struct issuing_device *device; /* of device products, else NULL */
	struct texts policies;
};

/* The profiles of a product in the catalogue: that of its signature
 * certificate, and of the other one that device products have. `certified`:
 * the key is in a QSCD; remote products do not ask. NULL if there is none. */
const struct certificate_profile *
issue_profile(const char *product, bool certified, bool authentication);

/* What was stored by another run, perhaps by another program version, is
 * judged again before it counts. */
enum status issue_recheck(struct issuing *issuing, struct error *err);

/* SHA-256 over everything that a profile says. */
enum status issue_profile_hash(const struct certificate_profile *profile,
			       struct arena *arena,
			       unsigned char ret[PROFILE_HASH_SIZE],
			       struct error *err);

/* Composes and judges the certificate for `key`; sets plan, row, and what is
 * shown of it. */
enum status issue_plan(struct issuing *issuing, const struct public_key *key,
		       struct error *err);

/* What is shown, of a certificate that was read. */
void issue_look(struct issuing *issuing, const struct certificate_facts *facts);

#endif
