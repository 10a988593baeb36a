/* ask_request - a request asked for at the terminal in its eight steps */
#include <ipp/cli/ask_request.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/ask.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/request.h>
#include <ipp/rule/request.h>
#include <ipp/store/desk.h>

#define STEP_PROPOSE 1024 /* nothing to check, but much to propose */

static const char *const recognition[] = { "recognition", NULL };
static const char *const known[] = { "tax_code", "mrz", NULL };
static const char *const holder[] = {
	"surname",	 "given_name",	     "single_name", "sex",
	"birth_date",	 "birth_place",	     "birth_place_code",
	"birth_country", "citizenship",	     "legal_id_type",
	"legal_id_country", "legal_id_number", "street",
	"street_number", "postal_code",	     "city",
	"province",	 "country",	     NULL
};
static const char *const document[] = {
	"document_type",   "document_country",	  "document_number",
	"document_issuer", "document_issue_date", "document_expiry_date",
	NULL
};
static const char *const contacts[] = { "email", "email_alias", "mobile",
					NULL };
static const char *const product[] = { "products", NULL };
static const char *const configuration[] = {
	"validity",
	"organization_name",
	"organization_identifier",
	"title",
	"istat_code",
	"limit_text",
	"language",
	NULL
};
static const char *const consents[] = { "consent_privacy", "consent_terms",
					"consent_marketing", "message",
					"note", NULL };

static const struct ask_step steps[] = {
	{ N_("Step 1 of 8: recognition"), recognition, STEP_RECOGNITION },
	{ N_("Step 2 of 8: holder (an empty answer keeps what stands in "
	     "brackets, - empties it, ? explains)"),
	  known, STEP_PROPOSE },
	{ N_("Step 2 of 8: holder, personal data and residence"), holder,
	  STEP_HOLDER },
	{ N_("Step 3 of 8: identity document"), document, STEP_DOCUMENT },
	{ N_("Step 4 of 8: contacts"), contacts, STEP_CONTACTS },
	{ N_("Step 5 of 8: products (codes, apart by blanks)"), product,
	  STEP_PRODUCT },
	{ N_("Step 6 of 8: configuration"), configuration, STEP_CONFIGURATION },
	{ N_("Step 7 of 8: consents, as the holder gave them"), consents,
	  STEP_CONSENTS },
	{ 0 }
};

struct asking {
	struct job *job;
	const struct request_acts *acts;
	bool wants_role;
	bool wants_alias; /* the address is another holder's too */
};

static bool is_one_of(const char *member, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(member, *list))
			return true;
	return false;
}

static bool wants(void *context, const void *base, const char *member)
{
	static const char *const legal[] = { "legal_id_type",
					     "legal_id_country",
					     "legal_id_number", NULL };
	static const char *const role[] = { "organization_name",
					    "organization_identifier", "title",
					    "istat_code", NULL };
	static const char *const consent[] = { "consent_privacy",
					       "consent_terms",
					       "consent_marketing", NULL };
	const struct asking *asking = context;
	const struct request *request = base;
	bool in_portal = request->recognition == RECOGNITION_VIDEO ||
			 request->recognition == RECOGNITION_SPID;

	if (is_one_of(member, legal))
		return !request->person.tax_code;
	if (is_one_of(member, role))
		return asking->wants_role;
	if (is_one_of(member, consent))
		return !in_portal;
	if (!strcmp(member, "message"))
		return in_portal;
	if (!strcmp(member, "validity"))
		return request->recognition != RECOGNITION_OFFLINE;
	if (!strcmp(member, "single_name"))
		return !request->person.given_name;
	if (!strcmp(member, "email_alias"))
		return asking->wants_alias || request->person.email_alias;
	return true;
}

static enum status check(void *context, void *base, unsigned bit,
			 struct error *err)
{
	struct asking *asking = context;
	struct desk *desk = asking->job->desk;
	struct request *request = base;
	enum status rc;

	request->warnings = (struct texts){ 0 }; /* those of the last step */
	if (bit == STEP_PROPOSE)
		rc = asking->acts->propose(desk, request, err);
	else
		rc = asking->acts->look(desk, request, bit, err);
	asking->wants_alias |= error_has(err, "email_taken");
	for (size_t i = 0; rc == OK && i < request->warnings.count; i++)
		terminal_say(asking->job->terminal, "  %s",
			     request->warnings.items[i]);
	if (rc != OK ||
	    (rc = asking->acts->wants_role(desk, request, &asking->wants_role,
					   err)) != OK)
		return rc;
	return asking->acts->keep(desk, request, err);
}

/* Whoever breaks off hears where his answers are. */
static enum status draft_point(struct job *job, const struct request *request,
			       enum status rc, struct error *err)
{
	if (error_has(err, "no_answer") && request->order_id != ABSENT)
		terminal_say(job->terminal,
			     _("\nORD%09" PRId64 " is kept as a draft; go on "
			       "with: ipp-request edit --ask"),
			     request->order_id);
	return rc;
}

enum status ask_request(struct job *job, const struct request_acts *acts,
			struct request *request, bool *submit,
			struct error *err)
{
	struct asking asking = { .job = job, .acts = acts };
	const struct asker asker = {
		.terminal = job->terminal,
		.record = &request_record,
		.steps = steps,
		.arena = job->desk->arena,
		.context = &asking,
		.wants = wants,
		.check = check,
	};
	enum status rc;

	if (job->desk->dry_run)
		return error_set(err, USAGE, "rehearsal_asks", "ask",
				 "a rehearsal would hold the store while "
				 "somebody thinks; give --ask or --dry-run, "
				 "not both");
	if ((rc = ask(&asker, request, err)) != OK)
		return draft_point(job, request, rc, err);
	terminal_say(job->terminal, "\n%s", _("Step 8 of 8: summary"));
	ask_summary(&asker, request);
	if ((rc = terminal_ask_yes(job->terminal, _("Submit this request?"),
				   submit, err)) != OK)
		return draft_point(job, request, rc, err);
	if (!*submit)
		terminal_say(job->terminal,
			     _("ORD%09" PRId64 " stays a draft; go on with: "
			       "ipp-request edit --ask, or submit it with: "
			       "ipp-request submit"),
			     request->order_id);
	return OK;
}
