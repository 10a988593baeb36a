/* limits - how much of anything that comes from outside is taken */
#ifndef IPP_BASE_LIMITS_H
#define IPP_BASE_LIMITS_H

/* Each limit has a test at the bound and one past it. */
#define LIMIT_DOCUMENT_BYTES	((size_t)1024 * 1024) /* one JSON document */
#define LIMIT_DOCUMENT_DEPTH	16
#define LIMIT_TEXT_BYTES	((size_t)4096) /* any text member */
#define LIMIT_CODE_BYTES	((size_t)64 * 4 + 1) /* an external_code */
#define LIMIT_LIST_ITEMS	((size_t)64)   /* any list member */
#define LIMIT_CSV_COLUMNS	((size_t)128)
#define LIMIT_CSV_FIELD_BYTES	((size_t)16 * 1024)
#define LIMIT_CSV_ROW_BYTES	((size_t)256 * 1024)
#define LIMIT_FILE_BYTES	((size_t)20 * 1024 * 1024) /* a scan, a form */
#define LIMIT_PDF_PAGES		100
#define LIMIT_FOLDER_FILES	10000 /* looked into for signed forms */
#define LIMIT_WRAPPINGS		8 /* signatures around a form */
#define LIMIT_FORMS_PRINTED	64 /* of an order, known again when signed */
#define LIMIT_DOCUMENT_PAGES	10 /* of an identity document */
#define LIMIT_SCAN_SIDE_MIN	200 /* pixels */
#define LIMIT_IMAGE_PIXELS	((size_t)100 * 1000 * 1000)
#define LIMIT_PASSPHRASE_BYTES	((size_t)127) /* ISO 32000-2, 7.6.4.3.2 */
#define LIMIT_CONFIG_BYTES	((size_t)64 * 1024)
#define LIMIT_ISSUER_BYTES	((size_t)64 * 1024) /* certificates of one */
#define LIMIT_REVOCATION_BYTES	((size_t)32 * 1024 * 1024) /* a CRL */
#define LIMIT_TRUST_LIST_BYTES	((size_t)32 * 1024 * 1024)
#define LIMIT_TRUST_CRITERIA	((size_t)64) /* of one service, each kind */
#define LIMIT_TRUST_POINTERS	((size_t)128) /* of a list of lists */
#define LIMIT_TRUST_SIGNERS	((size_t)16)  /* of a list */
#define LIMIT_TRUST_SERVICES	((size_t)4096) /* of a list */
#define LIMIT_TRUST_BUNDLE	((size_t)1024) /* certificates of a file */
#define LIMIT_TRUST_PERIODS	((size_t)64) /* of one service */
#define LIMIT_OCSP_BYTES	((size_t)64 * 1024) /* a request */
#define LIMIT_OCSP_QUESTIONS	((size_t)100) /* certificates of a request */
#define LIMIT_CERTIFICATE_BYTES ((size_t)64 * 1024) /* also a request */

#endif
