/* audit_stamp - a head of the journal time-stamped through files (RFC 3161) */
#include <ipp/act/audit.h>

#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/signature.h>
#include <ipp/port/cms_stamp.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "audit_part.h"

#define QUERY_BYTES_MAX	   ((size_t)16 * 1024)
#define RESPONSE_BYTES_MAX ((size_t)256 * 1024) /* as over HTTP */

/* A head of ours, with its time-stamps taken out; how many there were. */
struct head {
	struct head_reading reading;
	struct octets bare;
	size_t stamps;
};

static struct octets octets_of(const struct file_bytes *file)
{
	return (struct octets){ file->bytes, file->size };
}

static enum status head_open(struct desk *desk, const char *path,
			     struct verify_shelf *shelf, struct head *ret,
			     struct error *err)
{
	enum status rc;

	/* its own time-stamp is not the question */
	ret->reading =
	    (struct head_reading){ .offline = true, .shelf = shelf };
	if ((rc = audit_head_load(desk, path, &ret->reading.file, err)) !=
		OK ||
	    (rc = audit_head_read(desk, &ret->reading, err)) != OK)
		return rc;
	return cms_stamp_strip(desk->arena, octets_of(&ret->reading.file),
			       &ret->bare, &ret->stamps, err);
}

static enum status stamped_already(const char *path, struct error *err)
{
	return error_set(err, REFUSED, "head_stamped", "head",
			 "\"%s\" bears a time-stamp already; have another "
			 "head made with: ipp-audit export --head",
			 path);
}

static enum status part_read(struct desk *desk, const char *path, size_t max,
			     struct octets *ret, struct error *err)
{
	unsigned char *bytes;
	enum status rc;

	if ((rc = file_read(desk->arena, path, max, &bytes, &ret->size,
			    err)) != OK)
		return rc;
	ret->bytes = bytes;
	return OK;
}

static enum status query_keep(struct desk *desk, const struct audit_stamp *it,
			      struct octets message, struct error *err)
{
	struct octets there;
	enum status rc;

	if ((rc = part_read(desk, it->query, QUERY_BYTES_MAX, &there, err)) !=
	    OK)
		return rc;
	if (cms_stamp_is_request(message, there, it->policy))
		return OK;
	return error_set(err, CANTCREAT, "file_exists", "query",
			 "\"%s\" is there already, and does not ask for this; "
			 "name a new file",
			 it->query);
}

enum status act_audit_stamp_query(struct desk *desk,
				  const struct audit_stamp *it,
				  struct error *err)
{
	OWN(verify_shelf) struct verify_shelf *shelf = verify_shelf_new(false);
	struct octets request;
	struct head head;
	enum status rc;

	if ((rc = head_open(desk, it->head, shelf, &head, err)) != OK)
		return rc;
	if (head.stamps > 0)
		return stamped_already(it->head, err);
	if ((rc = cms_stamp_request(desk->arena, head.bare, it->policy,
				    &request, err)) != OK)
		return rc;
	if (access(it->query, F_OK) == 0)
		return query_keep(desk, it, head.bare, err);
	return file_write_new(it->query, request.bytes, request.size, 0644,
			      err);
}

static enum status answer_take(struct desk *desk, const struct audit_stamp *it,
			       struct octets bare, struct octets *ret,
			       struct error *err)
{
	struct stamp_wish wish = { .policy = it->policy };
	struct octets answer;
	enum status rc;

	if ((rc = part_read(desk, it->response, RESPONSE_BYTES_MAX, &answer,
			    err)) != OK ||
	    (it->query && (rc = part_read(desk, it->query, QUERY_BYTES_MAX,
					  &wish.request, err)) != OK))
		return rc;
	if (it->query && wish.request.size == 0)
		return error_set(err, DATA, "query_unreadable", "query",
				 "\"%s\" is empty; give the file that was sent "
				 "to the time-stamp authority",
				 it->query);
	return cms_stamp_put(desk->arena, bare, &wish, answer, ret, err);
}

static const char *remedy(int64_t sub)
{
	switch (sub) {
	case NO_CERTIFICATE_CHAIN_FOUND:
		return _("import the certificate of its authority with: "
			 "ipp-trust import --service-type=tsa");
	case TRY_LATER:
		return _("try again, or leave that to ipp-audit verify with "
			 "--offline");
	default:
		return _("ask another authority");
	}
}

/* As verify will judge it. */
static enum status stamp_prove(struct desk *desk, const struct audit_stamp *it,
			       struct head_reading *reading, struct error *err)
{
	const struct signature_result *signature;
	enum status rc;

	if ((rc = audit_head_read(desk, reading, err)) != OK)
		return rc;
	signature = reading->signature;
	if (signature->proved_time != ABSENT ||
	    (it->offline && signature->timestamp_sub_indication == TRY_LATER))
		return OK;
	return error_set(err, REFUSED, "stamp_unproved", "response",
			 "the time-stamp in \"%s\" proves nothing (%s); %s",
			 it->response,
			 signature->timestamp_reason
			     ? signature->timestamp_reason
			     : _("it cannot be read"),
			 remedy(signature->timestamp_sub_indication));
}

static enum status journal(struct desk *desk,
			   const struct head_reading *reading,
			   struct error *err)
{
	const struct signature_result *signature = reading->signature;
	struct json *detail = json_object_new();
	char at[INSTANT_SIZE];

	json_set_integer(detail, "head", reading->head.entry_id);
	json_set_text(detail, "hash", reading->head.hash);
	if (signature->proved_time != ABSENT) {
		instant_format(signature->proved_time, at);
		json_set_text(detail, "stamped_at", at);
		json_set_text(detail, "authority",
			      signature->timestamp_authority);
	}
	return journal_append(desk, "journal_head_stamped", ABSENT, ABSENT,
			      detail, err);
}

static enum status head_replace(struct desk *desk, const char *path,
				const struct head_reading *reading,
				struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = journal(desk, reading, err)) != OK ||
	    (rc = file_write(path, reading->file.bytes, reading->file.size,
			     0644, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status act_audit_stamp(struct desk *desk, const struct audit_stamp *it,
			    struct error *err)
{
	OWN(verify_shelf) struct verify_shelf *shelf = verify_shelf_new(false);
	struct head_reading stamped = { .offline = it->offline,
					.shelf = shelf };
	struct octets message;
	struct head head;
	enum status rc;

	if ((rc = head_open(desk, it->head, shelf, &head, err)) != OK ||
	    (rc = answer_take(desk, it, head.bare, &message, err)) != OK)
		return rc;
	stamped.file = (struct file_bytes){ .name = it->head,
					    .bytes = message.bytes,
					    .size = message.size };
	if (head.stamps > 0)
		return head.reading.file.size == message.size &&
			       !memcmp(head.reading.file.bytes, message.bytes,
				       message.size)
			   ? OK
			   : stamped_already(it->head, err);
	if ((rc = stamp_prove(desk, it, &stamped, err)) != OK)
		return rc;
	return head_replace(desk, it->head, &stamped, err);
}
