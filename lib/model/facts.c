/* facts - what an organization has enabled */
#include <ipp/model/facts.h>

#include <string.h>

const struct product_facts *facts_product(const struct organization_facts *facts,
					  const char *product)
{
	for (size_t i = 0; i < facts->product_count; i++)
		if (!strcmp(facts->products[i].product, product))
			return &facts->products[i];
	return NULL;
}

const struct unit_facts *facts_unit(const struct organization_facts *facts,
				    const char *code)
{
	for (size_t i = 0; i < facts->unit_count; i++)
		if (!strcmp(facts->units[i].code, code))
			return &facts->units[i];
	return NULL;
}

const struct unit_facts *facts_unit_id(const struct organization_facts *facts,
				       int64_t unit_id)
{
	for (size_t i = 0; i < facts->unit_count; i++)
		if (facts->units[i].unit_id == unit_id)
			return &facts->units[i];
	return NULL;
}

bool facts_has_privacy(const struct organization_facts *facts,
		       const char *version)
{
	for (size_t i = 0; i < facts->privacy_count; i++)
		if (!strcmp(facts->privacy_versions[i], version))
			return true;
	return false;
}
