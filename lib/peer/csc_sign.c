/* csc_sign - signatures and time-stamps of a remote service (11.9, 11.10) */
#include "csc_part.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/base64.h>
#include <ipp/port/json_text.h>

#define NONCE_MAX ((size_t)20)

struct answer {
	struct texts signatures, timestamp;
};
static const struct csc_member members[] = {
	{ "signatures", CSC_MEMBER(struct answer, signatures), CSC_LETTERS,
	  CSC_HASHES_MAX },
	{ 0 }
};
static const struct csc_member stamp_members[] = {
	{ "timestamp", CSC_MEMBER(struct answer, timestamp), CSC_LETTERS, 1,
	  true },
	{ 0 }
};

static enum status signatures_read(struct csc *csc, struct arena *arena,
				   const char *name, struct texts texts,
				   struct octets *ret, size_t count,
				   struct error *err)
{
	struct octets *list = arena_alloc(arena, (count + 1) * sizeof *list);

	if (texts.count != count)
		return csc_garbled(csc, name, "signatures",
				   N_("has not one item for each hash"), err);
	for (size_t i = 0; i < count; i++)
		if (!base64_read(arena, texts.items[i], strlen(texts.items[i]),
				 &list[i]))
			return csc_garbled(csc, name, "signatures",
					   N_("is no base64"), err);
	memcpy(ret, list, count * sizeof *list);
	return OK;
}

enum status csc_sign_hash(struct csc *csc, struct arena *arena,
			  const struct csc_signing *it, struct octets *ret,
			  struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct csc_call call = { .name = "signatures/signHash",
				 .is_bearing = true,
				 .secrets = { it->sad } };
	struct answer answer;
	struct json_text body;
	enum status rc;
	int code;

	json_text_begin(&body, arena);
	json_text_text(&body, "credentialID", it->credential_id);
	if (it->sad)
		json_text_text(&body, "SAD", it->sad);
	csc_hashes_put(csc, &body, it->hashes, it->hash_count,
		       it->hash_algorithm);
	if (csc->service.version != CSC_V2)
		json_text_text(&body, "hashAlgo", it->hash_algorithm);
	json_text_text(&body, "signAlgo", it->sign_algorithm);
	if (it->sign_parameters.size)
		json_text_text(&body, "signAlgoParams",
			       base64_write(arena, it->sign_parameters));
	call.body = json_text_end(&body);
	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK ||
	    (rc = csc_decode(csc, call.name, members, json, &answer, arena,
			     err)) != OK)
		return rc;
	return signatures_read(csc, arena, call.name, answer.signatures, ret,
			       it->hash_count, err);
}

enum status csc_timestamp(struct csc *csc, struct arena *arena,
			  struct octets hash, const char *hash_algorithm,
			  struct octets nonce, struct octets *ret,
			  struct error *err)
{
	OWN(json) struct json *json = NULL;
	struct csc_call call = { .name = "signatures/timestamp",
				 .is_idempotent = true,
				 .is_bearing = true };
	char hex[2 * NONCE_MAX + 1];
	struct answer answer;
	struct json_text body;
	enum status rc;
	int code;

	json_text_begin(&body, arena);
	json_text_text(&body, "hash", base64_write(arena, hash));
	json_text_text(&body, "hashAlgo", hash_algorithm);
	if (nonce.size && nonce.size <= NONCE_MAX) {
		hex_encode(nonce.bytes, nonce.size, hex);
		json_text_text(&body, "nonce", hex);
	}
	call.body = json_text_end(&body);
	if ((rc = csc_call(csc, arena, &call, &json, &code, err)) != OK ||
	    (rc = csc_decode(csc, call.name, stamp_members, json, &answer,
			     arena, err)) != OK)
		return rc;
	if (!answer.timestamp.count ||
	    !base64_read(arena, answer.timestamp.items[0],
			 strlen(answer.timestamp.items[0]), ret))
		return csc_garbled(csc, call.name, "timestamp",
				   N_("is no base64"), err);
	return OK;
}
