/* form - which papers are to be printed, and where they went */
#ifndef IPP_MODEL_FORM_H
#define IPP_MODEL_FORM_H

#include <ipp/model/field.h>

/* Papers that people sign by hand. */
enum form_kind {
	FORM_APPLICATION, /* the holder */
	FORM_REPORT,	  /* the officer who recognised him */
	FORM_CONSENT,	  /* the organization in a role certificate */
};
extern const struct word form_kind_words[];

/* The record `form_wish`. */
struct form_wish {
	int64_t order_id;
	const char *order;   /* order_id, or the name of a draft */
	const char *product; /* of a blank form */
};

extern const struct record form_wish_record;

/* The record `form_file`: a form that was written. */
struct form_file {
	int64_t order_id;
	const char *product; /* of a blank form */
	int64_t kind;	     /* enum form_kind */
	int64_t language;    /* enum language */
	const char *form_path, *sha256;
	int64_t size;
};

extern const struct record form_file_record;

#endif
