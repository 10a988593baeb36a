/* organization_message - tells the organization that a certificate names */
#include "organization_message.h"

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/organization.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>
#include <ipp/store/desk.h>
#include <ipp/store/organization.h>
#include <ipp/store/outbox.h>

#include "holder_message.h"

/* Who is looked for in the records. */
struct named {
	struct desk *desk;
	const struct request *order;
	const char *key; /* of its name */
	const char *email;
};

/* By its identifier where both have one; a name alone may be another's. */
static bool is_named(const struct named *it, const struct organization *row)
{
	const char *identifier = it->order->organization_identifier;

	if (identifier && row->identifier)
		return text_equal(identifier, row->identifier);
	return it->key &&
	       text_equal(it->key,
			  unicode_search_key(it->desk->arena, row->name));
}

static enum status organization_look(void *context,
				     const struct organization *row,
				     struct error *err)
{
	struct named *it = context;

	(void)err; /* looking cannot fail */
	if (!it->email && row->email && is_named(it, row))
		it->email = row->email;
	return OK;
}

enum status organization_message_queue(struct desk *desk,
				       const struct product *product,
				       const struct request *order,
				       const char *template_name,
				       struct json *values, bool *unreachable,
				       struct error *err)
{
	const char *name = order->organization_name;
	struct named named = { .desk = desk, .order = order };
	struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = template_name,
		.language = holder_message_language(order),
		.recipient_name = name,
		.values = values,
		.order_id = product->order_id,
		.user_id = product->user_id,
	};
	enum status rc;

	*unreachable = false;
	if (!name)
		return OK;
	named.key = unicode_search_key(desk->arena, name);
	if ((rc = organization_each(desk->store, desk->arena,
				    organization_look, &named, err)) != OK)
		return rc;
	message.recipient = named.email;
	*unreachable = !named.email;
	if (*unreachable)
		return OK;
	if ((rc = holder_message_values(desk, product, order, values, err)) !=
	    OK)
		return rc;
	json_set_text(values, "third_party", name);
	json_set_text(values, "title", order->title ? order->title : "");
	return outbox_queue(desk, &message, err);
}
