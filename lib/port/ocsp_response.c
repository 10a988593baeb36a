/* ocsp_response - answers about certificates, by OpenSSL
 *
 * OpenSSL encodes each part; the parts are put around each other here, for
 * what is the same in many answers is encoded once. */
#include <ipp/port/ocsp.h>

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>

#include "certificate_part.h"
#include "crypto.h"
#include "ocsp_der.h"

#define GOOD_SIZE 2 /* of a CertStatus that says so: [0] NULL */

DEFINE_OWN(x509, X509, X509_free)
DEFINE_OWN(respid, OCSP_RESPID, OCSP_RESPID_free)
DEFINE_OWN(algorithm, X509_ALGOR, X509_ALGOR_free)
DEFINE_OWN(basic, OCSP_BASICRESP, OCSP_BASICRESP_free)
DEFINE_OWN(certid, OCSP_CERTID, OCSP_CERTID_free)
DEFINE_OWN(generalized, ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free)

struct ocsp_writer {
	struct arena *arena;
	struct key_signer *signer;
	struct octets responder, algorithm, certificates, kind, success;
	/* what is said of everyone who is good, as long as the times stay */
	struct arena *times_arena;
	int64_t this_update, next_update, archive_cutoff;
	struct octets produced, good;
};

static enum status failed(struct error *err)
{
	return crypto_failed("writing an answer about certificates", err);
}

static bool certificate_put(struct ocsp_writer *it, struct octets certificate)
{
	const unsigned char *at = certificate.bytes;
	OWN(x509) X509 *x509 = d2i_X509(NULL, &at, (long)certificate.size);
	OWN(respid) OCSP_RESPID *id = OCSP_RESPID_new();

	if (!x509 || !id || OCSP_RESPID_set_by_key(id, x509) != 1 ||
	    !der_encode(it->arena, id, ASN1_ITEM_rptr(OCSP_RESPID),
			&it->responder))
		return false;
	it->certificates =
	    EXPLICIT(it->arena, 0, SEQUENCE(it->arena, certificate));
	return true;
}

static bool frame_put(struct ocsp_writer *it, enum key_kind kind)
{
	static const unsigned char success[] = {
		V_ASN1_ENUMERATED, 1, OCSP_RESPONSE_STATUS_SUCCESSFUL
	};
	OWN(algorithm) X509_ALGOR *algorithm = X509_ALGOR_new();

	it->success = (struct octets){ success, sizeof success };
	return algorithm && algorithm_set(algorithm, kind) &&
	       der_encode(it->arena, algorithm, ASN1_ITEM_rptr(X509_ALGOR),
			  &it->algorithm) &&
	       der_encode(it->arena, OBJ_nid2obj(NID_id_pkix_OCSP_basic),
			  ASN1_ITEM_rptr(ASN1_OBJECT), &it->kind);
}

void ocsp_writer_free(struct ocsp_writer *writer)
{
	if (!writer)
		return;
	key_signer_free(writer->signer);
	arena_free(writer->times_arena);
	arena_free(writer->arena);
	free(writer);
}

enum status ocsp_writer_new(const struct key *key, struct octets certificate,
			    struct ocsp_writer **ret, struct error *err)
{
	OWN(ocsp_writer) struct ocsp_writer *it = memory_new(sizeof *it);
	enum status rc;

	it->arena = arena_new();
	it->times_arena = arena_new();
	it->this_update = OCSP_NO_TIME;
	if ((rc = key_signer_new(key, &it->signer, err)) != OK)
		return rc;
	if (!certificate_put(it, certificate) || !frame_put(it, key_kind(key)))
		return failed(err);
	*ret = TAKE(it);
	return OK;
}

/* One answer of OpenSSL's, of whatever certificate. */
struct draft {
	const struct ocsp_plan *plan;
	const struct ocsp_single *single;
	OCSP_SINGLERESP *made; /* belongs to the response it was added to */
};

static bool time_add(OCSP_SINGLERESP *single, int nid, int64_t when)
{
	OWN(generalized) ASN1_GENERALIZEDTIME *value = NULL;

	if (when == OCSP_NO_TIME)
		return true;
	value = ASN1_GENERALIZEDTIME_set(NULL, when);
	return value && OCSP_SINGLERESP_add1_ext_i2d(single, nid, value, 0,
						     X509V3_ADD_APPEND) == 1;
}

static bool draft_make(struct draft *draft, OCSP_BASICRESP *basic)
{
	static const int statuses[] = {
		[OCSP_GOOD] = V_OCSP_CERTSTATUS_GOOD,
		[OCSP_REVOKED] = V_OCSP_CERTSTATUS_REVOKED,
		[OCSP_UNKNOWN] = V_OCSP_CERTSTATUS_UNKNOWN,
	};
	const struct ocsp_plan *plan = draft->plan;
	const struct ocsp_single *it = draft->single;
	bool revoked = it->status == OCSP_REVOKED;
	const unsigned char *at = it->id.bytes;
	OWN(certid)
	OCSP_CERTID *id = d2i_OCSP_CERTID(NULL, &at, (long)it->id.size);
	OWN(generalized)
	ASN1_GENERALIZEDTIME *from =
	    ASN1_GENERALIZEDTIME_set(NULL, plan->this_update);
	OWN(generalized)
	ASN1_GENERALIZEDTIME *until =
	    ASN1_GENERALIZEDTIME_set(NULL, plan->next_update);
	OWN(generalized)
	ASN1_GENERALIZEDTIME *since =
	    ASN1_GENERALIZEDTIME_set(NULL, revoked ? it->revoked_at : 0);

	if (!id || !from || !until || !since)
		return false;
	draft->made = OCSP_basic_add1_status(
	    basic, id, statuses[it->status],
	    revoked && it->reason ? (int)it->reason
				  : OCSP_REVOKED_STATUS_NOSTATUS,
	    revoked ? since : NULL, from, until);
	return draft->made &&
	       (it->status == OCSP_UNKNOWN ||
		time_add(draft->made, NID_id_pkix_OCSP_archiveCutoff,
			 plan->archive_cutoff)) &&
	       (!revoked ||
		time_add(draft->made, NID_invalidity_date, it->invalidity_at));
}

/* What stands in a SingleResponse behind its CertID. */
static bool behind_id(struct arena *arena, const struct ocsp_plan *plan,
		      const struct ocsp_single *single, struct octets *ret)
{
	OWN(basic) OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	struct draft draft = { plan, single, NULL };
	const unsigned char *at, *end;
	struct octets der;
	long inside;
	int tag, class;

	if (!basic || !draft_make(&draft, basic) ||
	    !der_encode(arena, draft.made, ASN1_ITEM_rptr(OCSP_SINGLERESP),
			&der))
		return false;
	at = der.bytes;
	end = at + der.size;
	if (ASN1_get_object(&at, &inside, &tag, &class, end - at) & 0x80 ||
	    ASN1_get_object(&at, &inside, &tag, &class, end - at) & 0x80)
		return false;
	at += inside;
	*ret = (struct octets){ at, (size_t)(end - at) };
	return true;
}

static bool times_put(struct ocsp_writer *it, const struct ocsp_plan *plan)
{
	const struct ocsp_single good = { .id = plan->items[0].id,
					  .status = OCSP_GOOD };
	OWN(generalized) ASN1_GENERALIZEDTIME *produced = NULL;

	if (it->this_update == plan->this_update &&
	    it->next_update == plan->next_update &&
	    it->archive_cutoff == plan->archive_cutoff)
		return true;
	arena_reset(it->times_arena);
	it->this_update = OCSP_NO_TIME;
	produced = ASN1_GENERALIZEDTIME_set(NULL, plan->this_update);
	if (!der_encode(it->times_arena, produced,
			ASN1_ITEM_rptr(ASN1_GENERALIZEDTIME), &it->produced) ||
	    !behind_id(it->times_arena, plan, &good, &it->good))
		return false;
	it->this_update = plan->this_update;
	it->next_update = plan->next_update;
	it->archive_cutoff = plan->archive_cutoff;
	return true;
}

/* CertStatus of what is revoked; what stands behind it is as of a good one. */
static bool revoked_put(const struct ocsp_writer *it, struct arena *arena,
			const struct ocsp_single *single, struct octets *ret)
{
	const unsigned char why[] = { V_ASN1_ENUMERATED, 1,
				      (unsigned char)single->reason };
	OWN(generalized)
	ASN1_GENERALIZEDTIME *value =
	    ASN1_GENERALIZEDTIME_set(NULL, single->revoked_at);
	struct octets since, reason = { NULL, 0 };
	struct octets parts[2] = { { NULL, 0 },
				   { it->good.bytes + GOOD_SIZE,
				     it->good.size - GOOD_SIZE } };

	if (!der_encode(arena, value, ASN1_ITEM_rptr(ASN1_GENERALIZEDTIME),
			&since))
		return false;
	if (single->reason)
		reason = EXPLICIT(arena, 0, { why, sizeof why });
	parts[0] = EXPLICIT(arena, 1, since, reason);
	*ret = der_join(arena, parts, 2);
	return true;
}

static bool single_put(const struct ocsp_writer *it,
		       const struct ocsp_plan *plan, struct arena *arena,
		       const struct ocsp_single *single, struct octets *ret)
{
	*ret = it->good;
	if (single->status == OCSP_GOOD)
		return true;
	if (single->status == OCSP_REVOKED &&
	    single->invalidity_at == OCSP_NO_TIME)
		return revoked_put(it, arena, single, ret);
	return behind_id(arena, plan, single, ret);
}

static bool singles_make(struct ocsp_writer *it, const struct ocsp_plan *plan,
			 struct arena *arena, struct octets *ret)
{
	struct octets *list = arena_alloc(arena, plan->count * sizeof *list);

	for (size_t i = 0; i < plan->count; i++) {
		struct octets rest;

		if (!single_put(it, plan, arena, &plan->items[i], &rest))
			return false;
		list[i] = SEQUENCE(arena, plan->items[i].id, rest);
	}
	*ret = der_around(arena, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, list,
			  plan->count);
	return true;
}

/* Everything around the basic response, and it, in one go. */
static struct octets whole_make(const struct ocsp_writer *it,
				struct octets data, struct octets signature,
				struct arena *arena)
{
	unsigned char room[5][DER_HEADER_MAX];
	struct octets parts[] = {
		{ room[0], 0 },	  it->success,
		{ room[1], 0 },	  { room[2], 0 },
		it->kind,	  { room[3], 0 },
		{ room[4], 0 },	  data,
		it->algorithm,	  signature,
		it->certificates,
	};
	static const struct {
		int at, tag, class;
	} headers[] = {
		{ 6, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL },
		{ 5, V_ASN1_OCTET_STRING, V_ASN1_UNIVERSAL },
		{ 3, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL },
		{ 2, 0, V_ASN1_CONTEXT_SPECIFIC },
		{ 0, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL },
	};
	size_t count = sizeof parts / sizeof *parts;

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		size_t inside = 0;

		for (size_t k = (size_t)headers[i].at + 1; k < count; k++)
			inside += parts[k].size;
		parts[headers[i].at] = der_header(room[4 - i], headers[i].tag,
						  headers[i].class, inside);
	}
	return der_join(arena, parts, count);
}

enum status ocsp_response_write(struct ocsp_writer *writer,
				const struct ocsp_plan *plan,
				struct arena *arena, struct octets *ret,
				struct error *err)
{
	static const unsigned char none = 0; /* of a BIT STRING is unused */
	const struct octets unused = { &none, 1 };
	struct octets data, singles, extensions = { NULL, 0 }, signature;
	enum status rc;

	if (!times_put(writer, plan) ||
	    !singles_make(writer, plan, arena, &singles))
		return failed(err);
	if (plan->nonce.size)
		extensions = EXPLICIT(arena, 1, SEQUENCE(arena, plan->nonce));
	data = SEQUENCE(arena, writer->responder, writer->produced, singles,
			extensions);
	if ((rc = key_signer_sign(writer->signer, arena, data.bytes, data.size,
				  &signature, err)) != OK)
		return rc;
	signature = AROUND(arena, V_ASN1_BIT_STRING, V_ASN1_UNIVERSAL, unused,
			   signature);
	*ret = whole_make(writer, data, signature, arena);
	return OK;
}

struct octets ocsp_refusal_of(enum ocsp_refusal why)
{
	/* SEQUENCE { ENUMERATED } */
	static const unsigned char all[][5] = {
		[OCSP_MALFORMED] = { 0x30, 3, 0x0a, 1, OCSP_MALFORMED },
		[OCSP_INTERNAL] = { 0x30, 3, 0x0a, 1, OCSP_INTERNAL },
		[OCSP_TRY_LATER] = { 0x30, 3, 0x0a, 1, OCSP_TRY_LATER },
		[OCSP_UNAUTHORIZED] = { 0x30, 3, 0x0a, 1, OCSP_UNAUTHORIZED },
	};

	return (struct octets){ all[why], sizeof all[why] };
}
