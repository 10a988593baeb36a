/* status_change - what suspending, reinstating and revoking have in common */
#ifndef IPP_LIB_ACT_STATUS_CHANGE_H
#define IPP_LIB_ACT_STATUS_CHANGE_H

#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/model/status_change.h>
#include <ipp/rule/status_change.h>

struct attachments;
struct desk;
struct json;
struct paper;

#define CHANGING_WARNINGS_MAX 4

/* A product on its way to another status. */
struct changing {
	struct product product;
	struct request order;
	struct status_wish wish;
	struct status_plan plan;
	const struct paper *paper; /* of the request, or NULL */
	const char *note;
	struct status_request request;
	const char *warnings[CHANGING_WARNINGS_MAX];
	size_t warning_count;
};

/* revocation_weigh of the file at `path`. */
size_t attachment_weigh(struct attachments *attachments, const char *path,
			int64_t kind);

/* Reads the file at `path` (NULL: none) as evidence of a kind. */
enum status attachment_read(struct desk *desk, struct attachments *attachments,
			    const char *path, int64_t kind, struct paper **ret,
			    struct error *err);

/* Judges changing->wish for changing->product, which is loaded, and loads its
 * order. Nothing is written yet. */
enum status changing_judge(struct desk *desk, struct changing *changing,
			   struct error *err);

/* Keeps the file, its evidence, and the request with the change it made. */
enum status changing_record(struct desk *desk, struct changing *changing,
			    int64_t change, struct error *err);

/* What the journal says of the request. */
struct json *changing_tell(struct desk *desk,
			   const struct changing *changing);

/* Queues the mails that tell the holder, and the organization that the
 * certificate names, `what` happened: suspended, reinstated, revoked; `values`
 * (freed here) are added to what all these mails say. Without an address
 * somebody is warned. */
enum status changing_mail(struct desk *desk, struct changing *changing,
			  const char *what, struct json *values,
			  struct error *err);

/* Fills in what a line of output says of it. */
void changing_show(struct desk *desk, const struct changing *changing,
		   struct status_change *ret);

/* An instant as mails write it, or "". In the arena. */
const char *changing_time(struct desk *desk, int64_t at);

#endif
