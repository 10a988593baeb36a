/* organization - the field tables of a customer of the desk and its units */
#include <ipp/model/organization.h>

#include <ipp/base/text.h>

#define KEYED (FIELD_BOTH | FIELD_STORED)

static const struct field organization_fields[] = {
	{ FIELD(struct organization, client_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	{ FIELD(struct organization, client_code), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_STORED | FIELD_COLUMN, .max = 32,
	  .title = N_("Client code"),
	  .help = N_("code of the organization at the desk") },
	{ FIELD(struct organization, name), FIELD_TEXT,
	  .flags = KEYED | FIELD_COLUMN, .max = 120, .title = N_("Name"),
	  .help = N_("name of the organization") },
	{ FIELD(struct organization, identifier), FIELD_TEXT, .flags = KEYED,
	  .max = 64,
	  .help = N_("its identifier (VATIT-..., ETSI EN 319 412-1, 5.1.4)") },
	{ FIELD(struct organization, email), FIELD_TEXT, .flags = KEYED,
	  .max = 254, .help = N_("its e-mail address") },
	{ FIELD(struct organization, four_eyes), FIELD_BOOLEAN,
	  .flags = KEYED | FIELD_COLUMN, .title = N_("Four eyes"),
	  .help = N_("nobody issues to whom he recognised") },
	{ FIELD(struct organization, created_at), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_STORED,
	  .help = N_("when it was made") },
	{ 0 }
};

const struct record organization_record = {
	.name = "organization",
	.title = N_("An organization whose officers work at the desk"),
	.size = sizeof(struct organization),
	.fields = organization_fields,
};

static const struct field unit_fields[] = {
	{ FIELD(struct unit, unit), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 32, .title = N_("Unit"),
	  .help = N_("code of the unit") },
	{ FIELD(struct unit, name), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 120,
	  .title = N_("Name"), .help = N_("name of the unit") },
	{ FIELD(struct unit, parent), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_COLUMN, .max = 32,
	  .title = N_("Main unit"),
	  .help = N_("code of the main unit that a secondary unit belongs "
		     "to") },
	{ 0 }
};

const struct record unit_record = {
	.name = "unit",
	.title = N_("A main or secondary unit of an organization"),
	.size = sizeof(struct unit),
	.fields = unit_fields,
};
