/* status_change - the words of requests to suspend, reinstate and revoke */
#include <ipp/model/status_change.h>

#include <ipp/base/text.h>

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

const struct word motive_words[] = {
	[MOTIVE_CONTRACT_WITHDRAWAL] = { "contract_withdrawal",
					 N_("Contract withdrawal") },
	[MOTIVE_KEY_COMPROMISED] = { "key_compromised",
				     N_("Key compromised") },
	[MOTIVE_ROLE_REVOKED] = { "role_revoked",
				  N_("Role or function revoked") },
	[MOTIVE_DEVICE_UNUSABLE] = { "device_unusable",
				     N_("Device unusable") },
	[MOTIVE_DATA_CHANGED] = { "data_changed",
				  N_("Certified data changed") },
	[MOTIVE_OFFICE_PROCEDURE] = { "office_procedure",
				      N_("Office procedure") },
	[MOTIVE_LOSS] = { "loss", N_("Loss or theft") },
	[MOTIVE_DISUSE] = { "disuse", N_("Temporarily not used") },
	[MOTIVE_VERIFICATION] = { "verification", N_("Verification") },
	[MOTIVE_OTHER] = { "other", N_("Other") },
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
