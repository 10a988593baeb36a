/* issue_device_make - keys are made on a device, certificates put beside them */
#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/issue_options.h>
#include <ipp/port/device.h>
#include <ipp/port/digest.h>
#include <ipp/port/key.h>
#include <ipp/port/key_token.h>
#include <ipp/rule/officer_certificate.h>
#include <ipp/store/desk.h>

#include "issue_device.h"
#include "signing.h"

static enum status prepare(struct issuing *issuing, struct error *err)
{
	struct issuing_device *it = issuing->device;
	const struct codes *codes = &issuing->sealing.codes;
	struct device_preparation how = {
		.label = it->row.label,
		.now = { codes->pin, codes->puk },
		.then = { it->pin, it->puk },
		.erases = it->work->options.device_erase == 1,
		.resumes = it->resumes,
	};
	struct device_facts facts;
	enum status rc = device_prepare(it->work->token, &how, err);

	if (rc != OK)
		return rc;
	/* one that was initialized may have a serial number only now */
	facts = device_facts(it->work->token);
	it->row.label = arena_text(issuing->arena, facts.label);
	it->row.serial = arena_text(issuing->arena, facts.serial);
	return OK;
}

enum key_kind issue_device_kind(const struct device_row *row)
{
	return text_equal(row->key_kind, key_kind_name(KEY_RSA2048)) ?
		       KEY_RSA2048 :
		       key_kind_parse(row->key_kind);
}

static const char *purpose_of(int i)
{
	return i == 0 ? PURPOSE_OF_SIGNATURE : PURPOSE_OF_AUTHENTICATION;
}

/* How the keys of this product are called on the device, in every run. */
static enum status pair_of(const struct issuing *issuing, int i,
			   struct token_pair *ret, struct error *err)
{
	const struct device_row *row = &issuing->device->row;
	unsigned char seed[DEVICE_SEED_SIZE + 32], id[DIGEST_SIZE];
	size_t n = strlen(purpose_of(i));
	enum status rc;

	memcpy(seed, row->seed, DEVICE_SEED_SIZE);
	memcpy(seed + DEVICE_SEED_SIZE, purpose_of(i), n);
	if ((rc = digest_sha256(seed, DEVICE_SEED_SIZE + n, id, err)) != OK)
		return rc;
	ret->kind = issue_device_kind(row);
	memcpy(ret->id, id, sizeof ret->id);
	ret->label = arena_printf(issuing->arena, "USR%09" PRId64 " %s",
				  issuing->product.user_id, purpose_of(i));
	return OK;
}

static enum status key_get(const struct issuing *issuing, int i, bool must_be,
			   struct key **ret, struct error *err)
{
	struct token_pair pair;
	enum status rc = pair_of(issuing, i, &pair, err);

	return rc == OK ? key_token_pair(issuing->device->work->token, &pair,
					 must_be, ret, err) :
			  rc;
}

/* The name in the services card's certificate. */
static void name_choose(struct issuing *issuing)
{
	const struct issuing_device *it = issuing->device;

	if (it->is_cns)
		it->second->common_name = arena_printf(
			issuing->arena, "%s/%s",
			issuing->order.person.tax_code, it->row.serial);
}

static enum status plan(struct issuing *issuing, const struct key *key,
			struct error *err)
{
	struct public_key public;
	enum status rc = key_public(issuing->arena, key, &public, err);

	return rc == OK ? issue_plan(issuing, &public, err) : rc;
}

static enum status keys_make(struct issuing *issuing, struct error *err)
{
	OWN(key) struct key *first = NULL;
	OWN(key) struct key *second = NULL;
	enum status rc;

	if ((rc = key_get(issuing, 0, false, &first, err)) != OK ||
	    (rc = key_get(issuing, 1, false, &second, err)) != OK)
		return rc;
	name_choose(issuing);
	if ((rc = plan(issuing, first, err)) != OK ||
	    (rc = plan(issuing->device->second, second, err)) != OK)
		return rc;
	return device_proof_make(issuing,
				 (const struct key *const[]){ first, second },
				 err);
}

enum status act_issue_make(struct issuing *issuing, struct error *err)
{
	enum status rc;

	if (!issuing->device || issuing->device->is_lost || issuing->is_done)
		return OK;
	if (issuing->is_fresh && (rc = prepare(issuing, err)) != OK)
		return rc;
	if ((rc = device_unlock(issuing->device->work->token,
				issuing->sealing.codes.pin, err)) != OK)
		return rc;
	return issuing->is_fresh ? keys_make(issuing, err) : OK;
}

enum status issue_device_reserve(struct desk *desk, struct issuing *issuing,
				 struct error *err)
{
	struct issuing_device *it = issuing->device;
	enum status rc;

	it->second->row.purpose = PURPOSE_OF_AUTHENTICATION;
	if ((rc = signing_check(desk, it->work->officer, err)) != OK ||
	    (rc = issuance_reserve(desk, &it->second->row, err)) != OK ||
	    (rc = device_prove(desk, &it->row, err)) != OK)
		return rc;
	return device_proof_keep(desk, issuing, err);
}

enum status act_issue_store(struct desk *desk, struct issuing *issuing,
			    struct error *err)
{
	enum status rc;

	if (!issuing->device || issuing->is_done || issuing->device->is_stored)
		return OK;
	rc = issuance_settle(desk, &issuing->row, err);
	return rc == OK ? issuance_settle(desk, &issuing->device->second->row,
					  err) :
			  rc;
}

static enum status write_one(struct issuing *issuing, int i, struct error *err)
{
	const struct issuing *it = i == 0 ? issuing : issuing->device->second;
	OWN(key) struct key *key = NULL;
	struct token_pair pair;
	enum status rc;

	if ((rc = pair_of(issuing, i, &pair, err)) != OK ||
	    (rc = key_get(issuing, i, true, &key, err)) != OK)
		return rc;
	if (!key_matches(key, it->plan.key.spki))
		return error_set(err, REFUSED, "device_key_changed", "device",
				 "the key on device \"%s\" is not the one that "
				 "the certificate is for; put in the device "
				 "that it was made on",
				 issuing->device->row.serial);
	return device_certificate(issuing->device->work->token, pair.id,
				  pair.label, it->row.certificate, err);
}

enum status act_issue_write(struct issuing *issuing, struct error *err)
{
	enum status rc;

	if (!issuing->device || issuing->device->is_lost || issuing->is_done)
		return OK;
	rc = write_one(issuing, 0, err);
	return rc == OK ? write_one(issuing, 1, err) : rc;
}

enum status issue_device_settle(struct desk *desk, struct issuing *issuing,
				struct error *err)
{
	issuing->product.device_serial = issuing->device->row.serial;
	return issuing->device->is_lost ?
		       OK :
		       device_written(desk, issuing->product.user_id, err);
}

enum status act_device_open(struct desk *desk,
			    const struct device_options *options,
			    const struct signing_options *officer,
			    signing_asks *asks, struct terminal *terminal,
			    struct device_work **ret, struct error *err)
{
	struct device_work *work;
	struct signing *signing;
	enum status rc;

	if (!options->device)
		return OK;
	if (desk->dry_run)
		return error_set(err, USAGE, "device_dry_run", "dry_run",
				 "what is written on a device stays there; look "
				 "with --preview");
	if (options->device_erase == 1 && !options->device_token)
		return error_set(err, USAGE, "device_unnamed", "device_token",
				 "what is to be erased must be named; name the "
				 "device with --device-token=LABEL");
	if ((rc = signing_open(desk, officer, asks, terminal, &signing, err)) !=
	    OK)
		return rc;
	if ((rc = officer_role_check(signing_facts(signing), err)) != OK) {
		signing_close(signing);
		return rc;
	}
	work = memory_new(sizeof *work);
	work->options = *options;
	work->officer = signing;
	*ret = work;
	return OK;
}

void act_device_close(struct device_work *work)
{
	if (!work)
		return;
	token_close(work->token);
	signing_close(work->officer);
	memory_free(work);
}
