/* offline_evidence - what is kept of a recognition in person */
#include "offline.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/recognition.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/evidence.h>

#include "report.h"

static void warn(struct offline *offline, const char *text)
{
	offline->warnings[offline->warning_count++] = text;
}

static enum status paper_warn(struct desk *desk, struct offline *offline,
			      const struct paper *paper, struct error *err)
{
	int64_t elsewhere;
	enum status rc;

	if ((rc = evidence_elsewhere(desk->store, paper->sha256,
				     offline->product.order_id, &elsewhere,
				     err)) != OK)
		return rc;
	if (elsewhere != ABSENT)
		warn(offline,
		     arena_printf(desk->arena,
				  "\"%s\" was handed in for USR%09" PRId64
				  " too, of another order",
				  paper->path, elsewhere));
	if (paper->facts.kind == FILE_P7M)
		warn(offline,
		     arena_printf(desk->arena,
				  "the digital signature of \"%s\" was not "
				  "verified",
				  paper->path));
	return OK;
}

static enum status kept(struct desk *desk, const struct offline *offline,
			const struct paper *paper, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();

	if (offline->report && paper->kind == EVIDENCE_REPORT)
		report_tell(offline->report, detail);
	return paper_keep(desk, paper, offline->product.user_id, detail, err);
}

/* Who recognised whom and when, in the words of who hands it in. */
static enum status statement_keep(struct desk *desk,
				  const struct offline *offline,
				  struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	struct evidence evidence = { .user_id = offline->product.user_id,
				     .kind = EVIDENCE_STATEMENT,
				     .verdict = ABSENT,
				     .detail = detail };

	json_set_text(detail, "recognition",
		      recognition_words[RECOGNITION_OFFLINE].name);
	json_set_text(
	    detail, "recognised_by",
	    arena_printf(desk->arena, "OPR%09" PRId64, offline->recogniser));
	json_set_text(detail, "recognised_on", offline->recognised_on);
	if (offline->in->recognition_note)
		json_set_text(detail, "note", offline->in->recognition_note);
	return evidence_add(desk, &evidence, err);
}

enum status offline_evidence_keep(struct desk *desk, struct offline *offline,
				  struct json *files, struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < offline->count && rc == OK; i++) {
		const struct paper *paper = &offline->papers[i];

		json_set_text(files, evidence_kind_words[paper->kind].name,
			      paper->sha256);
		if ((rc = paper_warn(desk, offline, paper, err)) == OK)
			rc = kept(desk, offline, paper, err);
	}
	return rc == OK ? statement_keep(desk, offline, err) : rc;
}
