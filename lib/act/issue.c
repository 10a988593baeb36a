/* issue - the one way a certificate comes about */
#include <ipp/act/issue.h>

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/model/certificate.h>
#include <ipp/model/facts.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/facts.h>
#include <ipp/store/product.h>

#include "issue_device.h"
#include "issue_part.h"
#include "issuer.h"

/* What the store would refuse in the end, said in the beginning. */
static enum status may_issue(const struct desk *desk,
			     const struct product *product, struct error *err)
{
	enum status rc;

	if (product->status == STATUS_ISSUING)
		return OK;
	if ((rc = lifecycle_check(product->user_id, product->status,
				  STATUS_ISSUING, err)) != OK)
		return rc;
	if (desk->session->four_eyes &&
	    product->recognised_by == desk->session->operator_id)
		return error_set(err, REFUSED, "four_eyes", "user_id",
				 "you recognised the holder of USR%09" PRId64
				 "; somebody else must issue",
				 product->user_id);
	return OK;
}

static enum status catalog_look(struct desk *desk, struct issuing *issuing,
				const struct issue_wish *wish,
				struct error *err)
{
	const struct product *product = &issuing->product;
	const struct organization_facts *facts;
	const struct product_facts *item;
	bool has_device;
	enum status rc;

	if ((rc = facts_of(desk->store, product->client_id, desk->now, &facts,
			   err)) != OK)
		return rc;
	item = facts_product(facts, product->product);
	has_device = item && !item->is_remote;
	if ((rc = issue_device_wanted(issuing, wish, has_device, err)) != OK ||
	    (has_device &&
	     (rc = issue_device_begin(desk, issuing, wish, err)) != OK))
		return rc;
	if (!has_device)
		issuing->profile =
			issue_profile(product->product, false, false);
	if (!item || (!issuing->profile && !issuing->device))
		return error_set(err, CONFIG, "profile_missing", "product",
				 "product \"%s\" has no certificate profile; "
				 "see: ipp-catalog list",
				 product->product);
	issuing->is_role = item->is_role;
	issuing->is_in_months = item->is_in_months;
	issuing->validity = issuing->order.validity != ABSENT &&
					    item->is_in_months ?
				    issuing->order.validity :
				    item->validity;
	issuing->sealing.product_name = product_name(item, &issuing->order,
						     desk->arena);
	return OK;
}

/* Goes on from what a run that did not end has stored. */
static enum status reserved_load(struct desk *desk, struct issuing *issuing,
				 struct error *err)
{
	struct certificate_facts *facts =
		arena_alloc(desk->arena, sizeof *facts);
	struct issuance *row = &issuing->row;
	int64_t user_id = issuing->product.user_id;
	enum status rc;
	bool found, has_key;

	if ((rc = issuance_load(desk->store, user_id, PURPOSE_OF_SIGNATURE,
				desk->arena, row, &found, err)) != OK ||
	    (rc = holder_key_load(desk->store, user_id, desk->arena,
				  &issuing->key, &has_key, err)) != OK ||
	    (rc = codes_load(desk->store, user_id, desk->arena,
			     &issuing->kept.sealed, err)) != OK)
		return rc;
	if (!found || (!has_key && !issuing->device))
		return error_set(err, CONFIG, "reservation_missing", "user_id",
				 "nothing is reserved for USR%09" PRId64
				 "; look with: ipp-store check",
				 user_id);
	if (row->certificate.size > 0) {
		if ((rc = certificate_read(desk->arena,
					   row->certificate.bytes,
					   row->certificate.size, facts,
					   err)) != OK)
			return rc;
		issue_look(issuing, facts);
	}
	/* codes that were made must also reach the holder */
	issuing->seal = issuing->seal || issuing->key.derivation;
	if (issuing->device && issuing->device->is_lost)
		issuing->seal = false;
	return issuing->device ? issue_device_reload(desk, issuing, err) : OK;
}

static enum status authority_look(struct desk *desk, struct issuing *issuing,
				  struct error *err)
{
	struct store *store = desk->store;
	enum status rc;

	rc = issuing->is_fresh ?
		     authority_current(store, AUTHORITY_ISSUING,
				       &issuing->authority, err) :
		     authority_find(store, issuing->row.authority_id,
				    &issuing->authority, err);
	if (rc != OK)
		return rc;
	issuing->pool = authority_key_pool(store);
	if ((rc = authority_key(store, issuing->authority->authority_id,
				&issuing->signer, err)) != OK)
		return rc;
	return issuing->device ? issue_device_authority(desk, issuing, err) :
				 OK;
}

enum status act_issue_check(struct desk *desk, const struct issue_wish *wish,
			    int64_t user_id, struct issuing **ret,
			    struct error *err)
{
	struct issuing *it = arena_alloc(desk->arena, sizeof *it);
	enum status rc;

	*it = (struct issuing){ .arena = desk->arena,
				.now = desk->now,
				.seal = wish->seal };
	if ((rc = product_open(desk, user_id, MAY_ISSUE, &it->product, err)) !=
		    OK ||
	    (rc = product_order_load(desk->store, &it->product, desk->arena,
				     &it->order, err)) != OK)
		return rc;
	it->key.user_id = user_id;
	it->is_done = it->product.status == STATUS_ACTIVE;
	it->is_fresh = it->product.status == STATUS_TO_ISSUE;
	if ((!it->is_done &&
	     (rc = may_issue(desk, &it->product, err)) != OK) ||
	    (rc = vault_open(desk->store, &it->vault, err)) != OK ||
	    (rc = catalog_look(desk, it, wish, err)) != OK ||
	    (!it->is_fresh && (rc = reserved_load(desk, it, err)) != OK))
		return rc;
	*ret = it;
	if (it->is_done)
		return OK;
	sealing_begin(&it->sealing, &it->product, &it->order, &wish->sealing);
	it->sealing.demo = it->vault.demo;
	if (it->seal && (rc = sealing_check(&it->sealing, err)) != OK)
		return rc;
	return authority_look(desk, it, err);
}

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
