/* trust_update - looks for newer editions of trusted lists */
#include <ipp/act/trust.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/trust.h>
#include <ipp/port/digest.h>
#include <ipp/port/http.h>
#include <ipp/port/trusted_list.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>
#include <ipp/store/trust_list.h>

#include "trust_part.h"

struct updating {
	struct desk *desk;
	struct http *http;
	const struct trust_update *wish;
	enum status (*each)(void *context, const struct trusted_list *it,
			    struct error *err);
	void *context;
	struct error *failures; /* of single lists */
};

/* One list: with an arena of its own, its signers and what was fetched. */
struct fetching {
	struct desk desk;
	struct trust_list_row row;
	struct trust_signers signers;
	struct http_reply reply;
	unsigned char sha256[DIGEST_SIZE];
	struct trust_edition edition;
	bool same;
};

static enum status list_fetch(struct http *http, struct fetching *it,
			      struct error *err)
{
	const struct http_header headers[] = {
		{ "Accept", "application/vnd.etsi.tsl+xml, text/xml" },
	};
	const struct http_request request = { .method = "GET",
					      .url = it->row.url,
					      .headers = headers,
					      .header_count = 1 };
	enum status rc;

	if (!it->row.url)
		return error_set(err, REFUSED, "list_without_url", "territory",
				 "where newer editions of the list of \"%s\" "
				 "are found is not known; import them from "
				 "files, or once with --url",
				 it->row.territory);
	if ((rc = http_call(http, it->desk.arena, &request, &it->reply, err)) !=
	    OK)
		return rc;
	if (it->reply.code != 200)
		return error_set(err, UNAVAILABLE, "list_unavailable",
				 "territory",
				 "\"%.200s\" answered %d when asked for the "
				 "list; it will be asked again",
				 it->row.url, it->reply.code);
	return digest_sha256(it->reply.body, it->reply.size, it->sha256, err);
}

/* The signers are those of this territory, so it is the list's, too. */
static enum status list_verify(struct fetching *it, struct error *err)
{
	it->same = it->row.sha256.size == DIGEST_SIZE &&
		   !memcmp(it->row.sha256.bytes, it->sha256, DIGEST_SIZE);
	if (it->same)
		return OK;
	return trusted_list_read(it->desk.arena, it->reply.body, it->reply.size,
				 it->signers.items, it->signers.count,
				 &it->edition, err);
}

static enum status list_keep(struct fetching *it, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(it->desk.store, &tx, err)) != OK ||
	    (rc = it->same ? trust_list_checked(&it->desk, it->row.list_id,
						NULL, err)
			   : trust_edition_keep(&it->desk, &it->edition,
						it->sha256, NULL, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status list_trouble(struct fetching *it, const struct error *why,
				struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	const char *trouble = arena_printf(it->desk.arena, "%s: %s",
					   why->mistakes[0].code,
					   why->mistakes[0].text);
	enum status rc;

	if ((rc = tx_begin(it->desk.store, &tx, err)) != OK ||
	    (rc = trust_list_checked(&it->desk, it->row.list_id, trouble,
				     err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status list_report(struct updating *updating, struct fetching *it,
			       bool replaced, struct error *err)
{
	struct trust_list_row row;
	struct trusted_list told;
	enum status rc;
	bool found;

	if ((rc = trust_list_find(it->desk.store, it->row.territory,
				  it->desk.arena, &row, &found, err)) != OK ||
	    !found || (rc = trust_row_tell(&it->desk, &row, &told, err)) != OK)
		return rc;
	told.replaced = replaced;
	return updating->each(updating->context, &told, err);
}

/* What fails is this list alone, and stands in its row; only the store itself
 * ends the run. */
static enum status list_update(struct updating *updating,
			       const struct trust_list_row *row,
			       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct fetching it = { .desk = *updating->desk, .row = *row };
	struct error why;
	enum status rc;

	it.desk.arena = arena;
	error_reset(&why);
	if ((rc = trust_signers_load(&it.desk, row, 1, &it.signers, err)) != OK)
		return rc;
	if (list_fetch(updating->http, &it, &why) == OK &&
	    list_verify(&it, &why) == OK && list_keep(&it, &why) == OK)
		return list_report(updating, &it, !it.same, err);
	error_merge(updating->failures, &why);
	if ((rc = list_trouble(&it, &why, err)) != OK)
		return rc;
	return list_report(updating, &it, false, err);
}

static enum status lists_update(struct updating *updating, int64_t kind,
				bool *any, struct error *err)
{
	const struct trust_update *wish = updating->wish;
	struct desk *desk = updating->desk;
	struct trust_list_row *rows;
	size_t count;
	enum status rc;

	if ((rc = trust_lists_load(desk->store, desk->arena, &rows, &count,
				   err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++) {
		const struct trust_list_row *row = &rows[i];

		if (row->kind != kind ||
		    (wish->territory &&
		     strcmp(wish->territory, row->territory)))
			continue;
		*any = true;
		/* one that comes by file only has nowhere to be looked for */
		if (!wish->territory && !row->url)
			continue;
		if (!wish->all && !wish->territory &&
		    !trust_row_is_due(row, desk->now))
			continue;
		if ((rc = list_update(updating, row, err)) != OK)
			return rc;
	}
	return OK;
}

enum status trust_update(struct desk *desk, const struct trust_update *wish,
			 enum status (*each)(void *context,
					     const struct trusted_list *it,
					     struct error *err),
			 void *context, struct error *err)
{
	const struct http_config config = {
		.total_seconds = 120,
		.reply_bytes_max = LIMIT_TRUST_LIST_BYTES,
	};
	OWN(http) struct http *http = NULL;
	struct error failures;
	struct updating updating = { desk, NULL, wish, each, context,
				     &failures };
	bool any = false;
	enum status rc;

	error_reset(&failures);
	if ((rc = http_open(&config, &http, err)) != OK)
		return rc;
	updating.http = http;
	/* the list of lists first: it says where the others are */
	if ((rc = lists_update(&updating, TRUST_LIST_OF_LISTS, &any, err)) !=
		OK ||
	    (rc = lists_update(&updating, TRUST_LIST_NATIONAL, &any, err)) !=
		OK)
		return rc;
	if (wish->territory && !any)
		return error_set(err, REFUSED, "trust_unknown", "territory",
				 "no list of \"%.20s\" is here; see: ipp-trust "
				 "lists",
				 wish->territory);
	return failures.count ? error_merge(err, &failures) : OK;
}
