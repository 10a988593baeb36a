/* certificate_qc - qcStatements of EN 319 412-5, by templates of OpenSSL */
#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/text.h>

#include "certificate_part.h"

#define COMPLIANCE "0.4.0.1862.1.1"
#define LIMIT	   "0.4.0.1862.1.2"
#define RETENTION  "0.4.0.1862.1.3"
#define SSCD	   "0.4.0.1862.1.4"
#define PDS	   "0.4.0.1862.1.5"
#define TYPE	   "0.4.0.1862.1.6"
#define IDENTIFIED "0.4.0.1862.1.8"
#define SYNTAX_V2  "1.3.6.1.5.5.7.11.2"

/* Bit n of the set is item n. */
static const char *const types[] = { TYPE ".1", TYPE ".2", TYPE ".3", NULL };
static const char *const methods[] = { IDENTIFIED ".1", IDENTIFIED ".2",
				       IDENTIFIED ".3", IDENTIFIED ".4", NULL };
static const char *const semantics[] = {
	[QC_SEMANTICS_NATURAL] = "0.4.0.194121.1.1",
	[QC_SEMANTICS_LEGAL] = "0.4.0.194121.1.2"
};

/* RFC 3739, 3.2.6. */
typedef struct {
	ASN1_OBJECT *id;
	ASN1_TYPE *info;
} STATEMENT;
DEFINE_STACK_OF(STATEMENT)

ASN1_SEQUENCE(STATEMENT) = {
	ASN1_SIMPLE(STATEMENT, id, ASN1_OBJECT),
	ASN1_OPT(STATEMENT, info, ASN1_ANY),
} static_ASN1_SEQUENCE_END(STATEMENT)

ASN1_ITEM_TEMPLATE(STATEMENTS) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SEQUENCE_OF, 0, STATEMENTS, STATEMENT)
static_ASN1_ITEM_TEMPLATE_END(STATEMENTS)

/* EN 319 412-5, 4.3.2. */
typedef struct {
	ASN1_PRINTABLESTRING *currency;
	int64_t amount, exponent;
} VALUE;

ASN1_SEQUENCE(VALUE) = {
	ASN1_SIMPLE(VALUE, currency, ASN1_PRINTABLESTRING),
	ASN1_EMBED(VALUE, amount, INT64),
	ASN1_EMBED(VALUE, exponent, INT64),
} static_ASN1_SEQUENCE_END(VALUE)

/* EN 319 412-5, 4.3.4. */
typedef struct {
	ASN1_IA5STRING *url;
	ASN1_PRINTABLESTRING *language;
} LOCATION;
DEFINE_STACK_OF(LOCATION)

ASN1_SEQUENCE(LOCATION) = {
	ASN1_SIMPLE(LOCATION, url, ASN1_IA5STRING),
	ASN1_SIMPLE(LOCATION, language, ASN1_PRINTABLESTRING),
} static_ASN1_SEQUENCE_END(LOCATION)

ASN1_ITEM_TEMPLATE(LOCATIONS) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SEQUENCE_OF, 0, LOCATIONS, LOCATION)
static_ASN1_ITEM_TEMPLATE_END(LOCATIONS)

/* RFC 3739, 3.2.6.1. */
typedef struct {
	ASN1_OBJECT *id;
	GENERAL_NAMES *authorities;
} SEMANTICS;

ASN1_SEQUENCE(SEMANTICS) = {
	ASN1_OPT(SEMANTICS, id, ASN1_OBJECT),
	ASN1_SEQUENCE_OF_OPT(SEMANTICS, authorities, GENERAL_NAME),
} static_ASN1_SEQUENCE_END(SEMANTICS)

static void statements_free(STACK_OF(STATEMENT) *list)
{
	ASN1_item_free((ASN1_VALUE *)list, ASN1_ITEM_rptr(STATEMENTS));
}
DEFINE_OWN(statements, STACK_OF(STATEMENT), statements_free)

static void locations_free(STACK_OF(LOCATION) * list)
{
	ASN1_item_free((ASN1_VALUE *)list, ASN1_ITEM_rptr(LOCATIONS));
}
DEFINE_OWN(locations, STACK_OF(LOCATION), locations_free)

static void value_free(VALUE *value)
{
	ASN1_item_free((ASN1_VALUE *)value, ASN1_ITEM_rptr(VALUE));
}
DEFINE_OWN(value, VALUE, value_free)

static void semantics_free(SEMANTICS *value)
{
	ASN1_item_free((ASN1_VALUE *)value, ASN1_ITEM_rptr(SEMANTICS));
}
DEFINE_OWN(semantics, SEMANTICS, semantics_free)
DEFINE_OWN(objects, EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)

/* Adds a statement; returns where its info goes, or NULL. */
static ASN1_TYPE **statement_add(STACK_OF(STATEMENT) * list, const char *oid)
{
	STATEMENT *one = (STATEMENT *)ASN1_item_new(ASN1_ITEM_rptr(STATEMENT));

	if (!one || sk_STATEMENT_push(list, one) <= 0) {
		ASN1_item_free((ASN1_VALUE *)one, ASN1_ITEM_rptr(STATEMENT));
		return NULL;
	}
	ASN1_OBJECT_free(one->id);
	one->id = OBJ_txt2obj(oid, 1);
	return one->id ? &one->info : NULL;
}

static bool sequence_add(STACK_OF(STATEMENT) * list, const char *oid,
			 void *value, const ASN1_ITEM *item)
{
	ASN1_TYPE **info = statement_add(list, oid);

	return info && ASN1_TYPE_pack_sequence(item, value, info);
}

static bool limit_add(STACK_OF(STATEMENT) * list, const struct qc_limit *limit)
{
	OWN(value) VALUE *value = (VALUE *)ASN1_item_new(ASN1_ITEM_rptr(VALUE));

	if (!value)
		return false;
	ASN1_STRING_free(value->currency);
	value->currency =
	    string_new(limit->currency, B_ASN1_PRINTABLESTRING, 3, 3);
	value->amount = limit->amount;
	value->exponent = limit->exponent;
	return value->currency &&
	       sequence_add(list, LIMIT, value, ASN1_ITEM_rptr(VALUE));
}

static bool retention_add(STACK_OF(STATEMENT) * list, int64_t years)
{
	ASN1_TYPE **info = statement_add(list, RETENTION);
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	if (!info || !number || ASN1_INTEGER_set_int64(number, years) != 1 ||
	    !(*info = ASN1_TYPE_new())) {
		ASN1_INTEGER_free(number);
		return false;
	}
	ASN1_TYPE_set(*info, V_ASN1_INTEGER, number);
	return true;
}

static bool location_add(STACK_OF(LOCATION) * list, const struct qc_pds *pds)
{
	LOCATION *one = (LOCATION *)ASN1_item_new(ASN1_ITEM_rptr(LOCATION));

	if (!one || sk_LOCATION_push(list, one) <= 0) {
		ASN1_item_free((ASN1_VALUE *)one, ASN1_ITEM_rptr(LOCATION));
		return false;
	}
	ASN1_STRING_free(one->url);
	ASN1_STRING_free(one->language);
	one->url = string_new(pds->url, B_ASN1_IA5STRING, 1, 0);
	one->language = string_new(pds->language, B_ASN1_PRINTABLESTRING, 2, 2);
	return one->url && one->language;
}

static bool pds_add(STACK_OF(STATEMENT) * list, const struct qc_statements *qc)
{
	OWN(locations) STACK_OF(LOCATION) *locations = sk_LOCATION_new_null();

	if (!locations)
		return false;
	for (size_t i = 0; i < qc->pds_count; i++)
		if (!location_add(locations, &qc->pds[i]))
			return false;
	return sequence_add(list, PDS, locations, ASN1_ITEM_rptr(LOCATIONS));
}

/* A SEQUENCE OF OBJECT IDENTIFIER; OpenSSL has that as extKeyUsage. */
static bool set_add(STACK_OF(STATEMENT) * list, const char *oid, unsigned set,
		    const char *const *names)
{
	OWN(objects) EXTENDED_KEY_USAGE *objects = EXTENDED_KEY_USAGE_new();

	for (size_t i = 0; objects && names[i]; i++) {
		ASN1_OBJECT *one;

		if (!(set & 1u << i))
			continue;
		one = OBJ_txt2obj(names[i], 1);
		if (!one || sk_ASN1_OBJECT_push(objects, one) <= 0) {
			ASN1_OBJECT_free(one);
			return false;
		}
	}
	return objects && sequence_add(list, oid, objects,
				       ASN1_ITEM_rptr(EXTENDED_KEY_USAGE));
}

static bool semantics_add(STACK_OF(STATEMENT) * list,
			  const struct qc_statements *qc)
{
	OWN(semantics)
	SEMANTICS *value =
	    (SEMANTICS *)ASN1_item_new(ASN1_ITEM_rptr(SEMANTICS));
	GENERAL_NAME *name = NULL;

	if (!value || !(value->id = OBJ_txt2obj(semantics[qc->semantics], 1)))
		return false;
	if (!qc->name_authority)
		return sequence_add(list, SYNTAX_V2, value,
				    ASN1_ITEM_rptr(SEMANTICS));
	value->authorities = GENERAL_NAMES_new();
	name = GENERAL_NAME_new();
	if (!value->authorities || !name ||
	    sk_GENERAL_NAME_push(value->authorities, name) <= 0) {
		GENERAL_NAME_free(name);
		return false;
	}
	name->type = GEN_URI;
	name->d.ia5 = string_new(qc->name_authority, B_ASN1_IA5STRING, 1, 0);
	return name->d.ia5 &&
	       sequence_add(list, SYNTAX_V2, value, ASN1_ITEM_rptr(SEMANTICS));
}

ASN1_STRING *qc_pack_new(const struct qc_statements *qc)
{
	OWN(statements) STACK_OF(STATEMENT) *list = sk_STATEMENT_new_null();

	if (!list || (qc->compliance && !statement_add(list, COMPLIANCE)) ||
	    (qc->limit.currency[0] && !limit_add(list, &qc->limit)) ||
	    (qc->retention_years &&
	     !retention_add(list, qc->retention_years)) ||
	    (qc->qscd && !statement_add(list, SSCD)) ||
	    (qc->pds_count && !pds_add(list, qc)) ||
	    (qc->types && !set_add(list, TYPE, qc->types, types)) ||
	    (qc->identified &&
	     !set_add(list, IDENTIFIED, qc->identified, methods)) ||
	    (qc->semantics && !semantics_add(list, qc)))
		return NULL;
	return ASN1_item_pack(list, ASN1_ITEM_rptr(STATEMENTS), NULL);
}

/* Reading */

static bool limit_read(const ASN1_TYPE *info, struct qc_statements *ret)
{
	OWN(value)
	VALUE *value = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(VALUE), info);

	if (!value || ASN1_STRING_length(value->currency) != 3)
		return false;
	memcpy(ret->limit.currency, ASN1_STRING_get0_data(value->currency), 3);
	ret->limit.amount = value->amount;
	ret->limit.exponent = value->exponent;
	return ret->limit.currency[0] != '\0';
}

static bool retention_read(const ASN1_TYPE *info, struct qc_statements *ret)
{
	return info && info->type == V_ASN1_INTEGER &&
	       ASN1_INTEGER_get_int64(&ret->retention_years,
				      info->value.integer) == 1;
}

static bool pds_read(struct arena *arena, const ASN1_TYPE *info,
		     struct qc_statements *ret)
{
	OWN(locations)
	STACK_OF(LOCATION) *list =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(LOCATIONS), info);
	int n = sk_LOCATION_num(list);
	struct qc_pds *pds;

	if (n < 0 || (size_t)n > LIMIT_LIST_ITEMS)
		return false;
	pds = arena_alloc(arena, (size_t)n * sizeof *pds + 1);
	for (int i = 0; i < n; i++) {
		const LOCATION *one = sk_LOCATION_value(list, i);

		pds[i].url = string_text(arena, one->url);
		pds[i].language = string_text(arena, one->language);
		if (!pds[i].url || !pds[i].language)
			return false;
	}
	ret->pds = pds;
	ret->pds_count = (size_t)n;
	return true;
}

static bool set_read(const ASN1_TYPE *info, const char *const *names,
		     unsigned *ret)
{
	OWN(objects)
	EXTENDED_KEY_USAGE *list =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(EXTENDED_KEY_USAGE), info);

	if (!list)
		return false;
	for (int i = 0; i < sk_ASN1_OBJECT_num(list); i++) {
		char text[64];
		size_t bit = 0;

		OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(list, i),
			    1);
		while (names[bit] && strcmp(names[bit], text) != 0)
			bit++;
		*ret |= 1u << bit; /* one past the known ones: unknown */
	}
	return true;
}

static bool semantics_read(struct arena *arena, const ASN1_TYPE *info,
			   struct qc_statements *ret)
{
	OWN(semantics)
	SEMANTICS *value =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SEMANTICS), info);
	const char *id;

	if (!value)
		return false;
	id = value->id ? object_text(arena, value->id) : NULL;
	if (text_equal(id, semantics[QC_SEMANTICS_NATURAL]))
		ret->semantics = QC_SEMANTICS_NATURAL;
	else if (text_equal(id, semantics[QC_SEMANTICS_LEGAL]))
		ret->semantics = QC_SEMANTICS_LEGAL;
	for (int i = 0; i < sk_GENERAL_NAME_num(value->authorities); i++) {
		const GENERAL_NAME *name =
		    sk_GENERAL_NAME_value(value->authorities, i);

		if (name->type == GEN_URI && !ret->name_authority)
			ret->name_authority = string_text(arena, name->d.ia5);
	}
	return true;
}

static bool statement_read(struct arena *arena, const char *oid,
			   const ASN1_TYPE *info, struct qc_statements *ret)
{
	const char **other;

	if (strcmp(oid, COMPLIANCE) == 0)
		return ret->compliance = true;
	if (strcmp(oid, SSCD) == 0)
		return ret->qscd = true;
	if (strcmp(oid, LIMIT) == 0)
		return info && limit_read(info, ret);
	if (strcmp(oid, RETENTION) == 0)
		return retention_read(info, ret);
	if (strcmp(oid, PDS) == 0)
		return info && pds_read(arena, info, ret);
	if (strcmp(oid, TYPE) == 0)
		return info && set_read(info, types, &ret->types);
	if (strcmp(oid, IDENTIFIED) == 0)
		return info && set_read(info, methods, &ret->identified);
	if (strcmp(oid, SYNTAX_V2) == 0)
		return info && semantics_read(arena, info, ret);
	other = arena_alloc(arena, (ret->other.count + 1) * sizeof *other);
	for (size_t i = 0; i < ret->other.count; i++)
		other[i] = ret->other.items[i];
	other[ret->other.count++] = oid;
	ret->other.items = other;
	return true;
}

bool qc_unpack(struct arena *arena, const ASN1_STRING *value,
	       struct qc_statements *ret)
{
	const unsigned char *at = ASN1_STRING_get0_data(value);
	const unsigned char *end = at + ASN1_STRING_length(value);
	OWN(statements)
	STACK_OF(STATEMENT) *list = (STACK_OF(STATEMENT) *)ASN1_item_d2i(
	    NULL, &at, end - at, ASN1_ITEM_rptr(STATEMENTS));

	if (!list || at != end ||
	    (size_t)sk_STATEMENT_num(list) > LIMIT_LIST_ITEMS)
		return false;
	for (int i = 0; i < sk_STATEMENT_num(list); i++) {
		const STATEMENT *one = sk_STATEMENT_value(list, i);
		const char *oid = object_text(arena, one->id);

		if (!oid || !statement_read(arena, oid, one->info, ret))
			return false;
	}
	return true;
}
