/* revoke - certificates revoked for good, and what a request for it brings */
#ifndef IPP_ACT_REVOKE_H
#define IPP_ACT_REVOKE_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct desk;
struct paper;
struct revocation;
struct status_change;

/* Files that come with the requests of a stream. The first is kept for all
 * that name it again, as one order revokes many. */
struct attachments;
struct attachments *attachments_open(void);
void attachments_close(void *attachments); /* NULL is fine */

/* The bytes that the file of a request takes as long as its document lives:
 * none without a file, or if the attachments live on with it. Of the requests
 * in their order; one thread may ask this while another reads. */
size_t revocation_weigh(void *attachments, const struct revocation *in);

/* Reads the file of a request, if it has one, and has it looked into, outside
 * transactions: the codes of file_read and file_inspect on `attachment`. *ret
 * is NULL without a file. It lives as long as the document, or the
 * attachments. */
enum status revocation_read(struct desk *desk, struct attachments *attachments,
			    const struct revocation *in, struct paper **ret,
			    struct error *err);

/*
 * Revokes all certificates of a product, in the open transaction: since now
 * or, if it was suspended, since then. Keeps the request and its file, writes
 * the journal and the mail to the holder. With `resume` a product that is
 * revoked for the same motive already is only shown. Refuses before it
 * writes: errors of product_open and status_change_judge; REFUSED
 * `already_revoked`, `transition_refused`.
 */
enum status act_revoke(struct desk *desk, const struct revocation *in,
		       const struct paper *paper, bool resume,
		       struct status_change *ret, struct error *err);

#endif
