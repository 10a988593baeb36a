/* certificate_qc - writes qcStatements of EN 319 412-5 */
#include <openssl/err.h>

#include "certificate_part.h"
#include "certificate_qc_shape.h"

/* Adds a statement; returns where its info goes, or NULL. */
static ASN1_TYPE **statement_add(STACK_OF(QC_STATEMENT) * list, const char *oid)
{
	QC_STATEMENT *one =
	    (QC_STATEMENT *)ASN1_item_new(ASN1_ITEM_rptr(QC_STATEMENT));

	if (!one || sk_QC_STATEMENT_push(list, one) <= 0) {
		ASN1_item_free((ASN1_VALUE *)one, ASN1_ITEM_rptr(QC_STATEMENT));
		return NULL;
	}
	ASN1_OBJECT_free(one->id);
	one->id = OBJ_txt2obj(oid, 1);
	return one->id ? &one->info : NULL;
}

static bool sequence_add(STACK_OF(QC_STATEMENT) * list, const char *oid,
			 void *value, const ASN1_ITEM *item)
{
	ASN1_TYPE **info = statement_add(list, oid);

	return info && ASN1_TYPE_pack_sequence(item, value, info);
}

static bool limit_add(STACK_OF(QC_STATEMENT) * list,
		      const struct qc_limit *limit)
{
	OWN(value)
	QC_VALUE *value = (QC_VALUE *)ASN1_item_new(ASN1_ITEM_rptr(QC_VALUE));

	if (!value)
		return false;
	ASN1_STRING_free(value->currency);
	value->currency =
	    string_new(limit->currency, B_ASN1_PRINTABLESTRING, 3, 3);
	value->amount = limit->amount;
	value->exponent = limit->exponent;
	return value->currency && sequence_add(list, QC_OID_LIMIT, value,
					       ASN1_ITEM_rptr(QC_VALUE));
}

static bool retention_add(STACK_OF(QC_STATEMENT) * list, int64_t years)
{
	ASN1_TYPE **info = statement_add(list, QC_OID_RETENTION);
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	if (!info || !number || ASN1_INTEGER_set_int64(number, years) != 1 ||
	    !(*info = ASN1_TYPE_new())) {
		ASN1_INTEGER_free(number);
		return false;
	}
	ASN1_TYPE_set(*info, V_ASN1_INTEGER, number);
	return true;
}

static bool location_add(STACK_OF(QC_LOCATION) * list, const struct qc_pds *pds)
{
	QC_LOCATION *one =
	    (QC_LOCATION *)ASN1_item_new(ASN1_ITEM_rptr(QC_LOCATION));

	if (!one || sk_QC_LOCATION_push(list, one) <= 0) {
		ASN1_item_free((ASN1_VALUE *)one, ASN1_ITEM_rptr(QC_LOCATION));
		return false;
	}
	ASN1_STRING_free(one->url);
	ASN1_STRING_free(one->language);
	one->url = string_new(pds->url, B_ASN1_IA5STRING, 1, 0);
	one->language = string_new(pds->language, B_ASN1_PRINTABLESTRING, 2, 2);
	return one->url && one->language;
}

static bool pds_add(STACK_OF(QC_STATEMENT) * list,
		    const struct qc_statements *qc)
{
	OWN(locations)
	STACK_OF(QC_LOCATION) *locations = sk_QC_LOCATION_new_null();

	if (!locations)
		return false;
	for (size_t i = 0; i < qc->pds_count; i++)
		if (!location_add(locations, &qc->pds[i]))
			return false;
	return sequence_add(list, QC_OID_PDS, locations,
			    ASN1_ITEM_rptr(QC_LOCATIONS));
}

/* A SEQUENCE OF OBJECT IDENTIFIER; OpenSSL has that as extKeyUsage. */
static bool set_add(STACK_OF(QC_STATEMENT) * list, const char *oid,
		    unsigned set, const char *const *names)
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

static bool semantics_add(STACK_OF(QC_STATEMENT) * list,
			  const struct qc_statements *qc)
{
	OWN(semantics)
	QC_SEMANTICS *value =
	    (QC_SEMANTICS *)ASN1_item_new(ASN1_ITEM_rptr(QC_SEMANTICS));
	GENERAL_NAME *name = NULL;

	if (!value ||
	    !(value->id = OBJ_txt2obj(qc_semantics[qc->semantics], 1)))
		return false;
	if (!qc->name_authority)
		return sequence_add(list, QC_OID_SYNTAX_V2, value,
				    ASN1_ITEM_rptr(QC_SEMANTICS));
	value->authorities = GENERAL_NAMES_new();
	name = GENERAL_NAME_new();
	if (!value->authorities || !name ||
	    sk_GENERAL_NAME_push(value->authorities, name) <= 0) {
		GENERAL_NAME_free(name);
		return false;
	}
	name->type = GEN_URI;
	name->d.ia5 = string_new(qc->name_authority, B_ASN1_IA5STRING, 1, 0);
	return name->d.ia5 && sequence_add(list, QC_OID_SYNTAX_V2, value,
					   ASN1_ITEM_rptr(QC_SEMANTICS));
}

ASN1_STRING *qc_pack_new(const struct qc_statements *qc)
{
	OWN(statements)
	STACK_OF(QC_STATEMENT) *list = sk_QC_STATEMENT_new_null();

	if (!list ||
	    (qc->compliance && !statement_add(list, QC_OID_COMPLIANCE)) ||
	    (qc->limit.currency[0] && !limit_add(list, &qc->limit)) ||
	    (qc->retention_years &&
	     !retention_add(list, qc->retention_years)) ||
	    (qc->qscd && !statement_add(list, QC_OID_SSCD)) ||
	    (qc->pds_count && !pds_add(list, qc)) ||
	    (qc->types && !set_add(list, QC_OID_TYPE, qc->types, qc_types)) ||
	    (qc->identified &&
	     !set_add(list, QC_OID_IDENTIFIED, qc->identified, qc_methods)) ||
	    (qc->semantics && !semantics_add(list, qc)))
		return NULL;
	return ASN1_item_pack(list, ASN1_ITEM_rptr(QC_STATEMENTS), NULL);
}
