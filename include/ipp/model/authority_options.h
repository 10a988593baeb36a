/* authority_options - what verbs of ipp-ca take as options */
#ifndef IPP_MODEL_AUTHORITY_OPTIONS_H
#define IPP_MODEL_AUTHORITY_OPTIONS_H

#include <ipp/model/field.h>

enum pin_place { PIN_KEPT, PIN_IN_FILE };

/* Where the keys of an authority shall be, if not in the store. */
struct key_options {
	const char *module, *token, *secret_file;
	int64_t pin; /* enum pin_place */
};

struct authority_options {
	const char *name, *root_name, *organization, *organization_identifier;
	const char *country, *base_url, *policy_arc;
	int64_t key, remote_qscd, partitions;
	struct key_options place;
};

/* What ipp-ca edit changes. */
struct authority_changes {
	int64_t partitions;
	struct key_options place; /* without a token: that stays */
};

/* Of ipp-ca export. */
struct export_options {
	const char *root, *issuer;
};

/* Of ipp-ca crl. */
struct crl_options {
	const char *folder;
	int64_t due, delta, replace;
};

extern const struct record authority_options_record;
extern const struct record authority_changes_record;
extern const struct record export_options_record;
extern const struct record crl_options_record;

#endif
