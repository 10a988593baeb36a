/* verify_child - parses and judges a stranger's file, inside the sandbox */
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_kind.h>
#include <ipp/port/json.h>
#include <ipp/port/sandbox.h>
#include <ipp/rule/signature_verdict.h>
#include <ipp/rule/trust_service.h>

#include "verify_part.h"

#define USES_MAX 64
#define ON_HOLD	 "certificateHold"

void verify_find(struct verifying *it, const char *text)
{
	for (size_t i = 0; i < it->finding_count; i++)
		if (text_equal(it->findings[i], text))
			return;
	if (it->finding_count < FINDINGS_MAX)
		it->findings[it->finding_count++] = text;
}

/* The status of what our own authority issued comes from the store. */
static void own_status_take(struct verifying *it,
			    const struct signature_facts *facts,
			    struct path_facts *path, size_t wants_before)
{
	const struct verify_task *task = it->task;
	struct path_link *links;
	struct revocation_facts *r;

	if (path->count != 1 || !facts->signer)
		return;
	it->wants.count = wants_before; /* no list is needed */
	links = arena_bytes(it->arena, path->links, sizeof *links);
	path->links = links;
	r = &links[0].revocation;
	*r = (struct revocation_facts){ .needed = true,
					.source = STATUS_OF_STORE,
					.this_update = task->now,
					.next_update = ABSENT,
					.revoked_at = ABSENT };
	for (size_t i = 0; i < task->own_count; i++) {
		const struct own_status *own = &task->own[i];

		if (!text_equal(own->serial, facts->signer->serial))
			continue;
		r->known = own->ours;
		r->revoked = own->revoked;
		r->revoked_at = own->revoked ? own->since : ABSENT;
		r->why = own->on_hold ? ON_HOLD : NULL;
		return;
	}
	if (it->wants.count < WANTS_MAX)
		it->wants.items[it->wants.count++] =
		    (struct signature_want){ .kind = WANT_OWN,
					     .url = facts->signer->serial };
}

static bool is_same(struct octets a, struct octets b)
{
	return a.size == b.size && !memcmp(a.bytes, b.bytes, a.size);
}

/* The best of those with this certificate: it may be in several lists, or as
 * several services. */
static const struct trust_anchor *
anchor_choose(const struct verify_task *task, const struct path_facts *path,
	      const struct certificate_plan *leaf, const struct path_wish *wish,
	      struct trust_verdict *ret)
{
	const struct trust_anchor *best = NULL;
	int best_worth = -1;

	for (size_t i = 0; i < task->material.anchor_count; i++) {
		const struct trust_anchor *one = task->material.anchors[i];
		struct trust_verdict verdict = { 0 };
		int worth = 1;

		if (!is_same(one->certificate, path->anchor) ||
		    !signed_anchor_serves(one, wish->stamp))
			continue;
		if (one->source == TRUST_LIST) {
			trust_service_judge(one, leaf, wish->at, task->now,
					    task->grace, &verdict);
			worth = verdict.granted && verdict.fresh
				    ? 2 + verdict.qualified
				    : 0;
		}
		if (worth > best_worth) {
			best_worth = worth;
			best = one;
			*ret = verdict;
		}
	}
	return best;
}

static void uses_take(struct verifying *it, const struct path_facts *path)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct revocation_facts *r = &path->links[i].revocation;
		struct verify_use *use = &it->uses[it->use_count];
		char *hex;

		if (!r->known || !r->key || it->use_count == USES_MAX)
			continue;
		hex = arena_alloc(it->arena, 2 * DIGEST_SIZE + 1);
		hex_encode(r->key, DIGEST_SIZE, hex);
		*use =
		    (struct verify_use){ hex, r->this_update, r->next_update };
		it->use_count++;
	}
}

/* Everything about one signer: its path, its anchor, what they are worth. */
static void case_make(struct verifying *it, const struct path_wish *wish,
		      struct verify_case *ret)
{
	struct path_facts *path = arena_alloc(it->arena, sizeof *path);
	struct trust_verdict *trust = arena_alloc(it->arena, sizeof *trust);
	const struct certificate_facts *signer = ret->facts->signer;
	size_t wants = it->wants.count;

	ret->at = wish->at;
	ret->path = path;
	signed_path_find(it->arena, ret->facts, wish, &it->task->material, path,
			 &it->wants);
	if (!path->complete)
		return;
	ret->anchor = anchor_choose(
	    it->task, path, wish->stamp || !signer ? NULL : &signer->plan, wish,
	    trust);
	ret->trust = trust;
	if (ret->anchor && ret->anchor->source == TRUST_OWN)
		own_status_take(it, ret->facts, path, wants);
	uses_take(it, path);
}

/* A time-stamp proves something if it is good now, in all its parts. */
static struct signature_judgement stamp_judge(struct verifying *it,
					      const struct stamp_facts *stamp)
{
	const struct verify_task *task = it->task;
	struct path_wish wish = { .stamp = true,
				  .at = task->at,
				  .now = task->now,
				  .proved = INT64_MAX };
	struct verify_case c = { .facts = stamp->signature };
	struct signature_judgement ret = { INDETERMINATE, stamp->fault.sub,
					   stamp->fault.reason };
	struct signature_case judged;

	if (ret.reason)
		return ret;
	if (stamp->time > task->at) {
		ret.sub = NOT_YET_VALID;
		ret.reason = _("it tells a time that has not come yet");
		return ret;
	}
	case_make(it, &wish, &c);
	judged = (struct signature_case){
		c.facts, c.path,
		c.anchor && c.anchor->source == TRUST_LIST ? c.trust : NULL,
		wish.at
	};
	signature_judge(&judged, it->arena, &ret);
	return ret;
}

/* The earliest that proves something; else what is wrong with the first. */
static void stamps_judge(struct verifying *it, const struct stamp_facts *stamp,
			 struct verify_case *ret)
{
	struct signature_judgement verdict;

	if (ret->stamp && stamp->time >= ret->stamp->time)
		return;
	verdict = stamp_judge(it, stamp);
	if (verdict.indication == TOTAL_PASSED)
		ret->stamp = stamp;
	else if (!ret->stamp_fault.reason)
		ret->stamp_fault =
		    (struct signature_fault){ verdict.sub, verdict.reason };
}

void verify_signature(struct verifying *it, const struct signature_facts *facts,
		      const struct stamp_facts *const *proofs, size_t count)
{
	const struct verify_task *task = it->task;
	struct path_wish wish = { .at = task->at,
				  .now = task->now,
				  .proved = INT64_MAX };
	struct verify_case c = { .facts = facts };
	struct signature_result *result;

	if (it->count == SIGNATURES_MAX)
		return;
	for (size_t i = 0; facts->holds && i < facts->stamp_count; i++)
		stamps_judge(it, &facts->stamps[i], &c);
	for (size_t i = 0; facts->holds && i < count; i++)
		stamps_judge(it, proofs[i], &c);
	if (c.stamp)
		wish.at = wish.proved = c.stamp->time;
	case_make(it, &wish, &c);
	result = &it->results[it->count++];
	verify_result(it->arena, &c, result);
	result->number = (int64_t)it->count;
	it->holds = it->holds && facts->holds;
}

/* Messages in messages */

static enum status message_verify(struct verifying *it, const void *bytes,
				  size_t n, struct octets *content,
				  struct error *err)
{
	const struct file_bytes *detached = it->task->detached;
	struct signed_cms *cms;
	struct signature_facts *facts;
	bool is_inside;
	size_t count;
	enum status rc;

	if ((rc = signed_cms_read(bytes, n, false, &cms, err)) != OK)
		return rc;
	signed_cms_hang(&it->open, cms);
	count = signed_cms_count(cms);
	is_inside = signed_cms_content(cms, content);
	if (!is_inside)
		*content = (struct octets){ detached->bytes, detached->size };
	if (it->count + count > SIGNATURES_MAX)
		return error_set(err, DATA, "too_many_signatures", NULL,
				 "the file has too many signatures");
	facts = arena_alloc(it->arena, count * sizeof *facts);
	for (size_t i = 0; i < count; i++)
		facts[i].format = is_inside ? SIGNATURE_CADES_ATTACHED
					    : SIGNATURE_CADES_DETACHED;
	signed_cms_examine(it->arena, cms, content, content->bytes ? 1 : 0,
			   facts);
	for (size_t i = 0; i < count; i++)
		verify_signature(it, &facts[i], NULL, 0);
	return OK;
}

static enum status cades(struct verifying *it, struct error *err)
{
	const struct file_bytes *file = it->task->file;
	struct octets content = { file->bytes, file->size };
	struct error inner;
	enum status rc;

	it->report->kind = SIGNED_CADES;
	if ((rc = message_verify(it, content.bytes, content.size, &content,
				 err)) != OK)
		return rc;
	error_reset(&inner);
	for (int level = 1;
	     content.bytes && content.bytes != it->task->detached->bytes &&
	     file_sniff(content.bytes, content.size) == FILE_P7M;
	     level++) {
		struct octets next;

		if (level == LEVELS_MAX) {
			verify_find(it, _("messages lie too deep in messages; "
					  "the innermost were not looked at"));
			it->holds = false;
			break;
		}
		/* not a message after all: then it is what was signed */
		if (message_verify(it, content.bytes, content.size, &next,
				   &inner) != OK)
			break;
		content = next;
	}
	it->content = content;
	if (content.bytes &&
	    file_sniff(content.bytes, content.size) == FILE_PDF)
		verify_find(it, _("the content is a PDF; signatures inside it "
				  "were not looked at"));
	return OK;
}

/* Whoever names the content believes that this is what was signed. */
static enum status content_check(const struct verifying *it, struct error *err)
{
	const struct verify_task *task = it->task;
	const struct octets given = { task->detached->bytes,
				      task->detached->size };

	if (!given.bytes || task->lay_beside || is_same(it->content, given))
		return OK;
	return error_set(err, DATA, "content_differs", NULL,
			 "the content inside is another one");
}

/* Reads what was signed for those who ask next, while it is open here. */
static void content_look(const struct verifying *it,
			 struct sandbox_answer *answer)
{
	const struct file_bytes content = { it->task->file->name,
					    it->content.bytes,
					    it->content.size };

	if (content.bytes &&
	    file_sniff(content.bytes, content.size) == FILE_PDF)
		file_look_say(&content, it->has_pdf ? &it->pdf : NULL,
			      it->task->attachment, it->task->attachment_max,
			      answer);
}

static void verifying_run(struct verifying *it, struct sandbox_answer *answer)
{
	const struct file_bytes *file = it->task->file;
	struct verify_answer ret;
	struct error err;
	enum status rc;

	error_reset(&err);
	record_clear(&verify_answer_record, &ret);
	rc = file_sniff(file->bytes, file->size) == FILE_PDF
		 ? verify_pades(it, &err)
		 : cades(it, &err);
	if (rc == OK)
		rc = content_check(it, &err);
	if (rc == OK)
		verify_answer_fill(it, &ret);
	else
		ret.refusal = err.mistakes[0].code;
	verify_answer_say(it, &ret, answer);
	if (rc == OK && it->task->attachment)
		content_look(it, answer);
}

void verify_child(const void *in, size_t n, struct sandbox_answer *answer)
{
	OWN(arena) struct arena *arena = arena_new();
	struct signature_report report;
	struct verifying it = {
		.task = in, .arena = arena, .report = &report, .holds = true
	};

	(void)n;
	record_clear(&signature_report_record, &report);
	it.results = arena_alloc(arena, SIGNATURES_MAX * sizeof *it.results);
	it.findings = arena_alloc(arena, FINDINGS_MAX * sizeof *it.findings);
	it.wants.items = arena_alloc(arena, WANTS_MAX * sizeof *it.wants.items);
	it.uses = arena_alloc(arena, USES_MAX * sizeof *it.uses);
	verifying_run(&it, answer);
	signed_cms_free(it.open);
}
