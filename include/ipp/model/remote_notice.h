/* remote_notice - what is said of remote certificates */
#ifndef IPP_MODEL_REMOTE_NOTICE_H
#define IPP_MODEL_REMOTE_NOTICE_H

#include <ipp/model/field.h>

/* The worst first. */
enum remote_notice_kind {
	NOTICE_CERTIFICATE_REVOKED,
	NOTICE_CERTIFICATE_EXPIRED,
	NOTICE_CERTIFICATE_SUSPENDED,
	NOTICE_KEY_DISABLED,
	NOTICE_ACCESS_ENDED,
	NOTICE_ACCESS_USED_UP,
	NOTICE_ACCESS_WITHDRAWN,
	NOTICE_ACCESS_LOST,
	NOTICE_ACCESS_ENDING,
	NOTICE_ACCESS_FILLING,
	NOTICE_CERTIFICATE_ENDING,
	NOTICE_REFRESH_REFUSED,
};
#define REMOTE_NOTICE_COUNT (NOTICE_REFRESH_REFUSED + 1)
extern const struct word remote_notice_words[];

/* The record `remote_notice`: one thing that somebody was told of. */
struct remote_notice {
	const char *alias, *wallet, *authority;
	int64_t notice;	  /* enum remote_notice_kind */
	int64_t severity; /* enum severity */
	int64_t ends_at;
	int64_t days, percent;
	int64_t signatures_used, signature_limit;
	const char *text; /* for people, and what to do */
	struct texts recipients;
	struct texts warnings;
};
extern const struct record remote_notice_record;

/* The options of a run. */
struct remote_notice_wish {
	int64_t check;		/* 1: tell a monitor, and nobody else */
	int64_t critical;	/* days */
	const char *prometheus; /* files, or NULL */
	const char *ical;
	const char *exec; /* a program, or NULL */
	int64_t timeout;  /* seconds it may take */
};
extern const struct record remote_notice_wish_record;

#endif
