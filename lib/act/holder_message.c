/* holder_message - tells the holder by mail what became of his recognition */
#include "holder_message.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/facts.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/facts.h>
#include <ipp/store/outbox.h>

int64_t holder_message_language(const struct request *order)
{
	return order->language == ABSENT ? LANGUAGE_IT : order->language;
}

const char *holder_message_name(struct desk *desk,
				const struct product *product)
{
	const char *given = product->given_name;

	return arena_printf(desk->arena, "%s%s%s", given ? given : "",
			    given ? " " : "", product->surname);
}

enum status holder_message_values(struct desk *desk,
				  const struct product *product,
				  const struct request *order,
				  struct json *values, struct error *err)
{
	const struct organization_facts *facts;
	const struct product_facts *item;
	enum status rc;

	if ((rc = facts_of(desk->store, product->client_id, desk->now, &facts,
			   err)) != OK)
		return rc;
	item = facts_product(facts, product->product);
	if (!item)
		return error_set(err, CONFIG, "product_unknown", "product",
				 "product \"%s\" is not in the catalogue; see: "
				 "ipp-catalog list",
				 product->product);
	json_set_text(values, "holder_name",
		      holder_message_name(desk, product));
	json_set_text(values, "product_name",
		      holder_message_language(order) == LANGUAGE_IT
			  ? item->name_it
			  : item->name_en);
	json_set_text(values, "user_id",
		      id_text(desk->arena, "USR", product->user_id));
	json_set_text(
	    values, "order_id",
	    arena_printf(desk->arena, "ORD%09" PRId64, product->order_id));
	if (product->reason)
		json_set_text(values, "reason", product->reason);
	return OK;
}

enum status holder_message_queue(struct desk *desk,
				 const struct product *product,
				 const struct request *order,
				 const char *template_name,
				 struct json *values_given, struct error *err)
{
	OWN(json) struct json *values =
	    values_given ? values_given : json_object_new();
	const struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = template_name,
		.language = holder_message_language(order),
		.recipient = product->email,
		.recipient_name = holder_message_name(desk, product),
		.values = values,
		.order_id = product->order_id,
		.user_id = product->user_id,
	};
	enum status rc;

	if (!product->email)
		return error_set(err, DATA, "email_missing", "email",
				 "the holder has no e-mail address; leave out "
				 "--notify and tell him otherwise");
	if ((rc = holder_message_values(desk, product, order, values, err)) !=
	    OK)
		return rc;
	return outbox_queue(desk, &message, err);
}
