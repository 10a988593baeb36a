/* signed_file - signatures as facts: what holds, who made it, who vouches */
#ifndef IPP_PORT_SIGNED_FILE_H
#define IPP_PORT_SIGNED_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/base/signature.h>
#include <ipp/base/trust.h>

struct arena;

/* More than any honest file has. */
#define SIGNATURES_MAX		32
#define SIGNED_CERTIFICATES_MAX 64

/*
 * For a stranger's file call all of this in a sandbox (port/sandbox.h). What
 * it needs from files and slow tables must have been got ready before, in the
 * parent: call signed_file_prepare once.
 */
void signed_file_prepare(void);

/* CMS SignedData (RFC 5652, 5), as DER or BER, PEM or bare base64. */
struct signed_cms;
void signed_cms_free(struct signed_cms *cms); /* NULL is fine */
DEFINE_OWN(signed_cms, struct signed_cms, signed_cms_free)

/* Parses it. DATA `file_broken`, also if anything follows its end (`padded`:
 * anything but zeroes, as in a PDF), `too_many_signatures`, and `not_signed`
 * for SignedData that nobody signed. */
enum status signed_cms_read(const void *bytes, size_t n, bool padded,
			    struct signed_cms **ret, struct error *err);

/* Hangs it on a list, which one signed_cms_free frees. */
void signed_cms_hang(struct signed_cms **list, struct signed_cms *cms);

size_t signed_cms_count(const struct signed_cms *cms);
/* The content inside, borrowed; false if it is detached. */
bool signed_cms_content(const struct signed_cms *cms, struct octets *ret);

/* Checks each signature over the content, whose parts are signed one after
 * the other as if they were one; no part where there is no content. `ret` has
 * room for signed_cms_count facts; they are good as long as `cms` lives. */
void signed_cms_examine(struct arena *arena, struct signed_cms *cms,
			const struct octets *parts, size_t count,
			struct signature_facts *ret);

/* A time-stamp token over an imprint of `stamped` (parts as above). `cms`
 * must live as long as the facts. */
void signed_stamp_examine(struct arena *arena, struct signed_cms *cms,
			  const struct octets *stamped, size_t count,
			  struct stamp_facts *ret);

/* Adds what the file holds besides to judge the message by: certificates,
 * CRLs and OCSP responses, DER, borrowed as long as the message lives. They
 * are believed as those inside the message are. */
void signed_cms_proofs(struct signed_cms *cms, const struct octets *items,
		       size_t count);

/* True if it is one certificate in DER, and nothing behind it. Of an anchor
 * only name and key count (RFC 5280, 6.1.1), so no more is looked at. */
bool signed_anchor_reads(struct octets der);

/* True if it may have issued a signer's certificate, or that of a time-stamp
 * authority: services for other things are no issuers. */
bool signed_anchor_serves(const struct trust_anchor *anchor, bool stamp);

/* Whom to trust, what was revoked. */
struct trust_material {
	const struct trust_anchor *const *anchors;
	size_t anchor_count;
	const struct trust_datum *data;
	size_t data_count;
};

struct path_wish {
	bool stamp;  /* of a time-stamp authority: purpose timeStamping */
	int64_t at;  /* the instant it has to be good at */
	int64_t now; /* what is known then, counts */
	/* the signature was there then, by a time-stamp; INT64_MAX: not
	 * proved. Good news inside the file counts only if it is younger: an
	 * old list of the sender's choice must not hide a revocation */
	int64_t proved;
};

struct signature_wants {
	struct signature_want *items; /* room for WANTS_MAX */
	size_t count;
};
#define WANTS_MAX 64

/* Looks for a path from the signer to an anchor (RFC 5280, 6) and for what
 * is known of the revocation of each certificate below it (RFC 5280, 6.3;
 * RFC 6960). Adds what it lacks to `wants`. Addresses are wanted only of
 * certificates whose path ends in an anchor. */
void signed_path_find(struct arena *arena, const struct signature_facts *facts,
		      const struct path_wish *wish,
		      const struct trust_material *material,
		      struct path_facts *ret, struct signature_wants *wants);

#endif
