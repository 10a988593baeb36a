/* trusted_list - has a trusted list verified and read in a sandbox */
#include "trusted_list.h"

#include <pthread.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/sandbox.h>

static const struct sandbox_limits limits = {
	.cpu_seconds = 30,
	.wall_ms = 60000,
	.memory_bytes = (size_t)1 << 30, /* the largest list as a tree */
};

/* A list in hexadecimal is at most one and a half times as long. */
#define ANSWER_BYTES (2 * LIMIT_TRUST_LIST_BYTES)

static const struct {
	enum status status;
	const char *code, *text;
} refusals[LIST_REFUSALS] = {
	[LIST_BROKEN] = { DATA, "list_broken",
			  N_("the list is broken: not well-formed, or without "
			     "what every list must say; get it anew") },
	[LIST_DOCTYPE] = { DATA, "list_doctype",
			   N_("the list has a document type, which no trusted "
			      "list has; do not use it") },
	[LIST_NONE] = { DATA, "not_a_list",
			N_("the file is no list of lists and no national list "
			   "of the EU (ETSI TS 119 612); give another") },
	[LIST_TOO_LARGE] = { DATA, "list_too_large",
			     N_("the list names more services or lists than "
				"are taken; report this") },
	[LIST_VERSION] = { DATA, "list_version",
			   N_("the list is of a version that is not read; 5 "
			      "and 6 are") },
	[LIST_UNSIGNED] = { REFUSED, "list_unsigned",
			    N_("the list is not signed; get it anew from its "
			       "publisher") },
	[LIST_SIGNATURES] = { REFUSED, "list_signatures",
			      N_("the list has not exactly one signature of "
				 "the whole; do not use it") },
	[LIST_REFERENCE] = { REFUSED, "list_reference",
			     N_("the signature does not cover the whole list "
				"and nothing else; do not use it") },
	[LIST_SIGNER_UNKNOWN] = { REFUSED, "list_signer_unknown",
				  N_("nobody is known who may sign this list; "
				     "import the list of lists first, or give "
				     "the signers' certificates with "
				     "--signers") },
	[LIST_SIGNATURE_WRONG] = { REFUSED, "list_signature_wrong",
				   N_("no signer of this list signed it as it "
				      "is; it was changed, or its signers "
				      "have: import the list of lists anew") },
};

/* Libraries that want to complain have nobody to tell. */
__attribute__((format(printf, 2, 3))) static void nothing(void *context,
							   const char *format,
							   ...)
{
	(void)context;
	(void)format;
}

static void nothing_of(const char *file, int line, const char *function,
		       const char *object, const char *subject, int reason,
		       const char *message)
{
	(void)file;
	(void)line;
	(void)function;
	(void)object;
	(void)subject;
	(void)reason;
	(void)message;
}

static bool is_ready;

static void libraries_prepare(void)
{
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, nothing);
	is_ready = xmlSecInit() == 0 && xmlSecOpenSSLAppInit(NULL) == 0 &&
		   xmlSecOpenSSLInit() == 0;
	xmlSecErrorsSetCallback(nothing_of);
}

bool list_prepare(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, libraries_prepare);
	return is_ready;
}

/* The unsigned document leads to the signed bytes, and they alone are read. */
static enum list_refusal task_do(const struct list_task *task,
				 struct arena *arena, struct json **ret)
{
	struct octets signed_bytes;
	enum list_refusal rc;
	xmlDoc *doc;
	size_t signer;

	if ((rc = list_parse(task->bytes, task->size, &doc)) != LIST_FINE)
		return rc;
	rc = list_is(xmlDocGetRootElement(doc), TSL_NS,
		     "TrustServiceStatusList")
		 ? list_verify(doc, task, arena, &signed_bytes, &signer)
		 : LIST_NONE;
	xmlFreeDoc(doc);
	if (rc != LIST_FINE ||
	    (rc = list_parse(signed_bytes.bytes, signed_bytes.size, &doc)) !=
		LIST_FINE)
		return rc;
	rc = list_write(doc, arena, ret);
	xmlFreeDoc(doc);
	if (rc == LIST_FINE)
		json_set_integer(*ret, "signer", (int64_t)signer);
	return rc;
}

void list_work(const void *in, size_t n, struct sandbox_answer *answer)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = NULL;
	enum list_refusal rc = task_do(in, arena, &json);
	const char *text;

	(void)n;
	if (rc != LIST_FINE) {
		json_free(json);
		json = json_object_new();
		json_set_integer(json, "refusal", rc);
	}
	text = json_write(arena, json);
	(void)sandbox_say(answer, text, strlen(text));
}

static enum status claim_refuse(struct error *err)
{
	return error_set(err, DATA, "sandbox_failed", NULL,
			 "reading the list gave no sensible answer; it is "
			 "broken or hostile, give another");
}

static enum status answer_take(const struct json *json, struct arena *arena,
			       const struct list_task *task,
			       struct trust_edition *ret, struct error *err)
{
	const struct json *refusal = json_member(json, "refusal");
	const struct json *signer = json_member(json, "signer");
	int64_t n = refusal ? json_as_integer(refusal) : 0;
	const struct trust_certificate *by;

	if (refusal && (n <= LIST_FINE || n >= LIST_REFUSALS))
		return claim_refuse(err);
	if (refusal)
		return error_set(err, refusals[n].status, refusals[n].code,
				 "file", "%s", _(refusals[n].text));
	n = signer ? json_as_integer(signer) : -1;
	if (n < 0 || (size_t)n >= task->signer_count ||
	    !list_decode(json, arena, ret))
		return claim_refuse(err);
	by = task->signers[n].certificate;
	/* a signer for one territory cannot speak for another */
	if (task->signers[n].territory &&
	    strcmp(task->signers[n].territory, ret->territory))
		return error_set(err, REFUSED, "list_signer_unknown", "file",
				 "%s",
				 _(refusals[LIST_SIGNER_UNKNOWN].text));
	memcpy(ret->signer, by->fingerprint, sizeof ret->signer);
	return OK;
}

enum status trusted_list_read(struct arena *arena, const void *bytes,
			      size_t size,
			      const struct trusted_list_signer *signers,
			      size_t signer_count, struct trust_edition *ret,
			      struct error *err)
{
	const struct list_task task = { bytes, size, signers, signer_count };
	struct sandbox_answer answer = { .size = ANSWER_BYTES };
	OWN(bytes) unsigned char *room = NULL;
	OWN(json) struct json *json = NULL;
	enum status rc;

	if (!list_prepare())
		return error_set(err, INTERNAL, "crypto_failed", NULL,
				 "the library for XML signatures does not "
				 "start; reinstall libxmlsec1");
	answer.bytes = room = memory_room(answer.size);
	if ((rc = sandbox_run(list_work, &task, sizeof task, &limits, &answer,
			      err)) != OK)
		return rc;
	if (json_parse((const char *)room, answer.used, &json, err) != OK ||
	    json_kind(json) != JSON_IS_OBJECT)
		return claim_refuse(err);
	return answer_take(json, arena, &task, ret, err);
}
