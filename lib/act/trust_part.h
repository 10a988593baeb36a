/* trust_part - what the acts about trust share */
#ifndef IPP_LIB_ACT_TRUST_PART_H
#define IPP_LIB_ACT_TRUST_PART_H

#include <ipp/act/trust.h>
#include <ipp/base/certificate.h>
#include <ipp/base/trust.h>

struct trust_import;
struct trust_list_row;
struct trusted_list;
struct trusted_list_signer;

struct trust_signers {
	const struct trusted_list_signer *items;
	size_t count;
};

struct trust_file_work {
	struct trust_wish wish;
	bool is_list;
	struct octets bytes;
	/* a file of certificates */
	struct trust_certificate *certificates;
	size_t certificate_count;
	/* a list: who may sign it, who were given for that, what it says */
	struct trust_signers signers;
	struct trust_certificate *given;
	size_t given_count;
	struct trust_edition edition;
};

/* Who may sign these lists, each for its territory. */
enum status trust_signers_load(struct desk *desk,
			       const struct trust_list_row *rows, size_t count,
			       struct trust_signers *ret, struct error *err);
/* Those of the file that the wish names take their place. */
enum status trust_signers_read(struct desk *desk, struct trust_file_work *work,
			       struct error *err);
/* Puts an edition in its place, if the rules let it. `from` (or NULL) is how
 * it came, with new signers and a new place of its editions. */
enum status trust_edition_keep(struct desk *desk,
			       const struct trust_edition *edition,
			       const unsigned char sha256[32],
			       const struct trust_file_work *from,
			       struct error *err);
enum status trust_list_import(struct desk *desk,
			      const struct trust_file_work *work,
			      struct trust_import *ret, struct error *err);

bool trust_row_is_due(const struct trust_list_row *row, int64_t now);
/* The record of a list. */
enum status trust_row_tell(struct desk *desk, const struct trust_list_row *row,
			   struct trusted_list *ret, struct error *err);

/* Seconds that a list may be late. */
int64_t trust_grace(const struct desk *desk);
/* A fingerprint in hexadecimal. DATA `not_a_fingerprint`. */
enum status trust_hash_read(const char *fingerprint, unsigned char ret[32],
			    struct error *err);
/* In hexadecimal, in the desk's arena; NULL for nothing. */
const char *trust_hex(struct desk *desk, const void *bytes, size_t n);

#endif
