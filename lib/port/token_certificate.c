/* token_certificate - certificates are put beside the keys of a token */
#include <ipp/port/device.h>

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>

#include "crypto.h"
#include "token.h"

#define COUNT(list_) (sizeof(list_) / sizeof *(list_))

DEFINE_OWN(x509, X509, X509_free)

static CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void *value,
			      size_t size)
{
	/* tokens read what they are given, whatever its type says */
	return (CK_ATTRIBUTE){ type, (void *)(uintptr_t)value, size };
}

static CK_OBJECT_HANDLE beside(const struct token *token,
			       const unsigned char *id)
{
	CK_OBJECT_CLASS class = CKO_CERTIFICATE;
	CK_ATTRIBUTE wanted[] = {
		attribute(CKA_CLASS, &class, sizeof class),
		attribute(CKA_ID, id, KEY_ID_SIZE),
	};

	return token_object(token, wanted, COUNT(wanted));
}

static bool holds(const struct token *token, CK_OBJECT_HANDLE object,
		  struct octets certificate)
{
	OWN(bytes) unsigned char *value = memory_new(certificate.size + 1);
	CK_ATTRIBUTE ask = { CKA_VALUE, value, certificate.size + 1 };

	return token->call->C_GetAttributeValue(token->session, object, &ask,
						1) == CKR_OK &&
	       ask.ulValueLen == certificate.size &&
	       memcmp(value, certificate.bytes, certificate.size) == 0;
}

/* Names and serial number stand beside the certificate in DER, for those who
 * look for it by them (PKCS #11, 4.6.3). */
struct parts {
	unsigned char *subject, *issuer, *serial;
	int subject_n, issuer_n, serial_n;
};

static void parts_free(struct parts *parts)
{
	OPENSSL_free(parts->subject);
	OPENSSL_free(parts->issuer);
	OPENSSL_free(parts->serial);
}
static inline void own_parts(struct parts *parts)
{
	parts_free(parts);
}

static bool parts_read(struct octets certificate, struct parts *ret)
{
	const unsigned char *at = certificate.bytes;
	OWN(x509) X509 *x509 = d2i_X509(NULL, &at, (long)certificate.size);

	if (!x509)
		return false;
	ret->subject_n = i2d_X509_NAME(X509_get_subject_name(x509),
				       &ret->subject);
	ret->issuer_n = i2d_X509_NAME(X509_get_issuer_name(x509), &ret->issuer);
	ret->serial_n = i2d_ASN1_INTEGER(X509_get_serialNumber(x509),
					 &ret->serial);
	return ret->subject_n > 0 && ret->issuer_n > 0 && ret->serial_n > 0;
}

static enum status create(const struct token *token, const unsigned char *id,
			  const char *label, struct octets certificate,
			  struct error *err)
{
	const CK_OBJECT_CLASS class = CKO_CERTIFICATE;
	const CK_CERTIFICATE_TYPE type = CKC_X_509;
	const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
	OWN(parts) struct parts parts = { NULL, NULL, NULL, 0, 0, 0 };
	CK_OBJECT_HANDLE ignored;
	CK_RV rv;

	if (!parts_read(certificate, &parts))
		return crypto_failed("reading a certificate", err);
	{
		CK_ATTRIBUTE all[] = {
			attribute(CKA_CLASS, &class, sizeof class),
			attribute(CKA_CERTIFICATE_TYPE, &type, sizeof type),
			attribute(CKA_TOKEN, &yes, sizeof yes),
			attribute(CKA_PRIVATE, &no, sizeof no),
			attribute(CKA_ID, id, KEY_ID_SIZE),
			attribute(CKA_LABEL, label, strlen(label)),
			attribute(CKA_SUBJECT, parts.subject,
				  (size_t)parts.subject_n),
			attribute(CKA_ISSUER, parts.issuer,
				  (size_t)parts.issuer_n),
			attribute(CKA_SERIAL_NUMBER, parts.serial,
				  (size_t)parts.serial_n),
			attribute(CKA_VALUE, certificate.bytes,
				  certificate.size),
		};

		rv = token->call->C_CreateObject(token->session, all,
						 COUNT(all), &ignored);
	}
	return rv == CKR_OK ? OK :
			      token_failed("writing a certificate", rv, err);
}

enum status device_certificate(struct token *token, const unsigned char *id,
			       const char *label, struct octets certificate,
			       struct error *err)
{
	CK_OBJECT_HANDLE object = beside(token, id);
	enum status rc;

	if (object != CK_INVALID_HANDLE && holds(token, object, certificate))
		return OK;
	if (object != CK_INVALID_HANDLE)
		return error_set(err, REFUSED, "device_not_blank", "device",
				 "another certificate is beside the key on "
				 "device \"%s\"; look at what is there, and use "
				 "another device",
				 token->serial);
	if ((rc = create(token, id, label, certificate, err)) != OK)
		return rc;
	object = beside(token, id);
	if (object != CK_INVALID_HANDLE && holds(token, object, certificate))
		return OK;
	return error_set(err, REFUSED, "certificate_not_written", "device",
			 "device \"%s\" does not show the certificate that was "
			 "written on it; use another device",
			 token->serial);
}
