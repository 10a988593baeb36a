/* stash_check - what an authority says that it can do */
#include "stash_work.h"

#include <strings.h>

#include <ipp/act/stash_access.h>
#include <ipp/act/stash_authority.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/store.h>

#include "stash_part.h"

/* The specification's names of what we do; a server that lists none may know
 * it. */
static enum status authentication_check(const struct stash_work *work,
					struct error *err)
{
	static const char *const names[] = {
		[REMOTE_AUTHORIZATION_CODE] = "oauth2code",
		[REMOTE_CLIENT_CREDENTIALS] = "oauth2client",
		[REMOTE_BASIC] = "basic",
	};
	const struct texts *list = &work->info.auth_types;
	int64_t how = work->authority.authentication;
	const char *others = "";

	for (size_t i = 0; i < list->count; i++)
		if (!strcasecmp(list->items[i], names[how]))
			return OK;
		else if (i < 8)
			others = list->items[i];
	if (!list->count)
		return OK;
	return error_set(err, CONFIG, "authority_authentication",
			 "authentication",
			 "authority \"%.64s\" does not let anybody in by %s, "
			 "but for example by \"%.40s\"; mend it with: stash-ca "
			 "edit",
			 work->authority.authority,
			 remote_authentication_words[how].name, others);
}

static enum status place_check(struct desk *desk, struct stash_work *work,
			       struct error *err)
{
	struct oauth_place place;

	if (work->authority.authentication == REMOTE_BASIC)
		return OK;
	return oauth_find(work->csc, desk->arena, &work->info, &place, err);
}

static enum status talk(struct desk *desk, const char *name,
			struct stash_work *work, struct error *err)
{
	enum status rc;

	if ((rc = stash_check(desk, MAY_SIGN_REMOTELY, err)) != OK)
		return rc;
	if (!name)
		return error_set(err, USAGE, "missing", "authority",
				 "no authority is named; see: stash-ca list");
	if ((rc = remote_authority_find(desk->store, desk->session->client_id,
					name, desk->arena, &work->authority,
					err)) != OK ||
	    (rc = stash_talk_open(desk, desk->arena, &work->authority,
				  &work->csc, err)) != OK)
		return rc;
	if ((rc = csc_info(work->csc, desk->arena, &work->info, err)) == OK &&
	    (rc = authentication_check(work, err)) == OK)
		rc = place_check(desk, work, err);
	csc_close(TAKE(work->csc));
	return rc;
}

static void texts_put(struct json *to, const char *name,
		      const struct texts *list)
{
	struct json *array;

	if (!list->count)
		return;
	array = json_array_new();
	for (size_t i = 0; i < list->count; i++)
		json_append_text(array, list->items[i]);
	json_set(to, name, array);
}

/* In our words, as far as somebody may want to know it. */
static struct json *info_write(const struct csc_info *info)
{
	struct json *ret = json_object_new();
	const struct {
		const char *name, *text;
	} rows[] = {
		{ "specs", info->specs },
		{ "name", info->name },
		{ "region", info->region },
		{ "lang", info->lang },
		{ "description", info->description },
		{ "oauth2", info->oauth2 },
		{ "oauth2_issuer", info->oauth2_issuer },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (*rows[i].text)
			json_set_text(ret, rows[i].name, rows[i].text);
	texts_put(ret, "auth_types", &info->auth_types);
	texts_put(ret, "methods", &info->methods);
	texts_put(ret, "sign_algorithms", &info->sign_algorithms);
	return ret;
}

static enum status keep(struct desk *desk, const struct stash_work *work,
			struct error *err)
{
	OWN(json) struct json *info = info_write(&work->info);
	OWN(tx) struct tx *tx = NULL;
	struct json *detail;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = remote_authority_checked(desk->store,
					   work->authority.authority_id,
					   desk->now, info, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "authority", work->authority.authority);
	json_set_text(detail, "name", work->info.name);
	if ((rc = journal_append(desk, "remote_authority_checked", ABSENT,
				 ABSENT, detail, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

enum status stash_authority_ask(
    struct desk *desk, const char *name,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err)
{
	struct stash_work *work = arena_alloc(desk->arena, sizeof *work);
	enum status rc;

	if ((rc = talk(desk, name, work, err)) != OK ||
	    (rc = keep(desk, work, err)) != OK)
		return rc;
	return stash_authority_show(desk, name, each, context, err);
}
