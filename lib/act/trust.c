/* trust - takes certificates that signatures may lead to, and forgets them */
#include <ipp/act/trust.h>

#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/trust.h>
#include <ipp/port/certificate.h>
#include <ipp/port/certificate_bundle.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/trusted_list.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>
#include <ipp/store/trust_list.h>

#include "trust_part.h"

const char *trust_hex(struct desk *desk, const void *bytes, size_t n)
{
	char *ret;

	if (n == 0)
		return NULL;
	ret = arena_alloc(desk->arena, 2 * n + 1);
	hex_encode(bytes, n, ret);
	return ret;
}

enum status trust_import_begin(struct desk *desk, const struct trust_wish *wish,
			       struct trust_file_work **ret, struct error *err)
{
	struct trust_file_work *work = arena_alloc(desk->arena, sizeof *work);
	struct trust_list_row *rows;
	size_t count;
	enum status rc;

	work->wish = *wish;
	if ((rc = trust_lists_load(desk->store, desk->arena, &rows, &count,
				   err)) != OK ||
	    (rc = trust_signers_load(desk, rows, count, &work->signers, err)) !=
		OK)
		return rc;
	*ret = work;
	return OK;
}

/* XML begins with a tag, after blanks and a byte order mark. */
static bool is_xml(const unsigned char *bytes, size_t n)
{
	size_t i = n >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (i < n && strchr(" \t\r\n", bytes[i]) && bytes[i])
		i++;
	return i < n && bytes[i] == '<';
}

static enum status options_check(const struct trust_file_work *work,
				 struct error *err)
{
	const struct trust_wish *wish = &work->wish;

	if (work->is_list && (wish->service_type != ABSENT || wish->territory ||
			      wish->provider || wish->service))
		return error_set(err, USAGE, "option_unused", "file",
				 "\"%.200s\" is a trusted list and says itself "
				 "what its services are; import it without "
				 "these options",
				 wish->file);
	if (!work->is_list && (wish->signers || wish->url))
		return error_set(err, USAGE, "option_unused", "file",
				 "\"%.200s\" is no trusted list; --signers and "
				 "--url belong to one",
				 wish->file);
	return OK;
}

enum status trust_import_read(struct desk *desk, struct trust_file_work *work,
			      struct error *err)
{
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if ((rc = file_read(desk->arena, work->wish.file,
			    LIMIT_TRUST_LIST_BYTES, &bytes, &size, err)) != OK)
		return rc;
	work->bytes = (struct octets){ bytes, size };
	work->is_list = is_xml(bytes, size);
	if ((rc = options_check(work, err)) != OK)
		return rc;
	if (work->is_list)
		return (rc = trust_signers_read(desk, work, err)) != OK
			   ? rc
			   : trusted_list_read(desk->arena, bytes, size,
					       work->signers.items,
					       work->signers.count,
					       &work->edition, err);
	return certificate_bundle_read(desk->arena, bytes, size,
				       LIMIT_TRUST_BUNDLE, &work->certificates,
				       &work->certificate_count, err);
}

/* A service of its own for each: it is good from the certificate's first day,
 * for what its importer says. */
static enum status certificate_keep(struct desk *desk,
				    const struct trust_wish *wish,
				    const struct trust_certificate *it,
				    struct error *err)
{
	struct certificate_facts facts;
	struct trust_period period = { .status = TRUST_GRANTED,
				       .purposes = TRUST_FOR_SIGNATURES };
	struct trust_service service = {
		.type = wish->service_type == ABSENT ? TRUST_CA
						     : wish->service_type,
		.provider = wish->provider,
		.service = wish->service,
		.periods = &period,
		.period_count = 1,
		.certificates = it,
		.certificate_count = 1,
	};
	enum status rc;

	if ((rc = certificate_read(desk->arena, it->der.bytes, it->der.size,
				   &facts, err)) != OK)
		return rc;
	period.from = facts.plan.not_before;
	if (!service.service)
		service.service = facts.subject_text;
	return trust_service_put(desk, ABSENT, wish->territory, &service, err);
}

static enum status imported_journal(struct desk *desk,
				    const struct trust_file_work *work,
				    const struct texts *fingerprints,
				    struct error *err)
{
	struct json *detail = json_object_new(), *list = json_array_new();
	int64_t type = work->wish.service_type;

	for (size_t i = 0; i < fingerprints->count; i++)
		json_append_text(list, fingerprints->items[i]);
	json_set(detail, "fingerprints", list);
	json_set_text(detail, "service_type",
		      trust_service_words[type == ABSENT ? TRUST_CA : type]
			  .name);
	return journal_append(desk, "trust_imported", ABSENT, ABSENT, detail,
			      err);
}

static enum status certificates_keep(struct desk *desk,
				     const struct trust_file_work *work,
				     struct trust_import *ret,
				     struct error *err)
{
	const char **added = arena_alloc(
	    desk->arena, work->certificate_count * sizeof *added);
	struct texts fingerprints = { added, 0 };
	enum status rc;

	for (size_t i = 0; i < work->certificate_count; i++) {
		const struct trust_certificate *it = &work->certificates[i];
		bool known;

		if ((rc = trust_certificate_known(desk->store, it->fingerprint,
						  &known, err)) != OK)
			return rc;
		if (known)
			continue;
		if ((rc = certificate_keep(desk, &work->wish, it, err)) != OK)
			return rc;
		added[fingerprints.count++] = trust_hex(
		    desk, it->fingerprint, sizeof it->fingerprint);
	}
	if (fingerprints.count == 0)
		return error_set(err, REFUSED, "duplicate", "file",
				 "every certificate of \"%.200s\" is imported "
				 "already; nothing changed",
				 work->wish.file);
	ret->anchors = (int64_t)fingerprints.count;
	ret->fingerprints = fingerprints;
	return imported_journal(desk, work, &fingerprints, err);
}

enum status trust_import_keep(struct desk *desk, struct trust_file_work *work,
			      struct trust_import *ret, struct error *err)
{
	ret->file = work->wish.file;
	if (work->is_list)
		return trust_list_import(desk, work, ret, err);
	ret->content = TRUST_CONTENT_CERTIFICATES;
	ret->territory = work->wish.territory;
	return certificates_keep(desk, work, ret, err);
}

enum status trust_remove(struct desk *desk, const char *fingerprint,
			 struct error *err)
{
	struct json *detail;
	unsigned char hash[DIGEST_SIZE];
	enum status rc;
	bool removed;

	if ((rc = trust_hash_read(fingerprint, hash, err)) != OK ||
	    (rc = trust_certificate_remove(desk->store, hash, &removed, err)) !=
		OK)
		return rc;
	if (!removed)
		return error_set(err, REFUSED, "trust_unknown", "fingerprint",
				 "no imported certificate is \"%.80s\"; what a "
				 "list brought goes with the list: ipp-trust "
				 "drop TERRITORY",
				 fingerprint);
	detail = json_object_new();
	json_set_text(detail, "fingerprint",
		      trust_hex(desk, hash, sizeof hash));
	return journal_append(desk, "trust_removed", ABSENT, ABSENT, detail,
			      err);
}
