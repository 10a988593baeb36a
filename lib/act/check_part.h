/* check_part - what the files that check certificates share */
#ifndef IPP_LIB_ACT_CHECK_PART_H
#define IPP_LIB_ACT_CHECK_PART_H

#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct authority;
struct desk;
struct key;
struct store_check;

/* An authority, and the key that verifies what it signed. */
struct check_signer {
	const struct authority *authority;
	struct key *key;
};

#define CHECK_SIGNERS_MAX 16

struct check_signers {
	struct desk *desk;
	struct check_signer items[CHECK_SIGNERS_MAX];
	size_t count;
};

/* NULL if there is no such authority. Borrowed. */
const struct check_signer *check_signer_find(struct check_signers *signers,
					     int64_t authority_id);
void check_signers_free(struct check_signers *signers);

/* What the store says of a certificate. */
struct check_claim {
	const char *serial;  /* upper-case hexadecimal */
	const char *profile; /* its code */
	int64_t not_before, not_after;
	struct octets certificate; /* DER */
};

/* What is wrong with a certificate, after "certificate X ", or NULL. The first
 * reads it, the second judges what was read: signature and profile. In the
 * arena; `why` is used up. */
const char *check_claim_read(const struct check_claim *claim,
			     struct arena *arena, struct certificate_facts *ret,
			     struct error *why);
const char *check_claim_judge(const struct check_claim *claim,
			      const struct check_signer *signer,
			      const struct certificate_facts *facts, bool demo,
			      struct arena *arena, struct error *why);

/* Certificates of who works in the name of an authority, again: those that
 * answers about status are signed with (the check `responders`), with the keys
 * that the store keeps for them (RFC 6960, 4.2.2.2), and those that heads and
 * dossiers were signed with (`proofs`). */
enum status act_check_responders(struct desk *desk, struct store_check *ret,
				 struct error *err);
enum status act_check_proofs(struct desk *desk, struct store_check *ret,
			     struct error *err);

#endif
