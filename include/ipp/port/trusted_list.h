/* trusted_list - trusted lists (ETSI TS 119 612), verified and read */
#ifndef IPP_PORT_TRUSTED_LIST_H
#define IPP_PORT_TRUSTED_LIST_H

#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/base/trust.h>

struct arena;

/* A certificate that may have signed the list of a territory (NULL: of
 * any). */
struct trusted_list_signer {
	const char *territory;
	const struct trust_certificate *certificate;
};

/*
 * Reads a list in a sandbox. Its signature must verify with the key of one of
 * these signers for the territory that it names; what is read is what was
 * digested and signed, and nothing else of the file. Whatever the list says of
 * keys and certificates to verify itself with is ignored. In the arena.
 *   DATA     `list_broken`, `list_doctype`, `not_a_list`, `list_too_large`,
 *            `list_version`; `sandbox_failed`
 *   REFUSED  `list_unsigned`, `list_signatures` (not exactly one),
 *            `list_reference` (it does not cover the list, or points
 *            elsewhere), `list_signer_unknown` (no signer for its territory),
 *            `list_signature_wrong`
 *   SYSTEM   `sandbox_unavailable`
 */
enum status trusted_list_read(struct arena *arena, const void *bytes,
			      size_t size,
			      const struct trusted_list_signer *signers,
			      size_t signer_count, struct trust_edition *ret,
			      struct error *err);

#endif
