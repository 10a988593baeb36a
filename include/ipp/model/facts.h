/* facts - what an organization has enabled, as requests are checked by it */
#ifndef IPP_MODEL_FACTS_H
#define IPP_MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A product of the catalogue. */
struct product_facts {
	const char *product; /* its code */
	const char *name_it, *name_en;
	bool is_remote; /* the key is kept here, not on a device */
	bool is_enabled;     /* the organization may ask for it */
	bool is_role;	     /* organization and title stand in it */
	bool is_in_months;   /* else the validity is in minutes */
	int64_t validity, validity_min, validity_max;
	unsigned recognitions; /* 1 << enum recognition */
	int64_t asked_by;      /* enum profile that alone may ask, or ABSENT */
};

struct unit_facts {
	int64_t unit_id;
	const char *code;
};

struct organization_facts {
	unsigned recognitions; /* enabled: 1 << enum recognition */
	const struct product_facts *products;
	size_t product_count;
	const struct unit_facts *units;
	size_t unit_count;
	const char *const *privacy_versions; /* the one in force is first */
	size_t privacy_count;
};

/* NULL if there is no such thing. */
const struct product_facts *facts_product(const struct organization_facts *facts,
					  const char *product);
const struct unit_facts *facts_unit(const struct organization_facts *facts,
				    const char *code);
const struct unit_facts *facts_unit_id(const struct organization_facts *facts,
				       int64_t unit_id);
bool facts_has_privacy(const struct organization_facts *facts,
		       const char *version);

#endif
