/* offline - a recognition in person on its way through its stages */
#ifndef IPP_ACT_OFFLINE_H
#define IPP_ACT_OFFLINE_H

#include <ipp/model/product.h>
#include <ipp/model/request.h>

#include "paper.h"

struct desk;
struct json;
struct recognition_papers;
struct report;

struct offline {
	const struct recognition_papers *in;
	struct product product;
	struct request order;
	int64_t next;	    /* the status it will have */
	int64_t recogniser; /* operator_id */
	const char *recognised_on;
	struct paper papers[PAPERS_MAX];
	size_t count;
	struct report *report; /* to be made here; the last paper */
	const char *warnings[2 * PAPERS_MAX + 1];
	size_t warning_count;
};

/* Keeps each paper and its evidence, and the statement of who recognised
 * whom; adds their SHA-256 to `files` and says what should be looked at. */
enum status offline_evidence_keep(struct desk *desk, struct offline *offline,
				  struct json *files, struct error *err);

#endif
