/* cms_sign - signatures as CMS, the way CAdES and PAdES want them */
#ifndef IPP_PORT_CMS_SIGN_H
#define IPP_PORT_CMS_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/port/signer.h>

struct arena;

/* Bytes that are signed one after the other, as if they were one. */
struct cms_content {
	const struct octets *parts;
	size_t count;
};

struct cms_style {
	bool detached; /* the content stays outside */
	/* as the signer claims it, or ABSENT (INT64_MIN): PAdES has it
	 * elsewhere (EN 319 142-1, 6.3) */
	int64_t signing_time;
};

/* SignedData (RFC 5652, 5) with one signer, DER: content-type,
 * message-digest, ESS signing-certificate-v2 (RFC 5035) and, where wanted,
 * signing-time; that is level B-B of EN 319 122-1. SHA-256, and SHA-384 or
 * SHA-512 where the curve of the key asks for it. The signature is checked
 * before it leaves. DATA `certificate_unreadable`, `key_unsupported`; REFUSED
 * `key_mismatch`; what the signer says. */
enum status cms_sign(struct arena *arena, struct signer *signer,
		     const struct cms_content *content,
		     const struct cms_style *style, struct octets *ret,
		     struct error *err);

/* Room that is enough for a signature of this signer. */
size_t cms_sign_room(const struct signer *signer);

/*
 * The same in two phases, where the value is made far away and for many at
 * once: cms_prepare, what makes the values, cms_complete, perhaps cms_stamp.h,
 * and cms_attach where the content goes inside.
 */

/* Who will sign; parsed once for many signatures. Threads may share it. */
struct cms_signatory;

struct cms_identity {
	struct octets certificate;  /* DER */
	const struct octets *chain; /* of its issuers, without a root */
	size_t chain_count;
	/* NULL: about as strong as the key (RFC 5753, 7) */
	const enum signer_digest *digest;
	bool pss; /* RSASSA-PSS (RFC 4056); a key that is for it needs no say */
};

/* DATA `certificate_unreadable`, `key_unsupported`. */
enum status cms_signatory_open(const struct cms_identity *who,
			       struct cms_signatory **ret, struct error *err);
void cms_signatory_close(struct cms_signatory *it); /* NULL is fine */
DEFINE_OWN(cms_signatory, struct cms_signatory, cms_signatory_close)

/* Room that is enough for a signature of this signatory, perhaps with a
 * time-stamp. */
size_t cms_signatory_room(const struct cms_signatory *it, bool is_stamped);
enum signer_digest cms_signatory_digest(const struct cms_signatory *it);
/* What a key signs with, as dotted object identifiers. */
struct cms_algorithm {
	const char *signature; /* of hash and key: 1.2.840.113549.1.1.11 */
	const char *key;       /* of the key alone: 1.2.840.113549.1.1.1 */
	const char *digest;    /* 2.16.840.1.101.3.4.2.1 */
	struct octets parameters; /* RSASSA-PSS-params, DER; else none */
};
enum status cms_signatory_algorithm(const struct cms_signatory *it,
				    struct arena *arena,
				    struct cms_algorithm *ret,
				    struct error *err);

#define CMS_HASH_MAX 64

struct cms_draft {
	struct octets attributes; /* what is signed (RFC 5652, 5.4), DER */
	/* of the attributes: what a service far away is asked to sign; and of
	 * the content; both `hash_size` bytes */
	unsigned char hash[CMS_HASH_MAX], content_hash[CMS_HASH_MAX];
	size_t hash_size;
};

/* Attributes as in cms_sign. */
enum status cms_prepare(struct arena *arena, const struct cms_signatory *who,
			const struct cms_content *content, int64_t signing_time,
			struct cms_draft *ret, struct error *err);

/* The SignedData, without content, with its value, which is checked against the certificate: as
 * struct signer makes it, or an ECDSA one as r and s (IEEE P1363). REFUSED
 * `signature_unsound`. */
enum status cms_complete(struct arena *arena, const struct cms_signatory *who,
			 const struct cms_draft *draft, struct octets value,
			 struct octets *ret, struct error *err);

/* Puts the content into a message that was made without. */
enum status cms_attach(struct arena *arena, struct octets message,
		       const struct cms_content *content, struct octets *ret,
		       struct error *err);

#endif
