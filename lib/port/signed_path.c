/* signed_path - from a signer to an anchor, and what was revoked on the way */
#include "signed_part.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "certificate_part.h"

#define SECURITY_LEVEL 2 /* 112 bits: RSA 2048, SHA-224 and more */
#define DEPTH_MAX      10
#define ISSUERS_MAX    3 /* that one path may lack */

DEFINE_OWN(x509_store, X509_STORE, X509_STORE_free)
DEFINE_OWN(x509_store_ctx, X509_STORE_CTX, X509_STORE_CTX_free)

struct anchors {
	X509 **items;
	size_t count;
};

bool signed_anchor_reads(struct octets der)
{
	const unsigned char *at = der.bytes;
	X509 *one = d2i_X509(NULL, &at, (long)der.size);
	bool ret = one && at == der.bytes + der.size;

	X509_free(one);
	ERR_clear_error();
	return ret;
}

bool signed_anchor_serves(const struct trust_anchor *anchor, bool stamp)
{
	switch (anchor->service_type) {
	case TRUST_CA_QC:
	case TRUST_CA:
		return true;
	case TRUST_TSA_QTST:
	case TRUST_TSA:
		return stamp;
	default:
		return false;
	}
}

static X509_STORE *store_new(struct arena *arena,
			     const struct trust_material *material, bool stamp,
			     struct anchors *ret)
{
	X509_STORE *store = X509_STORE_new();

	if (!store)
		memory_exhausted();
	ret->items =
	    arena_alloc(arena, (material->anchor_count + 1) * sizeof(X509 *));
	for (size_t i = 0; i < material->anchor_count; i++) {
		const struct trust_anchor *it = material->anchors[i];
		const unsigned char *at = it->certificate.bytes;
		X509 *one;

		if (!signed_anchor_serves(it, stamp))
			continue;
		one = d2i_X509(NULL, &at, (long)it->certificate.size);
		if (!one)
			continue;
		if (X509_STORE_add_cert(store, one) == 1)
			ret->items[ret->count++] = one; /* the store has it */
		X509_free(one);
	}
	return store;
}

static bool is_anchor(const struct anchors *anchors, const X509 *x509)
{
	for (size_t i = 0; i < anchors->count; i++)
		if (X509_cmp(anchors->items[i], x509) == 0)
			return true;
	return false;
}

/* The signer's key is judged with the signature. */
static int weak_signer_pass(int ok, X509_STORE_CTX *ctx)
{
	if (ok || X509_STORE_CTX_get_error(ctx) != X509_V_ERR_EE_KEY_TOO_SMALL)
		return ok;
	X509_STORE_CTX_set_error(ctx, X509_V_OK);
	return 1;
}

/* Time is judged later, link by link: it leads to other verdicts. The form of
 * anchors is nobody's business (RFC 5280, 6.1.1), so no X509_STRICT. */
static X509_STORE_CTX *path_build(X509_STORE *store, const X509 *leaf,
				  STACK_OF(X509) * others)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;

	if (!ctx || X509_STORE_CTX_init(ctx, store, (X509 *)(uintptr_t)leaf,
					others) != 1)
		memory_exhausted();
	param = X509_STORE_CTX_get0_param(ctx);
	(void)X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN |
						     X509_V_FLAG_NO_CHECK_TIME);
	(void)X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_auth_level(param, SECURITY_LEVEL);
	X509_VERIFY_PARAM_set_depth(param, DEPTH_MAX);
	X509_STORE_CTX_set_verify_cb(ctx, weak_signer_pass);
	return ctx;
}

/* True if there is a path, whatever is wrong with it. */
static bool error_read(struct arena *arena, int error, struct path_facts *ret)
{
	switch (error) {
	case X509_V_OK:
		return true;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_UNTRUSTED:
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
	case X509_V_ERR_CERT_CHAIN_TOO_LONG:
		return false;
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		ret->fault.sub = CRYPTO_CONSTRAINTS_FAILURE;
		break;
	default:
		ret->fault.sub = CHAIN_CONSTRAINTS_FAILURE;
	}
	ret->fault.reason = arena_printf(arena,
					 _("a certificate of the path "
					   "is not acceptable: %s"),
					 X509_verify_cert_error_string(error));
	return true;
}

/* Anybody of this name, or with this key, could be the anchor. */
static void anchor_want(struct arena *arena, X509 *child,
			struct signature_wants *wants)
{
	const X509_NAME *name = X509_get_issuer_name(child);
	const ASN1_OCTET_STRING *id = X509_get0_authority_key_id(child);
	struct signature_want *want = &wants->items[wants->count];
	const unsigned char *der;
	size_t n;

	if (wants->count >= WANTS_MAX ||
	    X509_NAME_get0_der(name, &der, &n) != 1)
		return;
	*want = (struct signature_want){ .kind = WANT_ANCHOR };
	if (EVP_Digest(der, n, want->key, NULL, EVP_sha256(), NULL) != 1)
		return;
	if (id)
		want->key_id = octets_copy(arena, ASN1_STRING_get0_data(id),
					   (size_t)ASN1_STRING_length(id));
	for (size_t i = 0; i < wants->count; i++)
		if (!memcmp(wants->items[i].key, want->key, sizeof want->key))
			return;
	wants->count++;
}

static void anchors_want(struct arena *arena, const STACK_OF(X509) * chain,
			 struct signature_wants *wants)
{
	for (int i = 0; i < sk_X509_num(chain); i++)
		anchor_want(arena, sk_X509_value(chain, i), wants);
}

static void leaf_check(X509 *leaf, struct path_facts *ret)
{
	if (!(X509_get_key_usage(leaf) &
	      (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		SET_FAULT(&ret->fault, CHAIN_CONSTRAINTS_FAILURE,
			  _("the signer's certificate is not for signing"));
}

static void links_read(const struct path_search *search,
		       const STACK_OF(X509) * chain, size_t count,
		       struct path_facts *ret)
{
	struct path_link *links =
	    arena_alloc(search->arena, (count + 1) * sizeof *links);

	for (size_t i = 0; i < count; i++) {
		X509 *one = sk_X509_value(chain, (int)i);

		if (!signed_time_read(X509_get0_notBefore(one),
				      &links[i].not_before) ||
		    !signed_time_read(X509_get0_notAfter(one),
				      &links[i].not_after) ||
		    (i > 0 && X509_check_ca(one) != 1))
			SET_FAULT(&ret->fault, CHAIN_CONSTRAINTS_FAILURE,
				  _("a certificate of the path is no issuer"));
		signed_status_find(search, one,
				   sk_X509_value(chain, (int)i + 1),
				   &links[i].revocation);
	}
	ret->links = links;
	ret->count = count;
}

/* The path is over at the first anchor, though more may follow. */
static void chain_read(const struct path_search *search,
		       const STACK_OF(X509) * chain,
		       const struct anchors *anchors, struct path_facts *ret)
{
	int end = 0;
	unsigned char *der = NULL;
	int n;

	while (end < sk_X509_num(chain) &&
	       !is_anchor(anchors, sk_X509_value(chain, end)))
		end++;
	if (end == sk_X509_num(chain))
		return;
	n = i2d_X509(sk_X509_value(chain, end), &der);
	if (n > 0)
		ret->anchor = octets_copy(search->arena, der, (size_t)n);
	OPENSSL_free(der);
	ret->complete = n > 0;
	if (!search->wish->stamp)
		leaf_check(sk_X509_value(chain, 0), ret);
	links_read(search, chain, (size_t)end, ret);
}

static void own_certificates(STACK_OF(X509) * *list)
{
	sk_X509_pop_free(*list, X509_free);
}

static STACK_OF(X509) * others_of(const struct signed_cms *cms)
{
	STACK_OF(X509) *ret = sk_X509_new_null();

	for (int i = 0; ret && i < sk_X509_num(cms->certificates); i++) {
		X509 *one = sk_X509_value(cms->certificates, i);

		(void)X509_up_ref(one);
		if (sk_X509_push(ret, one) <= 0)
			memory_exhausted();
	}
	if (!ret)
		memory_exhausted();
	return ret;
}

/* Where a path that leads nowhere ends; NULL if nobody else issued that. */
static X509 *end_of(const STACK_OF(X509) * chain)
{
	int n = sk_X509_num(chain);
	X509 *ret = n > 0 ? sk_X509_value(chain, n - 1) : NULL;

	return ret && !(X509_get_extension_flags(ret) & EXFLAG_SI) ? ret : NULL;
}

void signed_path_find(struct arena *arena, const struct signature_facts *facts,
		      const struct path_wish *wish,
		      const struct trust_material *material,
		      struct path_facts *ret, struct signature_wants *wants)
{
	const struct signed_inside *inside = facts->inside;
	struct path_search search = { .arena = arena,
				      .wish = wish,
				      .material = material,
				      .wants = wants };
	OWN(x509_store) X509_STORE *store = NULL;
	OWN(certificates) STACK_OF(X509) *others = NULL;
	struct anchors anchors = { NULL, 0 };

	*ret = (struct path_facts){ .complete = false };
	if (!inside || !inside->signer)
		return;
	search.cms = inside->cms;
	store = store_new(arena, material, wish->stamp, &anchors);
	others = others_of(inside->cms);
	for (int lacks = 0;; lacks++) {
		OWN(x509_store_ctx)
		X509_STORE_CTX *ctx = path_build(store, inside->signer, others);
		const STACK_OF(X509) * chain;
		X509 *end;

		(void)X509_verify_cert(ctx); /* the error tells */
		chain = X509_STORE_CTX_get0_chain(ctx);
		if (error_read(arena, X509_STORE_CTX_get_error(ctx), ret))
			chain_read(&search, chain, &anchors, ret);
		ERR_clear_error();
		if (ret->complete)
			return;
		end = facts->holds ? end_of(chain) : NULL;
		if (end && lacks < ISSUERS_MAX &&
		    signed_issuer_take(arena, end, material, others))
			continue;
		anchors_want(arena, chain, wants);
		if (end && lacks < ISSUERS_MAX)
			signed_issuer_want(arena, end, wants);
		return;
	}
}
