/* recognize - how a holder was identified, with the papers that prove it */
#ifndef IPP_ACT_RECOGNIZE_H
#define IPP_ACT_RECOGNIZE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct product;
struct recognition_papers;
struct signing;
struct verification;

/*
 * Offline recognition in stages, so that strangers' files are read and
 * looked into while nobody waits for the store:
 *
 *	offline_begin	in a transaction: may he, may this product, which files
 *	offline_read	apart: bytes and SHA-256
 *	offline_inspect	apart: what they are; forks, so no thread may be in the
 *			middle of offline_read meanwhile
 *	offline_report	apart: the report, where it is made here
 *	offline_prepare	apart: a place for its signature; forks as above
 *	offline_sign	apart: its signature
 *	offline_verify	in a transaction: begins the verification of that
 *			report, whose stages (act/verify.h) are run on
 *			offline_verification
 *	offline_record	in a transaction: begins again, since time has passed;
 *			keeps files and evidence, and takes the product on
 *	offline_save	apart: a copy of that report
 *
 * An ir, rao or master_rao in the product's unit who names nobody is the
 * recogniser: status `to_issue`. Anybody else hands in for an officer of that
 * unit, whom he names: status `to_review`.
 *
 * DATA `recogniser_missing`, `recogniser_unknown`, `recogniser_unfit`,
 * `recognised_on_future`, `document_not_issued`, `paper_missing`,
 * `file_ambiguous`, `same_file`, and those of file_inspect; REFUSED
 * `other_recognition`, `transition_refused`, `document_expired`; NOPERM as
 * product_open. Where the report is made here: DATA `report_given`; REFUSED
 * `report_not_yours` and those of signing_check and signing_judge.
 */
struct offline;

/* `folder` is where files lie that are not named one by one, or NULL;
 * `signing` what the report is signed with, or NULL if it is handed in. */
enum status offline_begin(struct desk *desk, const struct recognition_papers *in,
			  const char *folder, const struct signing *signing,
			  struct offline **ret, struct error *err);
enum status offline_read(struct desk *desk, struct offline *offline,
			 struct error *err);
enum status offline_inspect(struct desk *desk, struct offline *offline,
			    struct error *err);
enum status offline_report(struct desk *desk, struct offline *offline,
			   struct error *err);
enum status offline_prepare(struct desk *desk, struct offline *offline,
			    struct error *err);
enum status offline_sign(struct desk *desk, struct offline *offline,
			 struct error *err);
/* `alone`: nobody is asked on the network. */
enum status offline_verify(struct desk *desk, struct offline *offline,
			   bool alone, struct error *err);
/* NULL where no report is made here. */
struct verification *offline_verification(const struct offline *offline);
enum status offline_record(struct desk *desk, struct offline *offline,
			   struct product *ret, struct error *err);
/* Writes the report into `folder` (NULL: nowhere), where no such file may be:
 * CANTCREAT `file_exists`. */
enum status offline_save(struct desk *desk, const struct offline *offline,
			 const char *folder, struct error *err);

/* An officer's word on evidence that somebody else handed in. */
struct review {
	int64_t user_id;
	bool accepts;
	const char *reason; /* of rejection; to the holder if `tells_holder` */
	bool tells_holder;
};

/* Accepts (`to_issue`) or sends back (`to_identify`) a product in
 * `to_review`. DATA `reason_missing`; REFUSED `own_evidence` for what he
 * handed in himself, `transition_refused`; NOPERM as product_open. */
enum status review(struct desk *desk, const struct review *verdict,
		   struct product *ret, struct error *err);

/* Gives up a product before it is issued. DATA `reason_missing`; REFUSED
 * `transition_refused`; NOPERM as product_open. */
enum status recognition_cancel(struct desk *desk, const struct review *verdict,
			       struct product *ret, struct error *err);

#endif
