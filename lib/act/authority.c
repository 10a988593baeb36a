/* authority - makes and shows the local certificate authority */
#include <ipp/act/authority.h>

#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/model/organization.h>
#include <ipp/port/certificate.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/port/key_token.h>
#include <ipp/port/random.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/organization.h>
#include <ipp/store/store.h>

#include "authority_part.h"
#include "issuer.h"

#define DEMO_URL "http://ca.example"
#define DEMO_ARC "1.3.6.1.4.1.32473.1" /* RFC 5612: for examples */

/* An arc that nobody else has and nobody needs to ask for: 2.25 and a random
 * UUID as a decimal number (ITU-T X.667, 7). */
static enum status arc_draw(struct arena *arena, const char **ret,
			    struct error *err)
{
	char digits[40], *p = digits + sizeof digits - 1;
	unsigned char uuid[16];
	unsigned __int128 number = 0;
	enum status rc;

	if ((rc = random_bytes(uuid, sizeof uuid, err)) != OK)
		return rc;
	uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40); /* version 4 */
	uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < sizeof uuid; i++)
		number = number << 8 | uuid[i];
	*p = '\0';
	for (; number > 0; number /= 10)
		*--p = (char)('0' + (int)(number % 10));
	*ret = arena_printf(arena, "2.25.%s", p);
	return OK;
}

static enum status partitions_check(int64_t n, struct error *err)
{
	if (n >= 0 && n <= PARTITIONS_MAX)
		return OK;
	return error_set(err, DATA, "partitions_invalid", "partitions",
			 "certificates are spread over 1 to %d lists; 0: they "
			 "are all on one",
			 PARTITIONS_MAX);
}

static enum status wish_complete(struct desk *desk, struct authority_wish *wish,
				 struct error *err)
{
	bool demo = store_is_demo(desk->store);
	enum status rc;
	size_t n;

	if (!wish->name)
		wish->name = "Signature CA 1";
	if (!wish->root_name)
		wish->root_name = "Root CA 1";
	if (!wish->country)
		wish->country = "IT";
	if (wish->key == ABSENT)
		wish->key = 0;
	if (wish->remote_qscd == ABSENT)
		wish->remote_qscd = demo;
	if (wish->partitions == ABSENT)
		wish->partitions = 0;
	if (!wish->base_url && demo)
		wish->base_url = DEMO_URL;
	if (!wish->base_url)
		return error_set(err, USAGE, "base_url_missing", "base_url",
				 "certificates say where their authority "
				 "publishes; give it with: "
				 "--base-url=http://ca.example.org");
	n = strlen(wish->base_url);
	if (n && wish->base_url[n - 1] == '/')
		wish->base_url =
		    arena_text_n(desk->arena, wish->base_url, n - 1);
	if (!wish->policy_arc && demo)
		wish->policy_arc = DEMO_ARC;
	if (!wish->policy_arc &&
	    (rc = arc_draw(desk->arena, &wish->policy_arc, err)) != OK)
		return rc;
	return partitions_check(wish->partitions, err);
}

/* Everything of one of the two authorities while it is made. */
struct making {
	const struct authority_wish *wish;
	const struct certificate_profile *profile;
	struct authority authority;
	struct key *key;
	struct public_key public;
	const struct authority *parent; /* NULL: a root */
	const struct key *signer;
};

static enum status plan(struct desk *desk, struct making *making,
			struct certificate_plan *ret, struct error *err)
{
	const struct authority *above = making->parent ? making->parent
						       : &making->authority;
	struct certificate_issuer issuer =
	    issuer_of(above, store_is_demo(desk->store), desk->arena);
	struct certificate_subject subject = {
		.country = making->wish->country,
		.organization = making->wish->organization,
		.organization_identifier =
		    making->wish->organization_identifier,
		.common_name = making->authority.name,
		.key = making->public,
		.not_before = desk->now,
	};
	enum status rc;

	if (!making->parent) {
		issuer.key = making->public.kind;
		issuer.key_id =
		    (struct octets){ making->public.id, KEY_ID_SIZE };
	} else if (subject.not_before +
		       making->profile->validity_months * 31 * DAY_SECONDS >
		   above->not_after) {
		subject.not_after = above->not_after;
	}
	if ((rc = serial_draw(desk->now, desk->arena, &subject.serial, err)) != OK ||
	    (rc = certificate_plan_make(making->profile, &subject, &issuer,
					desk->arena, ret, err)) != OK)
		return rc;
	return certificate_plan_check(making->profile, &issuer, ret, err);
}

static enum status make(struct desk *desk, struct making *making,
			struct error *err)
{
	struct authority *it = &making->authority;
	struct certificate_plan planned;
	struct octets tbs;
	enum status rc;

	it->key_kind = key_kind_words[making->wish->key].name;
	it->base_url = making->wish->base_url;
	it->policy_arc = making->wish->policy_arc;
	it->remote_qscd = making->wish->remote_qscd;
	it->partitions = making->parent ? making->wish->partitions : 0;
	if ((rc = authority_key_make(desk, it, making->wish->place,
				     &making->key, err)) != OK ||
	    (rc = key_public(desk->arena, making->key, &making->public, err)) !=
		OK ||
	    (rc = plan(desk, making, &planned, err)) != OK ||
	    (rc = certificate_tbs(desk->arena, &planned, &tbs, err)) != OK ||
	    (rc = certificate_finish(desk->arena, tbs,
				     making->signer ? making->signer
						    : making->key,
				     &it->certificate, err)) != OK)
		return rc;
	it->not_before = planned.not_before;
	it->not_after = planned.not_after;
	return authority_insert(desk, it, making->key, err);
}

static enum status journal(struct desk *desk, const struct authority *root,
			   const struct authority *issuing,
			   const struct key_wish *place, struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "root", root->fingerprint);
	json_set_text(detail, "issuing", issuing->fingerprint);
	json_set_text(detail, "key_kind", issuing->key_kind);
	json_set_text(detail, "base_url", issuing->base_url);
	json_set_text(detail, "policy_arc", issuing->policy_arc);
	json_set_boolean(detail, "remote_qscd", issuing->remote_qscd == 1);
	json_set_integer(detail, "partitions", issuing->partitions);
	if (place)
		json_set_text(detail, "key_module", place->module);
	return journal_append(desk, "authority_made", ABSENT, ABSENT, detail,
			      err);
}

static enum status none_yet(struct desk *desk, struct error *err)
{
	const struct authority *it;
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = authority_current(desk->store, AUTHORITY_ISSUING, &it, &why);
	if (rc == OK)
		return error_set(err, REFUSED, "authority_exists", NULL,
				 "this store has the authority \"%s\"; see: "
				 "ipp-ca show",
				 it->name);
	if (error_has(&why, "authority_missing"))
		return OK;
	return error_merge(err, &why);
}

enum status act_authority_make(struct desk *desk,
			       const struct authority_wish *wish,
			       struct error *err)
{
	struct authority_wish whole = *wish;
	OWN(key) struct key *root_key = NULL;
	OWN(key) struct key *key = NULL;
	struct making root = { .wish = &whole }, issuing = { .wish = &whole };
	const struct authority *made[2];
	enum status rc;

	if ((rc = none_yet(desk, err)) != OK ||
	    (rc = wish_complete(desk, &whole, err)) != OK)
		return rc;
	record_clear(&authority_record, &root.authority);
	root.profile = certificate_profile_find("ROOT");
	root.authority.name = whole.root_name;
	root.authority.role = AUTHORITY_ROOT;
	root.authority.parent_id = ABSENT;
	rc = make(desk, &root, err);
	root_key = root.key;
	if (rc != OK ||
	    (rc = authority_find(desk->store, root.authority.authority_id,
				 &made[0], err)) != OK)
		return rc;
	record_clear(&authority_record, &issuing.authority);
	issuing.profile = certificate_profile_find("CA");
	issuing.authority.name = whole.name;
	issuing.authority.role = AUTHORITY_ISSUING;
	issuing.authority.parent_id = root.authority.authority_id;
	issuing.parent = made[0];
	issuing.signer = root_key;
	rc = make(desk, &issuing, err);
	key = issuing.key;
	if (rc != OK ||
	    (rc = authority_find(desk->store, issuing.authority.authority_id,
				 &made[1], err)) != OK)
		return rc;
	return journal(desk, made[0], made[1], whole.place, err);
}

enum status act_authority_init(struct desk *desk, struct authority_wish wish,
			       struct error *err)
{
	struct organization owner;
	enum status rc;

	if ((rc = organization_load(desk->store, desk->session->client_id,
				    desk->arena, &owner, err)) != OK)
		return rc;
	if (!wish.organization) {
		wish.organization = owner.name;
		if (!wish.organization_identifier)
			wish.organization_identifier = owner.identifier;
	}
	return act_authority_make(desk, &wish, err);
}

static enum status partitions_change(struct desk *desk,
				     const struct authority *it,
				     int64_t partitions, struct error *err)
{
	struct json *detail;
	enum status rc;

	if (partitions == ABSENT || partitions == it->partitions)
		return OK;
	if ((rc = partitions_check(partitions, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "authority", it->name);
	json_set_integer(detail, "partitions", partitions);
	json_set_integer(detail, "partitions_before", it->partitions);
	if ((rc = journal_append(desk, "authority_changed", ABSENT, ABSENT,
				 detail, err)) != OK)
		return rc;
	return authority_part(desk->store, it->authority_id, partitions, err);
}

struct moving {
	struct desk *desk;
	const struct key_wish *wish;
};

static enum status key_move(void *context, const struct authority *it,
			    struct error *err)
{
	const struct moving *moving = context;
	const struct key_wish *wish = moving->wish;
	const struct key_site changes = { .module = wish->module,
					  .pin = wish->pin,
					  .pin_file = wish->pin_file };
	struct json *detail;
	enum status rc;

	if ((rc = authority_key_move(moving->desk, it->authority_id, &changes,
				     err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "authority", it->name);
	if (wish->module)
		json_set_text(detail, "key_module", wish->module);
	if (wish->pin || wish->pin_file)
		json_set_text(detail, "pin", wish->pin ? "kept" : "file");
	return journal_append(moving->desk, "authority_key_moved", ABSENT,
			      ABSENT, detail, err);
}

enum status act_authority_edit(struct desk *desk, int64_t partitions,
			       const struct key_wish *moved, struct error *err)
{
	struct moving moving = { desk, moved };
	const struct authority *it;
	enum status rc;

	if ((rc = authority_current(desk->store, AUTHORITY_ISSUING, &it,
				    err)) != OK ||
	    (rc = partitions_change(desk, it, partitions, err)) != OK)
		return rc;
	return moved ? authority_list(desk->store, key_move, &moving, err) : OK;
}

struct listing {
	struct desk *desk;
	int pem;
	enum status (*each)(void *context, const struct authority *it,
			    struct error *err);
	void *context;
};

static enum status list_one(void *context, const struct authority *it,
			    struct error *err)
{
	struct listing *listing = context;
	struct authority copy = *it;
	struct key_site site;
	enum status rc;
	bool on_token;
	char *pem;

	if ((rc = authority_key_place(listing->desk->store, it->authority_id,
				      listing->desk->arena, &site, &on_token,
				      err)) != OK)
		return rc;
	if (on_token) {
		copy.key_module = site.module;
		copy.key_token = site.token;
	}
	if (listing->pem) {
		if ((rc = pem_encode(listing->desk->arena, "CERTIFICATE",
				     it->certificate, &pem, err)) != OK)
			return rc;
		copy.pem = pem;
	}
	return listing->each(listing->context, &copy, err);
}

enum status act_authority_list(struct desk *desk, int pem,
			       enum status (*each)(void *context,
						   const struct authority *it,
						   struct error *err),
			       void *context, struct error *err)
{
	struct listing listing = { desk, pem, each, context };

	return authority_list(desk->store, list_one, &listing, err);
}

enum status act_authority_export(struct desk *desk, int64_t role,
				 const char *path, struct error *err)
{
	const struct authority *it;
	enum status rc;
	char *pem;

	if ((rc = authority_current(desk->store, role, &it, err)) != OK ||
	    (rc = pem_encode(desk->arena, "CERTIFICATE", it->certificate, &pem,
			     err)) != OK)
		return rc;
	return file_write(path, pem, strlen(pem), 0644, err);
}
