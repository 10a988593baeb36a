/* issue_plan - what stands in the certificate of a product */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/rule/identifier.h>

#include "issue_part.h"
#include "issuer.h"

const struct certificate_profile *issue_profile(const char *product)
{
	static const struct {
		const char *product, *profile;
	} rows[] = {
		{ "REM", "REM" },	    { "REM-ROLE", "ROLE-REM" },
		{ "REM-SPID", "REM-SPID" }, { "AUTO", "AUTO" },
		{ "AUTO-ROLE", "ROLE-AUTO" }, { "RAO", "RAO" },
		{ "ONESHOT", "ONESHOT" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_equal(rows[i].product, product))
			return certificate_profile_find(rows[i].profile);
	return NULL;
}

static struct json *texts_json(const struct texts *texts)
{
	struct json *ret = json_array_new();

	for (size_t i = 0; i < texts->count; i++)
		json_append_text(ret, texts->items[i]);
	return ret;
}

enum status issue_profile_hash(const struct certificate_profile *profile,
			       struct arena *arena,
			       unsigned char ret[PROFILE_HASH_SIZE],
			       struct error *err)
{
	OWN(json) struct json *json = json_object_new();
	const char *text;

	json_set_text(json, "code", profile->code);
	json_set_integer(json, "purpose", profile->purpose);
	json_set_text(json, "policy", profile->policy ? profile->policy : "");
	json_set(json, "policies", texts_json(&profile->policies));
	json_set_integer(json, "key_usage", profile->key_usage);
	json_set(json, "purposes", texts_json(&profile->purposes));
	json_set_boolean(json, "qualified", profile->qualified);
	json_set_boolean(json, "qscd", profile->qscd);
	json_set_integer(json, "qc_types", profile->qc_types);
	json_set_integer(json, "retention_years", profile->retention_years);
	json_set_integer(json, "validity_months", profile->validity_months);
	json_set_integer(json, "validity_seconds", profile->validity_seconds);
	json_set_integer(json, "rsa_bits", profile->rsa_bits);
	json_set_boolean(json, "role", profile->role);
	json_set_boolean(json, "needs_title", profile->needs_title);
	json_set_boolean(json, "validity_assured", profile->validity_assured);
	json_set_text(json, "limit", profile->limit ? profile->limit : "");
	text = json_write_canonical(arena, json);
	return digest_sha256(text, strlen(text), ret, err);
}

/* AgID, Determinazione 147/2019: an ISTAT code follows the title. */
static const char *title_of(const struct request *order, struct arena *arena)
{
	return order->title && order->istat_code ?
		       arena_printf(arena, "%s::%s", order->title,
				    order->istat_code) :
		       order->title;
}

/* The last second is inside the validity (RFC 5280, 4.1.2.5). */
static int64_t end_of(const struct issuing *issuing)
{
	int64_t n = issuing->validity, now = issuing->now;

	return (issuing->is_in_months ? instant_add_months(now, (int)n) :
					now + 60 * n) -
	       1;
}

static enum status subject_of(const struct issuing *issuing,
			      const struct public_key *key,
			      struct certificate_subject *ret,
			      struct error *err)
{
	const struct request *order = &issuing->order;
	struct arena *arena = issuing->arena;
	struct certificate_subject subject = {
		.given_name = order->person.given_name,
		.surname = order->person.surname,
		.iut = issuing->product.iut,
		.recognition = order->recognition == ABSENT ?
				       NULL :
				       recognition_words[order->recognition]
					       .name,
		.limit = order->limit_text,
		.key = *key,
		.not_before = issuing->now,
		.not_after = end_of(issuing),
	};
	char *identity;
	enum status rc;

	if ((rc = identifier_of(arena, &order->person, &identity, err)) != OK ||
	    (rc = serial_draw(arena, &subject.serial, err)) != OK)
		return rc;
	subject.identity = identity;
	/* the context in which the name is to be understood */
	subject.country = arena_text_n(arena, identity + 3, 2);
	if (issuing->is_role) {
		subject.organization = order->organization_name;
		subject.organization_identifier =
			order->organization_identifier;
		subject.title = title_of(order, arena);
	}
	*ret = subject;
	return OK;
}

static void plan_look(struct issuing *issuing, struct octets name)
{
	const struct certificate_plan *plan = &issuing->plan;
	const char **policies = arena_alloc(
		issuing->arena, (plan->policy_count + 1) * sizeof *policies);

	for (size_t i = 0; i < plan->policy_count; i++) {
		policies[i] = plan->policies[i].oid;
		if (plan->policies[i].explicit_text)
			issuing->limit = plan->policies[i].explicit_text;
	}
	issuing->policies = (struct texts){ policies, plan->policy_count };
	if (name.size > 0)
		issuing->subject = certificate_name_text(issuing->arena, name);
}

void issue_look(struct issuing *issuing, const struct certificate_facts *facts)
{
	issuing->plan = facts->plan;
	plan_look(issuing, (struct octets){ NULL, 0 });
	issuing->subject = facts->subject_text;
	issuing->issuer = facts->issuer_text;
	issuing->fingerprint = facts->fingerprint;
}

enum status issue_plan(struct issuing *issuing, const struct public_key *key,
		       struct error *err)
{
	struct arena *arena = issuing->arena;
	struct certificate_issuer issuer = issuer_of(
		issuing->authority, issuing->vault.demo, arena);
	struct issuance *row = &issuing->row;
	struct certificate_plan *plan = &issuing->plan;
	struct certificate_subject subject;
	struct octets name;
	enum status rc;

	if ((rc = subject_of(issuing, key, &subject, err)) != OK ||
	    (rc = certificate_plan_make(issuing->profile, &subject, &issuer,
					arena, plan, err)) != OK ||
	    (rc = certificate_plan_check(issuing->profile, &issuer, plan,
					 err)) != OK ||
	    (rc = certificate_tbs(arena, plan, &row->tbs, err)) != OK ||
	    (rc = certificate_name(arena, plan->subject, plan->subject_count,
				   &name, err)) != OK ||
	    (rc = issue_profile_hash(issuing->profile, arena,
				     row->profile_hash, err)) != OK)
		return rc;
	row->user_id = issuing->product.user_id;
	row->authority_id = issuing->authority->authority_id;
	row->serial = serial_text(plan->serial, arena);
	row->profile = issuing->profile->code;
	row->not_before = plan->not_before;
	row->not_after = plan->not_after;
	plan_look(issuing, name);
	issuing->issuer = issuing->authority->subject;
	return OK;
}
