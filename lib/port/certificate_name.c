/* certificate_name - names of subjects and issuers, by OpenSSL */
#include <ipp/port/certificate.h>

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/text.h>

#include "certificate_part.h"
#include "crypto.h"

#define TEXT  B_ASN1_UTF8STRING
#define PRINT B_ASN1_PRINTABLESTRING

DEFINE_OWN(x509_name, X509_NAME, X509_NAME_free)
DEFINE_OWN(asn1_string, ASN1_STRING, ASN1_STRING_free)
DEFINE_OWN(name_entry, X509_NAME_ENTRY, X509_NAME_ENTRY_free)
DEFINE_OWN(bio, BIO, BIO_vfree)

/* The upper bounds of RFC 5280, A.1; those it lacks from X.520. */
static const struct attribute_row {
	const char *name;
	int nid;
	unsigned long type;
	long min, max;
} attributes[ATTRIBUTES] = {
	[ATTRIBUTE_COUNTRY] = { "countryName", NID_countryName, PRINT, 2, 2 },
	[ATTRIBUTE_STATE] = { "stateOrProvinceName", NID_stateOrProvinceName,
			      TEXT, 1, 128 },
	[ATTRIBUTE_LOCALITY] = { "localityName", NID_localityName, TEXT, 1,
				 128 },
	[ATTRIBUTE_ORGANIZATION] = { "organizationName", NID_organizationName,
				     TEXT, 1, 64 },
	[ATTRIBUTE_ORGANIZATION_IDENTIFIER] = { "organizationIdentifier",
						NID_organizationIdentifier,
						TEXT, 1, 64 },
	[ATTRIBUTE_ORGANIZATIONAL_UNIT] = { "organizationalUnitName",
					    NID_organizationalUnitName, TEXT, 1,
					    64 },
	[ATTRIBUTE_SURNAME] = { "surname", NID_surname, TEXT, 1, 32768 },
	[ATTRIBUTE_GIVEN_NAME] = { "givenName", NID_givenName, TEXT, 1, 32768 },
	[ATTRIBUTE_SERIAL_NUMBER] = { "serialNumber", NID_serialNumber, PRINT,
				      1, 64 },
	[ATTRIBUTE_TITLE] = { "title", NID_title, TEXT, 1, 64 },
	[ATTRIBUTE_PSEUDONYM] = { "pseudonym", NID_pseudonym, TEXT, 1, 128 },
	[ATTRIBUTE_COMMON_NAME] = { "commonName", NID_commonName, TEXT, 1, 64 },
	[ATTRIBUTE_DN_QUALIFIER] = { "dnQualifier", NID_dnQualifier, PRINT, 1,
				     64 },
	[ATTRIBUTE_DESCRIPTION] = { "description", NID_description, TEXT, 1,
				    1024 },
};

ASN1_STRING *string_new(const char *value, unsigned long mask, long min,
			long max)
{
	ASN1_STRING *ret = NULL;

	if (!value || ASN1_mbstring_ncopy(&ret, (const unsigned char *)value,
					  (int)strlen(value), MBSTRING_UTF8,
					  mask, min, max) < 0)
		return NULL;
	return ret;
}

const char *string_text(struct arena *arena, const ASN1_STRING *s)
{
	unsigned char *utf8 = NULL;
	int n = ASN1_STRING_to_UTF8(&utf8, s);
	const char *ret = NULL;

	if (n >= 0 && !memchr(utf8, 0, (size_t)n))
		ret = arena_text_n(arena, (const char *)utf8, (size_t)n);
	OPENSSL_free(utf8);
	return ret;
}

const char *object_text(struct arena *arena, const ASN1_OBJECT *o)
{
	char text[256];
	int n = OBJ_obj2txt(text, sizeof text, o, 1);

	return n > 0 && (size_t)n < sizeof text ? arena_text(arena, text)
						: NULL;
}

struct octets octets_copy(struct arena *arena, const void *bytes, size_t n)
{
	struct octets ret = { arena_bytes(arena, bytes, n), n };

	return ret;
}

static enum status entry_invalid(const struct attribute_row *row,
				 const char *value, struct error *err)
{
	int reason = ERR_GET_REASON(ERR_peek_last_error());

	ERR_clear_error();
	if (reason == ASN1_R_STRING_TOO_LONG)
		return error_set(err, DATA, "subject_value_too_long", row->name,
				 "\"%.60s...\" is longer than the %ld "
				 "characters of %s; shorten it",
				 value, row->max, row->name);
	return error_set(
	    err, DATA, "subject_value_invalid", row->name,
	    "\"%s\" cannot stand in %s; give %s", value ? value : "", row->name,
	    row->max == 2	 ? _("two letters")
	    : row->type == PRINT ? _("letters, digits and '()+,-./:=?")
				 : _("text in UTF-8"));
}

static enum status entry_add(X509_NAME *name,
			     const struct name_attribute *attribute,
			     struct error *err)
{
	OWN(asn1_string) ASN1_STRING *value = NULL;
	OWN(name_entry) X509_NAME_ENTRY *entry = NULL;
	const struct attribute_row *row;

	if (attribute->type <= ATTRIBUTE_OTHER || attribute->type >= ATTRIBUTES)
		return error_set(err, INTERNAL, "attribute_unknown", NULL,
				 "attribute %d cannot be written",
				 attribute->type);
	row = &attributes[attribute->type];
	value = string_new(attribute->value, row->type, row->min, row->max);
	if (!value)
		return entry_invalid(row, attribute->value, err);
	entry = X509_NAME_ENTRY_create_by_NID(
	    NULL, row->nid, ASN1_STRING_type(value),
	    ASN1_STRING_get0_data(value), ASN1_STRING_length(value));
	if (!entry || X509_NAME_add_entry(name, entry, -1, 0) != 1)
		return crypto_failed("writing a name", err);
	return OK;
}

/* A name for people; NULL if OpenSSL fails. */
static char *name_text(struct arena *arena, const X509_NAME *name)
{
	OWN(bio) BIO *out = BIO_new(BIO_s_mem());
	char *text;
	long n;

	if (!out ||
	    X509_NAME_print_ex(out, name, 0,
			       XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) {
		ERR_clear_error();
		return NULL;
	}
	n = BIO_get_mem_data(out, &text);
	return arena_text_n(arena, text, (size_t)n);
}

enum status certificate_name(struct arena *arena,
			     const struct name_attribute *list, size_t count,
			     struct octets *ret, char **text,
			     struct error *err)
{
	OWN(x509_name) X509_NAME *name = X509_NAME_new();
	const unsigned char *der;
	size_t n;

	if (!name)
		return crypto_failed("writing a name", err);
	for (size_t i = 0; i < count; i++) {
		enum status rc = entry_add(name, &list[i], err);

		if (rc != OK)
			return rc;
	}
	if (X509_NAME_get0_der(name, &der, &n) != 1 ||
	    (text && !(*text = name_text(arena, name))))
		return crypto_failed("writing a name", err);
	*ret = octets_copy(arena, der, n);
	return OK;
}

static enum attribute attribute_of(int nid)
{
	for (int type = ATTRIBUTE_OTHER + 1; type < ATTRIBUTES; type++)
		if (attributes[type].nid == nid)
			return (enum attribute)type;
	return ATTRIBUTE_OTHER;
}

enum status name_read(struct arena *arena, X509_NAME *name,
		      const struct name_attribute **ret, size_t *count,
		      struct error *err)
{
	int n = X509_NAME_entry_count(name);
	struct name_attribute *list;

	if (n < 0 || (size_t)n > LIMIT_LIST_ITEMS)
		return certificate_unreadable("a name of too many parts", err);
	list = arena_alloc(arena, (size_t)n * sizeof *list + 1);
	for (int i = 0; i < n; i++) {
		X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		const ASN1_OBJECT *type = X509_NAME_ENTRY_get_object(entry);

		list[i].type = attribute_of(OBJ_obj2nid(type));
		list[i].oid = object_text(arena, type);
		list[i].value =
		    string_text(arena, X509_NAME_ENTRY_get_data(entry));
		if (!list[i].oid || !list[i].value)
			return certificate_unreadable("a name", err);
	}
	*ret = list;
	*count = (size_t)n;
	return OK;
}

char *certificate_name_text(struct arena *arena, struct octets der)
{
	const unsigned char *at = der.bytes;
	OWN(x509_name)
	X509_NAME *name = d2i_X509_NAME(NULL, &at, (long)der.size);

	if (!name || at != der.bytes + der.size) {
		ERR_clear_error();
		return NULL;
	}
	return name_text(arena, name);
}
