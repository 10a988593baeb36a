/* catalog - the products that may be asked for, and who may ask */
#ifndef IPP_MODEL_CATALOG_H
#define IPP_MODEL_CATALOG_H

#include <stdbool.h>

#include <ipp/model/field.h>

enum key_place { KEY_REMOTE, KEY_DEVICE };
enum validity_unit { VALIDITY_MONTHS, VALIDITY_MINUTES };

/* The record `catalog_item`: row of table `catalog`, as one organization
 * sees it. share/doc/CATALOG.md tells what the members mean. */
struct catalog_item {
	const char *product, *name_it, *name_en;
	int64_t key_place; /* enum key_place */
	struct texts profiles, policies;
	int64_t validity_unit; /* enum validity_unit */
	int64_t validity, validity_min, validity_max;
	struct texts recognitions;
	int64_t role;			  /* names an organization and a title */
	const char *limit_it, *limit_en;  /* always in the certificate */
	int64_t asked_by;		  /* enum profile, or ABSENT: anybody */
	struct texts needs, evidence;
	int64_t enabled;		  /* for the organization */
	/* not written */
	unsigned recognition_mask; /* of `recognitions`: 1 << enum recognition */
};

/* The whole catalogue as one organization sees it; items by product. */
struct catalog {
	struct catalog_item *items;
	size_t count;
	unsigned recognitions; /* enabled ones: 1 << enum recognition */
};

/* The record `catalog_change`: one thing enabled or disabled. */
struct catalog_change {
	const char *product; /* or: */
	int64_t recognition; /* enum recognition */
	int64_t enabled;
};

/* The record `limit_of_use`: a text to choose from; {organization_name} in it
 * is filled from the request. */
struct limit_of_use {
	const char *limit, *text_it, *text_en;
};

extern const struct record catalog_item_record;
extern const struct record catalog_change_record;
extern const struct record limit_of_use_record;

/* NULL if there is no such product. */
const struct catalog_item *catalog_item(const struct catalog *catalog,
					const char *product);

/* Whether a holder may be recognised so for this product in an organization
 * that has `enabled` (a mask): both must allow it. */
bool catalog_item_allows(const struct catalog_item *item, unsigned enabled,
			 int64_t recognition);

#endif
