/* stash_notice - a run that tells people of remote certificates */
#ifndef IPP_LIB_ACT_STASH_NOTICE_H
#define IPP_LIB_ACT_STASH_NOTICE_H

#include <stdbool.h>

#include <ipp/act/stash_notice.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_notice.h>

/* A run at work. */
struct stashing {
	struct desk desk; /* its arena is of the transaction at hand */
	struct arena *arena; /* of the run */
	int64_t client_id;
	const struct remote_notice_wish *wish;
	remote_notice_tell *each;
	void *context;
	struct remote_readers issuers;
	size_t failed;	    /* certificates that could not be told of */
	size_t unheard;	    /* and those of which nobody could be told */
	struct error first; /* of what failed */
	size_t unrun;	    /* for which the program failed */
	const char *unrun_alias, *unrun_why;
};

/* The one item in words: what is so, and what to do. In the arena. */
const char *stash_notice_text(struct arena *arena,
			      const struct remote_subject *subject,
			      const struct remote_notice_item *item);

/* The record of an item; texts are the subject's and the arena's. */
void stash_notice_fill(struct arena *arena,
		       const struct remote_subject *subject,
		       const struct remote_notice_item *item,
		       struct remote_notice *ret);

/* Who is told of a certificate: those who are named for it and can be, else
 * all issuers. */
enum status stash_notice_readers(struct stashing *it, int64_t certificate_id,
				 struct remote_readers *ret, struct error *err);

/* stash_notice_mail.c: what waits goes out, a mail a reader, all in one
 * transaction. */
enum status stash_notice_mail(struct stashing *it, struct error *err);

/* stash_notice_exec.c: runs the program of the wish for what
 * waits, outside transactions. */
enum status stash_notice_exec(struct stashing *it, struct error *err);

/* stash_notice_file.c: writes the files of the wish. */
enum status stash_notice_files(struct desk *desk, int64_t client_id,
			       const struct remote_notice_wish *wish,
			       struct error *err);

#endif
