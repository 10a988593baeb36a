/* scan - what a virus scanner says of a file */
#ifndef IPP_MODEL_SCAN_H
#define IPP_MODEL_SCAN_H

#include <ipp/model/field.h>

enum scan_result {
	SCAN_CLEAN,    /* an engine that is up to date read all of it */
	SCAN_INFECTED, /* it found something, `name` */
	SCAN_REFUSED,  /* it could not read all of it, `reason` */
};
extern const struct word scan_result_words[];

enum scan_reason {
	SCAN_ENCRYPTED,
	SCAN_TOO_LARGE,	  /* it, or what is packed in it */
	SCAN_TOO_DEEP,	  /* packed too often */
	SCAN_TIMED_OUT,
	SCAN_BROKEN,
	SCAN_NOT_READ,	  /* the engine failed; `name` is what it says */
	SCAN_NOT_VOUCHED, /* a kind of file this engine may read in part only */
};
extern const struct word scan_reason_words[];

enum scan_part {
	SCAN_WHOLE,   /* the file as it lies there */
	SCAN_CONTENT, /* what a signed message in it holds */
};
extern const struct word scan_part_words[];

/* The record `scan_wish`. */
struct scan_wish {
	const char *file;
};

extern const struct record scan_wish_record;

/* The record `scan_papers`: a product whose files are scanned. */
struct scan_papers {
	int64_t user_id;
};

extern const struct record scan_papers_record;

/* The record `scan_verdict`. */
struct scan_verdict {
	int64_t user_id;    /* of the product that it is evidence for */
	const char *file;   /* as it was named; never believed */
	const char *sha256; /* of its bytes, hexadecimal */
	int64_t size;
	int64_t verdict;   /* enum scan_result */
	const char *name;  /* what was found, in the engine's words */
	int64_t reason;	   /* enum scan_reason */
	int64_t part;	   /* enum scan_part: where; ABSENT if clean */
	const char *engine; /* `ClamAV 1.4.6` */
	const char *database_version;
	int64_t database_date; /* ABSENT: not known */
	int64_t scanned_at;
};

extern const struct record scan_verdict_record;

#endif
