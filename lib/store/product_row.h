/* product_row - the row of the record product, for every query that has one */
#ifndef IPP_STORE_PRODUCT_ROW_H
#define IPP_STORE_PRODUCT_ROW_H

struct arena;
struct product;
struct sql_statement;

/* What product_fetch reads from column 0 on; with PRODUCT_TABLES. */
extern const char product_columns[];

/* A left join, so that no unit ever leads to the products. */
#define PRODUCT_TABLES " products p LEFT JOIN units u ON u.unit_id = p.unit_id"

void product_fetch(struct sql_statement *st, struct arena *arena,
		   struct product *ret);

#endif
