/* audit_part - a head of the journal, read */
#ifndef IPP_LIB_ACT_AUDIT_PART_H
#define IPP_LIB_ACT_AUDIT_PART_H

#include <stdbool.h>

#include <ipp/act/verify.h>
#include <ipp/base/own.h>
#include <ipp/model/journal.h>

struct desk;
struct signature_result;

DEFINE_OWN(verify_shelf, struct verify_shelf, verify_shelf_free)

struct head_reading {
	struct file_bytes file;
	bool offline; /* nobody is asked on the network */
	struct verify_shelf *shelf;
	/* what came of it */
	struct journal_head head;
	const struct signature_result *signature;
};

/* The bytes of a head, in the arena. IOERR `file_unreadable`; DATA
 * `file_too_large`. */
enum status audit_head_load(struct desk *desk, const char *path,
			    struct file_bytes *ret, struct error *err);

/* Judges the file in a child. DATA `head_unreadable`, or what is said of what
 * is no signed file; REFUSED `content_unproved`, `signer_foreign`. What its
 * time-stamp is worth stands in the signature. */
enum status audit_head_read(struct desk *desk, struct head_reading *it,
			    struct error *err);

#endif
