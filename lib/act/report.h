/* report - the report of a recognition, made and signed on the spot */
#ifndef IPP_ACT_REPORT_H
#define IPP_ACT_REPORT_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct json;
struct paper;
struct product;
struct report;
struct request;
struct signing;
struct verification;

/* Who recognised whom. */
struct report_subject {
	const struct product *product;
	const struct request *order;
	const char *recognised_on, *note;
};

/* In a transaction: whether the officer may sign now, and what the report
 * will say besides the papers. `subject` is copied, what it points to is not.
 * REFUSED as signing_check. */
enum status report_begin(struct desk *desk, const struct signing *signing,
			 const struct report_subject *subject,
			 struct report **ret, struct error *err);

/* "USR000000001-report.pdf" */
const char *report_name(const struct report *report);

/* Apart, three stages: lays out the report on these papers, parses it in a
 * child for the signature, signs. *ret is a paper of its own then. */
enum status report_make(struct desk *desk, struct report *report,
			const struct paper *papers, size_t count,
			struct error *err);
enum status report_prepare(struct desk *desk, struct report *report,
			   struct error *err);
enum status report_sign(struct desk *desk, struct report *report,
			struct paper *ret, struct error *err);

/* In a transaction: begins the verification of the signed report, whose stages
 * (act/verify.h) are run before the report is kept. */
enum status report_verify(struct desk *desk, struct report *report,
			  bool offline, struct error *err);
struct verification *report_verification(const struct report *report);
/* The end of it, as signing_judge. */
enum status report_judge(struct desk *desk, const struct report *report,
			 const char **warning, struct error *err);

/* What signed it, as members of the evidence's detail. */
void report_tell(const struct report *report, struct json *detail);

#endif
