/* session - the field table of who is signed in */
#include <ipp/model/session.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

#define SHOWN (FIELD_OUT | FIELD_COLUMN)

static const struct field fields[] = {
	{ FIELD(struct session_facts, login), FIELD_TEXT, .flags = SHOWN,
	  .title = N_("Login"), .help = N_("name to sign in with") },
	{ FIELD(struct session_facts, surname), FIELD_TEXT, .flags = SHOWN,
	  .title = N_("Surname"), .help = N_("family name of the operator") },
	{ FIELD(struct session_facts, given_name), FIELD_TEXT, .flags = SHOWN,
	  .title = N_("Given name"),
	  .help = N_("given names of the operator") },
	{ FIELD(struct session_facts, profile), FIELD_WORD, .flags = SHOWN,
	  .words = profile_words, .title = N_("Profile"),
	  .help = N_("what the operator works as") },
	{ FIELD(struct session_facts, unit), FIELD_TEXT, .flags = SHOWN,
	  .title = N_("Unit"), .help = N_("where the operator works") },
	{ FIELD(struct session_facts, client_code), FIELD_TEXT,
	  .flags = SHOWN, .title = N_("Client code"),
	  .help = N_("code of the organization") },
	{ FIELD(struct session_facts, organization), FIELD_TEXT,
	  .flags = SHOWN, .title = N_("Organization"),
	  .help = N_("name of the organization") },
	{ FIELD(struct session_facts, service), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("true for a service token, false for a person") },
	{ FIELD(struct session_facts, tools), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("tools that the service token may run") },
	{ FIELD(struct session_facts, created_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .title = N_("Since"),
	  .help = N_("when it began") },
	{ FIELD(struct session_facts, idle_until), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it ends if nothing is done") },
	{ FIELD(struct session_facts, expires_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .title = N_("Ends"),
	  .help = N_("when it ends at the latest") },
	{ FIELD(struct session_facts, minutes_left), FIELD_INTEGER,
	  .flags = SHOWN | FIELD_RIGHT, .title = N_("Minutes left"),
	  .help = N_("minutes to the earlier of the two") },
	{ 0 }
};

const struct record session_record = {
	.name = "session",
	.title = N_("A session at the desk"),
	.size = sizeof(struct session_facts),
	.fields = fields,
};
