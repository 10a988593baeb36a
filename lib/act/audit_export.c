/* audit_export - the journal for others, and its head signed */
#include <ipp/act/audit.h>

#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/model/journal.h>
#include <ipp/peer/stamp.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/cms_stamp.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "proof.h"

enum status act_audit_export(struct desk *desk, int64_t first, int64_t last,
			     enum status (*each)(void *context,
						 const struct journal_proof *it,
						 struct error *err),
			     void *context, struct error *err)
{
	if (first == ABSENT)
		first = 1;
	if (last == ABSENT)
		last = INT64_MAX;
	if (first < 1 || last < first)
		return error_set(err, USAGE, "range", "last",
				 "no entry is in that range; entries count "
				 "from 1, and the last is not before the "
				 "first");
	return journal_export(desk->store, desk->session->client_id, first,
			      last, each, context, err);
}

static enum status head_read(struct desk *desk, struct journal_head *ret,
			     struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	char *hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);
	enum status rc;

	record_clear(&journal_head_record, ret);
	if ((rc = journal_last(desk->store, &ret->entry_id, hash, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	ret->hash = hex;
	ret->at = desk->now;
	ret->organization = desk->session->client_code;
	return OK;
}

static enum status head_stamp(struct desk *desk, const char *url,
			      struct octets *message, struct error *err)
{
	struct octets request, response;
	enum status rc;

	if ((rc = cms_stamp_request(desk->arena, *message, NULL, &request,
				    err)) != OK ||
	    (rc = stamp_fetch(desk->arena, url, request, &response, err)) != OK)
		return rc;
	return cms_stamp_add(desk->arena, *message, request, response, message,
			     err);
}

/* What cannot be written was not made. */
static enum status head_keep(struct desk *desk, const struct proof *proof,
			     const struct journal_head *head, bool stamped,
			     const char *path, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct json *detail = json_object_new();
	enum status rc;

	json_set_integer(detail, "head", head->entry_id);
	json_set_text(detail, "hash", head->hash);
	json_set_boolean(detail, "stamped", stamped);
	if ((rc = tx_begin(desk->store, &tx, err)) != OK) {
		json_free(detail);
		return rc;
	}
	if ((rc = proof_record(desk, proof, "journal_head_signed", ABSENT,
			       ABSENT, detail, err)) != OK ||
	    (rc = file_write_new(path, proof->message.bytes,
				 proof->message.size, 0644, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status act_audit_head(struct desk *desk, const char *path,
			   const char *stamp_url, struct error *err)
{
	struct cms_content content;
	struct journal_head head;
	struct octets text;
	struct proof proof;
	enum status rc;

	if (access(path, F_OK) == 0)
		return error_set(err, CANTCREAT, "file_exists", "head",
				 "\"%s\" is there already; name a new file",
				 path);
	if ((rc = head_read(desk, &head, err)) != OK)
		return rc;
	text.bytes = (const unsigned char *)record_write(
	    &journal_head_record, &head, desk->arena);
	text.size = strlen((const char *)text.bytes);
	content = (struct cms_content){ &text, 1 };
	if ((rc = proof_sign(desk, SEAL_JOURNAL, &content, false, &proof,
			     err)) != OK ||
	    (stamp_url && (rc = head_stamp(desk, stamp_url, &proof.message,
					   err)) != OK))
		return rc;
	return head_keep(desk, &proof, &head, stamp_url != NULL, path, err);
}
