/* cms_sign - signatures as CMS, the way CAdES and PAdES want them */
#ifndef IPP_PORT_CMS_SIGN_H
#define IPP_PORT_CMS_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct signer;

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

#endif
