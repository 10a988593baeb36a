/* certificate_read - certificates as facts, by OpenSSL */
#include <ipp/port/certificate.h>

#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>

#include "certificate_part.h"
#include "crypto.h"
#include "key_format.h"

DEFINE_OWN(x509, X509, X509_free)

enum status certificate_unreadable(const char *what, struct error *err)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return error_set(err, DATA, "certificate_unreadable", NULL,
			 "the certificate is not readable: %s (%s); give a "
			 "whole certificate",
			 what, reason ? reason : "not allowed");
}

static bool time_read(const ASN1_TIME *time, int64_t *ret)
{
	struct tm parts;

	if (ASN1_TIME_to_tm(time, &parts) != 1)
		return false;
	*ret = timegm(&parts);
	return true;
}

static const char *hex_upper(struct arena *arena, struct octets bytes)
{
	char *ret = arena_alloc(arena, 2 * bytes.size + 1);

	hex_encode(bytes.bytes, bytes.size, ret);
	for (char *c = ret; *c; c++)
		if (*c >= 'a' && *c <= 'f')
			*c -= 'a' - 'A';
	return ret;
}

static const char *sha256_text(struct arena *arena, struct octets bytes,
			       struct error *err)
{
	unsigned char digest[DIGEST_SIZE];
	char *ret;

	if (digest_sha256(bytes.bytes, bytes.size, digest, err) != OK)
		return NULL;
	ret = arena_alloc(arena, 2 * DIGEST_SIZE + 1);
	hex_encode(digest, DIGEST_SIZE, ret);
	return ret;
}

static enum key_kind signer_kind(const X509 *x509)
{
	switch (X509_get_signature_nid(x509)) {
	case NID_ecdsa_with_SHA256:
		return KEY_P256;
	case NID_ecdsa_with_SHA384:
		return KEY_P384;
	case NID_sha256WithRSAEncryption:
		return KEY_RSA3072;
	case NID_sha512WithRSAEncryption:
		return KEY_RSA4096;
	default:
		return KEY_OTHER;
	}
}

/* RFC 5280, 4.1.1.2: the algorithm stands twice and must be the same. */
static bool algorithms_agree(const X509 *x509)
{
	const X509_ALGOR *outer;

	X509_get0_signature(NULL, &outer, x509);
	return X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(x509)) == 0;
}

static enum status names_read(struct arena *arena, X509 *x509,
			      struct certificate_facts *ret, struct error *err)
{
	struct octets subject, issuer;
	X509_NAME *name = X509_get_subject_name(x509);

	if (X509_NAME_get0_der(name, &subject.bytes, &subject.size) != 1 ||
	    X509_NAME_get0_der(X509_get_issuer_name(x509), &issuer.bytes,
			       &issuer.size) != 1)
		return certificate_unreadable("a name", err);
	ret->subject = octets_copy(arena, subject.bytes, subject.size);
	ret->plan.issuer = octets_copy(arena, issuer.bytes, issuer.size);
	ret->subject_text = certificate_name_text(arena, ret->subject);
	ret->issuer_text = certificate_name_text(arena, ret->plan.issuer);
	if (!ret->subject_text || !ret->issuer_text)
		return certificate_unreadable("a name", err);
	return name_read(arena, name, &ret->plan.subject,
			 &ret->plan.subject_count, err);
}

static enum status key_read(struct arena *arena, X509 *x509,
			    struct certificate_facts *ret, struct error *err)
{
	unsigned char *spki = NULL;
	int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &spki);
	bool read = n > 0 && pair_facts(arena, X509_get0_pubkey(x509), spki,
					(size_t)n, &ret->plan.key);

	OPENSSL_free(spki);
	ERR_clear_error();
	return read ? OK : certificate_unreadable("the public key", err);
}

static enum status body_read(struct arena *arena, X509 *x509,
			     struct certificate_facts *ret, struct error *err)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(x509);
	struct certificate_plan *plan = &ret->plan;
	enum status rc;

	if (ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER)
		return certificate_unreadable("a negative serial number", err);
	if (!algorithms_agree(x509))
		return certificate_unreadable("two signature algorithms", err);
	plan->serial = octets_copy(arena, serial->data, (size_t)serial->length);
	plan->issuer_key = signer_kind(x509);
	if (!time_read(X509_get0_notBefore(x509), &plan->not_before) ||
	    !time_read(X509_get0_notAfter(x509), &plan->not_after))
		return certificate_unreadable("the validity", err);
	if ((rc = names_read(arena, x509, ret, err)) != OK ||
	    (rc = key_read(arena, x509, ret, err)) != OK)
		return rc;
	return extensions_read(arena, X509_get0_extensions(x509), plan, err);
}

/* The signed part as it is: the first element of the outer SEQUENCE. Both
 * have a definite length in DER. */
static bool tbs_of(struct octets whole, struct octets *ret)
{
	const unsigned char *at = whole.bytes, *start;
	long length;
	int tag, class;

	if (ASN1_get_object(&at, &length, &tag, &class, (long)whole.size) !=
	    V_ASN1_CONSTRUCTED)
		return false;
	start = at;
	if (ASN1_get_object(&at, &length, &tag, &class, length) !=
	    V_ASN1_CONSTRUCTED)
		return false;
	ret->bytes = start;
	ret->size = (size_t)(at + length - start);
	return true;
}

enum status certificate_read(struct arena *arena, const void *der, size_t n,
			     struct certificate_facts *ret, struct error *err)
{
	struct octets whole = { der, n }, tbs;
	const unsigned char *at = der;
	OWN(x509) X509 *x509 = NULL;
	struct certificate_facts facts = { .serial = NULL };
	enum status rc;

	if (n > LIMIT_CERTIFICATE_BYTES)
		return error_set(err, DATA, "certificate_too_large", NULL,
				 "the certificate has %zu bytes; at most %zu "
				 "are read",
				 n, LIMIT_CERTIFICATE_BYTES);
	if (n == 0 || !(x509 = d2i_X509(NULL, &at, (long)n)))
		return certificate_unreadable("not a certificate in DER", err);
	if (at != whole.bytes + n || !tbs_of(whole, &tbs))
		return certificate_unreadable("bytes behind its end", err);
	if ((rc = body_read(arena, x509, &facts, err)) != OK)
		return rc;
	facts.tbs = octets_copy(arena, tbs.bytes, tbs.size);
	facts.serial = hex_upper(arena, facts.plan.serial);
	facts.key_sha256 = sha256_text(arena, facts.plan.key.spki, err);
	facts.fingerprint = sha256_text(arena, whole, err);
	if (!facts.key_sha256 || !facts.fingerprint)
		return err->status;
	*ret = facts;
	return OK;
}
