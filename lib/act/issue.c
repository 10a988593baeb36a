/* issue - the one way a certificate comes about */
#include <ipp/act/issue.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/model/certificate.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/store/desk.h>

#include "issue_device.h"
#include "issue_part.h"

bool act_issue_is_done(const struct issuing *issuing)
{
	return issuing->is_done;
}

enum status act_issue_prepare(struct issuing *issuing, struct error *err)
{
	OWN(key) struct key *key = NULL;
	struct public_key public;
	enum status rc;

	if (issuing->is_done)
		return OK;
	if (issuing->device && !issuing->device->is_lost &&
	    (rc = issue_device_look(issuing, err)) != OK)
		return rc;
	if (!issuing->is_fresh)
		return OK;
	if ((rc = key_pool_make(issuing->pool, &key, err)) != OK ||
	    (rc = key_public(issuing->arena, key, &public, err)) != OK ||
	    (rc = key_export(issuing->arena, key, &issuing->private, err)) !=
		    OK)
		return rc;
	if (issuing->device) {
		/* this key serves to show what the certificate will say */
		issuing->private = (struct octets){ NULL, 0 };
		issuing->key.key_kind = issuing->device->row.key_kind;
		rc = issue_plan(issuing->device->second, &public, err);
		if (rc != OK)
			return rc;
	} else {
		issuing->key.key_kind = key_kind_name(key_kind(key));
		if (!issuing->seal &&
		    (rc = holder_key_close(&issuing->vault, issuing->private,
					   issuing->arena, &issuing->key,
					   err)) != OK)
			return rc;
	}
	return issue_plan(issuing, &public, err);
}

bool act_issue_seals(const struct issuing *issuing)
{
	return !issuing->is_done && issuing->seal;
}

bool act_issue_has_device(const struct issuing *issuing)
{
	return !issuing->is_done && issuing->device;
}

bool act_issue_asks(const struct issuing *issuing)
{
	int64_t source = issuing->sealing.source;

	return act_issue_seals(issuing) &&
	       (source == PASSPHRASE_FROM_TERMINAL ||
		source == PASSPHRASE_FROM_FILE);
}

enum status act_issue_passphrase(struct issuing *issuing,
				 const char *passphrase, struct error *err)
{
	return passphrase_take(passphrase, issuing->arena,
			       &issuing->sealing.passphrase, err);
}

/* New codes and the key wrapped under them. */
static enum status codes_renew(struct issuing *issuing, struct error *err)
{
	enum status rc;

	if (issuing->key.pending.size > 0 &&
	    (rc = holder_key_open(&issuing->vault, &issuing->key,
				  issuing->arena, &issuing->private, err)) !=
		    OK)
		return rc;
	issuing->has_new_codes = true;
	return codes_make(&issuing->vault, issuing->private, issuing->arena,
			  &issuing->sealing.codes, &issuing->key,
			  &issuing->kept, err);
}

enum status act_issue_derive(struct issuing *issuing, struct error *err)
{
	if (!act_issue_seals(issuing))
		return OK;
	if (issuing->device)
		return issue_device_derive(issuing, err);
	if (issuing->key.derivation)
		return codes_open(&issuing->vault, issuing->product.user_id,
				  issuing->kept.sealed,
				  &issuing->sealing.codes, err);
	return codes_renew(issuing, err);
}

static enum status codes_keep(struct desk *desk, const struct issuing *issuing,
			      struct error *err)
{
	return issuing->has_new_codes ?
		       codes_insert(desk, issuing->product.user_id,
				    issuing->kept.sealed,
				    issuing->kept.erc_hash, err) :
		       OK;
}

enum status act_issue_reserve(struct desk *desk, struct issuing *issuing,
			      struct error *err)
{
	struct product *product = &issuing->product;
	struct json *detail;
	enum status rc;

	if (issuing->is_done || !issuing->is_fresh)
		return OK;
	product->status = STATUS_TO_ISSUE; /* again, if this is run again */
	product->issued_by = desk->session->operator_id;
	if ((rc = issuance_reserve(desk, &issuing->row, err)) != OK ||
	    (rc = issuing->device ?
			  issue_device_reserve(desk, issuing, err) :
			  holder_key_insert(desk, &issuing->key, err)) != OK ||
	    (!issuing->device &&
	     (rc = codes_keep(desk, issuing, err)) != OK))
		return rc;
	detail = json_object_new();
	json_set_text(detail, "serial", issuing->row.serial);
	json_set_text(detail, "profile", issuing->row.profile);
	json_set_text(detail, "authority", issuing->authority->name);
	if (issuing->device) {
		json_set_text(detail, "authentication_serial",
			      issuing->device->second->row.serial);
		json_set_text(detail, "device_serial",
			      issuing->device->row.serial);
	}
	return product_advance(desk, product, STATUS_ISSUING,
			       "certificate_reserved", detail, err);
}

/* Signs, unless a run before has; and tells what it is then. */
static enum status certificate_make(struct issuing *issuing,
				    struct error *err)
{
	struct issuance *row = &issuing->row;
	unsigned char hash[DIGEST_SIZE];
	char *hex;
	enum status rc;

	if ((row->certificate.size == 0 &&
	     (rc = certificate_finish(issuing->arena, row->tbs,
				      issuing->signer, &row->certificate,
				      err)) != OK) ||
	    (!issuing->is_fresh && (rc = issue_recheck(issuing, err)) != OK) ||
	    (rc = digest_sha256(row->certificate.bytes, row->certificate.size,
				hash, err)) != OK)
		return rc;
	hex = arena_alloc(issuing->arena, 2 * sizeof hash + 1);
	hex_encode(hash, sizeof hash, hex);
	issuing->fingerprint = hex;
	return OK;
}

enum status act_issue_finish(struct issuing *issuing, struct error *err)
{
	enum status rc;

	if (issuing->is_done)
		return OK;
	if ((rc = certificate_make(issuing, err)) != OK ||
	    (issuing->device &&
	     (rc = certificate_make(issuing->device->second, err)) != OK))
		return rc;
	issuing->sealing.valid_until = issuing->row.not_after;
	return issuing->seal ? sealing_make(&issuing->sealing, issuing->now,
					    issuing->arena, err) :
			       OK;
}

/* A key that waited, when the run before ended too early. */
static enum status late_codes_keep(struct desk *desk,
				   const struct issuing *issuing,
				   struct error *err)
{
	enum status rc;

	if (issuing->is_fresh || !issuing->has_new_codes)
		return OK;
	rc = holder_key_wrap(desk, &issuing->key, err);
	return rc == OK ? codes_keep(desk, issuing, err) : rc;
}

enum status act_issue_settle(struct desk *desk, struct issuing *issuing,
			     struct error *err)
{
	struct product *product = &issuing->product;
	OWN(json) struct json *detail = NULL;
	enum status rc;

	if (issuing->is_done)
		return OK;
	detail = json_object_new();
	json_set_text(detail, "serial", issuing->row.serial);
	json_set_text(detail, "fingerprint", issuing->fingerprint);
	product->status = STATUS_ISSUING; /* again, if this is run again */
	product->serial = issuing->row.serial;
	product->activated_at = desk->now;
	product->valid_until = issuing->row.not_after;
	if (issuing->device)
		rc = issue_device_settle(desk, issuing, err);
	else if ((rc = issuance_settle(desk, &issuing->row, err)) == OK)
		rc = late_codes_keep(desk, issuing, err);
	if (rc != OK)
		return rc;
	if (issuing->seal) {
		if ((rc = sealing_send(desk, &issuing->sealing,
				       &issuing->envelope, err)) != OK)
			return rc;
		sealing_tell(&issuing->sealing, &issuing->envelope, detail);
	}
	if ((rc = product_advance(desk, product, STATUS_ACTIVE,
				  "certificate_issued", TAKE(detail), err)) !=
	    OK)
		return rc;
	return issue_device_end(desk, issuing, err);
}
