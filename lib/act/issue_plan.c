/* issue_plan - what stands in the certificate of a product */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/rule/identifier.h>

#include "issue_part.h"
#include "issuer.h"

static const struct product_row {
	const char *product, *signature, *authentication;
} product_rows[] = {
	{ "REM", "REM", NULL },
	{ "REM-ROLE", "ROLE-REM", NULL },
	{ "REM-SPID", "REM-SPID", NULL },
	{ "AUTO", "AUTO", NULL },
	{ "AUTO-ROLE", "ROLE-AUTO", NULL },
	{ "RAO", "RAO", NULL },
	{ "ONESHOT", "ONESHOT", NULL },
	{ "DEV-SC", "DEV-SIGN", "DEV-AUTH" },
	{ "DEV-SC-ROLE", "ROLE-DEV", "ROLE-AUTH" },
	{ "DEV-BK", "DEV-SIGN", "DEV-AUTH" },
	{ "DEV-BK-ROLE", "ROLE-DEV", "ROLE-AUTH" },
	{ "DEV-WK", "DEV-SIGN", "DEV-AUTH" },
	{ "DEV-WK-ROLE", "ROLE-DEV", "ROLE-AUTH" },
	{ "DEV-CNS", "DEV-SIGN", "CNS-AUTH" },
	{ "DEV-CNS-ROLE", "ROLE-DEV", "ROLE-CNS" },
	{ "DEV-RAO", "ROLE-DEV", "ROLE-AUTH" },
};

const struct certificate_profile *
issue_profile(const char *product, bool certified, bool authentication)
{
	const struct product_row *row = product_rows;
	size_t left = sizeof product_rows / sizeof *product_rows;
	char code[32];

	while (left > 0 && !text_equal(row->product, product))
		row++, left--;
	if (left == 0 || (authentication && !row->authentication))
		return NULL;
	(void)snprintf(code, sizeof code, "%s%s",
		       authentication ? row->authentication : row->signature,
		       row->authentication && !certified ? "-N" : "");
	return certificate_profile_find(code);
}

static const char *texts_join(const struct texts *texts, struct arena *arena)
{
	const char *ret = "";

	for (size_t i = 0; i < texts->count; i++)
		ret = arena_printf(arena, "%s %s", ret, texts->items[i]);
	return ret;
}

static const char *or_none(const char *text)
{
	return text ? text : "none";
}

enum status issue_profile_hash(const struct certificate_profile *profile,
			       struct arena *arena,
			       unsigned char ret[PROFILE_HASH_SIZE],
			       struct error *err)
{
	const char *text = arena_printf(
	    arena,
	    "%s\n%d\n%s\n%s\n%x\n%s\n%d %d\n%x\n%d\n%d %" PRId64
	    "\n%d\n%d %d %d\n%s\n",
	    profile->code, (int)profile->purpose, or_none(profile->policy),
	    texts_join(&profile->policies, arena), profile->key_usage,
	    texts_join(&profile->purposes, arena), profile->qualified,
	    profile->qscd, profile->qc_types, profile->retention_years,
	    profile->validity_months, profile->validity_seconds,
	    profile->rsa_bits, profile->role, profile->needs_title,
	    profile->validity_assured, or_none(profile->limit));

	return digest_sha256(text, strlen(text), ret, err);
}

/* AgID, Determinazione 147/2019: an ISTAT code follows the title. */
static const char *title_of(const struct request *order, struct arena *arena)
{
	return order->title && order->istat_code
		   ? arena_printf(arena, "%s::%s", order->title,
				  order->istat_code)
		   : order->title;
}

/* The last second is inside the validity (RFC 5280, 4.1.2.5). */
static int64_t end_of(const struct issuing *issuing)
{
	int64_t n = issuing->validity, now = issuing->now;

	return (issuing->is_in_months ? instant_add_months(now, (int)n)
				      : now + 60 * n) -
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
		.recognition = order->recognition == ABSENT
				   ? NULL
				   : recognition_words[order->recognition].name,
		.limit = order->limit_text,
		.key = *key,
		.not_before = issuing->now,
		.not_after = end_of(issuing),
	};
	char *identity;
	enum status rc;

	if ((rc = identifier_of(arena, &order->person, &identity, err)) != OK ||
	    (rc = serial_draw(issuing->now, arena, &subject.serial, err)) != OK)
		return rc;
	subject.identity = identity;
	/* the context in which the name is to be understood */
	subject.country = arena_text_n(arena, identity + 3, 2);
	if (issuing->profile->purpose == PURPOSE_AUTHENTICATION) {
		subject.limit = NULL; /* of signatures */
		subject.common_name = issuing->common_name;
	}
	if (issuing->is_role) {
		subject.organization = order->organization_name;
		subject.organization_identifier =
		    order->organization_identifier;
		subject.title = title_of(order, arena);
	}
	*ret = subject;
	return OK;
}

static void plan_look(struct issuing *issuing)
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
}

void issue_look(struct issuing *issuing, const struct certificate_facts *facts)
{
	issuing->plan = facts->plan;
	plan_look(issuing);
	issuing->subject = facts->subject_text;
	issuing->issuer = facts->issuer_text;
	issuing->fingerprint = facts->fingerprint;
}

enum status issue_plan(struct issuing *issuing, const struct public_key *key,
		       struct error *err)
{
	struct arena *arena = issuing->arena;
	struct certificate_issuer issuer =
	    issuer_of(issuing->authority, issuing->vault.demo, arena);
	struct issuance *row = &issuing->row;
	struct certificate_plan *plan = &issuing->plan;
	struct certificate_subject subject;
	char *name;
	enum status rc;

	if ((rc = subject_of(issuing, key, &subject, err)) != OK)
		return rc;
	row->partition = issuer_partition(issuing->authority, subject.serial);
	issuer_divide(&issuer, issuing->authority, row->partition, arena);
	if ((rc = certificate_plan_make(issuing->profile, &subject, &issuer,
					arena, plan, err)) != OK ||
	    (rc = certificate_plan_check(issuing->profile, &issuer, plan,
					 err)) != OK ||
	    (rc = certificate_tbs_named(arena, plan, &row->tbs, &name, err)) !=
		OK ||
	    (rc = digest_sha256(row->tbs.bytes, row->tbs.size, row->tbs_hash,
				err)) != OK ||
	    (rc = issue_profile_hash(issuing->profile, arena, row->profile_hash,
				     err)) != OK)
		return rc;
	row->user_id = issuing->product.user_id;
	row->authority_id = issuing->authority->authority_id;
	row->serial = serial_text(plan->serial, arena);
	row->profile = issuing->profile->code;
	row->not_before = plan->not_before;
	row->not_after = plan->not_after;
	plan_look(issuing);
	issuing->subject = name;
	issuing->issuer = issuing->authority->subject;
	return OK;
}

enum status issue_recheck(struct issuing *issuing, struct error *err)
{
	struct certificate_issuer issuer = issuer_of(
		issuing->authority, issuing->vault.demo, issuing->arena);
	struct certificate_facts *facts =
		arena_alloc(issuing->arena, sizeof *facts);
	unsigned char hash[PROFILE_HASH_SIZE];
	enum status rc;

	if ((rc = issue_profile_hash(issuing->profile, issuing->arena, hash,
				     err)) != OK ||
	    (rc = certificate_read(issuing->arena,
				   issuing->row.certificate.bytes,
				   issuing->row.certificate.size, facts,
				   err)) != OK)
		return rc;
	if (!digest_equal(hash, issuing->row.profile_hash, sizeof hash))
		return error_set(err, REFUSED, "profile_changed", "user_id",
				 "profile %s is not what it was when USR%09"
				 PRId64 " was reserved; finish it with the "
				 "version of the tools that began it",
				 issuing->row.profile,
				 issuing->product.user_id);
	issue_look(issuing, facts);
	return certificate_plan_check(issuing->profile, &issuer, &facts->plan,
				      err);
}
