/* trust_list - takes editions of trusted lists, from files and by HTTP */
#include <ipp/act/trust.h>

#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/trust.h>
#include <ipp/port/certificate_bundle.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/trusted_list.h>
#include <ipp/rule/trust_list.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>
#include <ipp/store/trust_list.h>

#include "trust_part.h"

static struct trust_list_known known_of(const struct trust_list_row *row)
{
	return (struct trust_list_known){
		.kind = row->kind,
		.sequence = row->sequence,
		.issued_at = row->issued_at,
		.next_update = row->next_update,
		.checked_at = row->checked_at,
		.is_troubled = row->trouble != NULL,
	};
}

bool trust_row_is_due(const struct trust_list_row *row, int64_t now)
{
	struct trust_list_known known = known_of(row);

	return trust_list_is_due(&known, now);
}

enum status trust_signers_load(struct desk *desk,
			       const struct trust_list_row *rows, size_t count,
			       struct trust_signers *ret, struct error *err)
{
	size_t room = count * LIMIT_TRUST_SIGNERS;
	struct trusted_list_signer *items =
	    arena_alloc(desk->arena, (room + 1) * sizeof *items);
	size_t n = 0;
	enum status rc;

	for (size_t i = 0; i < count; i++) {
		struct trust_certificate *some;
		size_t some_count;

		if ((rc = trust_list_signers(desk->store, rows[i].list_id,
					     desk->arena, &some, &some_count,
					     err)) != OK)
			return rc;
		for (size_t k = 0; k < some_count; k++)
			items[n++] = (struct trusted_list_signer){
				rows[i].territory, &some[k]
			};
	}
	*ret = (struct trust_signers){ items, n };
	return OK;
}

enum status trust_signers_read(struct desk *desk, struct trust_file_work *work,
			       struct error *err)
{
	struct trusted_list_signer *items;
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if (!work->wish.signers)
		return OK;
	if ((rc = file_read(desk->arena, work->wish.signers,
			    LIMIT_CONFIG_BYTES, &bytes, &size, err)) != OK ||
	    (rc = certificate_bundle_read(desk->arena, bytes, size,
					  LIMIT_TRUST_SIGNERS, &work->given,
					  &work->given_count, err)) != OK)
		return rc;
	items = arena_alloc(desk->arena, work->given_count * sizeof *items);
	for (size_t i = 0; i < work->given_count; i++)
		items[i].certificate = &work->given[i];
	work->signers = (struct trust_signers){ items, work->given_count };
	return OK;
}

static enum status edition_journal(struct desk *desk,
				   const struct trust_edition *edition,
				   const unsigned char sha256[DIGEST_SIZE],
				   struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "territory", edition->territory);
	json_set_integer(detail, "sequence", edition->sequence);
	json_set_text(detail, "sha256", trust_hex(desk, sha256, DIGEST_SIZE));
	json_set_text(detail, "signer",
		      trust_hex(desk, edition->signer,
				sizeof edition->signer));
	return journal_append(desk, "trust_list_replaced", ABSENT, ABSENT,
			      detail, err);
}

enum status trust_edition_keep(struct desk *desk,
			       const struct trust_edition *edition,
			       const unsigned char sha256[DIGEST_SIZE],
			       const struct trust_file_work *from,
			       struct error *err)
{
	struct trust_list_row row = { .list_id = ABSENT };
	struct trust_list_known known;
	enum status rc;
	bool found;

	if ((rc = trust_list_find(desk->store, edition->territory, desk->arena,
				  &row, &found, err)) != OK)
		return rc;
	known = known_of(&row);
	if ((rc = trust_edition_check(edition, found ? &known : NULL, desk->now,
				      err)) != OK)
		return rc;
	row.kind = edition->kind;
	row.territory = edition->territory;
	row.url = from ? from->wish.url : NULL;
	if ((rc = trust_list_put(desk->store, &row, from ? from->given : NULL,
				 from ? from->given_count : 0, err)) != OK ||
	    (rc = trust_edition_put(desk, row.list_id, edition, sha256, err)) !=
		OK ||
	    (edition->kind == TRUST_LIST_OF_LISTS &&
	     (rc = trust_pointers_put(desk->store, edition->pointers,
				      edition->pointer_count, err)) != OK))
		return rc;
	return edition_journal(desk, edition, sha256, err);
}

enum status trust_list_import(struct desk *desk,
			      const struct trust_file_work *work,
			      struct trust_import *ret, struct error *err)
{
	const struct trust_edition *edition = &work->edition;
	unsigned char sha256[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(work->bytes.bytes, work->bytes.size, sha256,
				err)) != OK ||
	    (rc = trust_edition_keep(desk, edition, sha256, work, err)) != OK)
		return rc;
	ret->content = edition->kind == TRUST_LIST_OF_LISTS
			   ? TRUST_CONTENT_LIST_OF_LISTS
			   : TRUST_CONTENT_NATIONAL;
	ret->territory = edition->territory;
	ret->sequence = edition->sequence;
	ret->issued_at = edition->issued_at;
	ret->next_update = edition->next_update;
	ret->services = (int64_t)edition->service_count;
	ret->skipped = edition->skipped;
	ret->anchors = 0;
	for (size_t i = 0; i < edition->service_count; i++)
		ret->anchors +=
		    (int64_t)edition->services[i].certificate_count;
	if (edition->kind == TRUST_LIST_OF_LISTS)
		ret->pointers = (int64_t)edition->pointer_count;
	if (desk->now > edition->next_update + trust_grace(desk)) {
		static const char *const late[] = {
			N_("the list is late: nothing is valid by it until a "
			   "newer edition is here")
		};

		ret->warnings = (struct texts){ late, 1 };
	}
	return OK;
}

enum status trust_list_drop(struct desk *desk, const char *territory,
			    struct error *err)
{
	struct trust_list_row row;
	struct json *detail;
	enum status rc;
	bool found;

	if ((rc = trust_list_find(desk->store, territory, desk->arena, &row,
				  &found, err)) != OK)
		return rc;
	if (!found)
		return error_set(err, REFUSED, "trust_unknown", "territory",
				 "no list of \"%.20s\" is here; see: ipp-trust "
				 "lists",
				 territory);
	if ((rc = trust_list_remove(desk->store, row.list_id, err)) != OK ||
	    (row.kind == TRUST_LIST_OF_LISTS &&
	     (rc = trust_pointers_put(desk->store, NULL, 0, err)) != OK))
		return rc;
	detail = json_object_new();
	json_set_text(detail, "territory", row.territory);
	return journal_append(desk, "trust_list_dropped", ABSENT, ABSENT,
			      detail, err);
}
