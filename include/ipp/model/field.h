/* field - the table that describes a record once, for JSON, SQL and people */
#ifndef IPP_MODEL_FIELD_H
#define IPP_MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/text.h>

struct arena;
struct json;
struct record;

/* What an absent number, boolean, instant, word or id holds. */
#define ABSENT INT64_MIN

/* What an instant with FIELD_DAYS holds for these words, until an act that
 * has a clock says when that is. */
#define TODAY	  INT64_MAX
#define YESTERDAY (INT64_MAX - 1)

/* How a member lies in its struct:                    C type            */
enum field_type {
	FIELD_TEXT,    /* UTF-8, NULL if absent         const char *      */
	FIELD_DATE,    /* "YYYY-MM-DD"                  const char *      */
	FIELD_INTEGER, /*                               int64_t           */
	FIELD_BOOLEAN, /* 0 or 1                        int64_t           */
	FIELD_INSTANT, /* seconds; JSON RFC 3339        int64_t           */
	FIELD_WORD,    /* index into .words; JSON name  int64_t           */
	FIELD_ID,      /* number; JSON prefix + digits  int64_t           */
	FIELD_TEXTS,   /* array of texts                struct texts      */
	FIELD_RECORDS, /* array of .record; output only struct records    */
	FIELD_JSON,    /* any value; output only        struct json *     */
};

enum field_flag {
	FIELD_IN = 1,	      /* a document may set it */
	FIELD_OUT = 2,	      /* it is written */
	FIELD_BOTH = 3,
	FIELD_STORED = 4,     /* it is a column of the record's table */
	FIELD_SECRET = 8,     /* decoded, never encoded nor quoted */
	FIELD_REQUIRED = 16,  /* absent is a mistake of the document */
	FIELD_COLUMN = 32,    /* shown in tables unless asked otherwise */
	FIELD_FILE = 64,      /* the text is a path; completions offer files */
	FIELD_LINES = 128,    /* the text may hold line ends */
	FIELD_RIGHT = 256,    /* right-aligned in tables */
	FIELD_HIDDEN = 512,   /* an option that help does not list */
	FIELD_INNER = 1024,   /* of an options record, but no option */
	FIELD_DAYS = 2048,    /* of an instant: `today` and `yesterday` too */
	FIELD_SHEETS = 4096,  /* of records: a sheet shows each on a sheet */
	FIELD_STDIN = 8192,   /* of a file: `-` unless it is named */
};

struct word {
	const char *name;  /* interface: JSON, SQL, options */
	const char *label; /* for people, N_() */
};

struct field {
	const char *name; /* JSON member, SQL column, option (with dashes) */
	size_t offset;
	enum field_type type; /* rows give it right after FIELD() */
	unsigned flags;
	size_t max;		    /* characters of a text; 0: the limit */
	const struct word *words;   /* FIELD_WORD; ends with name NULL */
	const char *prefix;	    /* FIELD_ID, e.g. "USR" */
	const struct record *record; /* FIELD_RECORDS */
	const char *alias;	    /* a CSV header taken for it too */
	const char *title;	    /* column heading, or an option's argument */
	const char *help;	    /* one line for manual and schema, N_() */
	int letter;		    /* short option, for what is typed daily */
};

struct record {
	const char *name;  /* of its JSON Schema */
	const char *title; /* one sentence, N_() */
	size_t size;
	const struct field *fields; /* ends with name NULL */
};

struct records {
	const void *items; /* an array of the record's struct */
	size_t count;
};

#define FIELD(type_, member_) .name = #member_, .offset = offsetof(type_, member_)

/* NULL if the record has no such field. */
const struct field *record_field(const struct record *record, const char *name);
/* The same, also by alias. */
const struct field *record_field_alias(const struct record *record,
				       const char *name);

/* Sets every field of `base` (record->size bytes) to absent. */
void record_clear(const struct record *record, void *base);
bool field_is_absent(const struct field *field, const void *base);
/* Copies one field's value (not what it points to) between two structs. */
void field_copy(const struct field *to, void *to_base, const struct field *from,
		const void *from_base);

/* Reads one value given as text (option, CSV cell, argument) into `base`.
 * Adds to `err` and returns DATA if it does not fit; codes `not_text`,
 * `too_long`, `not_number`, `not_boolean`, `not_date`, `not_instant`,
 * `not_a_word`, `not_an_id`. Texts are trimmed and NFC; "" is absent. */
enum status field_parse(const struct field *field, void *base, const char *text,
			struct arena *arena, struct error *err);

/* Decodes the members of `json` (an object) that belong to `record`. Members
 * of other records of the house are left alone, unknown ones are mistakes
 * (`unknown_member`). Collects all mistakes before it returns DATA. */
enum status record_decode(const struct record *record, const struct json *json,
			  void *base, struct arena *arena, struct error *err);
/* Reads back what record_encode wrote, lists of records too, and nothing
 * else: DATA at the first member that is not of it. */
enum status record_restore(const struct record *record, const struct json *json,
			   void *base, struct arena *arena, struct error *err);
/* Complains about every FIELD_REQUIRED that is absent (`missing`), except
 * where `err` holds a mistake in it already. */
enum status record_check_required(const struct record *record, const void *base,
				  struct error *err);

/* Whether the absence of a member says nothing: it did not decode, or it may
 * be the one that is unknown, misspelt. `flaws` are the mistakes of
 * record_decode, or NULL. */
bool record_excuses(const struct error *flaws, const char *name);

/* Writes the present FIELD_OUT fields of `base` as members of `object`. */
void record_encode(const struct record *record, const void *base,
		   struct json *object, struct arena *arena);
/* The same as an object's text, for a stream of many. In the arena. */
char *record_write(const struct record *record, const void *base,
		   struct arena *arena);

/* An identifier as people write it: ORD000000001. `number` is not negative. */
const char *id_text(struct arena *arena, const char *prefix, int64_t number);

/* One value as text for a table or CSV; "" if absent. In the arena. */
const char *field_format(const struct field *field, const void *base,
			 struct arena *arena);

/* An instant with FIELD_DAYS by the clock: TODAY and YESTERDAY are the first
 * seconds of those days (UTC). */
int64_t field_instant(int64_t value, int64_t now);

/* Index of `name` in `words`, or ABSENT. */
int64_t word_find(const struct word *words, const char *name);

#endif
