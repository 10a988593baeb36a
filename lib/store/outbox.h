/* outbox - what the parts of the outbox share */
#ifndef IPP_LIB_STORE_OUTBOX_H
#define IPP_LIB_STORE_OUTBOX_H

#include <ipp/store/outbox.h>

struct sql_statement;

/* A condition on outbox b; outbox_bind gives it $1 and $2. */
#define OUTBOX_SCOPE                                                           \
	"(b.client_id = $1 OR b.client_id IS NULL)"                            \
	" AND ($2 IS NULL OR EXISTS ("                                         \
	"     SELECT 1 FROM orders o"                                          \
	"      WHERE o.order_id = b.order_id AND o.unit_id = $2))"

void outbox_bind(struct sql_statement *st, const struct outbox_scope *scope);

/* Puts the message into words with common values of any kind. */
enum status outbox_rehearse(const struct outbox_message *message,
			    struct arena *arena, struct error *err);

#endif
