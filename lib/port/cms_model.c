/* cms_model - what all signatures by one certificate have in common, as DER */
#include "cms_part.h"

#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>

#include "crypto.h"

DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)

static enum status failed(struct error *err)
{
	return crypto_failed("making a signature", err);
}

/* Keeps DER of the library's. */
static enum status der_keep(const struct cms_signatory *who, unsigned char *der,
			    int n, struct octets *ret, struct error *err)
{
	if (n <= 0)
		return failed(err);
	*ret = (struct octets){ arena_bytes(who->arena, der, (size_t)n),
				(size_t)n };
	OPENSSL_free(der);
	return OK;
}

static int by_octets(const void *a, const void *b)
{
	const struct octets *x = a, *y = b;
	size_t n = x->size < y->size ? x->size : y->size;
	int ret = memcmp(x->bytes, y->bytes, n);

	return ret ? ret : (x->size > y->size) - (x->size < y->size);
}

void cms_set_sort(struct octets *list, size_t count)
{
	qsort(list, count, sizeof *list, by_octets);
}

static struct octets octets_join(struct arena *arena, const struct octets *list,
				 size_t count)
{
	struct octets ret = { NULL, 0 };
	unsigned char *at;

	for (size_t i = 0; i < count; i++)
		ret.size += list[i].size;
	ret.bytes = at = arena_alloc(arena, ret.size + 1);
	for (size_t i = 0; i < count; i++) {
		memcpy(at, list[i].bytes, list[i].size);
		at += list[i].size;
	}
	return ret;
}

static enum status certificates_make(struct cms_signatory *who,
				     struct error *err)
{
	size_t count = (size_t)sk_X509_num(who->chain) + 1;
	struct octets *list = arena_alloc(who->arena, count * sizeof *list);

	for (size_t i = 0; i < count; i++) {
		X509 *it = i > 0 ? sk_X509_value(who->chain, (int)i - 1)
				 : who->certificate;
		unsigned char *der = NULL;
		int n = i2d_X509(it, &der);
		enum status rc = der_keep(who, der, n, &list[i], err);

		if (rc != OK)
			return rc;
	}
	cms_set_sort(list, count);
	who->certificates = octets_join(who->arena, list, count);
	return OK;
}

static enum status issuer_serial_make(struct cms_signatory *who,
				      struct error *err)
{
	unsigned char *name = NULL, *serial = NULL;
	int n = i2d_X509_NAME(X509_get_issuer_name(who->certificate), &name);
	int k =
	    i2d_ASN1_INTEGER(X509_get0_serialNumber(who->certificate), &serial);
	struct octets list[2] = { { NULL, 0 }, { NULL, 0 } };
	enum status rc, rc2;

	rc = der_keep(who, name, n, &list[0], err);
	rc2 = der_keep(who, serial, k, &list[1], err);
	if (rc != OK || rc2 != OK)
		return rc != OK ? rc : rc2;
	who->issuer_serial = octets_join(who->arena, list, 2);
	return OK;
}

/* RFC 4056, 3: the parameters stand in the message, too. */
static bool scheme_put(X509_ALGOR *algorithm, const struct cms_signatory *who)
{
	ASN1_STRING *parameters;

	if (!who->is_pss)
		return true;
	parameters = cms_pss_parameters(who->md);
	if (parameters && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_rsassaPss),
					  V_ASN1_SEQUENCE, parameters) == 1)
		return true;
	ASN1_STRING_free(parameters);
	return false;
}

static enum status signer_read(struct cms_signatory *who, CMS_SignerInfo *info,
			       struct error *err)
{
	int at = CMS_signed_get_attr_by_NID(
	    info, NID_id_smime_aa_signingCertificateV2, -1);
	X509_ATTRIBUTE *attribute = at >= 0 ? CMS_signed_get_attr(info, at)
					    : NULL;
	X509_ALGOR *digest, *signature;
	unsigned char *der[3] = { NULL, NULL, NULL };
	int n[3];
	enum status rc;

	CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, &signature);
	if (!attribute || !scheme_put(signature, who))
		return failed(err);
	n[0] = i2d_X509_ALGOR(digest, &der[0]);
	n[1] = i2d_X509_ALGOR(signature, &der[1]);
	n[2] = i2d_X509_ATTRIBUTE(attribute, &der[2]);
	if ((rc = der_keep(who, der[0], n[0], &who->digest_algorithm, err)) !=
		OK ||
	    (rc = der_keep(who, der[1], n[1], &who->signature_algorithm,
			   err)) != OK)
		return rc;
	return der_keep(who, der[2], n[2], &who->signing_certificate, err);
}

/* OpenSSL believes that the public half can sign; it is never asked to. */
enum status cms_model_make(struct cms_signatory *who, struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = CMS_ContentInfo_new();
	CMS_SignerInfo *info;
	enum status rc;

	if (!cms || CMS_SignedData_init(cms) != 1)
		return failed(err);
	info = CMS_add1_signer(cms, who->certificate, who->key, who->md,
			       CMS_PARTIAL | CMS_CADES | CMS_BINARY |
				   CMS_NOSMIMECAP);
	if (!info)
		return failed(err);
	if ((rc = signer_read(who, info, err)) != OK ||
	    (rc = issuer_serial_make(who, err)) != OK)
		return rc;
	return certificates_make(who, err);
}
