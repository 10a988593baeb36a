/* request - an order as it is asked for, from draft to submission */
#ifndef IPP_MODEL_REQUEST_H
#define IPP_MODEL_REQUEST_H

#include <ipp/model/person.h>

/* The record `request`: row of table `orders`. The eight steps of asking are
 * its groups of members. */
struct request {
	int64_t order_id;
	const char *order; /* the same, or the name of a draft; input only */
	const char *external_code; /* the customer's own key */
	const char *name;	   /* of a draft */
	int64_t recognition;	   /* enum recognition */
	struct texts products;	   /* codes of the catalogue */
	int64_t holder_id;
	struct person person;
	struct identity_document document;
	int64_t validity; /* months */
	const char *organization_name, *organization_identifier;
	const char *title, *istat_code, *limit_text;
	int64_t consent_privacy, consent_terms, consent_marketing;
	const char *privacy_version; /* the text the consent was given to */
	int64_t consented_at;
	int64_t language; /* enum language; of forms and mails */
	const char *message, *note;
	const char *unit; /* code of the unit, if not the session's */
	/* what the store adds */
	int64_t client_id, unit_id, created_by, created_at, updated_at;
	int64_t submitted_at;
	int64_t renews;		  /* product that it renews, or ABSENT */
	int64_t status;		  /* enum product_status of its products */
	struct texts user_ids;	  /* of its products */
	struct texts warnings;	  /* what somebody should confirm */
	int64_t existing;	  /* import met this external_code before */
};

extern const struct record request_record;

/* The record `request_import`: a request, or the form that holds its record. */
struct request_import {
	struct request request;
	const char *from_form; /* path */
};

extern const struct record request_import_record;

/* The record `renewal_wish`: a product to be renewed, and the consents that
 * its holder gave for that. */
struct renewal_wish {
	int64_t user_id;
	int64_t consent_privacy, consent_terms, consent_marketing;
	const char *privacy_version;
	int64_t consented_at;
};

extern const struct record renewal_wish_record;

/* The record `order_reference`: which order to work on. */
struct order_reference {
	int64_t order_id;
	const char *order; /* the same, or the name of a draft */
};

extern const struct record order_reference_record;

#endif
