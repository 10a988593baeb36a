/* authority - the local certificate authorities: root and issuing */
#ifndef IPP_MODEL_AUTHORITY_H
#define IPP_MODEL_AUTHORITY_H

#include <ipp/base/certificate.h>
#include <ipp/model/field.h>

enum authority_role { AUTHORITY_ROOT, AUTHORITY_ISSUING };
extern const struct word authority_role_words[];

#define PARTITIONS_MAX 1000 /* of an authority's list; as the schema has it */

extern const struct word key_kind_words[]; /* enum key_kind from KEY_P256 on */

/* The record `authority`: row of table `authorities`, and what its
 * certificate says. */
struct authority {
	int64_t authority_id, parent_id;
	const char *name;
	int64_t role;	      /* enum authority_role */
	const char *key_kind; /* of key_kind_words */
	const char *key_module, *key_token; /* where it is; NULL: here */
	const char *subject, *issuer, *serial, *fingerprint;
	int64_t not_before, not_after;
	const char *base_url, *policy_arc;
	int64_t remote_qscd; /* keys of remote products are in a device */
	int64_t partitions;  /* of its list, for new certificates; 0: none */
	int64_t created_at, retired_at;
	const char *pem; /* if asked for */
	/* not written */
	int64_t partitions_named; /* in certificates, perhaps: 1 to this */
	struct octets certificate;	       /* DER */
	const struct certificate_facts *facts; /* of it */
};

extern const struct record authority_record;

#endif
