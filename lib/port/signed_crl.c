/* signed_crl - what a certificate revocation list says of a certificate */
#include "signed_status.h"

#include <string.h>

#include <openssl/x509v3.h>

#include <ipp/base/text.h>

#define EXPIRED_ON_CRL "2.5.29.60" /* X.509, 9.5.2.6 */

static void own_point(ISSUING_DIST_POINT **point)
{
	ISSUING_DIST_POINT_free(*point);
}

/* Only these are understood here; another critical one changes the meaning
 * of the list. */
static bool extensions_are_known(const X509_CRL *crl)
{
	for (int i = 0; i < X509_CRL_get_ext_count(crl); i++) {
		X509_EXTENSION *one = X509_CRL_get_ext(crl, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object(one));

		if (nid == NID_delta_crl)
			return false; /* only what changed */
		if (X509_EXTENSION_get_critical(one) &&
		    nid != NID_issuing_distribution_point &&
		    nid != NID_authority_key_identifier &&
		    nid != NID_crl_number)
			return false;
	}
	return true;
}

/* A list that is cut by distribution point is for certificates that name
 * this one. */
static bool point_matches(const DIST_POINT_NAME *name,
			  const struct addresses *points)
{
	if (!name)
		return true;
	if (name->type != 0)
		return false;
	for (int i = 0; i < sk_GENERAL_NAME_num(name->name.fullname); i++) {
		const GENERAL_NAME *one =
		    sk_GENERAL_NAME_value(name->name.fullname, i);
		const ASN1_STRING *url = one->type == GEN_URI ? one->d.ia5
							      : NULL;

		for (size_t j = 0; url && j < points->count; j++)
			if ((size_t)ASN1_STRING_length(url) ==
				strlen(points->items[j]) &&
			    !memcmp(ASN1_STRING_get0_data(url),
				    points->items[j], strlen(points->items[j])))
				return true;
	}
	return false;
}

/* RFC 5280, 5.2.5 and 6.3.3. */
static bool scope_matches(const X509_CRL *crl, X509 *subject,
			  const struct addresses *points)
{
	OWN(point) ISSUING_DIST_POINT *point = NULL;
	int critical = -1;
	bool is_ca = X509_check_ca(subject) == 1;

	point = X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point,
				     &critical, NULL);
	if (!point)
		return critical == -1; /* not there; else not readable */
	return !(point->onlyuser > 0 && is_ca) &&
	       !(point->onlyCA > 0 && !is_ca) && point->onlyattr <= 0 &&
	       point->indirectCRL <= 0 && !point->onlysomereasons &&
	       point_matches(point->distpoint, points);
}

static bool is_signed(X509_CRL *crl, X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);
	uint32_t usage = X509_get_key_usage(issuer);
	int md = NID_undef;

	(void)OBJ_find_sigid_algs(X509_CRL_get_signature_nid(crl), &md, NULL);
	return (md == NID_undef || !signed_digest_weakness(md)) &&
	       (usage == UINT32_MAX || usage & KU_CRL_SIGN) && key &&
	       X509_CRL_verify(crl, key) == 1;
}

/* Lists drop what has expired, unless they say otherwise. */
static bool covers_expired(X509_CRL *crl, X509 *subject, int64_t made)
{
	ASN1_OBJECT *oid = OBJ_txt2obj(EXPIRED_ON_CRL, 1);
	int at = oid ? X509_CRL_get_ext_by_OBJ(crl, oid, -1) : -1;
	ASN1_GENERALIZEDTIME *since = NULL;
	const ASN1_OCTET_STRING *value;
	const unsigned char *p;
	int64_t from;
	bool ret = made <= status_not_after(subject);

	ASN1_OBJECT_free(oid);
	if (!ret && at >= 0) {
		value = X509_EXTENSION_get_data(X509_CRL_get_ext(crl, at));
		p = ASN1_STRING_get0_data(value);
		since = d2i_ASN1_GENERALIZEDTIME(NULL, &p,
						 ASN1_STRING_length(value));
		ret = since && signed_time_read(since, &from) &&
		      from <= status_not_after(subject);
		ASN1_GENERALIZEDTIME_free(since);
	}
	return ret;
}

static const char *reason_name(long reason)
{
	static const char *const names[] = {
		"unspecified",	 "keyCompromise",
		"cACompromise",	 "affiliationChanged",
		"superseded",	 "cessationOfOperation",
		STATUS_ON_HOLD,	 NULL,
		"removeFromCRL", "privilegeWithdrawn",
		"aACompromise",
	};

	return reason >= 0 && (size_t)reason < sizeof names / sizeof *names
		   ? names[reason]
		   : NULL;
}

static void entry_read(const X509_REVOKED *entry, struct revocation_facts *ret)
{
	ASN1_ENUMERATED *reason =
	    X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);

	ret->revoked = true;
	ret->why = reason ? reason_name(ASN1_ENUMERATED_get(reason)) : NULL;
	ASN1_ENUMERATED_free(reason);
	if (!signed_time_read(X509_REVOKED_get0_revocationDate(entry),
			      &ret->revoked_at))
		ret->revoked_at = INT64_MIN; /* from the beginning */
}

bool status_of_crl(X509_CRL *crl, X509 *subject, X509 *issuer,
		   const struct path_wish *wish, const struct addresses *points,
		   struct revocation_facts *ret)
{
	struct revocation_facts it = { .source = 0,
				       .next_update = INT64_MIN,
				       .revoked_at = INT64_MIN };
	X509_REVOKED *entry = NULL;
	int found;

	if (X509_NAME_cmp(X509_CRL_get_issuer(crl),
			  X509_get_issuer_name(subject)) != 0 ||
	    !signed_time_read(X509_CRL_get0_lastUpdate(crl), &it.this_update) ||
	    (X509_CRL_get0_nextUpdate(crl) &&
	     !signed_time_read(X509_CRL_get0_nextUpdate(crl),
			       &it.next_update)) ||
	    !status_is_current(&it, wish) || !extensions_are_known(crl) ||
	    !scope_matches(crl, subject, points) || !is_signed(crl, issuer))
		return false;
	found = X509_CRL_get0_by_cert(crl, &entry, subject);
	if (found == 1)
		entry_read(entry, &it);
	else if (!covers_expired(crl, subject, it.this_update))
		return false;
	*ret = it;
	return true;
}
