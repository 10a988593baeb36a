/* store_status - what `ipp-store status` tells */
#ifndef IPP_MODEL_STORE_STATUS_H
#define IPP_MODEL_STORE_STATUS_H

#include <ipp/model/field.h>

/* The record `store_status`. */
struct store_status {
	const char *folder, *key;
	int64_t schema, schema_known;
	int64_t demo;
	int64_t orders, products, holders, objects, journal_entries;
	int64_t messages_pending;
	int64_t database_bytes;
};

extern const struct record store_status_record;

#endif
