/* dossier - everything about one product, bundled and signed */
#ifndef IPP_ACT_DOSSIER_H
#define IPP_ACT_DOSSIER_H

#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct dossier;

/*
 * Writes the folder USR... into `folder`: dossier.json (the record `detail`),
 * dossier.pdf (the same for people), the product's journal entries with their
 * hashes, its certificates and those of the authorities, every file that is
 * evidence, decrypted, SHA256SUMS over all of these, and SHA256SUMS.p7s, the
 * authority's signature of that (CAdES, detached). Activation codes and
 * passphrases are in none of them. `language` is an enum language; ABSENT: the
 * order's own. Outside transactions; the journal says that it was made.
 *
 * The folder appears whole or not at all; a run that was killed leaves
 * USR....new, which the next one replaces. CANTCREAT `dossier_exists`; DATA
 * `product_unknown`, `object_broken`; IOERR `object_missing`; CONFIG
 * `authority_missing`.
 */
enum status act_dossier(struct desk *desk, int64_t user_id, const char *folder,
			int64_t language, struct dossier *ret,
			struct error *err);

#endif
