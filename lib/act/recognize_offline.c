/* recognize_offline - papers of a recognition that happened in person */
#include <ipp/act/recognize.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/act/product.h>
#include <ipp/act/registry.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/catalog.h>
#include <ipp/model/evidence.h>
#include <ipp/model/product.h>
#include <ipp/model/recognition.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/catalog.h>
#include <ipp/store/desk.h>
#include <ipp/store/product.h>
#include <ipp/store/recogniser.h>

#include "offline.h"
#include "report.h"

/* The officer that is named: of this organization, enabled, and one who may
 * recognise in the product's unit. */
static enum status officer_find(struct desk *desk, struct offline *offline,
				struct error *err)
{
	const char *login = offline->in->recogniser;
	struct recogniser found;
	bool may = false;
	enum status rc;

	if ((rc = recogniser_find(desk->store, desk->session->client_id, login,
				  offline->product.unit_id, &found, err)) != OK)
		return rc;
	for (unsigned i = 0; found.profiles >> i; i++)
		if (found.profiles & 1U << i)
			may |= permission_reach(i, MAY_RECOGNISE) !=
			       REACH_NOTHING;
	if (!found.enabled || !may)
		return error_set(err, DATA, "recogniser_unfit", "recogniser",
				 "operator \"%s\" %s; name the officer who "
				 "recognised the holder",
				 login,
				 found.enabled ? _("is no recognition officer "
						   "in the product's unit")
					       : _("is disabled"));
	offline->recogniser = found.operator_id;
	return OK;
}

/* Who is the recogniser, and what follows: his own word is enough, what is
 * handed in for another must be looked at. */
static enum status recogniser_settle(struct desk *desk, struct offline *offline,
				     struct error *err)
{
	const struct session *session = desk->session;
	const char *login = offline->in->recogniser;
	struct error ignored;
	bool may;

	error_reset(&ignored);
	may = permission_check(session->profile, session->unit_id,
			       MAY_RECOGNISE, offline->product.unit_id,
			       &ignored) == OK;
	if (may && (!login || text_equal(login, session->login))) {
		offline->recogniser = session->operator_id;
		offline->next = STATUS_TO_ISSUE;
		return OK;
	}
	offline->next = STATUS_TO_REVIEW;
	if (!login)
		return error_set(err, DATA, "recogniser_missing", "recogniser",
				 "profile %s may not recognise holders here; "
				 "name the officer who did with --recogniser",
				 profile_words[session->profile].name);
	return officer_find(desk, offline, err);
}

static enum status dates_check(struct desk *desk, struct offline *offline,
			       struct error *err)
{
	const struct identity_document *document = &offline->order.document;
	char today[DATE_SIZE];

	date_of(desk->now, today);
	offline->recognised_on = offline->in->recognised_on
				     ? offline->in->recognised_on
				     : arena_text(desk->arena, today);
	if (strcmp(offline->recognised_on, today) > 0)
		return error_set(err, DATA, "recognised_on_future",
				 "recognised_on",
				 "\"%s\" is still to come; give the day of the "
				 "recognition",
				 offline->recognised_on);
	if (document->document_issue_date &&
	    strcmp(document->document_issue_date, offline->recognised_on) > 0)
		return error_set(
		    err, DATA, "document_not_issued", "recognised_on",
		    "the identity document was issued on %s, after "
		    "the recognition of %s; correct the date",
		    document->document_issue_date, offline->recognised_on);
	if (document->document_expiry_date &&
	    strcmp(document->document_expiry_date, today) < 0)
		return error_set(
		    err, REFUSED, "document_expired", "document_expiry_date",
		    "the identity document expired on %s; ask the "
		    "holder for a valid one and make a new request",
		    document->document_expiry_date);
	return OK;
}

static enum status subject_check(struct desk *desk, struct offline *offline,
				 struct error *err)
{
	const struct product *product = &offline->product;
	enum status rc;

	if ((rc = lifecycle_recognition(product->user_id, product->recognition,
					RECOGNITION_OFFLINE, err)) != OK ||
	    (rc = recogniser_settle(desk, offline, err)) != OK ||
	    (rc = lifecycle_check(product->user_id, product->status,
				  offline->next, err)) != OK)
		return rc;
	/* what has been reviewed goes on by review() alone */
	if (product->status != STATUS_TO_IDENTIFY)
		return error_set(err, REFUSED, "transition_refused", "user_id",
				 "USR%09" PRId64 " is %s, so its papers are in "
				 "already; review them with --accept or "
				 "--reject",
				 product->user_id,
				 product_status_words[product->status].name);
	return dates_check(desk, offline, err);
}

/* Everything that is known before a file is touched. */
static enum status subject_load(struct desk *desk, struct offline *offline,
				struct error *err)
{
	enum status rc;

	if ((rc = product_open(desk, offline->in->user_id, MAY_HAND_IN,
			       &offline->product, err)) != OK ||
	    (rc = product_order_load(desk->store, &offline->product,
				     desk->arena, &offline->order, err)) != OK)
		return rc;
	return subject_check(desk, offline, err);
}

/* The report is made here instead of being handed in, so the officer must be
 * the one who signs it. */
static enum status report_plan(struct desk *desk, struct offline *offline,
			       const struct signing *signing, struct error *err)
{
	struct report_subject subject = { &offline->product, &offline->order,
					  offline->recognised_on,
					  offline->in->recognition_note };
	struct paper *papers = offline->papers;
	size_t n = 0;
	enum status rc;

	if (offline->recogniser != desk->session->operator_id)
		return error_set(err, REFUSED, "report_not_yours", "recogniser",
				 "the report is signed by who recognised the "
				 "holder; leave out --recogniser, or --sign");
	if (offline->in->report)
		return error_set(err, DATA, "report_given", "report",
				 "with --sign the report is made here; leave "
				 "out \"%s\", or --sign",
				 offline->in->report);
	if ((rc = report_begin(desk, signing, &subject, &offline->report,
			       err)) != OK)
		return rc;
	for (size_t i = 0; i < offline->count; i++)
		if (papers[i].kind != EVIDENCE_REPORT)
			papers[n++] = papers[i];
	papers[n++] = (struct paper){ .kind = EVIDENCE_REPORT,
				      .path = report_name(offline->report) };
	offline->count = n;
	return OK;
}

enum status offline_begin(struct desk *desk, const struct recognition_papers *in,
			  const char *folder, const struct signing *signing,
			  struct offline **ret, struct error *err)
{
	struct offline *offline = arena_alloc(desk->arena, sizeof *offline);
	struct catalog_item item;
	enum status rc;

	offline->in = in;
	if ((rc = subject_load(desk, offline, err)) != OK ||
	    (rc = catalog_find(desk->store, desk->session->client_id,
			       offline->product.product, desk->arena, &item,
			       err)) != OK ||
	    (rc = papers_find(desk->arena, in, &offline->product, folder,
			      offline->papers, &offline->count, err)) != OK ||
	    (signing &&
	     (rc = report_plan(desk, offline, signing, err)) != OK) ||
	    (rc = papers_check(offline->papers, offline->count,
			       offline->order.document.document_type,
			       &item.evidence, err)) != OK)
		return rc;
	*ret = offline;
	return OK;
}

/* Those that lie in files. */
static size_t files_count(const struct offline *offline)
{
	return offline->count - (offline->report ? 1 : 0);
}

enum status offline_read(struct desk *desk, struct offline *offline,
			 struct error *err)
{
	return papers_read(desk->arena, offline->papers, files_count(offline),
			   err);
}

enum status offline_inspect(struct desk *desk, struct offline *offline,
			    struct error *err)
{
	return papers_inspect(desk->arena, offline->papers,
			      files_count(offline), err);
}

enum status offline_report(struct desk *desk, struct offline *offline,
			   struct error *err)
{
	return offline->report
		   ? report_make(desk, offline->report, offline->papers,
				 files_count(offline), err)
		   : OK;
}

enum status offline_prepare(struct desk *desk, struct offline *offline,
			    struct error *err)
{
	return offline->report ? report_prepare(desk, offline->report, err)
			       : OK;
}

enum status offline_sign(struct desk *desk, struct offline *offline,
			 struct error *err)
{
	return offline->report
		   ? report_sign(desk, offline->report,
				 &offline->papers[files_count(offline)], err)
		   : OK;
}

enum status offline_verify(struct desk *desk, struct offline *offline,
			   bool alone, struct error *err)
{
	return offline->report
		   ? report_verify(desk, offline->report, alone, err)
		   : OK;
}

struct verification *offline_verification(const struct offline *offline)
{
	return offline->report ? report_verification(offline->report) : NULL;
}

/* Whether the report may go out, and what should be known of it. */
static enum status report_settle(struct desk *desk, struct offline *offline,
				 struct error *err)
{
	const char *warning = NULL;
	enum status rc = offline->report ? report_judge(desk, offline->report,
							&warning, err)
					 : OK;

	if (warning)
		offline->warnings[offline->warning_count++] = warning;
	return rc;
}

enum status offline_save(struct desk *desk, const struct offline *offline,
			 const char *folder, struct error *err)
{
	const struct paper *paper = &offline->papers[offline->count - 1];

	if (!offline->report || !folder || desk->dry_run)
		return OK;
	return file_write_new(
	    path_join(desk->arena, folder, paper->path),
	    paper->file.bytes, paper->file.size, 0600, err);
}

enum status offline_record(struct desk *desk, struct offline *offline,
			   struct product *ret, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	struct json *files = json_object_new();
	enum status rc;

	json_set_text(detail, "recognition",
		      recognition_words[RECOGNITION_OFFLINE].name);
	json_set(detail, "files", files);
	if ((rc = subject_load(desk, offline, err)) != OK ||
	    (rc = report_settle(desk, offline, err)) != OK ||
	    (rc = offline_evidence_keep(desk, offline, files, err)) != OK)
		return rc;
	json_set_text(
	    detail, "recognised_by",
	    arena_printf(desk->arena, "OPR%09" PRId64, offline->recogniser));
	json_set_text(detail, "recognised_on", offline->recognised_on);
	*ret = offline->product;
	ret->recognised_by = offline->recogniser;
	ret->handed_in_by = desk->session->operator_id;
	ret->reviewed_by = ABSENT;
	ret->reason = NULL;
	if ((rc = product_advance(desk, ret, offline->next,
				  "recognition_recorded", TAKE(detail), err)) !=
	    OK)
		return rc;
	ret->warnings =
	    (struct texts){ offline->warnings, offline->warning_count };
	if (offline->next != STATUS_TO_ISSUE)
		return OK;
	return registry_verify(desk, &offline->order, ret->user_id, err);
}
