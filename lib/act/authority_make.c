/* authority_make - makes the local certificate authority, its root first */
#include "authority_part.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/model/organization.h>
#include <ipp/port/certificate.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/port/random.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/organization.h>
#include <ipp/store/store.h>

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
	if ((rc = serial_draw(desk->now, desk->arena, &subject.serial, err)) !=
		OK ||
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
