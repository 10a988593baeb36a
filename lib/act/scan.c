/* scan - what an engine says of a file becomes a verdict, clean or not */
#include "scan_engine.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/scan.h>
#include <ipp/port/cms_content.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/file_vouch.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/evidence.h>

/* Signed, signed again, and so on. */
#define LAYERS_MAX 8

/* What ClamAV finds and what it could not read share one way to be told. */
static const struct {
	const char *begins;
	enum scan_reason reason;
} heuristics[] = {
	{ "Heuristics.Encrypted.", SCAN_ENCRYPTED },
	{ "Heuristics.Limits.Exceeded.MaxScanTime", SCAN_TIMED_OUT },
	{ "Heuristics.Limits.Exceeded.MaxRecursion", SCAN_TOO_DEEP },
	{ "Heuristics.Limits.Exceeded", SCAN_TOO_LARGE },
	{ "Heuristics.Broken.", SCAN_BROKEN },
};

static const enum scan_reason reasons[] = {
	[CLAMAV_TOO_LARGE] = SCAN_TOO_LARGE,
	[CLAMAV_TOO_DEEP] = SCAN_TOO_DEEP,
	[CLAMAV_TIMED_OUT] = SCAN_TIMED_OUT,
	[CLAMAV_BROKEN] = SCAN_BROKEN,
	[CLAMAV_FAILED] = SCAN_NOT_READ,
};

static void refuse(struct scan_verdict *verdict, enum scan_reason reason)
{
	verdict->verdict = SCAN_REFUSED;
	verdict->reason = reason;
	verdict->part = SCAN_WHOLE;
}

static void found(struct scan_verdict *verdict, const char *name)
{
	verdict->verdict = SCAN_INFECTED;
	verdict->part = SCAN_WHOLE;
	for (size_t i = 0; i < sizeof heuristics / sizeof *heuristics; i++)
		if (text_starts(name, heuristics[i].begins)) {
			refuse(verdict, heuristics[i].reason);
			return;
		}
}

static void answer_take(const struct clamav_answer *answer, struct arena *arena,
			struct scan_verdict *verdict)
{
	if (*answer->name)
		verdict->name = arena_text(arena, answer->name);
	if (answer->result == CLAMAV_CLEAN)
		verdict->verdict = SCAN_CLEAN;
	else if (answer->result == CLAMAV_FOUND)
		found(verdict, answer->name);
	else
		refuse(verdict, reasons[answer->result]);
}

/* Refuses what our own reader cannot read to its end, and what clamd cannot
 * know to be clean. */
static enum status vouch(const struct file_bytes *file,
			 const struct file_look *look, bool is_clamd,
			 struct scan_verdict *verdict, struct error *err)
{
	bool vouched = false;
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = file_vouch(file, look, &vouched, &why);
	if (rc == DATA)
		refuse(verdict, error_has(&why, "pdf_encrypted")
				    ? SCAN_ENCRYPTED
				    : SCAN_BROKEN);
	else if (rc != OK)
		return error_merge(err, &why);
	else if (!vouched && is_clamd)
		refuse(verdict, SCAN_NOT_VOUCHED);
	return OK;
}

static enum status about(struct desk *desk, const struct clamav_facts *facts,
			 const struct file_bytes *file,
			 struct scan_verdict *ret, struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	char *sha256 = arena_alloc(desk->arena, 2 * sizeof hash + 1);
	enum status rc;

	if ((rc = file_sha256(file, hash, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, sha256);
	record_clear(&scan_verdict_record, ret);
	ret->file = arena_text(desk->arena, file->name);
	ret->sha256 = sha256;
	ret->size = (int64_t)file->size;
	ret->engine = arena_text(desk->arena, facts->engine);
	if (*facts->version)
		ret->database_version = arena_text(desk->arena, facts->version);
	if (facts->date > 0)
		ret->database_date = facts->date;
	ret->scanned_at = desk->now;
	return OK;
}

/* Whether it may be called clean is seen while clamd reads it. */
static enum status ask_clamd(struct desk *desk, const struct clamd *clamd,
			     const struct clamav_facts *facts,
			     const struct file_bytes *file,
			     const struct file_look *look,
			     struct scan_verdict *verdict, struct error *err)
{
	OWN(clamd_scan) struct clamd_scan scan = { .fd = -1 };
	struct clamav_answer answer;
	struct scan_verdict own = { .verdict = SCAN_CLEAN };
	enum status rc;

	if ((rc = clamd_scan_begin(clamd, file->bytes, file->size, &scan,
				   err)) != OK ||
	    (rc = about(desk, facts, file, verdict, err)) != OK ||
	    (rc = vouch(file, look, true, &own, err)) != OK ||
	    (rc = clamd_scan_end(&scan, &answer, err)) != OK)
		return rc;
	answer_take(&answer, desk->arena, verdict);
	if (verdict->verdict == SCAN_CLEAN && own.verdict != SCAN_CLEAN)
		refuse(verdict, (enum scan_reason)own.reason);
	return OK;
}

static enum status ask_library(struct desk *desk, const struct scanner *scanner,
			       const struct clamav_facts *facts,
			       const struct file_bytes *file,
			       const struct file_look *look,
			       struct scan_verdict *verdict, struct error *err)
{
	struct clamav_answer answer;
	enum status rc;

	if ((rc = about(desk, facts, file, verdict, err)) != OK ||
	    (rc = clamav_scan(scanner->clamav, file->bytes, file->size,
			      scanner->seconds, &answer, err)) != OK)
		return rc;
	answer_take(&answer, desk->arena, verdict);
	return verdict->verdict == SCAN_CLEAN
		   ? vouch(file, look, false, verdict, err)
		   : OK;
}

/* What no engine needs to be asked about. */
static enum status refuse_early(struct desk *desk,
				const struct clamav_facts *facts,
				const struct file_bytes *file,
				enum scan_reason reason,
				struct scan_verdict *verdict, struct error *err)
{
	enum status rc = about(desk, facts, file, verdict, err);

	if (rc == OK)
		refuse(verdict, reason);
	return rc;
}

enum status scan_bytes(struct desk *desk, struct scanner *scanner,
		       const struct file_bytes *file,
		       const struct file_look *look, struct scan_verdict *ret,
		       struct error *err)
{
	struct scan_verdict verdict;
	struct clamav_facts facts;
	enum status rc;

	if ((rc = scanner_facts(scanner, desk->now, &facts, err)) != OK)
		return rc;
	if (file->size > LIMIT_FILE_BYTES)
		rc = refuse_early(desk, &facts, file, SCAN_TOO_LARGE, &verdict,
				  err);
	else if (file_sniff(file->bytes, file->size) == FILE_SEALED)
		rc = refuse_early(desk, &facts, file, SCAN_ENCRYPTED, &verdict,
				  err);
	else if (scanner->clamav)
		rc = ask_library(desk, scanner, &facts, file, look, &verdict,
				 err);
	else
		rc = ask_clamd(desk, &scanner->clamd, &facts, file, look,
			       &verdict, err);
	if (rc == OK)
		*ret = verdict;
	return rc;
}

/* One layer off, or what keeps it on. */
static enum status unwrap(struct desk *desk, struct file_bytes *file,
			  struct scan_verdict *verdict, struct error *err)
{
	unsigned char *bytes = NULL;
	size_t size = 0;
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = cms_content(desk->arena, file, &bytes, &size, &why);
	if (rc == DATA) {
		refuse(verdict, SCAN_BROKEN);
		return OK;
	}
	if (rc != OK)
		return error_merge(err, &why);
	file->bytes = bytes;
	file->size = size;
	return OK;
}

/* What is inside is told of the file that holds it. */
static void content_take(struct scan_verdict *verdict,
			 const struct scan_verdict *inner)
{
	if (inner->verdict == SCAN_CLEAN)
		return;
	verdict->verdict = inner->verdict;
	verdict->name = inner->name;
	verdict->reason = inner->reason;
	verdict->part = SCAN_CONTENT;
}

enum status scan_file(struct desk *desk, struct scanner *scanner,
		      const struct file_bytes *file, struct scan_verdict *ret,
		      struct error *err)
{
	struct file_bytes part = *file;
	struct scan_verdict verdict, inner;
	enum status rc = scan_bytes(desk, scanner, file, NULL, &verdict, err);

	for (int layer = 0; rc == OK && verdict.verdict == SCAN_CLEAN &&
			    file_sniff(part.bytes, part.size) == FILE_P7M;
	     layer++) {
		if (layer == LAYERS_MAX) {
			refuse(&verdict, SCAN_TOO_DEEP);
			break;
		}
		if ((rc = unwrap(desk, &part, &verdict, err)) != OK ||
		    !part.bytes || verdict.verdict != SCAN_CLEAN)
			break;
		rc = scan_bytes(desk, scanner, &part, NULL, &inner, err);
		if (rc == OK)
			content_take(&verdict, &inner);
	}
	if (rc == OK)
		*ret = verdict;
	return rc;
}

enum status scan_keep(struct desk *desk, int64_t user_id,
		      const struct scan_verdict *verdict, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	struct evidence evidence = {
		.user_id = user_id,
		.kind = EVIDENCE_CHECK,
		.sha256 = verdict->sha256,
		.verdict = verdict->verdict == SCAN_CLEAN ? VERDICT_PASSED
							  : VERDICT_FAILED,
		.detail = detail,
	};

	json_set_text(detail, "check", "antivirus");
	record_encode(&scan_verdict_record, verdict, detail, desk->arena);
	return evidence_add(desk, &evidence, err);
}
