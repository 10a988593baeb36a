/* holder - a registry entry: master data that later orders use again */
#ifndef IPP_MODEL_HOLDER_H
#define IPP_MODEL_HOLDER_H

#include <ipp/model/person.h>

struct arena;

/* The record `holder`: row of table `holders`. */
struct holder {
	int64_t holder_id;
	const char *iut; /* dnQualifier of his certificates */
	struct person person;
	struct identity_document document;
	int64_t verified_at; /* when an officer last established it */
	struct texts images; /* sides of the document that have an image */
	struct records document_images; /* struct document_image */
	struct records history;		/* struct product */
	struct texts warnings;
	/* what the store adds */
	int64_t client_id, created_at, updated_at;
};

extern const struct record holder_record;

/* What tells persons apart: IT:TAXCODE, or TYPE COUNTRY:NUMBER of another
 * identifier (PASPL:AB123). NULL if the person has neither whole. */
const char *identity_key(struct arena *arena, const struct person *person);

/* Which holders are looked for. */
struct holder_filter {
	int64_t client_id;
	const struct holder *like; /* what they agree with */
	int64_t after;		   /* holder_id of the page before, or ABSENT */
	int64_t limit;		   /* or ABSENT */
};

/* The record `holder_named`. */
struct holder_named {
	int64_t holder_id;
};

extern const struct record holder_named_record;

/* Images of identity documents: the record `document_image`. */
enum document_side { SIDE_FRONT, SIDE_BACK, SIDE_BOTH };
extern const struct word document_side_words[];

struct document_image {
	int64_t holder_id; /* not written */
	const char *document_number;
	int64_t side; /* enum document_side */
	const char *sha256, *mime;
	int64_t size, added_at;
};

extern const struct record document_image_record;

/* The record `document_files`: paths of images to be added. */
struct document_files {
	int64_t holder_id;
	const char *front, *back, *both;
};

extern const struct record document_files_record;

#endif
