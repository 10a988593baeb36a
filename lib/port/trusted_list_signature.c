/* trusted_list_signature - the XML signature of a list, by xmlsec1 */
#include "trusted_list.h"

#include <string.h>

#include <xmlsec/xmlsec.h>
#include <xmlsec/errors.h>
#include <xmlsec/keys.h>
#include <xmlsec/list.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

/* The list, the signed properties of XAdES, and no crowd. */
#define REFERENCES_MAX 4

static void context_free(xmlSecDSigCtx *context)
{
	if (context)
		xmlSecDSigCtxDestroy(context);
}
DEFINE_OWN(context, xmlSecDSigCtx, context_free)

static bool is_id(const xmlAttr *attribute)
{
	return !xmlStrcasecmp(attribute->name, (const xmlChar *)"id");
}

/* The value of the attribute Id of an element; NULL if there is none. */
static const xmlChar *id_of(const xmlNode *node, xmlAttr **ret)
{
	xmlAttr *it = xmlHasProp(node, (const xmlChar *)"Id");

	if (!it || it->type != XML_ATTRIBUTE_NODE || !it->children ||
	    it->children->next || it->children->type != XML_TEXT_NODE)
		return NULL;
	*ret = it;
	return it->children->content;
}

/* True if exactly one attribute that anybody may take for an ID has this
 * value. */
static bool is_alone(xmlNode *root, const xmlChar *value)
{
	size_t count = 0;

	for (xmlNode *it = root; it; it = list_walk(root, it))
		for (xmlAttr *at = it->properties; at; at = at->next)
			if (is_id(at) && at->children &&
			    xmlStrEqual(at->children->content, value))
				count++;
	return count == 1;
}

/* Lets a reference find this element; no other can be found. */
static bool id_register(xmlDoc *doc, xmlNode *node, const xmlChar **ret)
{
	xmlAttr *attribute = NULL;

	*ret = node ? id_of(node, &attribute) : NULL;
	if (!*ret)
		return true;
	return is_alone(xmlDocGetRootElement(doc), *ret) &&
	       (attribute->atype == XML_ATTRIBUTE_ID ||
		xmlAddID(NULL, doc, *ret, attribute));
}

static enum list_refusal signature_find(xmlNode *root, xmlNode **ret)
{
	size_t count = 0;

	for (xmlNode *it = root; it; it = list_walk(root, it))
		if (list_is(it, DSIG_NS, "Signature")) {
			*ret = it;
			count++;
		}
	if (count == 0)
		return LIST_UNSIGNED;
	return count == 1 && (*ret)->parent == root ? LIST_FINE
						    : LIST_SIGNATURES;
}

static xmlNode *properties_find(xmlNode *signature)
{
	for (xmlNode *it = signature; it; it = list_walk(signature, it))
		if (list_is(it, XADES_NS, "SignedProperties"))
			return it;
	return NULL;
}

static bool algorithms_allow(xmlSecDSigCtx *context)
{
	const xmlSecTransformId both[] = {
		xmlSecTransformInclC14NId,
		xmlSecTransformInclC14N11Id,
		xmlSecTransformExclC14NId,
	};
	const xmlSecTransformId digests[] = {
		xmlSecTransformEnvelopedId,
		xmlSecOpenSSLTransformSha256Id,
		xmlSecOpenSSLTransformSha384Id,
		xmlSecOpenSSLTransformSha512Id,
	};
	const xmlSecTransformId signatures[] = {
		xmlSecOpenSSLTransformRsaSha256Id,
		xmlSecOpenSSLTransformRsaSha384Id,
		xmlSecOpenSSLTransformRsaSha512Id,
		xmlSecOpenSSLTransformEcdsaSha256Id,
		xmlSecOpenSSLTransformEcdsaSha384Id,
		xmlSecOpenSSLTransformEcdsaSha512Id,
	};
	bool ok = true;

	for (size_t i = 0; i < sizeof both / sizeof *both; i++)
		ok = ok &&
		     xmlSecDSigCtxEnableReferenceTransform(context, both[i]) ==
			 0 &&
		     xmlSecDSigCtxEnableSignatureTransform(context, both[i]) ==
			 0;
	for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
		ok = ok && xmlSecDSigCtxEnableReferenceTransform(
			       context, digests[i]) == 0;
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
		ok = ok && xmlSecDSigCtxEnableSignatureTransform(
			       context, signatures[i]) == 0;
	return ok;
}

/* The key comes from the pinned certificate, so KeyInfo is not looked at. */
static xmlSecDSigCtx *context_new(const struct trust_certificate *signer)
{
	OWN(context) xmlSecDSigCtx *context = xmlSecDSigCtxCreate(NULL);

	if (!context)
		memory_exhausted();
	context->enabledReferenceUris = xmlSecTransformUriTypeEmpty |
					xmlSecTransformUriTypeSameDocument;
	context->flags = XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS |
			 XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
	context->signKey = xmlSecOpenSSLAppKeyLoadMemory(
	    signer->der.bytes, (xmlSecSize)signer->der.size,
	    xmlSecKeyDataFormatCertDer, NULL, NULL, NULL);
	if (!context->signKey || !algorithms_allow(context))
		return NULL;
	return TAKE(context);
}

struct ids {
	const xmlChar *root, *properties; /* NULL: none */
};

static bool is_whole(const xmlChar *uri, const struct ids *ids)
{
	return uri && (*uri == '\0' ||
		       (*uri == '#' && ids->root &&
			xmlStrEqual(uri + 1, ids->root)));
}

static bool is_property(const xmlChar *uri, const struct ids *ids)
{
	return uri && *uri == '#' && ids->properties &&
	       xmlStrEqual(uri + 1, ids->properties);
}

/* One reference covers the list, another at most the signature's own
 * properties; there are no more. */
static enum list_refusal references_judge(xmlSecDSigCtx *context,
					  const struct ids *ids,
					  struct arena *arena,
					  struct octets *ret)
{
	xmlSecPtrList *list = &context->signedInfoReferences;
	xmlSecSize count = xmlSecPtrListGetSize(list);
	xmlSecBuffer *bytes = NULL;

	if (count > REFERENCES_MAX)
		return LIST_REFERENCE;
	for (xmlSecSize i = 0; i < count; i++) {
		xmlSecDSigReferenceCtx *it = xmlSecPtrListGetItem(list, i);

		if (is_whole(it->uri, ids) && !bytes)
			bytes = xmlSecDSigReferenceCtxGetPreDigestBuffer(it);
		else if (!is_property(it->uri, ids))
			return LIST_REFERENCE;
	}
	if (!bytes || xmlSecBufferGetSize(bytes) == 0)
		return LIST_REFERENCE;
	ret->size = xmlSecBufferGetSize(bytes);
	ret->bytes =
	    arena_bytes(arena, xmlSecBufferGetData(bytes), ret->size);
	return LIST_FINE;
}

/* xmlSecDSigCtxVerify returns 0 for a wrong signature as well. */
static bool is_good(xmlSecDSigCtx *context, xmlNode *signature)
{
	return xmlSecDSigCtxVerify(context, signature) == 0 &&
	       context->status == xmlSecDSigStatusSucceeded;
}

static bool is_candidate(const struct trusted_list_signer *it,
			 const char *territory)
{
	return !it->territory ||
	       (territory && !strcmp(it->territory, territory));
}

enum list_refusal list_verify(xmlDoc *doc, const struct list_task *task,
			      struct arena *arena, struct octets *signed_bytes,
			      size_t *signer)
{
	xmlNode *root = xmlDocGetRootElement(doc), *signature = NULL;
	const char *territory = list_child_text(
	    arena, list_child(root, TSL_NS, "SchemeInformation"), TSL_NS,
	    "SchemeTerritory");
	enum list_refusal rc;
	struct ids ids;
	bool any = false;

	if ((rc = signature_find(root, &signature)) != LIST_FINE)
		return rc;
	if (!id_register(doc, root, &ids.root) ||
	    !id_register(doc, properties_find(signature), &ids.properties))
		return LIST_REFERENCE;
	for (size_t i = 0; i < task->signer_count; i++) {
		OWN(context) xmlSecDSigCtx *context = NULL;

		if (!is_candidate(&task->signers[i], territory))
			continue;
		any = true;
		context = context_new(task->signers[i].certificate);
		if (!context || !is_good(context, signature))
			continue;
		*signer = i;
		return references_judge(context, &ids, arena, signed_bytes);
	}
	return any ? LIST_SIGNATURE_WRONG : LIST_SIGNER_UNKNOWN;
}
