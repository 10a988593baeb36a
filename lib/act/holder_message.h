/* holder_message - tells the holder by mail what became of his recognition */
#ifndef IPP_ACT_HOLDER_MESSAGE_H
#define IPP_ACT_HOLDER_MESSAGE_H

#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct json;
struct product;
struct request;

/* Queues a mail in the language of the order, with holder_name, product_name,
 * user_id, order_id and the product's reason, if it has one, beside `values`
 * (an object, or NULL; freed here). DATA `email_missing`. */
enum status holder_message_queue(struct desk *desk,
				 const struct product *product,
				 const struct request *order,
				 const char *template_name,
				 struct json *values, struct error *err);

/* Adds to `values` what the holder's mails say of every product. */
enum status holder_message_values(struct desk *desk,
				  const struct product *product,
				  const struct request *order,
				  struct json *values, struct error *err);

/* The language of the order's mails, and the holder's full name. */
int64_t holder_message_language(const struct request *order);
const char *holder_message_name(struct desk *desk,
				const struct product *product);

#endif
