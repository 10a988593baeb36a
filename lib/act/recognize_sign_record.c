/* recognize_sign_record - keeps a signed form, its checks, and what follows */
#include "recognize_sign.h"

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/act/registry.h>
#include <ipp/act/scan.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/evidence.h>
#include <ipp/model/signature.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/evidence.h>
#include <ipp/store/object.h>

#include "holder_message.h"

static void warn(struct sign_id *work, const char *text)
{
	if (work->warning_count < SIGN_ID_WARNINGS_MAX)
		work->warnings[work->warning_count++] = text;
}

/* What somebody should know of what passed. */
static enum status warnings_collect(struct desk *desk, struct sign_id *work,
				    const struct signature_result *signature,
				    struct error *err)
{
	int64_t elsewhere;
	enum status rc;

	if ((rc = evidence_elsewhere(desk->store, work->sha256,
				     work->product.order_id, &elsewhere,
				     err)) != OK)
		return rc;
	if (elsewhere != ABSENT)
		warn(work, arena_printf(desk->arena,
					"\"%s\" was handed in for USR%09" PRId64
					" too, of another order",
					work->path, elsewhere));
	if (signature->identified.count == 0)
		warn(work, _("the certificate does not say how its holder was "
			     "identified"));
	for (size_t i = 0; i < signature->warnings.count; i++)
		warn(work, signature->warnings.items[i]);
	for (size_t i = 0; i < work->check_count; i++)
		if (work->checks[i].verdict == VERDICT_REFERRED)
			warn(work, work->checks[i].finding);
	return OK;
}

/* The facts of a check: what was found of the file, and of its signature. */
static struct json *facts_of(struct desk *desk, const struct sign_id *work,
			     int64_t check)
{
	struct json *ret = json_object_new();

	if (check == CHECK_SIGNATURE)
		record_encode(&signature_report_record, work->facts.report, ret,
			      desk->arena);
	else if (check == CHECK_ANTIVIRUS)
		record_encode(&scan_verdict_record, &work->scan, ret,
			      desk->arena);
	return ret;
}

static enum status check_keep(struct desk *desk, const struct sign_id *work,
			      struct recognition_check check, struct error *err)
{
	OWN(json) struct json *facts = facts_of(desk, work, check.check);
	OWN(json) struct json *detail = json_object_new();
	struct evidence evidence = { .user_id = work->product.user_id,
				     .kind = EVIDENCE_CHECK,
				     .sha256 = work->sha256,
				     .verdict = check.verdict,
				     .detail = detail };

	check.facts = json_count(facts) > 0 ? facts : NULL;
	check.verdict = ABSENT; /* it has a column */
	record_encode(&recognition_check_record, &check, detail, desk->arena);
	return evidence_add(desk, &evidence, err);
}

/* RFC 8551, 3.2.2: a signature that is apart has a media type of its own. */
#define MIME_APART "application/pkcs7-signature"

static enum status file_keep(struct desk *desk, const struct sign_id *work,
			     const struct file_bytes *file, const char *mime,
			     struct json *detail, struct error *err)
{
	char sha256[2 * DIGEST_SIZE + 1];
	struct evidence evidence = { .user_id = work->product.user_id,
				     .kind = EVIDENCE_FORM,
				     .sha256 = sha256,
				     .verdict = ABSENT,
				     .detail = detail };
	unsigned char hash[OBJECT_HASH_SIZE];
	enum status rc;

	hex_encode(file->sha256, DIGEST_SIZE, sha256);
	json_set_text(detail, "name", file->name);
	json_set_text(detail, "mime", mime);
	json_set_integer(detail, "size", (int64_t)file->size);
	if ((rc = object_put(desk, file->bytes, file->size, mime, ABSENT, hash,
			     err)) != OK)
		return rc;
	return evidence_add(desk, &evidence, err);
}

static const char *mime_of(const struct file_bytes *file)
{
	return file_kind_mime(file_sniff(file->bytes, file->size));
}

/* What is signed apart from its signature is two files. */
static enum status form_keep(struct desk *desk, const struct sign_id *work,
			     struct error *err)
{
	const struct signature_report *report = work->facts.report;
	OWN(json) struct json *detail = json_object_new();
	OWN(json) struct json *content = json_object_new();
	enum status rc;

	json_set_integer(detail, "signers", (int64_t)report->signatures.count);
	rc = file_keep(desk, work, &work->file,
		       work->is_apart ? MIME_APART : mime_of(&work->file),
		       detail, err);
	if (rc != OK || !work->is_apart)
		return rc;
	return file_keep(desk, work, &work->content, mime_of(&work->content),
			 content, err);
}

/* Who took the signature for the holder's, and whose certificate it was. */
static enum status statement_keep(struct desk *desk, const struct sign_id *work,
				  const struct signature_result *signature,
				  struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	struct evidence evidence = { .user_id = work->product.user_id,
				     .kind = EVIDENCE_STATEMENT,
				     .sha256 = work->sha256,
				     .verdict = ABSENT,
				     .detail = detail };
	char today[DATE_SIZE];

	date_of(desk->now, today);
	json_set_text(detail, "recognition",
		      recognition_words[RECOGNITION_SIGN].name);
	json_set_text(detail, "recognised_by",
		      arena_printf(desk->arena, "OPR%09" PRId64,
				   desk->session->operator_id));
	json_set_text(detail, "recognised_on", today);
	if (signature->certificate_sha256)
		json_set_text(detail, "certificate_sha256",
			      signature->certificate_sha256);
	if (work->in->recognition_note)
		json_set_text(detail, "note", work->in->recognition_note);
	return evidence_add(desk, &evidence, err);
}

static enum status evidence_keep(struct desk *desk, const struct sign_id *work,
				 const struct signature_result *signature,
				 struct error *err)
{
	enum status rc = form_keep(desk, work, err);

	for (size_t i = 0; i < work->check_count && rc == OK; i++)
		rc = check_keep(desk, work, work->checks[i], err);
	return rc == OK ? statement_keep(desk, work, signature, err) : rc;
}

static struct json *event_detail(const struct sign_id *work)
{
	struct json *ret = json_object_new();
	struct json *files = json_object_new(), *verdicts = json_object_new();
	char content[2 * DIGEST_SIZE + 1];

	json_set_text(files, evidence_kind_words[EVIDENCE_FORM].name,
		      work->sha256);
	if (work->is_apart) {
		hex_encode(work->content_hash, DIGEST_SIZE, content);
		json_set_text(files, "content", content);
	}
	for (size_t i = 0; i < work->check_count; i++)
		json_set_text(
		    verdicts,
		    recognition_check_words[work->checks[i].check].name,
		    evidence_verdict_words[work->checks[i].verdict].name);
	json_set_text(ret, "recognition",
		      recognition_words[RECOGNITION_SIGN].name);
	json_set(ret, "files", files);
	json_set(ret, "checks", verdicts);
	return ret;
}

static enum status advance(struct desk *desk, struct sign_id *work,
			   int64_t next, struct product *ret, struct error *err)
{
	enum status rc;

	*ret = work->product;
	ret->recognised_by = ret->handed_in_by = desk->session->operator_id;
	ret->reviewed_by = ABSENT;
	ret->reason = NULL;
	if ((rc = product_advance(desk, ret, next, "recognition_recorded",
				  event_detail(work), err)) != OK)
		return rc;
	ret->warnings = (struct texts){ work->warnings, work->warning_count };
	if (next != STATUS_TO_ISSUE)
		return OK;
	rc = registry_verify(desk, &work->order, ret->user_id, err);
	if (rc != OK || !ret->email)
		return rc;
	return holder_message_queue(desk, ret, &work->order,
				    "recognition_confirmed", NULL, err);
}

enum status sign_id_record(struct desk *desk, struct sign_id *work,
			   struct product *ret, struct error *err)
{
	const struct signature_result *signature =
	    sign_choose(desk->arena, &work->facts);
	int64_t next = STATUS_TO_ISSUE;
	enum status rc;

	if ((rc = sign_id_load(desk, work, err)) != OK ||
	    (rc = sign_refuse(work->checks, work->check_count, work->refers,
			      err)) != OK)
		return rc;
	for (size_t i = 0; i < work->check_count; i++)
		if (work->checks[i].verdict != VERDICT_PASSED)
			next = STATUS_TO_REVIEW;
	if ((rc = warnings_collect(desk, work, signature, err)) != OK ||
	    (rc = evidence_keep(desk, work, signature, err)) != OK)
		return rc;
	return advance(desk, work, next, ret, err);
}
