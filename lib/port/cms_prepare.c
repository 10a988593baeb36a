/* cms_prepare - signatures before they have a value, and with it */
#include <ipp/port/cms_sign.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/time.h>

#include "cms_der.h"
#include "cms_part.h"
#include "crypto.h"

#define ATTRIBUTE_ROOM 160 /* but the signing certificate */
#define UTC_TIME       0x17
#define GENERAL_TIME   0x18
#define TIME_SIZE      16

DEFINE_OWN(evp_md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)

/* Object identifiers with their heads, after 1.2.840.113549. */
#define PKCS(...)                                                           \
	{                                                                   \
		0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, __VA_ARGS__ \
	}
#define OID_SIZE 11
static const unsigned char id_content_type[OID_SIZE] = PKCS(1, 9, 3);
static const unsigned char id_message_digest[OID_SIZE] = PKCS(1, 9, 4);
static const unsigned char id_signing_time[OID_SIZE] = PKCS(1, 9, 5);
static const unsigned char id_data[OID_SIZE] = PKCS(1, 7, 1);
static const unsigned char id_signed_data[OID_SIZE] = PKCS(1, 7, 2);
/* RFC 5652, 5.1 and 5.3: a signer by issuer and serial number */
static const unsigned char version_1[] = { DER_INTEGER, 1, 1 };

static bool content_digest(const EVP_MD *md, const struct cms_content *content,
			   unsigned char *ret)
{
	OWN(evp_md_ctx) EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (!context || EVP_DigestInit_ex(context, md, NULL) != 1)
		return false;
	for (size_t i = 0; i < content->count; i++)
		if (EVP_DigestUpdate(context, content->parts[i].bytes,
				     content->parts[i].size) != 1)
			return false;
	return EVP_DigestFinal_ex(context, ret, NULL) == 1;
}

/* RFC 5652, 11: an attribute with one value, of one head and its content. */
static struct octets attribute_new(struct arena *arena,
				   const unsigned char *type, unsigned char tag,
				   const void *value, size_t n)
{
	struct der der = der_new(arena, ATTRIBUTE_ROOM);

	der_put(&der, value, n);
	if (tag)
		der_head(&der, tag, n);
	der_wrap(&der, DER_SET, 0);
	der_put(&der, type, OID_SIZE);
	der_wrap(&der, DER_SEQUENCE, 0);
	return der_done(&der);
}

/* RFC 5652, 11.3: UTCTime from 1950 to 2049. */
static struct octets time_attribute(struct arena *arena, int64_t at)
{
	char text[INSTANT_SIZE], value[TIME_SIZE];
	bool is_short;
	int n;

	instant_format(at, text);
	is_short = strcmp(text, "1950") > 0 && strcmp(text, "2050") < 0;
	n = snprintf(value, sizeof value, "%.4s%.2s%.2s%.2s%.2s%.2sZ", text,
		     text + 5, text + 8, text + 11, text + 14, text + 17);
	return attribute_new(
	    arena, id_signing_time, is_short ? UTC_TIME : GENERAL_TIME,
	    value + (is_short ? 2 : 0), (size_t)n - (is_short ? 2 : 0));
}

/* RFC 5652, 5.4: what is signed is the SET OF in DER, by its own tag. */
static void attributes_make(struct arena *arena,
			    const struct cms_signatory *who,
			    int64_t signing_time, struct cms_draft *ret)
{
	struct octets list[4] = {
		attribute_new(arena, id_content_type, 0, id_data, OID_SIZE),
		attribute_new(arena, id_message_digest, DER_OCTETS,
			      ret->content_hash, ret->hash_size),
		who->signing_certificate,
	};
	size_t count = 3;
	struct der der =
	    der_new(arena, 4 * ATTRIBUTE_ROOM + who->signing_certificate.size);

	if (signing_time != INT64_MIN)
		list[count++] = time_attribute(arena, signing_time);
	cms_set_sort(list, count);
	while (count-- > 0)
		der_octets(&der, list[count]);
	der_wrap(&der, DER_SET, 0);
	ret->attributes = der_done(&der);
}

enum status cms_prepare(struct arena *arena, const struct cms_signatory *who,
			const struct cms_content *content, int64_t signing_time,
			struct cms_draft *ret, struct error *err)
{
	ret->hash_size = (size_t)EVP_MD_get_size(who->md);
	if (!content_digest(who->md, content, ret->content_hash))
		return crypto_failed("making a signature", err);
	attributes_make(arena, who, signing_time, ret);
	return EVP_Digest(ret->attributes.bytes, ret->attributes.size,
			  ret->hash, NULL, who->md, NULL) == 1
		   ? OK
		   : crypto_failed("making a signature", err);
}

/* RFC 5652, 5.3, from its end. */
static void signer_write(struct der *der, const struct cms_signatory *who,
			 const struct cms_draft *draft, struct octets value)
{
	size_t mark = der_mark(der);

	der_octets(der, value);
	der_head(der, DER_OCTETS, value.size);
	der_octets(der, who->signature_algorithm);
	/* the same SET, but by an implicit tag */
	der_put(der, draft->attributes.bytes + 1, draft->attributes.size - 1);
	der_put(der, &(unsigned char){ DER_CONTEXT0 }, 1);
	der_octets(der, who->digest_algorithm);
	der_octets(der, who->issuer_serial);
	der_head(der, DER_SEQUENCE, who->issuer_serial.size);
	der_put(der, version_1, sizeof version_1);
	der_wrap(der, DER_SEQUENCE, mark);
	der_wrap(der, DER_SET, mark);
}

/* RFC 5652, 5.1, from its end, without content. */
static struct octets message_write(struct arena *arena,
				   const struct cms_signatory *who,
				   const struct cms_draft *draft,
				   struct octets value)
{
	struct der der = der_new(
	    arena, who->certificates.size + who->issuer_serial.size +
		       draft->attributes.size + value.size +
		       2 * who->digest_algorithm.size +
		       who->signature_algorithm.size + 16 * DER_HEAD_MAX);

	signer_write(&der, who, draft, value);
	der_octets(&der, who->certificates);
	der_head(&der, DER_CONTEXT0, who->certificates.size);
	der_put(&der, id_data, OID_SIZE);
	der_head(&der, DER_SEQUENCE, OID_SIZE);
	der_octets(&der, who->digest_algorithm);
	der_head(&der, DER_SET, who->digest_algorithm.size);
	der_put(&der, version_1, sizeof version_1);
	der_wrap(&der, DER_SEQUENCE, 0);
	der_wrap(&der, DER_CONTEXT0, 0);
	der_put(&der, id_signed_data, OID_SIZE);
	der_wrap(&der, DER_SEQUENCE, 0);
	return der_done(&der);
}

enum status cms_complete(struct arena *arena, const struct cms_signatory *who,
			 const struct cms_draft *draft, struct octets value,
			 struct octets *ret, struct error *err)
{
	struct octets good;

	if (!cms_value_check(arena, who, draft->hash, value, &good))
		return error_set(err, REFUSED, "signature_unsound", NULL,
				 "the signature that came is not by the key of "
				 "the certificate, or of something else; have "
				 "the certificate read again, and try again");
	*ret = message_write(arena, who, draft, good);
	return OK;
}

/* The elements of a message of ours that its content makes longer. */
struct frame {
	const unsigned char *inside;  /* of SignedData: before its end .. */
	const unsigned char *content; /* .. is the type of the content */
	const unsigned char *rest, *end;
};

/* The content of an element of this tag; NULL if it is another one. */
static const unsigned char *element_open(const unsigned char *at,
					 const unsigned char *end, int tag,
					 int class, const unsigned char **next)
{
	const unsigned char *p = at;
	int found_tag, found_class;
	long n;

	if (!at || at >= end ||
	    ASN1_get_object(&p, &n, &found_tag, &found_class, end - at) &
		0x81 ||
	    found_tag != tag || found_class != class || n > end - p)
		return NULL;
	*next = p + n;
	return p;
}

static bool frame_find(struct octets message, struct frame *ret)
{
	const unsigned char *end = message.bytes + message.size, *next, *at;

	at = element_open(message.bytes, end, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL,
			  &next);
	if (!element_open(at, end, V_ASN1_OBJECT, V_ASN1_UNIVERSAL, &next))
		return false;
	at = element_open(next, end, 0, V_ASN1_CONTEXT_SPECIFIC, &next);
	ret->inside = at =
	    element_open(at, end, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, &ret->end);
	if (!element_open(at, end, V_ASN1_INTEGER, V_ASN1_UNIVERSAL, &next) ||
	    !element_open(next, end, V_ASN1_SET, V_ASN1_UNIVERSAL, &at))
		return false;
	ret->content = at;
	at = element_open(at, end, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL,
			  &ret->rest);
	return at &&
	       element_open(at, ret->rest, V_ASN1_OBJECT, V_ASN1_UNIVERSAL,
			    &next) &&
	       next == ret->rest; /* there is no content yet */
}

static size_t content_size(const struct cms_content *content)
{
	size_t ret = 0;

	for (size_t i = 0; i < content->count; i++)
		ret += content->parts[i].size;
	return ret;
}

enum status cms_attach(struct arena *arena, struct octets message,
		       const struct cms_content *content, struct octets *ret,
		       struct error *err)
{
	size_t size = content_size(content), mark;
	struct frame frame;
	struct der der;

	if (size > INT_MAX || !frame_find(message, &frame))
		return crypto_failed("making a signature", err);
	der = der_new(arena, message.size + size + 6 * DER_HEAD_MAX);
	der_put(&der, frame.rest, (size_t)(frame.end - frame.rest));
	mark = der_mark(&der);
	for (size_t i = content->count; i-- > 0;)
		der_octets(&der, content->parts[i]);
	der_wrap(&der, DER_OCTETS, mark);
	der_wrap(&der, DER_CONTEXT0, mark);
	der_put(&der, id_data, OID_SIZE);
	der_wrap(&der, DER_SEQUENCE, mark);
	der_put(&der, frame.inside, (size_t)(frame.content - frame.inside));
	der_wrap(&der, DER_SEQUENCE, 0);
	der_wrap(&der, DER_CONTEXT0, 0);
	der_put(&der, id_signed_data, OID_SIZE);
	der_wrap(&der, DER_SEQUENCE, 0);
	*ret = der_done(&der);
	return OK;
}
