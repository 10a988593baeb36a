/* product - a product taken one step on in its life */
#include <ipp/act/product.h>

#include <ipp/model/product.h>
#include <ipp/port/json.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/product.h>

enum status product_open(struct desk *desk, int64_t user_id,
			 enum permission may, struct product *ret,
			 struct error *err)
{
	const struct session *session = desk->session;
	enum status rc;

	if ((rc = product_load(desk->store, session->client_id, user_id,
			       desk->arena, ret, err)) != OK)
		return rc;
	return permission_check(session->profile, session->unit_id, may,
				ret->unit_id, err);
}

enum status product_advance(struct desk *desk, struct product *product,
			    int64_t next, const char *event,
			    struct json *detail, struct error *err)
{
	OWN(json) struct json *facts = detail ? detail : json_object_new();
	int64_t status = product->status;
	enum status rc;

	if ((rc = lifecycle_check(product->user_id, status, next, err)) != OK ||
	    (rc = product_step(desk, product, next, err)) != OK)
		return rc;
	json_set_text(facts, "from", product_status_words[status].name);
	json_set_text(facts, "to", product_status_words[next].name);
	return journal_append(desk, event, product->order_id, product->user_id,
			      TAKE(facts), err);
}
