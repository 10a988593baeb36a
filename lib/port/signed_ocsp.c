/* signed_ocsp - what an OCSP response says of a certificate */
#include "signed_status.h"

#include <openssl/x509v3.h>

#include <ipp/base/own.h>
#include <ipp/base/text.h>

DEFINE_OWN(response, OCSP_RESPONSE, OCSP_RESPONSE_free)
DEFINE_OWN(basic, OCSP_BASICRESP, OCSP_BASICRESP_free)
DEFINE_OWN(certid, OCSP_CERTID, OCSP_CERTID_free)

static void own_x509_list(STACK_OF(X509) * *list)
{
	sk_X509_free(*list);
}

/* RFC 6960, 4.2.2.2: the issuer itself, or somebody whom it made a responder,
 * and nobody else. The status of that one is not asked for: it must say so. */
static bool is_responder(X509 *signer, X509 *issuer, int64_t at)
{
	int64_t from, until;

	if (X509_cmp(signer, issuer) == 0)
		return true;
	return X509_NAME_cmp(X509_get_issuer_name(signer),
			     X509_get_subject_name(issuer)) == 0 &&
	       X509_get_extension_flags(signer) & EXFLAG_XKUSAGE &&
	       X509_get_extended_key_usage(signer) & XKU_OCSP_SIGN &&
	       X509_get_ext_by_NID(signer, NID_id_pkix_OCSP_noCheck, -1) >= 0 &&
	       signed_time_read(X509_get0_notBefore(signer), &from) &&
	       signed_time_read(X509_get0_notAfter(signer), &until) &&
	       from <= at + STATUS_SKEW && at <= until &&
	       X509_verify(signer, X509_get0_pubkey(issuer)) == 1;
}

static bool is_signed(OCSP_BASICRESP *basic, X509 *issuer)
{
	OWN(x509_list) STACK_OF(X509) *extra = sk_X509_new_null();
	X509 *signer = NULL;
	int64_t made;
	int md = NID_undef;

	if (!extra || sk_X509_push(extra, issuer) <= 0 ||
	    OCSP_resp_get0_signer(basic, &signer, extra) != 1 || !signer ||
	    !signed_time_read(OCSP_resp_get0_produced_at(basic), &made) ||
	    !is_responder(signer, issuer, made))
		return false;
	(void)OBJ_find_sigid_algs(
	    OBJ_obj2nid(OCSP_resp_get0_tbs_sigalg(basic)->algorithm), &md,
	    NULL);
	if (md != NID_undef && signed_digest_weakness(md))
		return false;
	return OCSP_basic_verify(basic, extra, NULL, OCSP_NOVERIFY) == 1;
}

/* The answer about this very certificate. */
static OCSP_SINGLERESP *single_find(OCSP_BASICRESP *basic, X509 *subject,
				    X509 *issuer)
{
	for (int i = 0; i < OCSP_resp_count(basic); i++) {
		OCSP_SINGLERESP *one = OCSP_resp_get0(basic, i);
		OCSP_CERTID *id =
		    (OCSP_CERTID *)(uintptr_t)OCSP_SINGLERESP_get0_id(one);
		OWN(certid) OCSP_CERTID *mine = NULL;
		ASN1_OBJECT *oid;
		const EVP_MD *md;

		if (OCSP_id_get0_info(NULL, &oid, NULL, NULL, id) != 1)
			continue;
		md = EVP_get_digestbyobj(oid);
		mine = md ? OCSP_cert_to_id(md, subject, issuer) : NULL;
		if (mine && OCSP_id_cmp(mine, id) == 0)
			return one;
	}
	return NULL;
}

/* A responder forgets what has expired, unless it says otherwise. */
static bool covers_expired(OCSP_SINGLERESP *single, X509 *subject, int64_t made)
{
	ASN1_GENERALIZEDTIME *cutoff;
	int64_t since;
	bool ret = made <= status_not_after(subject);

	if (ret)
		return true;
	cutoff = OCSP_SINGLERESP_get1_ext_d2i(
	    single, NID_id_pkix_OCSP_archiveCutoff, NULL, NULL);
	ret = cutoff && signed_time_read(cutoff, &since) &&
	      since <= status_not_after(subject);
	ASN1_GENERALIZEDTIME_free(cutoff);
	return ret;
}

static const char *reason_name(int reason)
{
	return reason < 0 ? NULL
	       : reason == OCSP_REVOKED_STATUS_CERTIFICATEHOLD
		   ? STATUS_ON_HOLD
		   : OCSP_crl_reason_str(reason);
}

static bool single_read(OCSP_SINGLERESP *single, X509 *subject,
			const struct path_wish *wish,
			struct revocation_facts *ret)
{
	ASN1_GENERALIZEDTIME *revoked = NULL, *this = NULL, *next = NULL;
	int reason = -1;
	int status =
	    OCSP_single_get0_status(single, &reason, &revoked, &this, &next);

	*ret = (struct revocation_facts){ .source = 1,
					  .next_update = INT64_MIN,
					  .revoked_at = INT64_MIN };
	if (!this || !signed_time_read(this, &ret->this_update) ||
	    (next && !signed_time_read(next, &ret->next_update)) ||
	    !status_is_current(ret, wish))
		return false;
	if (status == V_OCSP_CERTSTATUS_REVOKED) {
		ret->revoked = true;
		ret->why = reason_name(reason);
		if (!revoked || !signed_time_read(revoked, &ret->revoked_at))
			ret->revoked_at = INT64_MIN;
		return true;
	}
	return status == V_OCSP_CERTSTATUS_GOOD &&
	       covers_expired(single, subject, ret->this_update);
}

bool status_of_ocsp(struct octets bytes, X509 *subject, X509 *issuer,
		    const struct path_wish *wish, struct revocation_facts *ret)
{
	const unsigned char *at = bytes.bytes;
	OWN(response)
	OCSP_RESPONSE *response =
	    d2i_OCSP_RESPONSE(NULL, &at, (long)bytes.size);
	OWN(basic) OCSP_BASICRESP *basic = NULL;
	struct revocation_facts it;
	OCSP_SINGLERESP *single;

	if (!response ||
	    OCSP_response_status(response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
		return false;
	basic = OCSP_response_get1_basic(response);
	single = basic ? single_find(basic, subject, issuer) : NULL;
	if (!single || !single_read(single, subject, wish, &it) ||
	    !is_signed(basic, issuer))
		return false;
	*ret = it;
	return true;
}
