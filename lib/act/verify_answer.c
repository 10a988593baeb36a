/* verify_answer - how what the child found travels to its parent */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_signed.h>
#include <ipp/port/sandbox.h>

#include "verify_part.h"

#define HEX_MAX 8192

static const struct word want_words[] = {
	[WANT_ANCHOR] = { "anchor", NULL }, [WANT_OCSP] = { "ocsp", NULL },
	[WANT_CRL] = { "crl", NULL },	    [WANT_OWN] = { "own", NULL },
	[WANT_ISSUER] = { "issuer", NULL }, { 0 }
};
static const struct word content_words[] = {
	[CONTENT_NONE] = { "none", NULL },
	[CONTENT_FILE] = { "file", NULL },
	[CONTENT_SLICE] = { "slice", NULL },
	[CONTENT_DETACHED] = { "detached", NULL },
	[CONTENT_COPY] = { "copy", NULL },
	{ 0 }
};

static const struct word descent_words[] = { [DESCENT_NONE] = { "none", NULL },
					     [DESCENT_SAME] = { "same", NULL },
					     [DESCENT_CHANGED] = { "changed",
								   NULL },
					     { 0 } };

static const struct field want_fields[] = {
	{ FIELD(struct verify_want, kind), FIELD_WORD, .flags = FIELD_OUT,
	  .words = want_words },
	{ FIELD(struct verify_want, group), FIELD_INTEGER, .flags = FIELD_OUT },
	{ FIELD(struct verify_want, key), FIELD_TEXT, .flags = FIELD_OUT },
	{ FIELD(struct verify_want, key_id), FIELD_TEXT, .flags = FIELD_OUT,
	  .max = HEX_MAX },
	{ FIELD(struct verify_want, url), FIELD_TEXT, .flags = FIELD_OUT },
	{ FIELD(struct verify_want, request), FIELD_TEXT, .flags = FIELD_OUT,
	  .max = HEX_MAX },
	{ 0 }
};
static const struct record want_record = { .name = "verify_want",
					   .size = sizeof(struct verify_want),
					   .fields = want_fields };

static const struct field use_fields[] = {
	{ FIELD(struct verify_use, key), FIELD_TEXT, .flags = FIELD_OUT },
	{ FIELD(struct verify_use, this_update), FIELD_INSTANT,
	  .flags = FIELD_OUT },
	{ FIELD(struct verify_use, next_update), FIELD_INSTANT,
	  .flags = FIELD_OUT },
	{ 0 }
};
static const struct record use_record = { .name = "verify_use",
					  .size = sizeof(struct verify_use),
					  .fields = use_fields };

static const struct field answer_fields[] = {
	{ FIELD(struct verify_answer, refusal), FIELD_TEXT,
	  .flags = FIELD_OUT },
	{ FIELD(struct verify_answer, report), FIELD_RECORDS,
	  .flags = FIELD_OUT, .record = &signature_report_record },
	{ FIELD(struct verify_answer, wants), FIELD_RECORDS, .flags = FIELD_OUT,
	  .record = &want_record },
	{ FIELD(struct verify_answer, uses), FIELD_RECORDS, .flags = FIELD_OUT,
	  .record = &use_record },
	{ FIELD(struct verify_answer, content), FIELD_WORD, .flags = FIELD_OUT,
	  .words = content_words },
	{ FIELD(struct verify_answer, offset), FIELD_INTEGER,
	  .flags = FIELD_OUT },
	{ FIELD(struct verify_answer, size), FIELD_INTEGER,
	  .flags = FIELD_OUT },
	{ FIELD(struct verify_answer, holds), FIELD_BOOLEAN,
	  .flags = FIELD_OUT },
	{ FIELD(struct verify_answer, descent), FIELD_WORD, .flags = FIELD_OUT,
	  .words = descent_words },
	{ 0 }
};
const struct record verify_answer_record = { .name = "verify_answer",
					     .size =
						 sizeof(struct verify_answer),
					     .fields = answer_fields };

static int64_t worst_of(const struct verifying *it)
{
	size_t worst = 0;

	for (size_t i = 1; i < it->count; i++)
		if (it->results[i].indication > it->results[worst].indication)
			worst = i;
	return (int64_t)worst;
}

static void report_fill(struct verifying *it)
{
	struct signature_report *report = it->report;
	const struct signature_result *worst = &it->results[worst_of(it)];
	unsigned char digest[DIGEST_SIZE];
	struct error err;
	char *hex;

	report->verified_at = it->task->at;
	report->indication = worst->indication;
	report->sub_indication = worst->sub_indication;
	report->reason = worst->reason;
	report->signatures = (struct records){ it->results, it->count };
	report->findings = (struct texts){ it->findings, it->finding_count };
	error_reset(&err);
	/* that of the whole file its parent has */
	if (it->content.bytes && it->content.bytes != it->task->file->bytes &&
	    digest_sha256(it->content.bytes, it->content.size, digest, &err) ==
		OK) {
		hex = arena_alloc(it->arena, 2 * DIGEST_SIZE + 1);
		hex_encode(digest, DIGEST_SIZE, hex);
		report->content_sha256 = hex;
	}
}

static const char *hex_of(struct arena *arena, const void *bytes, size_t n)
{
	char *ret = n ? arena_alloc(arena, 2 * n + 1) : NULL;

	if (ret)
		hex_encode(bytes, n, ret);
	return ret;
}

static void wants_fill(struct verifying *it, struct verify_answer *ret)
{
	struct verify_want *rows =
	    arena_alloc(it->arena, (it->wants.count + 1) * sizeof *rows);

	for (size_t i = 0; i < it->wants.count; i++) {
		const struct signature_want *want = &it->wants.items[i];

		rows[i] = (struct verify_want){
			.kind = want->kind,
			.group = want->group,
			.key = hex_of(it->arena, want->key, sizeof want->key),
			.key_id = hex_of(it->arena, want->key_id.bytes,
					 want->key_id.size),
			.url = want->url,
			.request = hex_of(it->arena, want->request.bytes,
					  want->request.size),
		};
	}
	ret->wants = (struct records){ rows, it->wants.count };
	ret->uses = (struct records){ it->uses, it->use_count };
}

#define NEEDLE_MAX 64

/* Where the content lies in the file as it is; NULL if nowhere, as in base64.
 * A short needle is found faster, and decides nothing. */
static const unsigned char *content_find(const struct file_bytes *file,
					 struct octets content)
{
	const unsigned char *at = file->bytes, *end = at + file->size;
	size_t n = content.size < NEEDLE_MAX ? content.size : NEEDLE_MAX;

	while ((at = memmem(at, (size_t)(end - at), content.bytes, n)) &&
	       (size_t)(end - at) >= content.size) {
		if (!memcmp(at, content.bytes, content.size))
			return at;
		at++;
	}
	return NULL;
}

/* Where the parent finds the content: as a rule it lies in the file. */
static void content_place(const struct verifying *it, struct verify_answer *ret)
{
	const struct file_bytes *file = it->task->file;
	const unsigned char *at;

	ret->content = CONTENT_NONE;
	ret->holds = it->holds && it->count > 0;
	ret->size = (int64_t)it->content.size;
	ret->offset = 0;
	if (!it->content.bytes)
		return;
	if (it->content.bytes == file->bytes)
		ret->content = CONTENT_FILE;
	else if (it->content.bytes == it->task->detached->bytes)
		ret->content = CONTENT_DETACHED;
	else if ((at = content_find(file, it->content))) {
		ret->content = CONTENT_SLICE;
		ret->offset = at - (const unsigned char *)file->bytes;
	} else {
		ret->content = CONTENT_COPY;
	}
}

/* Signing a PDF adds to its end. */
static enum verify_descent descent_of(const struct verifying *it)
{
	const struct verify_task *task = it->task;
	unsigned char digest[DIGEST_SIZE];
	struct octets content = it->content;
	struct error err;

	error_reset(&err);
	for (size_t i = 0; content.bytes && i < task->origin_count; i++) {
		const struct verify_origin *from = &task->origins[i];

		if (from->size <= content.size &&
		    digest_sha256(content.bytes, from->size, digest, &err) ==
			OK &&
		    !memcmp(digest, from->sha256, sizeof digest))
			return pdf_is_only_signed(content.bytes, content.size,
						  from->size)
				   ? DESCENT_SAME
				   : DESCENT_CHANGED;
	}
	return DESCENT_NONE;
}

void verify_answer_say(struct verifying *it, const struct verify_answer *what,
		       struct sandbox_answer *answer)
{
	OWN(json) struct json *json = json_object_new();
	const char *text;
	uint64_t n;

	record_encode(&verify_answer_record, what, json, it->arena);
	text = json_write(it->arena, json);
	n = strlen(text);
	if (sandbox_say(answer, &n, sizeof n) && sandbox_say(answer, text, n) &&
	    what->content == CONTENT_COPY)
		(void)sandbox_say(answer, it->content.bytes, it->content.size);
}

void verify_answer_fill(struct verifying *it, struct verify_answer *ret)
{
	report_fill(it);
	ret->report = (struct records){ it->report, 1 };
	wants_fill(it, ret);
	content_place(it, ret);
	ret->descent = descent_of(it);
}
