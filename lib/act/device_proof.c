/* device_proof - the officer signs that keys were made on a holder's device */
#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/evidence.h>
#include <ipp/port/certificate.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/port/random.h>
#include <ipp/store/desk.h>
#include <ipp/store/evidence.h>
#include <ipp/store/object.h>

#include "issue_device.h"
#include "signing.h"

#define NONCE_SIZE 16

static const char *hex(struct arena *arena, const unsigned char *bytes,
		       size_t n)
{
	char *ret = arena_alloc(arena, 2 * n + 1);

	hex_encode(bytes, n, ret);
	return ret;
}

static const char *user_text(const struct issuing *issuing)
{
	return arena_printf(issuing->arena, "USR%09" PRId64,
			    issuing->product.user_id);
}

/* The key itself says for what it was made: a certification request (RFC 2986)
 * whose challenge names product and device and was never seen before. */
static enum status request_make(struct issuing *issuing,
				const struct issuing *it, const struct key *key,
				const char **ret, struct error *err)
{
	struct arena *arena = issuing->arena;
	unsigned char nonce[NONCE_SIZE];
	struct request_facts facts;
	struct octets subject, der;
	char *pem;
	enum status rc;

	if ((rc = random_bytes(nonce, sizeof nonce, err)) != OK ||
	    (rc = certificate_name(arena, it->plan.subject,
				   it->plan.subject_count, &subject, NULL,
				   err)) != OK ||
	    (rc = request_write(arena, key, subject,
				arena_printf(arena, "%s/%s/%s",
					     user_text(issuing),
					     issuing->device->row.serial,
					     hex(arena, nonce, sizeof nonce)),
				&der, err)) != OK ||
	    (rc = request_read(arena, der.bytes, der.size, &facts, err)) != OK)
		return rc;
	if (!key_matches(key, facts.key.spki))
		return error_set(err, INTERNAL, "request_broken", NULL,
				 "a request names another key than its own; "
				 "please report this");
	rc = pem_encode(arena, "CERTIFICATE REQUEST", der, &pem, err);
	if (rc == OK)
		*ret = pem;
	return rc;
}

static enum status key_tell(struct issuing *issuing, int i,
			    const struct key *key, struct json *keys,
			    struct error *err)
{
	const struct issuing *it = i == 0 ? issuing : issuing->device->second;
	struct json *one;
	unsigned char hash[DIGEST_SIZE];
	const char *request = NULL;
	enum status rc;

	if ((rc = digest_sha256(it->plan.key.spki.bytes, it->plan.key.spki.size,
				hash, err)) != OK ||
	    (rc = request_make(issuing, it, key, &request, err)) != OK)
		return rc;
	issuing->device->key_sha256[i] =
		hex(issuing->arena, hash, sizeof hash);
	one = json_object_new();
	json_set_text(one, "purpose", i == 0 ? PURPOSE_OF_SIGNATURE :
					       PURPOSE_OF_AUTHENTICATION);
	json_set_text(one, "key_sha256", issuing->device->key_sha256[i]);
	json_set_text(one, "serial", it->row.serial);
	json_set_text(one, "request", request);
	json_append(keys, one);
	return OK;
}

static struct json *device_tell(const struct device_row *row)
{
	struct json *ret = json_object_new();

	json_set_text(ret, "serial", row->serial);
	json_set_text(ret, "label", row->label);
	json_set_text(ret, "manufacturer", row->manufacturer);
	json_set_text(ret, "model", row->model);
	json_set_boolean(ret, "certified", row->certified);
	json_set_text(ret, "key_kind", row->key_kind);
	return ret;
}

enum status device_proof_make(struct issuing *issuing,
			      const struct key *const keys[2],
			      struct error *err)
{
	const struct cms_style style = { .signing_time = issuing->now };
	OWN(json) struct json *statement = json_object_new();
	struct json *list = json_array_new();
	struct octets text;
	char at[INSTANT_SIZE];
	enum status rc;

	instant_format(issuing->now, at);
	json_set_text(statement, "statement", "keys_made_on_device");
	json_set_text(statement, "user_id", user_text(issuing));
	json_set_text(statement, "iut", issuing->product.iut);
	json_set_text(statement, "at", at);
	json_set(statement, "device", device_tell(&issuing->device->row));
	json_set(statement, "keys", list);
	for (int i = 0; i < 2; i++)
		if ((rc = key_tell(issuing, i, keys[i], list, err)) != OK)
			return rc;
	text.bytes = (const unsigned char *)json_write_canonical(issuing->arena,
								 statement);
	text.size = strlen((const char *)text.bytes);
	return cms_sign(issuing->arena,
			signing_signer(issuing->device->work->officer),
			&(struct cms_content){ &text, 1 }, &style,
			&issuing->device->proof, err);
}

enum status device_proof_keep(struct desk *desk, const struct issuing *issuing,
			      struct error *err)
{
	const struct issuing_device *it = issuing->device;
	OWN(json) struct json *detail = device_tell(&it->row);
	unsigned char hash[OBJECT_HASH_SIZE];
	struct evidence evidence = { .user_id = issuing->product.user_id,
				     .kind = EVIDENCE_CHECK,
				     .verdict = VERDICT_PASSED,
				     .detail = detail };
	enum status rc;

	if ((rc = object_put(desk, it->proof.bytes, it->proof.size,
			     "application/pkcs7-mime", ABSENT, hash, err)) !=
	    OK)
		return rc;
	json_set_text(detail, "check", "device_keys");
	json_set_text(detail, "signature_key_sha256", it->key_sha256[0]);
	json_set_text(detail, "authentication_key_sha256", it->key_sha256[1]);
	evidence.sha256 = hex(desk->arena, hash, sizeof hash);
	return evidence_add(desk, &evidence, err);
}
