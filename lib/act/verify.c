/* verify - the parent's half: asks the child, brings what it lacks */
#include <ipp/act/verify.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/sandbox.h>
#include <ipp/store/desk.h>

#include "trust_part.h"
#include "verify_part.h"

#define ANSWER_MAX ((size_t)768 * 1024) /* the JSON of it */

static const struct sandbox_limits limits = {
	.cpu_seconds = 20,
	.wall_ms = 30000,
	.memory_bytes = (size_t)1 << 30, /* a large CRL, parsed */
};

static const struct refusal {
	const char *code, *text;
} refusals[] = {
	{ "not_signed", N_("bears no signature; give the signed file itself") },
	{ "file_broken",
	  N_("is no signed message or PDF that can be read to its very end; "
	     "give it as the signing program wrote it") },
	{ "pdf_encrypted", N_("is encrypted; give a PDF that opens without a "
			      "passphrase") },
	{ "too_many_signatures", N_("has more signatures or certificates than "
				    "any honest file") },
	{ "content_differs",
	  N_("has its content inside, and that is not the file that was given "
	     "as its content; leave that file out, or give the signature of "
	     "it") },
};

static enum status refuse(const struct verification *it, const char *code,
			  struct error *err)
{
	const struct refusal *r = &refusals[1];

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (text_equal(refusals[i].code, code))
			r = &refusals[i];
	return error_set(err, DATA, r->code, NULL, "\"%s\" %s",
			 it->wish.file.name, _(r->text));
}

enum status verification_begin(struct desk *desk,
			       const struct verify_wish *wish,
			       struct verification **ret, struct error *err)
{
	struct verification *it = arena_alloc(desk->arena, sizeof *it);
	unsigned char digest[DIGEST_SIZE];
	char *hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);
	enum status rc;

	if ((rc = file_size_check(&wish->file, err)) != OK ||
	    (rc = file_sha256(&wish->file, digest, err)) != OK)
		return rc;
	hex_encode(digest, DIGEST_SIZE, hex);
	it->arena = desk->arena;
	it->wish = *wish;
	it->now = desk->now;
	it->sha256 = hex;
	it->is_new = true;
	*ret = it;
	return OK;
}

/* Judging */

static bool slice_take(const struct file_bytes *from, int64_t offset,
		       int64_t size, struct octets *ret)
{
	if (!from->bytes || offset < 0 || size < 0 ||
	    (uint64_t)offset > from->size ||
	    (uint64_t)size > from->size - (uint64_t)offset)
		return false;
	ret->bytes = (const unsigned char *)from->bytes + offset;
	ret->size = (size_t)size;
	return true;
}

/* `rest` is what the child sent behind its answer; a copy goes off it. */
static bool content_take(struct verification *it, struct octets *rest)
{
	const struct verify_answer *a = &it->answer;
	const struct verify_wish *wish = &it->wish;

	it->content = (struct octets){ NULL, 0 };
	switch (a->content) {
	case CONTENT_NONE:
		return true;
	case CONTENT_FILE:
		return slice_take(&wish->file, 0, (int64_t)wish->file.size,
				  &it->content);
	case CONTENT_DETACHED:
		return slice_take(&wish->detached_content, 0,
				  (int64_t)wish->detached_content.size,
				  &it->content);
	case CONTENT_SLICE:
		return slice_take(&wish->file, a->offset, a->size,
				  &it->content);
	case CONTENT_COPY:
		if (a->size < 0 || (uint64_t)a->size > rest->size)
			return false;
		it->content.size = (size_t)a->size;
		it->content.bytes =
		    arena_bytes(it->arena, rest->bytes, it->content.size);
		rest->bytes += it->content.size;
		rest->size -= it->content.size;
		return true;
	default:
		return false;
	}
}

/* What it saw of the content, which nobody else has to look at then. */
static bool look_take(struct verification *it, struct octets rest)
{
	it->look = (struct file_look){ NULL, 0 };
	if (rest.size == 0)
		return true;
	if (!it->wish.attachment ||
	    rest.size > file_look_size(it->wish.attachment_max))
		return false;
	it->look.bytes = arena_bytes(it->arena, rest.bytes, rest.size);
	it->look.size = rest.size;
	return true;
}

/* A verdict has all its words, or it is none. */
static bool report_is_whole(const struct signature_report *report)
{
	const struct signature_result *results = report->signatures.items;

	if (report->indication == ABSENT || report->signatures.count == 0)
		return false;
	for (size_t i = 0; i < report->signatures.count; i++)
		if (results[i].indication == ABSENT ||
		    results[i].indication > report->indication)
			return false;
	return true;
}

static enum status answer_decode(struct verification *it,
				 const struct sandbox_answer *answer,
				 struct error *err)
{
	const char *bytes = answer->bytes;
	OWN(json) struct json *json = NULL;
	struct signature_report *report;
	struct octets rest;
	struct error inner;
	uint64_t n = 0;

	error_reset(&inner);
	if (answer->used >= sizeof n)
		memcpy(&n, bytes, sizeof n);
	if (n == 0 || n > answer->used - sizeof n ||
	    json_parse(bytes + sizeof n, n, &json, &inner) != OK ||
	    record_restore(&verify_answer_record, json, &it->answer, it->arena,
			   &inner) != OK)
		return refuse(it, NULL, err);
	if (it->answer.refusal)
		return refuse(it, it->answer.refusal, err);
	rest.bytes = (const unsigned char *)bytes + sizeof n + n;
	rest.size = answer->used - sizeof n - n;
	if (it->answer.report.count != 1 || !content_take(it, &rest) ||
	    !look_take(it, rest))
		return refuse(it, NULL, err);
	report =
	    arena_bytes(it->arena, it->answer.report.items, sizeof *report);
	if (!report_is_whole(report))
		return refuse(it, NULL, err);
	report->file = it->wish.file.name;
	report->sha256 = it->sha256;
	if (it->answer.content == CONTENT_FILE)
		report->content_sha256 = it->sha256;
	report->size = (int64_t)it->wish.file.size;
	it->report = report;
	return OK;
}

/* What it lacked may have come for it, or for another file of the batch. */
static bool is_worthwhile(const struct verification *it)
{
	return it->is_new || (it->answer.wants.count > 0 &&
			      it->seen != verify_shelf_version(it->wish.shelf));
}

enum status verification_judge(struct desk *desk, struct verification *it,
			       struct error *err)
{
	OWN(bytes) unsigned char *room = NULL;
	struct verify_task task = {
		.file = &it->wish.file,
		.detached = &it->wish.detached_content,
		.lay_beside = it->wish.lay_beside,
		.at = it->wish.at == ABSENT ? it->now : it->wish.at,
		.now = it->now,
		.grace = trust_grace(desk),
		.own = it->own,
		.own_count = it->own_count,
		.attachment = it->wish.attachment,
		.attachment_max = it->wish.attachment_max,
		.origins = it->wish.origins,
		.origin_count = it->wish.origin_count,
	};
	struct sandbox_answer answer = {
		.size = sizeof(uint64_t) + ANSWER_MAX + it->wish.file.size +
			file_look_size(it->wish.attachment_max)
	};
	enum status rc;

	(void)desk;
	if (!is_worthwhile(it))
		return OK;
	it->seen = verify_shelf_look(it->wish.shelf, it->arena, &task.material);
	answer.bytes = room = memory_room(answer.size + 1);
	if ((rc = sandbox_run(verify_child, &task, sizeof task, &limits,
			      &answer, err)) != OK ||
	    (rc = answer_decode(it, &answer, err)) != OK)
		return rc;
	it->is_new = false;
	it->is_judged = true;
	return OK;
}

const struct signature_report *
verification_report(const struct verification *it)
{
	return it->report;
}

enum status verification_content(const struct verification *it,
				 const void **bytes, size_t *size,
				 struct error *err)
{
	if (!it->content.bytes || it->answer.holds != 1)
		return error_set(err, REFUSED, "content_unproved", NULL,
				 "the signatures of \"%s\" do not hold, so "
				 "nobody vouches for its content",
				 it->wish.file.name);
	*bytes = it->content.bytes;
	*size = it->content.size;
	return OK;
}

struct file_look verification_look(const struct verification *it)
{
	return it->look;
}

enum verify_descent verification_descent(const struct verification *it)
{
	return it->answer.holds == 1 && it->answer.descent != ABSENT
		   ? (enum verify_descent)it->answer.descent
		   : DESCENT_NONE;
}
