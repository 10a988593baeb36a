/* certificate_write - certificates planned, signed and checked, by OpenSSL */
#include <ipp/port/certificate.h>

#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/time.h>
#include <ipp/port/key.h>

#include "certificate_part.h"
#include "crypto.h"

/*
 * RFC 5280, 4.1, with names, key and the signed part kept as the bytes they
 * are: what is signed must equal what was checked and stored, and the issuer
 * must stand in the certificate as it stands in its own. It also spares the
 * hundreds of microseconds in which OpenSSL 3 decodes a public key.
 */
typedef struct {
	int64_t version;
	ASN1_INTEGER *serial;
	X509_ALGOR *signature;
	ASN1_TYPE *issuer;
	X509_VAL *validity;
	ASN1_TYPE *subject;
	ASN1_TYPE *key;
	STACK_OF(X509_EXTENSION) * extensions;
} TBS;

ASN1_SEQUENCE(TBS) = {
	ASN1_EXP_EMBED(TBS, version, INT64, 0),
	ASN1_SIMPLE(TBS, serial, ASN1_INTEGER),
	ASN1_SIMPLE(TBS, signature, X509_ALGOR),
	ASN1_SIMPLE(TBS, issuer, ASN1_ANY),
	ASN1_SIMPLE(TBS, validity, X509_VAL),
	ASN1_SIMPLE(TBS, subject, ASN1_ANY),
	ASN1_SIMPLE(TBS, key, ASN1_ANY),
	ASN1_EXP_SEQUENCE_OF_OPT(TBS, extensions, X509_EXTENSION, 3),
} static_ASN1_SEQUENCE_END(TBS)

typedef struct {
	ASN1_TYPE *tbs;
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *signature;
} SIGNED;

ASN1_SEQUENCE(SIGNED) = {
	ASN1_SIMPLE(SIGNED, tbs, ASN1_ANY),
	ASN1_SIMPLE(SIGNED, algorithm, X509_ALGOR),
	ASN1_SIMPLE(SIGNED, signature, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END(SIGNED)

static void tbs_free(TBS *tbs)
{
	ASN1_item_free((ASN1_VALUE *)tbs, ASN1_ITEM_rptr(TBS));
}
DEFINE_OWN(tbs, TBS, tbs_free)

static void signed_free(SIGNED *it)
{
	ASN1_item_free((ASN1_VALUE *)it, ASN1_ITEM_rptr(SIGNED));
}
DEFINE_OWN(signed, SIGNED, signed_free)
DEFINE_OWN(bignum, BIGNUM, BN_free)

#define YEAR_10000 INT64_C(253402300800)

enum status value_invalid(const char *what, struct error *err)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return error_set(err, DATA, "certificate_value_invalid", NULL,
			 "%s of the certificate cannot be written: %s; correct "
			 "the profile or the request",
			 what, reason ? reason : "the value is not possible");
}

bool algorithm_set(X509_ALGOR *algorithm, enum key_kind kind)
{
	static const int nids[] = {
		[KEY_P256] = NID_ecdsa_with_SHA256,
		[KEY_P384] = NID_ecdsa_with_SHA384,
		[KEY_RSA3072] = NID_sha256WithRSAEncryption,
		[KEY_RSA4096] = NID_sha512WithRSAEncryption,
	};
	bool is_rsa = kind == KEY_RSA3072 || kind == KEY_RSA4096;

	return kind > KEY_NONE && kind < KEY_OTHER &&
	       X509_ALGOR_set0(algorithm, OBJ_nid2obj(nids[kind]),
			       is_rsa ? V_ASN1_NULL : V_ASN1_UNDEF, NULL) == 1;
}

static bool algorithm_is(const X509_ALGOR *algorithm, enum key_kind kind)
{
	X509_ALGOR *want = X509_ALGOR_new();
	bool same = want && algorithm_set(want, kind) &&
		    X509_ALGOR_cmp(want, algorithm) == 0;

	X509_ALGOR_free(want);
	return same;
}

bool sequence_set(ASN1_TYPE *to, struct octets der)
{
	const unsigned char *at = der.bytes;
	ASN1_STRING *value = NULL;
	long length;
	int tag, class;

	if (der.size == 0 || der.size > LIMIT_CERTIFICATE_BYTES ||
	    ASN1_get_object(&at, &length, &tag, &class, (long)der.size) !=
		V_ASN1_CONSTRUCTED ||
	    tag != V_ASN1_SEQUENCE || at + length != der.bytes + der.size ||
	    !(value = ASN1_STRING_type_new(V_ASN1_SEQUENCE)))
		return false;
	if (ASN1_STRING_set(value, der.bytes, (int)der.size) != 1) {
		ASN1_STRING_free(value);
		return false;
	}
	ASN1_TYPE_set(to, V_ASN1_SEQUENCE, value);
	return true;
}

static struct octets sequence_get(const ASN1_TYPE *from)
{
	struct octets ret = { NULL, 0 };

	if (from->type == V_ASN1_SEQUENCE) {
		ret.bytes = from->value.sequence->data;
		ret.size = (size_t)from->value.sequence->length;
	}
	return ret;
}

/* RFC 5280, 4.1.2.2: positive, at most 20 octets. */
static bool serial_set(ASN1_INTEGER *to, struct octets serial)
{
	OWN(bignum) BIGNUM *number = NULL;

	if (serial.size == 0 || serial.size > 20 ||
	    (serial.size == 20 && serial.bytes[0] & 0x80))
		return false;
	number = BN_bin2bn(serial.bytes, (int)serial.size, NULL);
	return number && !BN_is_zero(number) &&
	       BN_to_ASN1_INTEGER(number, to) != NULL;
}

/* ASN1_TIME_set takes UTCTime up to 2049 (RFC 5280, 4.1.2.5). */
static bool validity_set(X509_VAL *to, int64_t from, int64_t until)
{
	return from >= 0 && until >= from && until < YEAR_10000 &&
	       ASN1_TIME_set(to->notBefore, from) &&
	       ASN1_TIME_set(to->notAfter, until);
}

static enum status tbs_fill(TBS *tbs, const struct certificate_plan *plan,
			    struct octets subject, struct error *err)
{
	tbs->version = 2; /* v3 */
	if (!serial_set(tbs->serial, plan->serial))
		return value_invalid("the serial number", err);
	if (!algorithm_set(tbs->signature, plan->issuer_key))
		return value_invalid("the kind of the issuer's key", err);
	if (!sequence_set(tbs->issuer,
			  plan->issuer.size ? plan->issuer : subject))
		return value_invalid("the issuer", err);
	if (!validity_set(tbs->validity, plan->not_before, plan->not_after))
		return value_invalid("the validity", err);
	if (!sequence_set(tbs->subject, subject))
		return value_invalid("the subject", err);
	if (!sequence_set(tbs->key, plan->key.spki))
		return value_invalid("the public key", err);
	return extensions_new(plan, &tbs->extensions, err);
}

static enum status item_write(struct arena *arena, void *value,
			      const ASN1_ITEM *item, struct octets *ret,
			      struct error *err)
{
	unsigned char *der = NULL;
	int n = ASN1_item_i2d(value, &der, item);

	if (n <= 0)
		return crypto_failed("writing a certificate", err);
	*ret = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	return OK;
}

enum status certificate_tbs_named(struct arena *arena,
				  const struct certificate_plan *plan,
				  struct octets *ret, char **subject,
				  struct error *err)
{
	OWN(tbs) TBS *tbs = (TBS *)ASN1_item_new(ASN1_ITEM_rptr(TBS));
	struct octets name;

	if (!tbs)
		return crypto_failed("writing a certificate", err);
	if (certificate_name(arena, plan->subject, plan->subject_count, &name,
			     subject, err) != OK ||
	    tbs_fill(tbs, plan, name, err) != OK)
		return err->status;
	return item_write(arena, tbs, ASN1_ITEM_rptr(TBS), ret, err);
}

enum status certificate_tbs(struct arena *arena,
			    const struct certificate_plan *plan,
			    struct octets *ret, struct error *err)
{
	return certificate_tbs_named(arena, plan, ret, NULL, err);
}

static void *item_read(struct octets der, const ASN1_ITEM *item)
{
	const unsigned char *at = der.bytes;
	ASN1_VALUE *value = NULL;

	if (der.size == 0 || der.size > LIMIT_CERTIFICATE_BYTES)
		return NULL;
	value = ASN1_item_d2i(NULL, &at, (long)der.size, item);
	if (value && at != der.bytes + der.size) {
		ASN1_item_free(value, item);
		return NULL;
	}
	return value;
}

static enum status key_mismatch(const struct key *issuer, struct error *err)
{
	return error_set(err, CONFIG, "issuer_key_mismatch", NULL,
			 "the certificate was prepared for another kind of "
			 "issuer key than %s; prepare it again",
			 key_kind_name(key_kind(issuer)));
}

static enum status signature_check(const SIGNED *it, const struct key *issuer,
				   struct error *err)
{
	struct octets tbs = sequence_get(it->tbs), signature;

	if (!algorithm_is(it->algorithm, key_kind(issuer)))
		return key_mismatch(issuer, err);
	signature.bytes = it->signature->data;
	signature.size = (size_t)it->signature->length;
	return key_verify(issuer, tbs.bytes, tbs.size, signature, err);
}

enum status certificate_verify(struct octets certificate,
			       const struct key *issuer, struct error *err)
{
	OWN(signed) SIGNED *it = item_read(certificate, ASN1_ITEM_rptr(SIGNED));
	OWN(tbs) TBS *inside = NULL;

	if (!it)
		return certificate_unreadable("its outer part", err);
	inside = item_read(sequence_get(it->tbs), ASN1_ITEM_rptr(TBS));
	if (!inside)
		return certificate_unreadable("its signed part", err);
	if (!algorithm_is(inside->signature, key_kind(issuer)))
		return key_mismatch(issuer, err);
	return signature_check(it, issuer, err);
}

/* The certificate just made, read again: it must hold `tbs`. */
static enum status made_check(struct octets certificate, struct octets tbs,
			      const struct key *issuer, struct error *err)
{
	OWN(signed) SIGNED *it = item_read(certificate, ASN1_ITEM_rptr(SIGNED));
	struct octets inside;

	if (!it)
		return certificate_unreadable("its outer part", err);
	inside = sequence_get(it->tbs);
	if (inside.size != tbs.size ||
	    memcmp(inside.bytes, tbs.bytes, tbs.size) != 0)
		return error_set(err, INTERNAL, "certificate_changed", NULL,
				 "the certificate does not hold the bytes that "
				 "were to be signed; report this");
	return signature_check(it, issuer, err);
}

static enum status assemble(struct arena *arena, struct octets tbs,
			    const struct key *issuer, struct octets *ret,
			    struct error *err)
{
	OWN(signed)
	SIGNED *it = (SIGNED *)ASN1_item_new(ASN1_ITEM_rptr(SIGNED));
	struct octets signature;
	enum status rc =
	    key_sign(arena, issuer, tbs.bytes, tbs.size, &signature, err);

	if (rc != OK)
		return rc;
	if (!it || !sequence_set(it->tbs, tbs) ||
	    !algorithm_set(it->algorithm, key_kind(issuer)) ||
	    ASN1_BIT_STRING_set(it->signature,
				(unsigned char *)(uintptr_t)signature.bytes,
				(int)signature.size) != 1)
		return crypto_failed("writing a certificate", err);
	/* All eight bits of the last octet count. */
	it->signature->flags &= ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
	it->signature->flags |= ASN1_STRING_FLAG_BITS_LEFT;
	return item_write(arena, it, ASN1_ITEM_rptr(SIGNED), ret, err);
}

enum status certificate_finish(struct arena *arena, struct octets tbs,
			       const struct key *issuer, struct octets *ret,
			       struct error *err)
{
	OWN(tbs) TBS *parsed = item_read(tbs, ASN1_ITEM_rptr(TBS));
	struct octets made;
	enum status rc;

	if (!parsed)
		return certificate_unreadable("what is to be signed", err);
	if (!algorithm_is(parsed->signature, key_kind(issuer)))
		return key_mismatch(issuer, err);
	if ((rc = assemble(arena, tbs, issuer, &made, err)) != OK ||
	    (rc = made_check(made, tbs, issuer, err)) != OK)
		return rc;
	*ret = made;
	return OK;
}
