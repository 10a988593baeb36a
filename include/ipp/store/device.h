/* device - smart cards and keys of holders in the store */
#ifndef IPP_STORE_DEVICE_H
#define IPP_STORE_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct desk;
struct store;

#define DEVICE_SEED_SIZE 16

struct device_row {
	int64_t user_id;
	unsigned char seed[DEVICE_SEED_SIZE];
	const char *label, *serial, *manufacturer, *model; /* serial: or NULL */
	bool certified;
	const char *key_kind;
	int64_t proved_at, written_at;
};

/* The device of a product; *found is false if none was begun. */
enum status device_load(struct store *store, int64_t user_id,
			struct arena *arena, struct device_row *ret,
			bool *found, struct error *err);

/* Claims a device for a product, in place of one that was claimed before and
 * has no certificates yet. One whose product is revoked, expired or cancelled
 * is released. REFUSED `device_taken`. */
enum status device_claim(struct desk *desk, const struct device_row *it,
			 struct error *err);

/* Its keys were proved: what it said of itself then is kept. REFUSED
 * `device_taken`. */
enum status device_prove(struct desk *desk, const struct device_row *it,
			 struct error *err);
/* Its certificates are on it. */
enum status device_written(struct desk *desk, int64_t user_id,
			   struct error *err);

#endif
