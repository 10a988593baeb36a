/* certificate_name - names of subjects and issuers, by OpenSSL */
#include <ipp/port/certificate.h>

#include <string.h>

#include <openssl/asn1t.h>
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

/* RFC 5280, 4.1.2.4. A name that is only written needs no second form by
 * which names are compared, and OpenSSL makes that of each X509_NAME. */
typedef struct {
	ASN1_OBJECT *type;
	ASN1_STRING *value;
} ATTRIBUTE;
DEFINE_STACK_OF(ATTRIBUTE)

ASN1_SEQUENCE(ATTRIBUTE) = {
	ASN1_SIMPLE(ATTRIBUTE, type, ASN1_OBJECT),
	ASN1_SIMPLE(ATTRIBUTE, value, ASN1_PRINTABLE),
} static_ASN1_SEQUENCE_END(ATTRIBUTE)

typedef STACK_OF(ATTRIBUTE) RDN;
DEFINE_STACK_OF(RDN)

ASN1_ITEM_TEMPLATE(RDN) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_OF, 0, RDN, ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END(RDN)

ASN1_ITEM_TEMPLATE(NAME) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SEQUENCE_OF, 0, NAME, RDN)
static_ASN1_ITEM_TEMPLATE_END(NAME)

/* Attributes lie in an arena, and what they are of OpenSSL owns. */
static void name_free(STACK_OF(RDN) * name)
{
	for (int i = 0; i < sk_RDN_num(name); i++) {
		RDN *rdn = sk_RDN_value(name, i);

		for (int j = 0; j < sk_ATTRIBUTE_num(rdn); j++)
			ASN1_STRING_free(sk_ATTRIBUTE_value(rdn, j)->value);
		sk_ATTRIBUTE_free(rdn);
	}
	sk_RDN_free(name);
}
DEFINE_OWN(name, STACK_OF(RDN), name_free)
DEFINE_OWN(x509_name, X509_NAME, X509_NAME_free)
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

/* An RDN of one attribute; what it is to be, or NULL. */
static ATTRIBUTE *rdn_add(STACK_OF(RDN) * name, struct arena *arena)
{
	ATTRIBUTE *ret = arena_alloc(arena, sizeof *ret);
	RDN *rdn = sk_ATTRIBUTE_new_reserve(NULL, 1);

	*ret = (ATTRIBUTE){ NULL, NULL };
	if (rdn && sk_ATTRIBUTE_push(rdn, ret) > 0 &&
	    sk_RDN_push(name, rdn) > 0)
		return ret;
	sk_ATTRIBUTE_free(rdn);
	return NULL;
}

static enum status attribute_add(STACK_OF(RDN) * name,
				 const struct name_attribute *attribute,
				 struct arena *arena, struct error *err)
{
	const struct attribute_row *row;
	ATTRIBUTE *to;

	if (attribute->type <= ATTRIBUTE_OTHER || attribute->type >= ATTRIBUTES)
		return error_set(err, INTERNAL, "attribute_unknown", NULL,
				 "attribute %d cannot be written",
				 attribute->type);
	row = &attributes[attribute->type];
	if (!(to = rdn_add(name, arena)))
		return crypto_failed("writing a name", err);
	to->type = OBJ_nid2obj(row->nid);
	to->value = string_new(attribute->value, row->type, row->min, row->max);
	return to->value ? OK : entry_invalid(row, attribute->value, err);
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

/* Most values of names have nothing that needs a backslash. */
static bool is_plain(const char *value)
{
	size_t n = strlen(value);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)value[i] < ' ' || value[i] == 0x7f ||
		    strchr(",+\"\\<>;=#", value[i]))
			return false;
	return n > 0 && value[0] != ' ' && value[n - 1] != ' ';
}

/* What name_text tells of it; NULL if it takes OpenSSL to tell. */
static char *plain_text(struct arena *arena, const struct name_attribute *list,
			size_t count)
{
	const char *short_names[ATTRIBUTES];
	size_t size = 1;
	char *ret, *at;

	for (int i = 1; i < ATTRIBUTES; i++)
		short_names[i] = OBJ_nid2sn(attributes[i].nid);
	for (size_t i = 0; i < count; i++) {
		if (!is_plain(list[i].value))
			return NULL;
		size += strlen(short_names[list[i].type]) +
			strlen(list[i].value) + strlen(",=");
	}
	ret = at = arena_alloc(arena, size);
	*at = '\0';
	for (size_t i = count; i-- > 0;) {
		at = stpcpy(at, short_names[list[i].type]);
		at = stpcpy(stpcpy(at, "="), list[i].value);
		at = stpcpy(at, i ? "," : "");
	}
	return ret;
}

enum status certificate_name(struct arena *arena,
			     const struct name_attribute *list, size_t count,
			     struct octets *ret, char **text,
			     struct error *err)
{
	OWN(name) STACK_OF(RDN) *name = sk_RDN_new_reserve(NULL, (int)count);
	unsigned char *der = NULL;
	int n;

	if (!name)
		return crypto_failed("writing a name", err);
	for (size_t i = 0; i < count; i++) {
		enum status rc = attribute_add(name, &list[i], arena, err);

		if (rc != OK)
			return rc;
	}
	n = ASN1_item_i2d((ASN1_VALUE *)name, &der, ASN1_ITEM_rptr(NAME));
	if (n <= 0)
		return crypto_failed("writing a name", err);
	*ret = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	if (text && !(*text = plain_text(arena, list, count)) &&
	    !(*text = certificate_name_text(arena, *ret)))
		return crypto_failed("writing a name", err);
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
