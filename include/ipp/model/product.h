/* product - one signature product of an order, as searched and worked on */
#ifndef IPP_MODEL_PRODUCT_H
#define IPP_MODEL_PRODUCT_H

#include <ipp/model/person.h>

/* The record `product`: table `products` joined with its order. */
struct product {
	int64_t order_id, user_id;
	const char *external_code;
	const char *product; /* code in the catalogue */
	int64_t status;	     /* enum product_status */
	int64_t recognition; /* enum recognition */
	const char *surname, *given_name, *tax_code, *email, *mobile;
	int64_t holder_id;
	const char *iut, *serial, *device_serial;
	int64_t created_at, status_at, activated_at, valid_until;
	int64_t created_by, recognised_by, handed_in_by, reviewed_by, issued_by;
	const char *reason; /* of cancellation or rejection */
	const char *unit;
	int64_t renews; /* the product that it renews, or ABSENT */
	struct texts warnings; /* what somebody should confirm */
	/* not written */
	int64_t client_id, unit_id;
};

extern const struct record product_record;

#endif
