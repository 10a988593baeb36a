/* sign_check - holds a signed form to everything that it must be */
#include <ipp/rule/sign_check.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/evidence.h>
#include <ipp/model/person.h>
#include <ipp/model/scan.h>
#include <ipp/model/signature.h>
#include <ipp/rule/match.h>

/* What each check looks at. */
struct view {
	struct arena *arena;
	const struct sign_facts *facts;
	const struct signature_result *signature; /* NULL: there is none */
};

/* Sets verdict and finding; false: there is nothing to say. */
typedef bool check_run(const struct view *view, struct recognition_check *ret);

static bool say(struct recognition_check *ret, enum evidence_verdict verdict,
		const char *finding)
{
	ret->verdict = verdict;
	ret->finding = finding;
	return true;
}

/* Which check a sub-indication fails; what it leaves open, since validation
 * ends there, are the checks after it (EN 319 102-1, 5.2 to 5.6). */
static enum recognition_check_kind check_of(int64_t sub_indication)
{
	switch (sub_indication) {
	case EXPIRED:
	case NOT_YET_VALID:
	case CHAIN_CONSTRAINTS_FAILURE:
	case CERTIFICATE_CHAIN_GENERAL_FAILURE:
	case NO_CERTIFICATE_CHAIN_FOUND:
	case OUT_OF_BOUNDS_NO_POE:
		return CHECK_TRUST;
	case REVOKED:
	case REVOKED_NO_POE:
	case REVOKED_CA_NO_POE:
	case TRY_LATER:
		return CHECK_REVOCATION;
	default:
		return CHECK_SIGNATURE;
	}
}

static bool has_failed(const struct view *view,
		       enum recognition_check_kind check)
{
	return !view->signature ||
	       (view->signature->indication != TOTAL_PASSED &&
		check_of(view->signature->sub_indication) == check);
}

static const char *why(const struct view *view, int64_t sub_indication,
		       const char *reason)
{
	const char *word = sub_indication == ABSENT
			       ? ""
			       : sub_indication_words[sub_indication].name;

	if (text_is_empty(reason))
		return *word ? word : _("it does not hold");
	return *word ? arena_printf(view->arena, "%s: %s", word, reason)
		     : reason;
}

static const char *own_reason(const struct view *view)
{
	return why(view, view->signature->sub_indication,
		   view->signature->reason);
}

/* Somebody else's signature in the file that does not pass either. */
static const struct signature_result *other_broken(const struct view *view)
{
	const struct records *list = &view->facts->report->signatures;
	const struct signature_result *items = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (&items[i] != view->signature &&
		    items[i].indication != TOTAL_PASSED)
			return &items[i];
	return NULL;
}

static bool check_signature(const struct view *view,
			    struct recognition_check *ret)
{
	const struct signature_report *report = view->facts->report;
	const struct signature_result *other;

	if (!view->signature)
		return say(ret, VERDICT_FAILED, _("nobody signed the form"));
	if (has_failed(view, CHECK_SIGNATURE))
		return say(ret, VERDICT_FAILED,
			   arena_printf(view->arena,
					_("the signature does not hold (%s)"),
					own_reason(view)));
	other = other_broken(view);
	if (other)
		return say(ret, VERDICT_FAILED,
			   arena_printf(view->arena,
					_("another signature in it does not "
					  "hold (%s)"),
					why(view, other->sub_indication,
					    other->reason)));
	if (view->signature->indication == TOTAL_PASSED &&
	    report->indication != TOTAL_PASSED)
		return say(ret, VERDICT_FAILED,
			   arena_printf(view->arena,
					_("the signed file does not hold "
					  "(%s)"),
					why(view, report->sub_indication,
					    report->reason)));
	if (view->signature->covers == COVERS_REVISION)
		return say(ret, VERDICT_FAILED,
			   _("the file was changed after the signature"));
	return say(
	    ret, VERDICT_PASSED,
	    arena_printf(view->arena, _("%s, by %s"),
			 signature_format_words[view->signature->format].name,
			 view->signature->signer_name
			     ? view->signature->signer_name
			     : ""));
}

static bool check_trust(const struct view *view, struct recognition_check *ret)
{
	const struct signature_result *it = view->signature;

	if (has_failed(view, CHECK_SIGNATURE))
		return false;
	if (has_failed(view, CHECK_TRUST))
		return say(ret, VERDICT_FAILED,
			   arena_printf(view->arena,
					_("the signer's certificate is not "
					  "trusted (%s)"),
					own_reason(view)));
	return say(ret, VERDICT_PASSED,
		   arena_printf(view->arena, _("issued by %s"),
				it->trust_provider ? it->trust_provider
				: it->issuer	   ? it->issuer
						   : ""));
}

static bool check_revocation(const struct view *view,
			     struct recognition_check *ret)
{
	const struct signature_result *it = view->signature;
	char at[INSTANT_SIZE];

	if (has_failed(view, CHECK_SIGNATURE) || has_failed(view, CHECK_TRUST))
		return false;
	if (has_failed(view, CHECK_REVOCATION))
		return say(ret, VERDICT_FAILED,
			   arena_printf(view->arena,
					_("the signer's certificate is not "
					  "known to be good (%s)"),
					own_reason(view)));
	if (it->revocation_source == ABSENT || it->revocation_at == ABSENT)
		return say(ret, VERDICT_PASSED,
			   _("no revocation, or none that could be"));
	instant_format(it->revocation_at, at);
	return say(
	    ret, VERDICT_PASSED,
	    arena_printf(view->arena, _("good, by %s of %s"),
			 revocation_source_words[it->revocation_source].name,
			 at));
}

static bool check_qualified(const struct view *view,
			    struct recognition_check *ret)
{
	if (!view->signature)
		return false;
	if (view->signature->qualified == 1)
		return say(ret, VERDICT_PASSED,
			   view->signature->qscd == 1
			       ? _("qualified, made in a qualified device")
			       : _("qualified"));
	return say(ret, VERDICT_REFERRED, _("the signature is not qualified"));
}

static bool is_identified(const struct signature_result *it, unsigned bit)
{
	const char *name = qc_identified_names[bit];

	for (size_t i = 0; i < it->identified.count; i++)
		if (!strcmp(it->identified.items[i], name))
			return true;
	return false;
}

/* Bits of QC_IDENTIFIED_, and what is not known. */
enum { EIDAS1_AB, EIDAS1_CD, EIDAS2_ACD, EIDAS2_B, UNKNOWN };

static bool check_not_from_signature(const struct view *view,
				     struct recognition_check *ret)
{
	const struct signature_result *it = view->signature;

	if (!it)
		return false;
	if (is_identified(it, EIDAS2_B))
		return say(ret, VERDICT_FAILED,
			   _("the signer got his certificate by a signature, "
			     "and no other can be got with it"));
	if (is_identified(it, EIDAS1_CD) || is_identified(it, UNKNOWN))
		return say(ret, VERDICT_REFERRED,
			   _("the signer may have got his certificate by a "
			     "signature"));
	if (it->identified.count == 0)
		return say(ret, VERDICT_PASSED,
			   _("the certificate does not say how its holder was "
			     "identified"));
	return say(ret, VERDICT_PASSED,
		   _("its holder was not identified by a signature"));
}

static struct match_signer signer_of(const struct signature_result *it)
{
	return (struct match_signer){
		.serial_number = it->signer_serial_number,
		.surname = it->surname,
		.given_name = it->given_name,
		.common_name = it->signer_name,
	};
}

static bool say_match(struct recognition_check *ret, struct match_verdict found)
{
	static const enum evidence_verdict verdicts[] = {
		[MATCH_EQUAL] = VERDICT_PASSED,
		[MATCH_DIFFERS] = VERDICT_FAILED,
		[MATCH_PERSON] = VERDICT_REFERRED,
	};

	return say(ret, verdicts[found.match], found.text);
}

static struct match_verdict identifier_match(struct arena *arena,
					     const struct sign_facts *facts,
					     const struct signature_result *it)
{
	struct match_signer signer = signer_of(it);

	return match_identifier(arena, &signer, facts->person, facts->document);
}

static bool check_tax_code(const struct view *view,
			   struct recognition_check *ret)
{
	if (!view->signature || !view->signature->certificate)
		return false;
	return say_match(
	    ret, identifier_match(view->arena, view->facts, view->signature));
}

static bool check_name(const struct view *view, struct recognition_check *ret)
{
	struct match_signer signer;

	if (!view->signature || !view->signature->certificate)
		return false;
	signer = signer_of(view->signature);
	return say_match(ret,
			 match_name(view->arena, &signer, view->facts->person));
}

static bool is_clean(const struct view *view)
{
	const struct scan_verdict *scan = view->facts->scan;

	return scan && scan->verdict == SCAN_CLEAN;
}

/* What an applicant saw, only a person can read. */
static const char *const to_look_at[] = {
	[FORM_REDRAWN] = N_("its pages were changed before it was signed; look "
			    "whether they say what its record does"),
	[FORM_HOLDS_DATA] = N_("other bytes than were printed of this order; "
			       "look whether its pages say what its record "
			       "does"),
	[FORM_ELSEWHERE] = N_("it was not printed here; look whether its pages "
			      "say what its record does"),
	[FORM_RECORD] = N_("the record of the form was signed without its "
			   "pages; look whether the applicant meant that"),
};

static bool check_document(const struct view *view,
			   struct recognition_check *ret)
{
	switch (view->facts->form) {
	case FORM_PRINTED:
		return say(ret, VERDICT_PASSED,
			   _("the form that was printed of this order"));
	case FORM_REDRAWN:
	case FORM_HOLDS_DATA:
	case FORM_ELSEWHERE:
	case FORM_RECORD:
		return say(ret, VERDICT_REFERRED,
			   _(to_look_at[view->facts->form]));
	case FORM_NOT_READ: /* for a reason that is told */
		if (has_failed(view, CHECK_SIGNATURE) || !is_clean(view))
			return false;
		break;
	default:
		break;
	}
	return say(ret, VERDICT_FAILED,
		   view->facts->form_reason
		       ? view->facts->form_reason
		       : _("the signed document was not read"));
}

static bool check_antivirus(const struct view *view,
			    struct recognition_check *ret)
{
	const struct scan_verdict *scan = view->facts->scan;

	if (is_clean(view))
		return say(ret, VERDICT_PASSED,
			   arena_printf(view->arena, _("clean, by %s"),
					scan->engine ? scan->engine : ""));
	if (scan && scan->verdict == SCAN_INFECTED)
		return say(ret, VERDICT_FAILED,
			   arena_printf(view->arena, _("infected with %s"),
					scan->name ? scan->name : "?"));
	return say(ret, VERDICT_FAILED,
		   arena_printf(view->arena,
				_("the virus scanner could not read all of it "
				  "(%s)"),
				scan && scan->reason != ABSENT
				    ? scan_reason_words[scan->reason].name
				    : "?"));
}

static check_run *const checks[CHECKS_MAX] = {
	[CHECK_SIGNATURE] = check_signature,
	[CHECK_TRUST] = check_trust,
	[CHECK_REVOCATION] = check_revocation,
	[CHECK_QUALIFIED] = check_qualified,
	[CHECK_NOT_FROM_SIGNATURE] = check_not_from_signature,
	[CHECK_TAX_CODE] = check_tax_code,
	[CHECK_NAME] = check_name,
	[CHECK_DOCUMENT] = check_document,
	[CHECK_ANTIVIRUS] = check_antivirus,
};

const struct signature_result *sign_choose(struct arena *arena,
					   const struct sign_facts *facts)
{
	const struct records *list = &facts->report->signatures;
	const struct signature_result *items = list->items, *ret = NULL;

	for (size_t i = 0; i < list->count; i++)
		if (identifier_match(arena, facts, &items[i]).match ==
			MATCH_EQUAL &&
		    (!ret || ret->covers == COVERS_REVISION))
			ret = &items[i];
	return ret || list->count == 0 ? ret : items;
}

size_t sign_check(struct arena *arena, const struct sign_facts *facts,
		  struct recognition_check ret[CHECKS_MAX])
{
	struct view view = { arena, facts, sign_choose(arena, facts) };
	size_t n = 0;

	for (size_t i = 0; i < CHECKS_MAX; i++) {
		ret[n] = (struct recognition_check){ .check = (int64_t)i };
		n += checks[i](&view, &ret[n]);
	}
	return n;
}
