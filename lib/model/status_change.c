/* status_change - the field tables of suspending, reinstating and revoking */
#include <ipp/model/status_change.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

const struct word status_action_words[] = {
	[ACTION_SUSPEND] = { "suspend", N_("Suspend") },
	[ACTION_REINSTATE] = { "reinstate", N_("Reinstate") },
	[ACTION_REVOKE] = { "revoke", N_("Revoke") },
	{ 0 }
};

const struct word requester_words[] = {
	[REQUESTER_OWNER] = { "owner", N_("Holder") },
	[REQUESTER_CERTIFIER] = { "certifier", N_("Certification authority") },
	[REQUESTER_THIRD_PARTY] = { "third_party",
				    N_("Interested third party") },
	{ 0 }
};

const struct word publication_words[] = {
	[PUBLICATION_NORMAL] = { "normal", N_("Within 24 hours") },
	[PUBLICATION_IMMEDIATE] = { "immediate", N_("Within the hour") },
	{ 0 }
};

#define REVOCATION_MOTIVES                                                    \
	[MOTIVE_CONTRACT_WITHDRAWAL] = { "contract_withdrawal",               \
					 N_("Contract withdrawal") },         \
	[MOTIVE_KEY_COMPROMISED] = { "key_compromised",                       \
				     N_("Key compromised") },                 \
	[MOTIVE_ROLE_REVOKED] = { "role_revoked",                             \
				  N_("Role or function revoked") },           \
	[MOTIVE_DEVICE_UNUSABLE] = { "device_unusable",                       \
				     N_("Device unusable") },                 \
	[MOTIVE_DATA_CHANGED] = { "data_changed",                             \
				  N_("Certified data changed") },             \
	[MOTIVE_OFFICE_PROCEDURE] = { "office_procedure",                     \
				      N_("Office procedure") }

const struct word revocation_motive_words[] = {
	REVOCATION_MOTIVES,
	{ 0 }
};

#define SUSPENSION_MOTIVES(first_)                                            \
	[MOTIVE_LOSS - (first_)] = { "loss", N_("Loss or theft") },           \
	[MOTIVE_DISUSE - (first_)] = { "disuse",                              \
				       N_("Temporarily not used") },          \
	[MOTIVE_VERIFICATION - (first_)] = { "verification",                  \
					     N_("Verification") },            \
	[MOTIVE_OTHER - (first_)] = { "other", N_("Other") }

const struct word suspension_motive_words[] = {
	SUSPENSION_MOTIVES(MOTIVE_LOSS),
	{ 0 }
};

const struct word motive_words[] = {
	REVOCATION_MOTIVES,
	SUSPENSION_MOTIVES(0),
	{ 0 }
};

const struct word request_way_words[] = {
	[WAY_DESK] = { "desk", N_("At the desk") },
	[WAY_EMERGENCY] = { "emergency", N_("By emergency code") },
	{ 0 }
};

const struct word suspension_end_words[] = {
	[AT_END_REINSTATE] = { "reinstate", N_("Reinstate") },
	[AT_END_REVOKE] = { "revoke", N_("Revoke") },
	{ 0 }
};

const struct word suspension_how_words[] = {
	[ENDED_BY_END] = { "end", N_("Its end came") },
	[ENDED_BY_LIFT] = { "lift", N_("Lifted") },
	[ENDED_BY_REVOCATION] = { "revocation", N_("Revoked") },
	[ENDED_BY_EXPIRY] = { "expiry", N_("Expired") },
	{ 0 }
};

#define WORD(type_, member_, words_, help_)                                   \
	{ FIELD(type_, member_), FIELD_WORD, .flags = FIELD_IN,               \
	  .words = words_, .help = help_ }

/* Who asks, since when, and with what. */
#define ASKING_FIELDS(type_)                                                  \
	WORD(type_, requester, requester_words,                               \
	     N_("who asks for it; the holder if not given")),                 \
	{ FIELD(type_, third_party), FIELD_TEXT, .flags = FIELD_IN,           \
	  .max = 100,                                                         \
	  .help = N_("the organization that asks as a third party: its name " \
		     "or identifier as it stands in the certificate") },      \
	{ FIELD(type_, received_at), FIELD_INSTANT, .flags = FIELD_IN,        \
	  .help = N_("when the request reached the desk; now if not given") }, \
	{ FIELD(type_, attachment), FIELD_TEXT,                               \
	  .flags = FIELD_IN | FIELD_FILE,                                     \
	  .help = N_("file of the signed request or of the withdrawn "        \
		     "contract: PDF, JPEG, PNG or P7M") },                    \
	{ FIELD(type_, status_note), FIELD_TEXT,                              \
	  .flags = FIELD_IN | FIELD_LINES, .max = 1000,                       \
	  .help = N_("what else should be known of the request") }

static const struct field revocation_fields[] = {
	{ FIELD(struct revocation, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product to revoke") },
	{ FIELD(struct revocation, motive), FIELD_WORD,
	  .flags = FIELD_IN | FIELD_REQUIRED, .letter = 'm',
	  .words = revocation_motive_words, .help = N_("why") },
	WORD(struct revocation, publication, publication_words,
	     N_("how soon everybody must see it: within 24 hours or within "
		"the hour; as the motive has it if not given")),
	{ FIELD(struct revocation, compromised_at), FIELD_INSTANT,
	  .flags = FIELD_IN,
	  .help = N_("since when a compromised key is not to be trusted") },
	ASKING_FIELDS(struct revocation),
	{ 0 }
};

const struct record revocation_record = {
	.name = "revocation",
	.title = N_("A product to be revoked, and who asks why"),
	.size = sizeof(struct revocation),
	.fields = revocation_fields,
};

#define UNTIL(type_, help_)                                                   \
	{ FIELD(type_, until), FIELD_INSTANT, .flags = FIELD_IN,              \
	  .help = help_ }

static const struct field suspension_fields[] = {
	{ FIELD(struct suspension_wish, user_id), FIELD_ID,
	  .flags = FIELD_IN | FIELD_REQUIRED, .prefix = "USR",
	  .help = N_("the product to suspend or reinstate") },
	UNTIL(struct suspension_wish,
	      N_("when the suspension ends; the longest allowed if not "
		 "given")),
	{ FIELD(struct suspension_wish, motive), FIELD_WORD,
	  .flags = FIELD_IN, .letter = 'm', .words = suspension_motive_words,
	  .help = N_("why; other if not given") },
	ASKING_FIELDS(struct suspension_wish),
	{ 0 }
};

const struct record suspension_wish_record = {
	.name = "suspension_wish",
	.title = N_("A product to be suspended or reinstated, and who asks"),
	.size = sizeof(struct suspension_wish),
	.fields = suspension_fields,
};

static const struct field emergency_fields[] = {
	{ FIELD(struct emergency_wish, user_id), FIELD_ID, .flags = FIELD_IN,
	  .prefix = "USR", .help = N_("the product that the code is for") },
	{ FIELD(struct emergency_wish, iut), FIELD_TEXT, .flags = FIELD_IN,
	  .max = 32,
	  .help = N_("the holder's identifier at the issuer, instead of the "
		     "product") },
	{ FIELD(struct emergency_wish, erc), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_SECRET, .max = 32,
	  .help = N_("the emergency code that the holder says") },
	UNTIL(struct emergency_wish,
	      N_("when the suspension ends; the longest allowed if not "
		 "given")),
	{ FIELD(struct emergency_wish, status_note), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_LINES, .max = 1000,
	  .help = N_("what else should be known of the request") },
	{ 0 }
};

const struct record emergency_wish_record = {
	.name = "emergency_wish",
	.title = N_("A holder who asks to be suspended by his emergency code"),
	.size = sizeof(struct emergency_wish),
	.fields = emergency_fields,
};

#define OUT(member_, type_, title_, help_, ...)                               \
	{ FIELD(struct status_change, member_), type_,                        \
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = title_, .help = help_,  \
	  __VA_ARGS__ }
#define PLAIN(member_, type_, help_)                                          \
	{ FIELD(struct status_change, member_), type_, .flags = FIELD_OUT,    \
	  .help = help_ }

static const struct field change_fields[] = {
	OUT(order_id, FIELD_ID, N_("Order"), N_("the order it belongs to"),
	    .prefix = "ORD"),
	OUT(user_id, FIELD_ID, N_("Product"), N_("the product"),
	    .prefix = "USR"),
	PLAIN(product, FIELD_TEXT,
	      N_("code of the product in the catalogue")),
	OUT(status, FIELD_WORD, N_("Status"), N_("where it is in its life"),
	    .words = product_status_words),
	OUT(surname, FIELD_TEXT, N_("Surname"), N_("the holder's family name"),
	    .max = 0),
	OUT(given_name, FIELD_TEXT, N_("Given name"),
	    N_("the holder's given names"), .max = 0),
	PLAIN(serial, FIELD_TEXT,
	      N_("serial number of the signature certificate, upper-case "
		 "hexadecimal")),
	{ FIELD(struct status_change, requester), FIELD_WORD,
	  .flags = FIELD_OUT, .words = requester_words,
	  .help = N_("who asked for it") },
	OUT(motive, FIELD_WORD, N_("Motive"), N_("why"),
	    .words = motive_words),
	{ FIELD(struct status_change, publication), FIELD_WORD,
	  .flags = FIELD_OUT, .words = publication_words,
	  .help = N_("how soon everybody must see it") },
	PLAIN(crl_reason, FIELD_TEXT,
	      N_("reason in revocation lists (RFC 5280, 5.3.1)")),
	OUT(revoked_at, FIELD_INSTANT, N_("Since"),
	    N_("since when it is revoked; of a suspended one since the "
	       "suspension began"),
	    .max = 0),
	PLAIN(suspended_until, FIELD_INSTANT, N_("when its suspension ends")),
	OUT(publish_by, FIELD_INSTANT, N_("Public by"),
	    N_("when everybody must be able to see it"), .max = 0),
	PLAIN(existing, FIELD_BOOLEAN, N_("it was so before")),
	PLAIN(warnings, FIELD_TEXTS, N_("what somebody should know")),
	{ 0 }
};

const struct record status_change_record = {
	.name = "status_change",
	.title = N_("What became of a product's certificates"),
	.size = sizeof(struct status_change),
	.fields = change_fields,
};
