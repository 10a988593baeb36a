/* issue_check - what must be so before a certificate is issued, and what a run
 * before has left */
#include <ipp/act/issue.h>

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/model/facts.h>
#include <ipp/port/certificate.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/facts.h>
#include <ipp/store/product.h>

#include "issue_device.h"
#include "issue_part.h"

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
				    item->is_in_months
				? issuing->order.validity
				: item->validity;
	issuing->sealing.product_name =
	    product_name(item, &issuing->order, desk->arena);
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
		if ((rc = certificate_read(desk->arena, row->certificate.bytes,
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

	rc = issuing->is_fresh
		 ? authority_current(store, AUTHORITY_ISSUING,
				     &issuing->authority, err)
		 : authority_find(store, issuing->row.authority_id,
				  &issuing->authority, err);
	if (rc != OK)
		return rc;
	issuing->pool = authority_key_pool(store);
	if ((rc = authority_key(store, issuing->authority->authority_id,
				&issuing->signer, err)) != OK)
		return rc;
	return issuing->device ? issue_device_authority(desk, issuing, err)
			       : OK;
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
	if ((!it->is_done && (rc = may_issue(desk, &it->product, err)) != OK) ||
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
