/* policy - what the holders of an organization consent to */
#include <ipp/act/organization.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/policy.h>
#include <ipp/model/settings.h>
#include <ipp/model/words.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>
#include <ipp/rule/access.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/privacy.h>

#include "operator.h"

static enum status policy_tell(struct desk *desk,
			       const struct privacy_policy *row,
			       const char *in_force, bool with_text,
			       struct policy_text *ret, struct error *err)
{
	char *hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(row->text, strlen(row->text), hash, err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, hex);
	*ret = (struct policy_text){
		.privacy_version = row->version,
		.language = row->language,
		.valid_from = row->valid_from,
		.in_force = text_equal(row->version, in_force),
		.sha256 = hex,
		.text = with_text ? row->text : NULL,
	};
	return OK;
}

/* The version in force, or NULL. */
static enum status version_in_force(struct desk *desk, const char **ret,
				    struct error *err)
{
	struct privacy_policy row;
	enum status rc;

	if ((rc = privacy_find(desk->store, desk->session->client_id, NULL,
			       LANGUAGE_IT, desk->now, desk->arena, &row,
			       err)) == OK)
		*ret = row.version;
	return rc;
}

/* One line end, normalization form C, nothing behind the last word. */
static enum status text_take(struct arena *arena, const void *bytes, size_t n,
			     const char **ret, struct error *err)
{
	char *text = arena_text_n(arena, bytes, n), *nfc;
	size_t m = 0;

	if (memchr(bytes, '\0', n) || !unicode_is_valid(text, "\r\n\t"))
		return error_set(err, DATA, "not_text", "file",
				 "the policy is no plain UTF-8 text; convert "
				 "it");
	for (size_t i = 0; i < n; i++)
		if (text[i] != '\r')
			text[m++] = text[i];
	while (m > 0 && strchr(" \t\n", text[m - 1]))
		m--;
	text[m] = '\0';
	nfc = unicode_nfc(arena, text);
	if (text_is_empty(nfc))
		return error_set(err, DATA, "missing", "file",
				 "the policy has no text");
	*ret = nfc;
	return OK;
}

static enum status policy_complete(const struct policy_text *it, struct error *err)
{
	enum status rc = OK;

	if (!it->privacy_version)
		rc = error_add(err, DATA, "missing", "privacy_version",
			       "privacy_version is missing; give it");
	else if (code_check(it->privacy_version, "privacy_version", err) != OK)
		rc = DATA;
	if (it->language == ABSENT)
		rc = error_add(err, DATA, "missing", "language",
			       "language is missing; say which the text is in");
	return rc;
}

/* A version begins at one moment in all languages, and not in the past. */
static enum status moment_find(struct desk *desk, const struct policy_text *it,
			       int64_t *ret, struct error *err)
{
	struct privacy_policy other;
	enum status rc;

	if ((rc = privacy_find(desk->store, desk->session->client_id,
			       it->privacy_version, it->language, desk->now,
			       desk->arena, &other, err)) != OK)
		return rc;
	if (other.version && it->valid_from != ABSENT &&
	    it->valid_from != other.valid_from)
		return error_set(err, DATA, "policy_valid_from", "valid_from",
				 "version \"%s\" has another beginning in its "
				 "other language; leave valid_from away",
				 it->privacy_version);
	*ret = other.version		  ? other.valid_from :
	       it->valid_from == ABSENT ? desk->now :
					    it->valid_from;
	if (!other.version && *ret < desk->now)
		return error_set(err, DATA, "policy_backdated", "valid_from",
				 "a policy cannot have been in force before it "
				 "is there; give a time to come");
	return OK;
}

static enum status added_journal(struct desk *desk, const struct policy_text *it,
				 struct error *err)
{
	struct json *detail = json_object_new();
	char from[INSTANT_SIZE];

	instant_format(it->valid_from, from);
	json_set_text(detail, "version", it->privacy_version);
	json_set_text(detail, "language", language_words[it->language].name);
	json_set_text(detail, "valid_from", from);
	json_set_text(detail, "sha256", it->sha256);
	return journal_append(desk, "policy_added", ABSENT, ABSENT, detail,
			      err);
}

enum status act_policy_add(struct desk *desk, const struct policy_text *it,
			   const void *bytes, size_t n, struct policy_text *ret,
			   struct error *err)
{
	struct privacy_policy row = { .version = it->privacy_version,
				      .language = it->language };
	const char *in_force = NULL;
	struct policy_text out;
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK ||
	    (rc = policy_complete(it, err)) != OK ||
	    (rc = text_take(desk->arena, bytes, n, &row.text, err)) != OK ||
	    (rc = moment_find(desk, it, &row.valid_from, err)) != OK ||
	    (rc = privacy_insert(desk->store, desk->session->client_id, &row,
				 err)) != OK ||
	    (rc = version_in_force(desk, &in_force, err)) != OK ||
	    (rc = policy_tell(desk, &row, in_force, false, &out, err)) != OK ||
	    (rc = added_journal(desk, &out, err)) != OK)
		return rc;
	*ret = out;
	return OK;
}

enum status act_policy_show(struct desk *desk, const char *version,
			    int64_t language, struct policy_text *ret,
			    struct error *err)
{
	const char *in_force = NULL;
	struct privacy_policy row;
	enum status rc;

	if (language == ABSENT && desk->settings->language)
		language = word_find(language_words, desk->settings->language);
	if (language == ABSENT)
		language = LANGUAGE_IT;
	if ((rc = privacy_find(desk->store, desk->session->client_id, version,
			       language, desk->now, desk->arena, &row, err)) !=
		    OK ||
	    (rc = version_in_force(desk, &in_force, err)) != OK)
		return rc;
	if (!row.version)
		return error_set(err, DATA, "policy_unknown",
				 "privacy_version",
				 "there is no such policy; see: ipp-org "
				 "policy-list");
	return policy_tell(desk, &row, in_force, true, ret, err);
}

struct listing {
	struct desk *desk;
	const char *in_force;
	enum status (*each)(void *context, const struct policy_text *it,
			    struct error *err);
	void *context;
};

static enum status list_row(void *context, const struct privacy_policy *row,
			    struct error *err)
{
	struct listing *listing = context;
	struct policy_text it;
	enum status rc;

	if ((rc = policy_tell(listing->desk, row, listing->in_force, false,
			      &it, err)) != OK)
		return rc;
	return listing->each(listing->context, &it, err);
}

enum status act_policy_list(struct desk *desk,
			    enum status (*each)(void *context,
						const struct policy_text *it,
						struct error *err),
			    void *context, struct error *err)
{
	struct listing listing = { desk, NULL, each, context };
	enum status rc;

	if ((rc = version_in_force(desk, &listing.in_force, err)) != OK)
		return rc;
	return privacy_each(desk->store, desk->session->client_id, desk->arena,
			    list_row, &listing, err);
}
