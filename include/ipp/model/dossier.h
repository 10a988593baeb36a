/* dossier - everything about one product, bundled for others */
#ifndef IPP_MODEL_DOSSIER_H
#define IPP_MODEL_DOSSIER_H

#include <ipp/model/field.h>

/* The record `dossier_wish`. */
struct dossier_wish {
	int64_t user_id;
};
extern const struct record dossier_wish_record;

/* The record `dossier`: a bundle that was written. */
struct dossier {
	int64_t user_id, order_id;
	const char *dossier_path; /* the folder */
	int64_t files;		  /* in it, those of the signed list */
	const char *sha256;	  /* of the list */
	const char *serial;	  /* of the certificate that signed it */
};
extern const struct record dossier_record;

#endif
