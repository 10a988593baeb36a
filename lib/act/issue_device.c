/* issue_device - two certificates on a holder's smart card or key */
#include "issue_device.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/model/certificate.h>
#include <ipp/model/issue_options.h>
#include <ipp/model/settings.h>
#include <ipp/port/certificate.h>
#include <ipp/port/device.h>
#include <ipp/port/digest.h>
#include <ipp/port/key.h>
#include <ipp/port/key_token.h>
#include <ipp/port/random.h>
#include <ipp/rule/officer_certificate.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>

#include "signing.h"

#define PIN_LENGTH (ACTIVATION_PIN_SIZE - 1)

_Static_assert(ACTIVATION_PIN_SIZE == ACTIVATION_PUK_SIZE, "one length");

/* The second certificate is about the same holder and product. */
static void second_share(struct issuing *issuing)
{
	struct issuing *it = issuing->device->second;

	it->arena = issuing->arena;
	it->now = issuing->now;
	it->product = issuing->product;
	it->order = issuing->order;
	it->validity = issuing->validity;
	it->is_in_months = issuing->is_in_months;
	it->is_role = issuing->is_role;
	it->is_fresh = issuing->is_fresh;
	it->authority = issuing->authority;
	it->signer = issuing->signer;
	it->vault = issuing->vault;
}

static enum status profiles_choose(struct issuing *issuing, bool certified,
				   struct error *err)
{
	const char *product = issuing->product.product;

	issuing->profile = issue_profile(product, certified, false);
	issuing->device->second->profile =
		issue_profile(product, certified, true);
	if (issuing->profile && issuing->device->second->profile)
		return OK;
	return error_set(err, REFUSED, "device_not_certified", "product",
			 "%s needs a certified device; the setting qscd of "
			 "section [device] does not name this one: %s/%s",
			 product, issuing->device->row.manufacturer,
			 issuing->device->row.model);
}

/* Of a device that is initialized here. */
static const char *label_of(const struct issuing *issuing)
{
	return arena_printf(issuing->arena, "USR%09" PRId64,
			    issuing->product.user_id);
}

enum status issue_device_begin(struct desk *desk, struct issuing *issuing,
			       const struct issue_wish *wish,
			       struct error *err)
{
	struct issuing_device *it = arena_alloc(desk->arena, sizeof *it);
	int64_t user_id = issuing->product.user_id;
	struct device_work *work = wish->device;
	enum status rc;

	*it = (struct issuing_device){ .work = work,
				       .is_lost = wish->device_is_lost };
	it->second = arena_alloc(desk->arena, sizeof *it->second);
	*it->second = (struct issuing){ .device = NULL };
	it->is_cns = text_starts(issuing->product.product, "DEV-CNS");
	it->qscd = desk->settings->device_qscd;
	issuing->device = it;
	if ((rc = device_load(desk->store, user_id, desk->arena, &it->row,
			      &it->is_claimed, err)) != OK ||
	    (rc = codes_load(desk->store, user_id, desk->arena,
			     &issuing->kept.sealed, err)) != OK)
		return rc;
	it->row.user_id = user_id;
	it->resumes = it->is_claimed;
	if (!it->is_claimed || issuing->is_done || !issuing->is_fresh)
		return it->is_claimed ? profiles_choose(issuing,
							it->row.certified,
							err) :
					OK;
	if (work->options.device_erase == 1 &&
	    !text_equal(it->row.label, label_of(issuing)))
		it->is_claimed = false; /* it was not to be erased then */
	if (work->options.device_afresh == 1)
		it->is_claimed = it->resumes = false;
	return it->is_claimed ?
		       profiles_choose(issuing, it->row.certified, err) :
		       OK;
}

enum status issue_device_reload(struct desk *desk, struct issuing *issuing,
				struct error *err)
{
	struct issuing *second = issuing->device->second;
	struct certificate_facts *facts =
		arena_alloc(desk->arena, sizeof *facts);
	enum status rc;
	bool found;

	second_share(issuing);
	if ((rc = issuance_load(desk->store, issuing->product.user_id,
				PURPOSE_OF_AUTHENTICATION, desk->arena,
				&second->row, &found, err)) != OK)
		return rc;
	if (!found || !issuing->device->is_claimed)
		return error_set(err, CONFIG, "reservation_missing", "user_id",
				 "nothing is reserved for USR%09" PRId64
				 "; look with: ipp-store check",
				 issuing->product.user_id);
	issuing->device->is_stored = second->row.certificate.size > 0;
	if (!issuing->device->is_stored)
		return OK;
	if ((rc = certificate_read(desk->arena, second->row.certificate.bytes,
				   second->row.certificate.size, facts, err)) !=
	    OK)
		return rc;
	issue_look(second, facts);
	return OK;
}

enum status issue_device_authority(struct desk *desk, struct issuing *issuing,
				   struct error *err)
{
	struct key_site site;
	enum status rc;
	bool found;

	second_share(issuing);
	if ((rc = authority_key_place(desk->store,
				      issuing->authority->authority_id,
				      desk->arena, &site, &found, err)) != OK)
		return rc;
	if (found)
		issuing->device->authority_token = site.token;
	return OK;
}

/* Whether a list of MANUFACTURER/MODEL, with commas between, names it. */
static bool is_certified(const char *list, const struct device_row *row)
{
	size_t maker = strlen(row->manufacturer), model = strlen(row->model);

	while (list && *list) {
		size_t n;

		list += strspn(list, " ,");
		n = strcspn(list, ",");
		while (n > 0 && list[n - 1] == ' ')
			n--;
		if (n == maker + 1 + model && list[maker] == '/' &&
		    memcmp(list, row->manufacturer, maker) == 0 &&
		    memcmp(list + maker + 1, row->model, model) == 0)
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

static enum status begun(const struct issuing *issuing, struct error *err)
{
	const struct device_row *row = &issuing->device->row;

	return error_set(err, REFUSED, "device_begun", "device_token",
			 "USR%09" PRId64 " was begun on device \"%s\"; put that "
			 "in, or if it is lost and has no certificates yet, "
			 "begin on another with --device-afresh; if it has "
			 "some, give it up with --device-lost",
			 row->user_id, row->serial ? row->serial : row->label);
}

/* A run before has chosen the device, if there was one. */
static enum status token_choose(struct issuing *issuing, struct error *err)
{
	struct issuing_device *it = issuing->device;
	struct device_work *work = it->work;
	const struct device_options *o = &work->options;
	const char *other = work->officer->token_serial;
	const char *name = o->device_token;
	struct error why;
	enum status rc;

	token_close(work->token);
	work->token = NULL;
	if (!it->resumes)
		return device_find(o->device, name, other, &work->token, err);
	if (name && !text_equal(name, it->row.serial) &&
	    !text_equal(name, it->row.label))
		return begun(issuing, err);
	error_reset(&why);
	rc = device_find(o->device,
			 it->row.serial ? it->row.serial : it->row.label, other,
			 &work->token, &why);
	if (rc == OK)
		return OK;
	if (!error_has(&why, "device_missing"))
		return error_merge(err, &why);
	/* one without a serial number, which was not initialized yet then */
	rc = it->row.serial ? rc :
			      device_find(o->device, NULL, other, &work->token,
					  &why);
	if (rc != OK || device_facts(work->token).is_initialized)
		return begun(issuing, err);
	return OK;
}

static enum status in_use(const struct issuing_device *it,
			  const struct device_facts *facts, struct error *err)
{
	if (text_is_empty(facts->serial) ||
	    (!text_equal(facts->serial, it->work->officer->token_serial) &&
	     !text_equal(facts->serial, it->authority_token)))
		return OK;
	return error_set(err, REFUSED, "device_in_use", "device_token",
			 "device \"%s\" holds your own key or the authority's; "
			 "put in the holder's",
			 facts->serial);
}

/* What it says of itself, with the label that it will have. */
static void row_look(struct issuing *issuing, const struct device_facts *facts)
{
	struct issuing_device *it = issuing->device;
	struct arena *arena = issuing->arena;
	bool keeps = facts->is_initialized &&
		     it->work->options.device_erase != 1;

	it->row.label = keeps ? arena_text(arena, facts->label) :
				label_of(issuing);
	it->row.serial = text_is_empty(facts->serial) ?
				 NULL :
				 arena_text(arena, facts->serial);
	it->row.manufacturer = arena_text(arena, facts->manufacturer);
	it->row.model = arena_text(arena, facts->model);
}

static enum status row_begin(struct issuing *issuing,
			     const struct device_facts *facts,
			     struct error *err)
{
	struct issuing_device *it = issuing->device;
	int64_t kind = it->work->options.device_key;
	enum status rc;

	row_look(issuing, facts);
	it->row.certified = is_certified(it->qscd, &it->row);
	it->row.key_kind = device_key_words[kind == ABSENT ? 0 : kind].name;
	if ((rc = random_bytes(it->row.seed, sizeof it->row.seed, err)) != OK)
		return rc;
	return profiles_choose(issuing, it->row.certified, err);
}

enum status issue_device_look(struct issuing *issuing, struct error *err)
{
	struct issuing_device *it = issuing->device;
	const struct device_options *o = &it->work->options;
	const struct device_codes none = { NULL, NULL };
	struct device_facts facts;
	bool is_blank;
	enum status rc;

	if ((rc = token_choose(issuing, err)) != OK)
		return rc;
	facts = device_facts(it->work->token);
	if ((rc = in_use(it, &facts, err)) != OK ||
	    (rc = device_check(it->work->token, PIN_LENGTH, err)) != OK)
		return rc;
	/* begun afresh, and on the same one after all */
	if (!it->resumes && it->row.serial && o->device_erase != 1 &&
	    text_equal(facts.serial, it->row.serial)) {
		it->is_claimed = it->resumes = true;
		rc = profiles_choose(issuing, it->row.certified, err);
	} else if (!it->is_claimed) {
		is_blank = it->resumes || o->device_erase == 1;
		rc = is_blank ? OK :
				device_blank(it->work->token, &none, err);
		if (rc == OK)
			rc = row_begin(issuing, &facts, err);
	} else if (facts.is_initialized && o->device_erase != 1 &&
		   !text_equal(facts.label, it->row.label)) {
		rc = device_blank(it->work->token, &none, err);
	}
	return rc == OK && issuing->is_fresh ?
		       key_token_makes(it->work->token,
				       issue_device_kind(&it->row), err) :
		       rc;
}

bool act_issue_asks_pin(const struct issuing *issuing)
{
	const struct issuing_device *it = issuing->device;

	return it && !it->is_lost && !issuing->is_done && !it->resumes &&
	       it->work->options.device_erase != 1 &&
	       device_facts(it->work->token).has_pin;
}

/* Not of one that a run before has initialized: it chose the PUK. */
bool act_issue_asks_puk(const struct issuing *issuing)
{
	const struct issuing_device *it = issuing->device;

	return it && !issuing->is_done && issuing->is_fresh &&
	       device_facts(it->work->token).is_initialized &&
	       (it->work->options.device_erase == 1 || !it->resumes ||
		it->row.serial);
}

void act_issue_sold_with(struct issuing *issuing, const char *pin,
			 const char *puk)
{
	if (pin)
		issuing->device->pin = pin;
	if (puk)
		issuing->device->puk = puk;
}

static enum status codes_begin(struct issuing *issuing, struct error *err)
{
	struct codes *codes = &issuing->sealing.codes;
	int64_t user_id = issuing->product.user_id;
	enum status rc;

	issuing->has_new_codes = true;
	if ((rc = codes_draw(codes, err)) != OK ||
	    (rc = codes_close(&issuing->vault, user_id, codes, issuing->arena,
			      &issuing->kept.sealed, err)) != OK)
		return rc;
	return erc_hash(&issuing->vault, user_id, codes->erc,
			issuing->kept.erc_hash, err);
}

/* Everything on it is seen with the PIN only, and before it is changed. */
enum status issue_device_derive(struct issuing *issuing, struct error *err)
{
	struct issuing_device *it = issuing->device;
	const struct device_codes sold = { it->pin, it->puk };
	enum status rc;

	if (issuing->is_fresh && !it->resumes &&
	    it->work->options.device_erase != 1 &&
	    (rc = device_blank(it->work->token, &sold, err)) != OK)
		return rc;
	return issuing->kept.sealed.size > 0 ?
		       codes_open(&issuing->vault, issuing->product.user_id,
				  issuing->kept.sealed,
				  &issuing->sealing.codes, err) :
		       codes_begin(issuing, err);
}

enum status act_issue_claim(struct desk *desk, struct issuing *issuing,
			    struct error *err)
{
	enum status rc;

	if (!issuing->device || issuing->is_done || !issuing->is_fresh)
		return OK;
	if (!issuing->device->is_claimed &&
	    (rc = device_claim(desk, &issuing->device->row, err)) != OK)
		return rc;
	return issuing->has_new_codes ?
		       codes_insert(desk, issuing->product.user_id,
				    issuing->kept.sealed,
				    issuing->kept.erc_hash, err) :
		       OK;
}
