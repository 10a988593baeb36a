/* organization_message - tells the organization that a certificate names */
#ifndef IPP_ACT_ORGANIZATION_MESSAGE_H
#define IPP_ACT_ORGANIZATION_MESSAGE_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct json;
struct product;
struct request;

/* Queues a mail to the organization whose name stands in the certificate, in
 * the language of the order, to the address that the records have of it:
 * `values`, and what holder_message_values and the order say. *unreachable is
 * true where there is such an organization and no address; nothing happens
 * where there is none. */
enum status organization_message_queue(struct desk *desk,
				       const struct product *product,
				       const struct request *order,
				       const char *template_name,
				       struct json *values, bool *unreachable,
				       struct error *err);

#endif
