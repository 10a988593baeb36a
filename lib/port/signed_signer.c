/* signed_signer - checks each signature of a CMS SignedData that was read */
#include "signed_part.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/certificate.h>

#include "certificate_part.h"

#define ABSENT_INSTANT INT64_MIN

DEFINE_OWN(md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_OWN(ess_v1, ESS_SIGNING_CERT, ESS_SIGNING_CERT_free)
DEFINE_OWN(ess_v2, ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free)

static void own_x509_list(STACK_OF(X509) * *list)
{
	sk_X509_free(*list);
}

/* The one value of a signed attribute; NULL unless it is there once, with one
 * value of this type (RFC 5652, 11: never more than one). */
static const void *attribute(CMS_SignerInfo *si, const ASN1_OBJECT *oid,
			     int type)
{
	return CMS_signed_get0_data_by_OBJ(si, oid, -3, type);
}

static bool attribute_is_there(CMS_SignerInfo *si, int nid)
{
	return CMS_signed_get_attr_by_NID(si, nid, -1) >= 0;
}

/* RFC 5652, 5.3: these two are there when any is, and bind the content. */
static const ASN1_OCTET_STRING *digest_find(struct signed_cms *cms,
					    CMS_SignerInfo *si,
					    struct signature_fault *fault)
{
	const ASN1_OBJECT *type;
	const ASN1_OCTET_STRING *ret;

	if (CMS_signed_get_attr_count(si) <= 0) {
		SET_FAULT(fault, FORMAT_FAILURE,
			  _("it has no signed attributes"));
		return NULL;
	}
	type = attribute(si, OBJ_nid2obj(NID_pkcs9_contentType), V_ASN1_OBJECT);
	if (!type || OBJ_cmp(type, CMS_get0_eContentType(cms->cms)) != 0) {
		SET_FAULT(
		    fault, FORMAT_FAILURE,
		    _("the signed content type is missing, or not that of "
		      "the content"));
		return NULL;
	}
	ret = attribute(si, OBJ_nid2obj(NID_pkcs9_messageDigest),
			V_ASN1_OCTET_STRING);
	if (!ret)
		SET_FAULT(fault, FORMAT_FAILURE,
			  _("the signed digest of the content is missing"));
	return ret;
}

static void content_check(const ASN1_OCTET_STRING *wanted, const EVP_MD *md,
			  const struct octets *parts, size_t count,
			  struct signature_fault *fault)
{
	OWN(md_ctx) EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	bool made = ctx && EVP_DigestInit_ex(ctx, md, NULL) == 1;

	if (count == 0) {
		SET_FAULT(fault, SIGNED_DATA_NOT_FOUND,
			  _("the signed content is not in the file; give it "
			    "with --content=FILE"));
		return;
	}
	for (size_t i = 0; made && i < count; i++)
		made = EVP_DigestUpdate(ctx, parts[i].bytes, parts[i].size) ==
		       1;
	if (!made || EVP_DigestFinal_ex(ctx, digest, &n) != 1 ||
	    (int)n != ASN1_STRING_length(wanted) ||
	    memcmp(digest, ASN1_STRING_get0_data(wanted), n) != 0)
		SET_FAULT(fault, HASH_FAILURE,
			  _("the content is not the one that was signed"));
}

/* The DER of a signed attribute that is a SEQUENCE. */
static bool sequence_find(CMS_SignerInfo *si, int nid, struct octets *ret)
{
	const ASN1_STRING *value =
	    attribute(si, OBJ_nid2obj(nid), V_ASN1_SEQUENCE);

	if (!value)
		return false;
	ret->bytes = ASN1_STRING_get0_data(value);
	ret->size = (size_t)ASN1_STRING_length(value);
	return true;
}

/* The signer first, then what else came along. */
static STACK_OF(X509) * chain_new(const struct signed_cms *cms, X509 *signer)
{
	STACK_OF(X509) *ret = sk_X509_new_null();

	if (!ret || sk_X509_push(ret, signer) <= 0)
		memory_exhausted();
	for (int i = 0; i < sk_X509_num(cms->certificates); i++) {
		X509 *one = sk_X509_value(cms->certificates, i);

		if (X509_cmp(one, signer) != 0 && sk_X509_push(ret, one) <= 0)
			memory_exhausted();
	}
	return ret;
}

/* RFC 5035: which certificate the signer meant. Without it, another one with
 * the same key could be put in its place. */
static void meant_check(struct signed_cms *cms, CMS_SignerInfo *si,
			X509 *signer, struct signature_facts *ret)
{
	OWN(x509_list) STACK_OF(X509) *chain = chain_new(cms, signer);
	OWN(ess_v1) ESS_SIGNING_CERT *v1 = NULL;
	OWN(ess_v2) ESS_SIGNING_CERT_V2 *v2 = NULL;
	struct octets der;
	bool one = attribute_is_there(si, NID_id_smime_aa_signingCertificate);
	bool two = attribute_is_there(si, NID_id_smime_aa_signingCertificateV2);

	if (!one && !two)
		return;
	if (one && sequence_find(si, NID_id_smime_aa_signingCertificate, &der))
		v1 = d2i_ESS_SIGNING_CERT(NULL, &der.bytes, (long)der.size);
	if (two &&
	    sequence_find(si, NID_id_smime_aa_signingCertificateV2, &der))
		v2 = d2i_ESS_SIGNING_CERT_V2(NULL, &der.bytes, (long)der.size);
	if ((one && !v1) || (two && !v2) ||
	    OSSL_ESS_check_signing_certs(v1, v2, chain, 1) != 1) {
		SET_FAULT(&ret->fault, NO_SIGNING_CERTIFICATE_FOUND,
			  _("the signer meant another certificate than the one "
			    "in the file"));
		return;
	}
	ret->names_certificate = two;
}

static const char *key_text(struct arena *arena, const EVP_PKEY *key)
{
	const char *type = EVP_PKEY_get0_type_name(key);

	return arena_printf(arena, "%s %d", type ? type : "?",
			    EVP_PKEY_get_bits(key));
}

static void signer_read(struct arena *arena, X509 *signer,
			struct signature_facts *ret)
{
	struct certificate_facts *facts = arena_alloc(arena, sizeof *facts);
	const EVP_PKEY *key = X509_get0_pubkey(signer);
	unsigned char *der = NULL;
	int n = i2d_X509(signer, &der);
	const char *weakness;
	struct error err;

	error_reset(&err);
	if (n > 0)
		ret->certificate = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	if (n > 0 && certificate_read(arena, ret->certificate.bytes, (size_t)n,
				      facts, &err) == OK)
		ret->signer = facts;
	else
		SET_FAULT(&ret->constraint, CERTIFICATE_CHAIN_GENERAL_FAILURE,
			  arena_text(arena, err.mistakes[0].text));
	if (!key) {
		SET_FAULT(&ret->fault, SIG_CRYPTO_FAILURE,
			  _("the key of the signer's certificate is not "
			    "readable"));
		return;
	}
	ret->key = key_text(arena, key);
	weakness = signed_key_weakness(key);
	if (weakness)
		SET_FAULT(&ret->constraint, CRYPTO_CONSTRAINTS_FAILURE,
			  weakness);
}

static void time_claimed(CMS_SignerInfo *si, struct signature_facts *ret)
{
	int at = CMS_signed_get_attr_by_NID(si, NID_pkcs9_signingTime, -1);
	X509_ATTRIBUTE *one = at < 0 ? NULL : CMS_signed_get_attr(si, at);
	const ASN1_TYPE *value = one ? X509_ATTRIBUTE_get0_type(one, 0) : NULL;

	if (!value ||
	    (value->type != V_ASN1_UTCTIME &&
	     value->type != V_ASN1_GENERALIZEDTIME) ||
	    !signed_time_read(value->value.asn1_string, &ret->signing_time))
		ret->signing_time = ABSENT_INSTANT;
}

static void algorithms_read(CMS_SignerInfo *si, struct arena *arena,
			    const EVP_MD **md, struct signature_facts *ret)
{
	X509_ALGOR *digest, *algorithm;
	const ASN1_OBJECT *oid;
	const char *weakness;
	int nid;

	CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, &algorithm);
	X509_ALGOR_get0(&oid, NULL, NULL, digest);
	nid = OBJ_obj2nid(oid);
	*md = EVP_get_digestbynid(nid);
	ret->digest_algorithm = nid == NID_undef ? object_text(arena, oid)
						 : OBJ_nid2ln(nid);
	ret->digest_algorithm = arena_text(arena, ret->digest_algorithm);
	weakness = signed_digest_weakness(nid);
	if (weakness)
		SET_FAULT(&ret->constraint, CRYPTO_CONSTRAINTS_FAILURE,
			  weakness);
	ret->signature_algorithm = arena_text(
	    arena, signed_algorithm_read(algorithm, digest, &ret->constraint));
}

static void signer_examine(struct arena *arena, struct signed_cms *cms,
			   CMS_SignerInfo *si, const struct octets *parts,
			   size_t count, struct signature_facts *ret)
{
	struct signed_inside *inside = arena_alloc(arena, sizeof *inside);
	const ASN1_OCTET_STRING *digest;
	const EVP_MD *md = NULL;

	inside->cms = cms;
	ret->inside = inside;
	ret->signing_time = ABSENT_INSTANT;
	CMS_SignerInfo_get0_algs(si, NULL, &inside->signer, NULL, NULL);
	algorithms_read(si, arena, &md, ret);
	digest = digest_find(cms, si, &ret->fault);
	if (!inside->signer)
		SET_FAULT(&ret->fault, NO_SIGNING_CERTIFICATE_FOUND,
			  _("the signer's certificate is not in the file"));
	else
		signer_read(arena, inside->signer, ret);
	if (!md)
		SET_FAULT(&ret->fault, FORMAT_FAILURE,
			  _("its digest algorithm is not known"));
	if (ret->fault.reason)
		return;
	time_claimed(si, ret);
	content_check(digest, md, parts, count, &ret->fault);
	if (!ret->fault.reason && CMS_SignerInfo_verify(si) != 1)
		SET_FAULT(&ret->fault, SIG_CRYPTO_FAILURE,
			  _("the signature was not made with the key of the "
			    "certificate, or was changed"));
	ret->holds = !ret->fault.reason;
	meant_check(cms, si, inside->signer, ret);
	if (!cms->is_token)
		signed_stamps_find(arena, cms, si, ret);
	ret->has_validation_data = sk_X509_CRL_num(cms->crls) > 0 ||
				   cms->proof_count > 0;
}

void signed_cms_examine(struct arena *arena, struct signed_cms *cms,
			const struct octets *parts, size_t count,
			struct signature_facts *ret)
{
	STACK_OF(CMS_SignerInfo) *list = CMS_get0_SignerInfos(cms->cms);

	(void)CMS_set1_signers_certs(cms->cms, NULL, 0); /* those it finds */
	for (int i = 0; i < sk_CMS_SignerInfo_num(list); i++)
		signer_examine(arena, cms, sk_CMS_SignerInfo_value(list, i),
			       parts, count, &ret[i]);
	ERR_clear_error();
}
