/* trust_part - what the files about trust of this folder share */
#ifndef IPP_LIB_STORE_TRUST_PART_H
#define IPP_LIB_STORE_TRUST_PART_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/trust.h>

struct arena;
struct sql_statement;
struct store;

/* Columns of an anchor, and of the service whose periods belong to it. */
#define TRUST_ANCHOR_COLUMNS                                               \
	"a.anchor_id, a.certificate, s.list_id, s.territory, s.provider,"  \
	" s.service, s.service_type, l.next_update, s.service_id"
#define TRUST_ANCHOR_TABLES                                           \
	"trust_anchors a"                                             \
	"  JOIN trust_services s ON s.service_id = a.service_id"      \
	"  LEFT JOIN trust_lists l ON l.list_id = s.list_id"

/* Fetches these columns; the periods are left empty. Returns service_id. */
int64_t trust_anchor_read(struct sql_statement *st, struct arena *arena,
			  struct trust_anchor *ret);
enum status trust_periods_load(struct store *store, int64_t service_id,
			       struct arena *arena, struct trust_anchor *ret,
			       struct error *err);

#endif
