/* certificate_qc_shape - qcStatements (RFC 3739, 3.2.6; EN 319 412-5) as
 * templates of OpenSSL */
#ifndef IPP_LIB_PORT_CERTIFICATE_QC_SHAPE_H
#define IPP_LIB_PORT_CERTIFICATE_QC_SHAPE_H

#include <stdint.h>

#include <openssl/asn1t.h>
#include <openssl/x509v3.h>

#include <ipp/base/own.h>

#define QC_OID_COMPLIANCE "0.4.0.1862.1.1"
#define QC_OID_LIMIT	  "0.4.0.1862.1.2"
#define QC_OID_RETENTION  "0.4.0.1862.1.3"
#define QC_OID_SSCD	  "0.4.0.1862.1.4"
#define QC_OID_PDS	  "0.4.0.1862.1.5"
#define QC_OID_TYPE	  "0.4.0.1862.1.6"
#define QC_OID_IDENTIFIED "0.4.0.1862.1.8"
#define QC_OID_SYNTAX_V2  "1.3.6.1.5.5.7.11.2"

/* Bit n of a set is item n; NULL ends them. */
extern const char *const qc_types[], *const qc_methods[];
extern const char *const qc_semantics[]; /* by enum qc_semantics */

/* RFC 3739, 3.2.6. */
typedef struct {
	ASN1_OBJECT *id;
	ASN1_TYPE *info;
} QC_STATEMENT;
DEFINE_STACK_OF(QC_STATEMENT)

/* EN 319 412-5, 4.3.2. */
typedef struct {
	ASN1_PRINTABLESTRING *currency;
	int64_t amount, exponent;
} QC_VALUE;

/* EN 319 412-5, 4.3.4. */
typedef struct {
	ASN1_IA5STRING *url;
	ASN1_PRINTABLESTRING *language;
} QC_LOCATION;
DEFINE_STACK_OF(QC_LOCATION)

/* RFC 3739, 3.2.6.1. */
typedef struct {
	ASN1_OBJECT *id;
	GENERAL_NAMES *authorities;
} QC_SEMANTICS;

DECLARE_ASN1_ITEM(QC_STATEMENT)
DECLARE_ASN1_ITEM(QC_STATEMENTS)
DECLARE_ASN1_ITEM(QC_VALUE)
DECLARE_ASN1_ITEM(QC_LOCATION)
DECLARE_ASN1_ITEM(QC_LOCATIONS)
DECLARE_ASN1_ITEM(QC_SEMANTICS)

static inline void statements_free(STACK_OF(QC_STATEMENT) *list)
{
	ASN1_item_free((ASN1_VALUE *)list, ASN1_ITEM_rptr(QC_STATEMENTS));
}
DEFINE_OWN(statements, STACK_OF(QC_STATEMENT), statements_free)

static inline void locations_free(STACK_OF(QC_LOCATION) * list)
{
	ASN1_item_free((ASN1_VALUE *)list, ASN1_ITEM_rptr(QC_LOCATIONS));
}
DEFINE_OWN(locations, STACK_OF(QC_LOCATION), locations_free)

static inline void value_free(QC_VALUE *value)
{
	ASN1_item_free((ASN1_VALUE *)value, ASN1_ITEM_rptr(QC_VALUE));
}
DEFINE_OWN(value, QC_VALUE, value_free)

static inline void semantics_free(QC_SEMANTICS *value)
{
	ASN1_item_free((ASN1_VALUE *)value, ASN1_ITEM_rptr(QC_SEMANTICS));
}
DEFINE_OWN(semantics, QC_SEMANTICS, semantics_free)
DEFINE_OWN(objects, EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)

#endif
